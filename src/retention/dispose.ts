import type { Database } from '../database/database.ts'
import { TakenOver } from '../jobs/job-run.ts'
import { swedishDay } from '../web/dates.ts'
import { type Rule, RuleChanged } from './rules.ts'

export type Batch = { items: number; ruled: number }

/**
 * R14: at most `batch` due items, in one statement and so whole or not at all: the rows with all that belongs to them and
 * the wrapped keys, a note of which files must follow, one audit event each, and what the protocol says of it. Nothing is
 * touched unless the run still is the one at work and the rule the one that it began with; nothing that is held. The files
 * follow after the commit (outbox.ts), never before; `files` says how many have gone so far.
 */
export async function disposeBatch(
  database: Database,
  run: string,
  now: Date,
  rule: Rule,
  batch: number,
  files: number,
): Promise<number> {
  const { years, decision, decided_on } = rule
  // Arrays rather than joins: whatever Postgres believes of the number of rows, it finds them by index.
  const [counts] = await database.rows<Batch>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), rule as materialized (
      select id from retention_rule
      where kind = 'documentation' and years = ${years} and fate = 'delete' and valid @> ${swedishDay(now)}::date
    ), due as materialized (
      select id, published_at from document
      where published_at < access.due_horizon(${now}, ${years}) and access.due_at(published_at, ${years}) <= ${now}
        and exists (select from run) and exists (select from rule)
        and id <> all (access.held_documents(${swedishDay(now)}::date))
      order by published_at limit ${batch} for update skip locked
    ), files as (
      insert into file_outbox (media_id) select id from media where document_id = any (array(select id from due)) returning 1
    ), gone as (
      delete from document where id = any (array(select id from due)) returning id
    ), noted as (
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'documentation.disposed', null::uuid, 'system', id from gone
    ), recorded as (
      insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, first_from, last_from, checksum)
      select ${run}::uuid, 'documentation', ${years}, 0, 0, ${decision}, ${decided_on}::date, count(*), (select count(*) from files),
             min(published_at), max(published_at), sha256(string_agg(id::text, ',' order by id)::bytea)
      from due having count(*) > 0
    )
    update job_run
    set documents = documents + (select count(*) from due), files = ${files}, heartbeat_at = now()
    from run where job_run.id = run.id
    returning (select count(*) from due) as items, (select count(*) from rule) as ruled`
  return counted(counts, rule)
}

/**
 * Drafts never published, so long after they were last saved as the rule says; those thrown away a day after. Like the
 * above, by the rule for drafts: they keep no month's key alive for ever.
 */
export async function disposeDrafts(
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
      where kind = 'draft' and years = ${years} and days = ${days} and hours = ${hours} and fate = 'delete'
        and valid @> ${swedishDay(now)}::date
    ), due as materialized (
      select id, coalesce(discarded_at, saved_at) as began from document
      where published_at is null
        and (discarded_at <= ${now}::timestamptz - interval '1 day'
             or saved_at <= access.time_before(${now}, ${years}, ${days}, ${hours}))
        and exists (select from run) and exists (select from rule)
        and id <> all (access.held_documents(${swedishDay(now)}::date))
      limit ${batch} for update skip locked
    ), files as (
      insert into file_outbox (media_id) select id from media where document_id = any (array(select id from due)) returning 1
    ), gone as (
      delete from document where id = any (array(select id from due)) returning id
    ), noted as (
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'documentation.disposed', null::uuid, 'system', id from gone
    ), recorded as (
      insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, first_from, last_from, checksum)
      select ${run}::uuid, 'draft', ${years}, ${days}, ${hours}, ${decision}, ${decided_on}::date, count(*), (select count(*) from files),
             min(began), max(began), sha256(string_agg(id::text, ',' order by id)::bytea)
      from due having count(*) > 0
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from due) as items, (select count(*) from rule) as ruled`
  return counted(counts, rule)
}

/**
 * Media that were taken out of a draft more than an hour ago, and those that never arrived whole, two days after they
 * began. What a correction took out of a published item is out of reach and goes with the item, as its words do.
 */
export async function disposePictures(database: Database, run: string, now: Date, batch: number): Promise<number> {
  const [counts] = await database.rows<{ pictures: number }>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), discarded as materialized (
      select id from media
      where (discarded_at <= ${now}::timestamptz - interval '1 hour'
             and not exists (select from document d where d.id = media.document_id and d.published_at < media.discarded_at)
             or (state = 'receiving' and created_at <= ${now}::timestamptz - interval '2 days')) and exists (select from run)
      order by discarded_at limit ${batch} for update skip locked
    ), gone as (
      delete from media where id = any (array(select id from discarded)) returning id, document_id
    ), erased as (
      insert into erasure_outbox (item_id, month)
      select g.id, d.key_month from gone g join document d on d.id = g.document_id
    ), files as (
      insert into file_outbox (media_id) select id from gone returning 1
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from files) as pictures`
  if (!counts) throw new TakenOver()
  return counts.pictures
}

/** What is due and stays because it is held: the protocol says how much, and by a checksum which. */
export async function recordHeld(database: Database, run: string, now: Date, rule: Rule): Promise<number> {
  const { years, decision, decided_on } = rule
  const [held] = await database.rows<{ passed: number }>`
    insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, passed, checksum)
    select ${run}::uuid, 'documentation', ${years}, 0, 0, ${decision}, ${decided_on}::date, 0, 0, count(*),
           sha256(string_agg(id::text, ',' order by id)::bytea)
    from document
    where id = any (access.held_documents(${swedishDay(now)}::date)) and access.due_at(published_at, ${years}) <= ${now}
    having count(*) > 0
    returning passed`
  return held?.passed ?? 0
}

/** What a run at `now` would dispose of; changes nothing. */
export async function dueNow(
  database: Database,
  now: Date,
  rules: { documentation: Rule | undefined; draft: Rule | undefined },
): Promise<{ documents: number; drafts: number; pictures: number; discarded: number; held: number }> {
  const [years, draft] = [rules.documentation?.years ?? null, rules.draft]
  const [counts] = await database.rows<{
    documents: number
    drafts: number
    pictures: number
    discarded: number
    held: number
  }>`
    with held as materialized (
      select access.held_documents(${swedishDay(now)}::date) as ids
    ), past as materialized (
      select id, id = any (held.ids) as held from document, held
      where published_at < access.due_horizon(${now}, ${years}) and access.due_at(published_at, ${years}) <= ${now}
    ), drafts as materialized (
      select id from document, held
      where published_at is null and ${draft !== undefined}::boolean and id <> all (held.ids)
        and (discarded_at <= ${now}::timestamptz - interval '1 day'
             or saved_at <= access.time_before(${now}, ${draft?.years ?? 0}, ${draft?.days ?? 0}, ${draft?.hours ?? 0}))
    ), pictures as materialized (
      select id from media
      where document_id = any (array(select id from past where not past.held union all select id from drafts))
    )
    select (select count(*) from past where not past.held) as documents, (select count(*) from drafts) as drafts,
           (select count(*) from past where past.held) as held, (select count(*) from pictures) as pictures,
           (select count(*) from media
            where ${draft !== undefined}::boolean
              and (discarded_at <= ${now}::timestamptz - interval '1 hour'
                   and not exists (select from document d where d.id = media.document_id and d.published_at < media.discarded_at)
                   or (state = 'receiving' and created_at <= ${now}::timestamptz - interval '2 days'))
              and id <> all (array(select id from pictures))) as discarded`
  return counts!
}

export function counted(counts: Batch | undefined, rule: Rule): number {
  if (!counts) throw new TakenOver()
  if (counts.ruled === 0) throw new RuleChanged(rule.kind)
  return counts.items
}
