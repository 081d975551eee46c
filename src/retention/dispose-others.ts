import type { Database } from '../database/database.ts'
import { swedishDay } from '../web/dates.ts'
import { type Batch, counted } from './dispose.ts'
import type { Rule } from './rules.ts'

/** Answers to consent that a later answer took the place of, so long ago as the rule says; with the last on a paper the paper. The one that holds stays. */
export async function disposeConsent(
  database: Database,
  run: string,
  now: Date,
  rule: Rule,
  batch: number,
): Promise<number> {
  const { years, days, hours, decision, decided_on } = rule
  const [counts] = await database.rows<Batch>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), rule as materialized (
      select id from retention_rule
      where kind = 'consent' and years = ${years} and days = ${days} and hours = ${hours} and fate = 'delete'
        and valid @> ${swedishDay(now)}::date
    ), due as materialized (
      select id, answered_at, paper_id from consent_answer a
      where exists (
          select from consent_answer later
          where later.child_id = a.child_id and later.guardian_id is not distinct from a.guardian_id
            and later.medium = a.medium and later.level = a.level and later.id > a.id
            and later.answered_at <= access.time_before(${now}, ${years}, ${days}, ${hours}))
        and not exists (select from retention_hold h where h.child_id = a.child_id and access.holds(h, ${swedishDay(now)}::date))
        and exists (select from run) and exists (select from rule)
      limit ${batch}
    ), gone as (
      delete from consent_answer where id = any (array(select id from due))
    ), papers as (
      -- With the last answer that leans on it.
      delete from consent_paper where id in (select paper_id from due)
        and not exists (select from consent_answer a where a.paper_id = consent_paper.id and a.id <> all (array(select id from due)))
      returning id
    ), recorded as (
      insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, first_from, last_from, checksum)
      select ${run}::uuid, 'consent', ${years}, ${days}, ${hours}, ${decision}, ${decided_on}::date, count(*), (select count(*) from papers),
             min(answered_at), max(answered_at), sha256(string_agg(id::text, ',' order by id)::bytea)
      from due having count(*) > 0
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from due) as items, (select count(*) from rule) as ruled`
  return counted(counts, rule)
}

/** Lines of the log, the oldest first. */
export async function disposeAudit(
  database: Database,
  run: string,
  now: Date,
  rule: Rule,
  batch: number,
): Promise<number> {
  const { years, days, hours, decision, decided_on } = rule
  const [counts] = await database.rows<Batch>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), rule as materialized (
      select id from retention_rule
      where kind = 'audit' and years = ${years} and days = ${days} and hours = ${hours} and fate = 'delete'
        and valid @> ${swedishDay(now)}::date
    ), due as materialized (
      select id, at from audit_event
      where at <= access.time_before(${now}, ${years}, ${days}, ${hours})
        and exists (select from run) and exists (select from rule)
      order by at limit ${batch}
    ), gone as (
      delete from audit_event where id = any (array(select id from due))
    ), recorded as (
      insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, first_from, last_from, checksum)
      select ${run}::uuid, 'audit', ${years}, ${days}, ${hours}, ${decision}, ${decided_on}::date, count(*), 0,
             min(at), max(at), sha256(string_agg(id::text, ',' order by id)::bytea)
      from due having count(*) > 0
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from due) as items, (select count(*) from rule) as ruled`
  return counted(counts, rule)
}

/**
 * Those who left so long ago, with their details, relations and accounts. Somebody whom an item is still about, or who wrote
 * one, stays until it has gone: whether anything leans on them is Postgres's to say (access.dispose_people).
 */
export async function disposePeople(
  database: Database,
  run: string,
  now: Date,
  rule: Rule,
  batch: number,
): Promise<number> {
  const { years, days, hours, decision, decided_on } = rule
  const [counts] = await database.rows<Batch>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), rule as materialized (
      select id from retention_rule
      where kind = 'person' and years = ${years} and days = ${days} and hours = ${hours} and fate = 'delete'
        and valid @> ${swedishDay(now)}::date
    ), gone as materialized (
      select unnest(access.dispose_people(
        (access.time_before(${now}, ${years}, ${days}, ${hours}) at time zone 'Europe/Stockholm')::date,
        ${swedishDay(now)}::date, ${batch}::integer)) as id
      from run, rule
    ), noted as (
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'people.disposed', null::uuid, 'system', id from gone
    ), recorded as (
      insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, checksum)
      select ${run}::uuid, 'person', ${years}, ${days}, ${hours}, ${decision}, ${decided_on}::date, count(*), 0,
             sha256(string_agg(id::text, ',' order by id)::bytea)
      from gone having count(*) > 0
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from gone) as items, (select count(*) from rule) as ruled`
  return counted(counts, rule)
}
