import type { Read } from '../database/as-actor.ts'

export type Rule = { years: number; decision: string; decided_on: string; valid_from: string | null }
export type Run = {
  started_at: Date
  finished_at: Date | null
  outcome: 'done' | 'no-rule' | 'failed' | null
  documents: number
  files: number
  /** False for a run by hand that judged by another time than its own. */
  real: boolean
}
export type Due = { tonight: number; months: { month: string; documents: number }[] }

export async function ruleInForce(tx: Read): Promise<Rule | undefined> {
  return await tx.maybe<Rule>`
    select years, decision, decided_on, lower(valid) as valid_from from retention_rule
    where kind = 'documentation' and valid @> (select access.today())`
}

/** Counts only: the administrator sees when things go, not the things. */
export async function dueAhead(tx: Read, tonight: Date, years: number): Promise<Due> {
  return await tx.one<Due>`
    select access.due_count(${tonight}, ${years}) as tonight,
           (select json_agg(m order by m.month) from access.due_by_month(${years}) m) as months`
}

export async function latestRuns(tx: Read): Promise<Run[]> {
  return await tx.rows<Run>`
    select started_at, finished_at, outcome, documents, files,
           not by_hand or as_of between started_at - interval '1 hour' and started_at + interval '1 hour' as real
    from job_run where job = 'retention' order by started_at desc limit 14`
}
