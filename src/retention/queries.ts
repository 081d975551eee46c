import type { Read } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { HoldCause, Kind } from './kinds.ts'
import type { Problem } from './problem.ts'
import type { Rule as KeptBy } from './rules.ts'

export type Rule = KeptBy & {
  valid_from: string | null
  /** The last day on which it holds. */
  valid_to: string | null
}
export type Hold = {
  id: string
  about: 'document' | 'child'
  cause: HoldCause
  reference: string
  placed_at: string
  until: string
}
export type Run = {
  id: string
  started_at: Date
  finished_at: Date | null
  outcome: 'done' | 'no-rule' | 'failed' | null
  problem: Problem | null
  documents: number
  files: number
  /** False for a run by hand that judged by another time than its own. */
  real: boolean
  /** Something was removed, or held: there is a protocol. */
  recorded: boolean
}
export type Due = { tonight: number; months: { month: string; documents: number }[] }

/** Packages for the archive that are not done with, by how far they have come. */
export type Archive = { packing: number; waiting: number; received: number }

/** The rules in force today, what is held back from them, and what waits for the archive. */
export async function standing(tx: Read): Promise<{ rules: Rule[]; holds: Hold[]; archive: Archive }> {
  return await tx.one<{ rules: Rule[]; holds: Hold[]; archive: Archive }>`
    select coalesce((
             select json_agg(json_build_object('kind', kind, 'years', years, 'days', days, 'hours', hours, 'fate', fate,
                      'decision', decision, 'decided_on', decided_on, 'valid_from', lower(valid), 'valid_to', upper(valid) - 1))
             from retention_rule where range_contains_elem(valid, (select access.today()))), '[]') as rules,
           coalesce((
             select json_agg(json_build_object('id', id, 'about', case when child_id is null then 'document' else 'child' end,
                      'cause', cause, 'reference', reference, 'placed_at', placed_at, 'until', until) order by until, placed_at)
             from retention_hold where ended_at is null and until >= (select access.today())), '[]') as holds,
           (select json_build_object('packing', count(*) filter (where ready_at is null),
                     'waiting', count(*) filter (where ready_at is not null and received_at is null),
                     'received', count(*) filter (where received_at is not null))
            from archive_package where closed_at is null) as archive`
}

/** Counts only: the administrator sees when things go, not the things. */
export async function dueAhead(tx: Read, tonight: Date, years: number): Promise<Due> {
  return await tx.one<Due>`
    select access.due_count(${tonight}, ${years}) as tonight,
           (select json_agg(m order by m.month) from access.due_by_month(${years}) m) as months`
}

export async function latestRuns(tx: Read): Promise<Run[]> {
  return await tx.rows<Run>`
    select id, started_at, finished_at, outcome, problem, documents, files,
           exists (select from disposal d where d.run_id = job_run.id) as recorded,
           not by_hand or as_of between started_at - interval '1 hour' and started_at + interval '1 hour' as real
    from job_run where job = 'retention' order by started_at desc limit 14`
}

export type Disposal = {
  kind: Kind
  at: Date
  years: number
  days: number
  hours: number
  decision: string
  decided_on: string
  items: number
  files: number
  passed: number
  first_from: Date | null
  last_from: Date | null
  checksum: Buffer
  /** Where it had been handed to the archive: in which package, by which receipt. */
  package_id: string | null
  receipt: string | null
}
export type Recorded = {
  run: Pick<Run, 'id' | 'started_at' | 'finished_at' | 'outcome'> & { by_hand: boolean }
  batches: Disposal[]
}

/** What a run did, batch by batch; NotFound where it did nothing. */
export async function recordOf(tx: Read, id: string): Promise<Recorded> {
  const [run, batches] = await Promise.all([
    tx.maybe<Recorded['run']>`select id, started_at, finished_at, outcome, by_hand from job_run where id = ${id}`,
    tx.rows<Disposal>`
      select d.kind, d.at, d.years, d.days, d.hours, d.decision, d.decided_on, d.items, d.files, d.passed, d.first_from, d.last_from,
             d.checksum, d.package_id, p.receipt
      from disposal d left join archive_package p on p.id = d.package_id where d.run_id = ${id} order by d.id`,
  ])
  if (!run || batches.length === 0) throw new NotFound()
  return { run, batches }
}
