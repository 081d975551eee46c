import type { Read } from '../database/as-actor.ts'
import type { ChangeKind, NamedProblem } from './report.ts'

export type RunRow = {
  id: string
  source: 'folder' | 'api' | 'csv'
  dry_run: boolean
  started_at: Date
  finished_at: Date | null
  outcome: 'done' | 'unchanged' | 'foreseen' | 'stopped' | 'refused' | 'failed' | null
  stage: 'reading' | 'comparing' | 'applying' | 'finished'
  read: number
  applied: number
  planned: number
  would_stop: boolean
  counts: Partial<Record<ChangeKind, number>>
}

/** The latest runs, newest first. */
export async function latestRuns(tx: Read): Promise<RunRow[]> {
  return tx.rows<RunRow>`
    select id, source, dry_run, started_at, finished_at, outcome, stage, read, applied, planned, would_stop, counts
    from roster_run order by started_at desc limit 14`
}

export type NamedChange = {
  kind: ChangeKind
  person_id: string | null
  person: string
  other: string | null
  unit: string | null
  room: string | null
}

export async function changesIn(tx: Read, run: string): Promise<NamedChange[]> {
  return tx.rows<NamedChange>`select kind, person_id, person, other, unit, room from access.roster_changes(${run}::uuid)`
}

/** What was wrong, with the name of whom it is about where the administrator may know it. */
export async function problemsIn(tx: Read, run: string): Promise<NamedProblem[]> {
  return tx.rows<NamedProblem>`
    select code, resource, record, field, place, stops, person_id, name from access.roster_problems(${run}::uuid) limit 200`
}
