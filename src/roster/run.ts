import type { Logger } from 'pino'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { type Job, runAlone } from '../jobs/job-run.ts'
import { slotOf } from '../jobs/nights.ts'
import { swedishDay } from '../web/dates.ts'
import { apply, remember } from './apply.ts'
import { compare, type Difference } from './difference.ts'
import { Problems } from './problems.ts'
import { type Counts, writeProblems, writeReport } from './report.ts'
import { BrokenDelivery, type Delivery } from './resources.ts'
import { stage } from './stage.ts'
import { begin } from './store.ts'

export type RosterOptions = {
  /** connect() with the roster role's url; at least two connections. */
  database: Database
  keys: KeyStore
  /** Where people come from; opened when the run has its turn. */
  open: (since: Date | null) => Promise<Delivery>
  now: Date
  clock?: () => Date
  production: boolean
  dryRun?: boolean
  /** The losses have been seen and are right: the brake lets go, for so many. */
  acceptLosses?: boolean
  /** The nightly clock's own: a night that is done is not run again. */
  nightly?: boolean
  startedBy?: string
  /** Only what has changed since the last time, where the source can say that. */
  changesOnly?: boolean
  /** Told when the run has its id: its progress stands there. */
  onStart?: (run: string) => void
  signal?: AbortSignal
  log: Logger
}

export type RosterResult = {
  outcome: 'done' | 'unchanged' | 'foreseen' | 'stopped' | 'refused' | 'busy' | 'already-done'
  run: string | null
  records: number
  counts: Counts
  /** The brake stopped it, or would have where it was only looked at. */
  wouldStop: boolean
  problems: Problems
}

/**
 * One delivery of the register: read to its end, checked, compared with what is, and made true. What is broken changes
 * nothing; what would take access from more than the set share stops and asks (decision 1, R15). Rejects when the
 * database or a source fails in the middle; nothing is then half made within a unit, and the next run carries on.
 */
export async function runRoster(options: RosterOptions): Promise<RosterResult> {
  const clock = options.clock ?? (() => new Date())
  const job: Job = { name: 'roster', slot: slotOf(options.now), asOf: options.now, byHand: !options.nightly, clock }
  const began = performance.now()
  const ended = await runAlone(options.database, job, async ({ id, signal }) => {
    const signals = options.signal ? AbortSignal.any([signal, options.signal]) : signal
    const result = await work({ ...options, clock, signal: signals }, id)
    return { result, outcome: jobOutcome(result) }
  })
  if (!('result' in ended)) return { ...nothing(), outcome: ended.outcome as 'busy' | 'already-done' }
  const { outcome, records, counts } = ended.result
  options.log.info({ outcome, records, counts, ms: Math.round(performance.now() - began) }, 'roster ran')
  if (outcome === 'stopped' || outcome === 'refused')
    options.log.error({ alarm: `roster.${outcome}` }, 'roster: nothing was changed')
  return ended.result
}

type Working = RosterOptions & { clock: () => Date; signal: AbortSignal }

async function work(options: Working, run: string): Promise<RosterResult> {
  const { database, keys, now, clock, production, signal } = options
  const today = swedishDay(now)
  const problems = new Problems()
  const result: RosterResult = { ...nothing(), run, problems }
  const since = options.changesOnly ? await lastDelivered(database) : null
  const start = clock()
  await beginRun(options, run, start, since === null)
  options.onStart?.(run)
  try {
    const delivery = await options.open(since)
    await database.rows`update roster_run set source = ${delivery.source}, whole = ${delivery.whole} where id = ${run}`
    problems.placeOf = delivery.placeOf
    for (const told of delivery.told ?? []) problems.add(told)
    await begin(database.rows, delivery.whole)
    const onRead = async (records: number) => {
      await database.rows`update roster_run set read = ${records} where id = ${run}`
    }
    result.records = await stage(delivery, { rows: database.rows, keys, problems, today, production, onRead, signal })
    if (problems.stopped) return await finish(database, run, result, 'refused', clock)
    await database.rows`update roster_run set stage = 'comparing', read = ${result.records} where id = ${run}`
    const difference = await database.transaction('roster', [], (rows) =>
      compare(rows, problems, today, delivery.whole),
    )
    const { counts, told } = await database.transaction('roster', [], (rows) => writeReport(rows, run, today, problems))
    result.counts = counts
    const accepted = options.acceptLosses && lost(counts) <= (await lostInSight(database))
    result.wouldStop = !accepted && (await tooMuch(database, difference))
    if (options.dryRun) {
      await database.rows`update roster_run set planned = ${told}, would_stop = ${result.wouldStop} where id = ${run}`
      return await finish(database, run, result, 'foreseen', clock)
    }
    if (result.wouldStop) return await finish(database, run, result, 'stopped', clock)
    await database.rows`update roster_run set stage = 'applying', planned = ${told} where id = ${run}`
    if (difference.planned > 0) await apply({ database, today, signal, onApplied: onApplied(database, run) })
    if (delivery.source === 'api') {
      await remember(database)
      await database.rows`update roster_run set delivered_at = ${start} where id = ${run}`
    }
    // Decision 3: a run that changed nothing but who is protected says what one says that changed nothing.
    return await finish(database, run, result, told > 0 ? 'done' : 'unchanged', clock)
  } catch (error) {
    if (error instanceof BrokenDelivery) {
      problems.add({ code: error.code as never, resource: 'delivery', record: error.place, field: null, stops: true })
      return await finish(database, run, result, 'refused', clock)
    }
    await database.rows`
      update roster_run set outcome = 'failed', stage = 'finished', finished_at = ${clock()} where id = ${run}`.catch(
      () => {},
    )
    throw error
  }
}

async function beginRun(options: Working, run: string, start: Date, whole: boolean): Promise<void> {
  const { database, dryRun = false, startedBy = null } = options
  // A report is for the weeks in which somebody may ask; the log says who did what for longer.
  await database.rows`delete from roster_run where started_at < ${start}::timestamptz - interval '90 days'`
  // What a killed run left behind.
  await database.rows`
    update roster_run set outcome = 'failed', stage = 'finished', finished_at = ${start} where finished_at is null`
  await database.rows`
    insert into roster_run (id, source, whole, dry_run, started_by, started_at, stage)
    values (${run}, 'folder', ${whole}, ${dryRun}, ${startedBy}, ${start}, 'reading')`
}

async function finish(
  database: Database,
  run: string,
  result: RosterResult,
  outcome: RosterResult['outcome'],
  clock: () => Date,
): Promise<RosterResult> {
  // A refused delivery has no comparison that would have written these.
  if (outcome === 'refused') await writeProblems(database.rows, run, result.problems)
  const counts = JSON.stringify(result.counts)
  await database.rows`
    update roster_run set outcome = ${outcome}, stage = 'finished', finished_at = ${clock()}, counts = ${counts}::jsonb,
      applied = case when ${outcome} in ('done', 'unchanged') then planned else applied end
    where id = ${run}`
  return { ...result, outcome }
}

/** The brake: a register that suddenly knows far fewer people, or nothing of who is protected, is more likely wrong. */
async function tooMuch(database: Database, { losses, present, newlyHidden, people }: Difference): Promise<boolean> {
  const [set] = await database.rows<{ percent: number; floor: number }>`
    select (select value::text::int from setting where key = 'roster.loss_percent') as percent,
           (select value::text::int from setting where key = 'roster.loss_floor') as floor`
  const over = (part: number, whole: number) => part > set!.floor && part * 100 > set!.percent * whole
  return over(losses, present) || over(newlyHidden, people)
}

// What was said yes to is the list that was seen, not whatever the register has come to say since.
async function lostInSight(database: Database): Promise<number> {
  const [seen] = await database.rows<{ counts: Counts }>`
    select counts from roster_run where outcome = 'stopped' or would_stop order by started_at desc limit 1`
  return seen ? lost(seen.counts) : Number.POSITIVE_INFINITY
}

function lost(counts: Counts): number {
  return (['custody-lost', 'placement-lost', 'duty-lost'] as const).reduce((sum, kind) => sum + (counts[kind] ?? 0), 0)
}

// From when to ask for changes: the beginning of the last delivery that came to something.
async function lastDelivered(database: Database): Promise<Date | null> {
  const [last] = await database.rows<{ at: Date | null }>`
    select max(delivered_at) as at from roster_run
    where delivered_at is not null and exists (select from roster.last_person)`
  return last?.at ?? null
}

// A word now and then: a unit is seldom more than a second.
function onApplied(database: Database, run: string) {
  return async (rows: number) => {
    await database.rows`update roster_run set applied = least(planned, applied + ${rows}) where id = ${run}`
  }
}

function jobOutcome({ outcome }: RosterResult): 'done' | 'stopped' | 'refused' {
  return outcome === 'stopped' || outcome === 'refused' ? outcome : 'done'
}

function nothing(): RosterResult {
  return {
    outcome: 'unchanged',
    run: null,
    records: 0,
    counts: {},
    wouldStop: false,
    problems: new Problems(),
  }
}
