import type { Database } from '../database/database.ts'
import { TakenOver } from '../jobs/job-run.ts'

/**
 * R14: notes of analysis go on the clock of documentation, from their first version, with every version and the wrapped
 * key in one statement, while the run still is the one at work.
 */
export async function disposeNotes(
  database: Database,
  run: string,
  now: Date,
  years: number,
  batch: number,
): Promise<number> {
  const [counts] = await database.rows<{ notes: number }>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), due as materialized (
      select id from follow_up_note
      where created_at < access.due_horizon(${now}, ${years}) and access.due_at(created_at, ${years}) <= ${now}
        and exists (select from run)
      order by created_at limit ${batch}
    ), gone as (
      delete from follow_up_note where id = any (array(select id from due)) returning id
    ), noted as (
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'follow-up.disposed', null::uuid, 'system', id from gone
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from gone)::integer as notes`
  if (!counts) throw new TakenOver()
  return counts.notes
}

/** How many a run at `now` would take; changes nothing. */
export async function notesDue(database: Database, now: Date, years: number): Promise<number> {
  const [counts] = await database.rows<{ notes: number }>`
    select count(*)::integer as notes from follow_up_note
    where created_at < access.due_horizon(${now}, ${years}) and access.due_at(created_at, ${years}) <= ${now}`
  return counts!.notes
}
