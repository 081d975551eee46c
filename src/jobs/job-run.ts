import type { Database } from '../database/database.ts'
import { Conflict } from '../errors.ts'

export type Job = {
  name: 'retention' | 'roster'
  /** The Swedish day of the night. */
  slot: string
  /** The instant that the run judges by. */
  asOf: Date
  /** A night that is done is not run again by the clock; by hand always. */
  byHand: boolean
  /** The real time, for when it began and ended. */
  clock: () => Date
  /** What stood in the way, in the one word that the row keeps; null where nobody can say. */
  problemOf?: (error: unknown) => string | null
}

/** Names the row in job_run. Every change a run makes asks first that its row is still unfinished: then it is its own. */
export type Run = { id: string; signal: AbortSignal }

export type Outcome = 'done' | 'no-rule' | 'refused' | 'stopped'

// A lock for each job; 7412 keeps two changes of protection apart (src/access/reader.ts), 7413 is the converter's
// (src/media/worker.ts).
const lockNumbers = { retention: 7415, roster: 7414 }
const events = { retention: 'retention.ran', roster: 'roster.ran' }
const lease = 60
const heartbeatEvery = 10_000

/**
 * Does `work` with nobody else at it, however many processes try, and writes in job_run what became of it.
 * The one at work holds a lock that Postgres lets go the moment its connection ends, so that what a killed process left
 * is taken over at once; a machine that vanished without a word is given 60 seconds from its last heartbeat. Whoever
 * was taken over by mistake is stopped by its row, which then is finished. Takes one connection for as long as it lasts.
 */
export async function runAlone<T extends { outcome: Outcome; problem?: string | null }>(
  database: Database,
  job: Job,
  work: (run: Run) => Promise<T>,
): Promise<T | { outcome: 'busy' | 'already-done' }> {
  const lockNumber = lockNumbers[job.name]
  return await database.transaction('job', [], async (rows) => {
    const [lock] = await rows<{ free: boolean }>`
      select pg_try_advisory_xact_lock(${lockNumber}) as free,
             set_config('idle_in_transaction_session_timeout', '0', true), set_config('lock_timeout', '0', true)`
    const ended = await endAbandoned(database, job, lock!.free)
    // Without the lock only where a dead run still holds it: otherwise whoever has it is about to begin.
    if (!lock!.free && ended === 0) return { outcome: 'busy' }
    const id = await begin(database, job)
    if (id === 'busy' || id === 'already-done') return { outcome: id }
    const stop = new AbortController()
    const beating = setInterval(() => {
      // Any other failure is met by the work itself.
      heartbeat(database, id).catch((error) => error instanceof TakenOver && stop.abort(error))
      rows`select pg_try_advisory_xact_lock(${lockNumber})`.catch(() => {})
    }, heartbeatEvery)
    try {
      const result = await work({ id, signal: stop.signal })
      await finish(database, job, id, result.outcome, result.problem ?? null)
      return result
    } catch (error) {
      // Where the database is away the next run does this.
      await finish(database, job, id, 'failed', job.problemOf?.(error) ?? null).catch(() => {})
      throw error
    } finally {
      clearInterval(beating)
    }
  })
}

async function endAbandoned(database: Database, job: Job, free: boolean): Promise<number> {
  const ended = await database.rows`
    update job_run set outcome = 'failed', finished_at = greatest(started_at, ${job.clock()})
    where job = ${job.name} and finished_at is null
      and (${free}::boolean or heartbeat_at < now() - make_interval(secs => ${lease}))
    returning id`
  return ended.length
}

async function begin(database: Database, job: Job): Promise<string> {
  try {
    const [row] = await database.rows<{ id: string }>`
      insert into job_run (job, slot, as_of, by_hand, started_at)
      select ${job.name}, ${job.slot}, ${job.asOf}, ${job.byHand}, ${job.clock()}
      where ${job.byHand}::boolean or not exists (
        select from job_run where job = ${job.name} and slot = ${job.slot} and outcome = 'done' and not by_hand)
      returning id`
    return row?.id ?? 'already-done'
  } catch (error) {
    // The schema allows one unfinished run.
    if (error instanceof Conflict) return 'busy'
    throw error
  }
}

async function heartbeat(database: Database, id: string): Promise<void> {
  const alive = await database.rows`
    update job_run set heartbeat_at = now() where id = ${id} and finished_at is null returning id`
  if (alive.length === 0) throw new TakenOver()
}

async function finish(
  database: Database,
  job: Job,
  id: string,
  outcome: Outcome | 'failed',
  problem: string | null,
): Promise<void> {
  const finished = await database.rows`
    with finished as (
      update job_run set outcome = ${outcome}, problem = ${problem}, finished_at = ${job.clock()}, heartbeat_at = now()
      where id = ${id} and finished_at is null
      returning id
    )
    insert into audit_event (at, event, actor_id, actor_role, object_id)
    select now(), ${events[job.name]}, null::uuid, 'system', id from finished returning 1`
  if (finished.length === 0) throw new TakenOver()
}

/** The run was held for dead and another took over: it must not touch anything more. */
export class TakenOver extends Error {
  constructor() {
    super('the run was taken over by another')
    this.name = 'TakenOver'
  }
}
