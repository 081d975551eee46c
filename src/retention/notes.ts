import type { Database } from '../database/database.ts'
import { swedishDay } from '../web/dates.ts'
import { type Batch, counted } from './dispose.ts'
import type { Rule } from './rules.ts'

/**
 * R14: notes of analysis go on the clock of documentation, from their first version, with every version and the wrapped
 * key in one statement, while the run still is the one at work.
 */
export async function disposeNotes(
  database: Database,
  run: string,
  now: Date,
  rule: Rule,
  batch: number,
): Promise<number> {
  const { years, decision, decided_on } = rule
  const [counts] = await database.rows<Batch>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), rule as materialized (
      select id from retention_rule
      where kind = 'documentation' and years = ${years} and fate = 'delete' and valid @> ${swedishDay(now)}::date
    ), due as materialized (
      select id, created_at from follow_up_note
      where created_at < access.due_horizon(${now}, ${years}) and access.due_at(created_at, ${years}) <= ${now}
        and exists (select from run) and exists (select from rule)
      order by created_at limit ${batch}
    ), gone as (
      delete from follow_up_note where id = any (array(select id from due)) returning id
    ), noted as (
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'follow-up.disposed', null::uuid, 'system', id from gone
    ), recorded as (
      insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, first_from, last_from, checksum)
      select ${run}::uuid, 'documentation', ${years}, 0, 0, ${decision}, ${decided_on}::date, count(*), 0,
             min(created_at), max(created_at), sha256(string_agg(id::text, ',' order by id)::bytea)
      from due having count(*) > 0
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from due) as items, (select count(*) from rule) as ruled`
  return counted(counts, rule)
}

/** How many a run at `now` would take; changes nothing. */
export async function notesDue(database: Database, now: Date, years: number): Promise<number> {
  const [counts] = await database.rows<{ notes: number }>`
    select count(*)::integer as notes from follow_up_note
    where created_at < access.due_horizon(${now}, ${years}) and access.due_at(created_at, ${years}) <= ${now}`
  return counts!.notes
}
