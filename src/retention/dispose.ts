import type { Database } from '../database/database.ts'
import { swedishDay } from '../web/dates.ts'
import { inBatch, type Removal, type Taken, underRule } from './batch.ts'
import type { Rule } from './rules.ts'

/**
 * R14: at most `batch` due items: the rows with all that belongs to them and the wrapped keys, a note of which files must
 * follow, and a line in the log for each. Nothing that is held. `files` says how many have gone so far.
 */
export async function disposeBatch(removal: Removal, batch: number, files: number): Promise<number> {
  const { run, now, rule } = removal
  // Arrays rather than joins: whatever Postgres believes of the number of rows, it finds them by index.
  return await inBatch(
    removal,
    (rows) => rows<Taken>`
      with due as materialized (
        select id, published_at as began from document
        where access.is_due(published_at, ${now}, ${rule.years})
          and id <> all ((select access.held_documents(${swedishDay(now)}::date))::uuid[])
        order by published_at limit ${batch} for update skip locked
      ), files as (
        insert into file_outbox (media_id, kind)
        select id, case when state = 'ready' then kind end from media where document_id = any (array(select id from due)) returning 1
      ), gone as (
        delete from document where id = any (array(select id from due)) returning id
      ), noted as (
        insert into audit_event (at, event, actor_id, actor_role, object_id)
        select now(), 'documentation.disposed', null::uuid, 'system', id from gone
      ), told as (
        update job_run set documents = documents + (select count(*) from due), files = ${files} where id = ${run}
      )
      select count(*) as items, (select count(*) from files) as files, min(began) as first_from, max(began) as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum
      from due`,
  )
}

/**
 * Drafts never published, so long after they were last saved as the rule says; those thrown away a day after. They keep
 * no month's key alive for ever.
 */
export async function disposeDrafts(removal: Removal, batch: number): Promise<number> {
  const { now, rule } = removal
  const { years, days, hours } = rule
  return await inBatch(
    removal,
    (rows) => rows<Taken>`
      with due as materialized (
        select id, coalesce(discarded_at, saved_at) as began from document d
        where access.draft_due(d.published_at, d.discarded_at, d.saved_at, ${now}, ${years}, ${days}, ${hours})
          and id <> all ((select access.held_documents(${swedishDay(now)}::date))::uuid[])
        limit ${batch} for update skip locked
      ), files as (
        insert into file_outbox (media_id) select id from media where document_id = any (array(select id from due)) returning 1
      ), gone as (
        delete from document where id = any (array(select id from due)) returning id
      ), noted as (
        insert into audit_event (at, event, actor_id, actor_role, object_id)
        select now(), 'documentation.disposed', null::uuid, 'system', id from gone
      )
      select count(*) as items, (select count(*) from files) as files, min(began) as first_from, max(began) as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum
      from due`,
  )
}

/**
 * Media that were taken out of a draft more than an hour ago, and those that never arrived whole, two days after they
 * began; by the rule for drafts. What a correction took out of a published item is out of reach and goes with the item,
 * as its words do.
 */
export async function disposePictures(removal: Removal, batch: number): Promise<number> {
  const { now } = removal
  return await underRule(removal, async (rows) => {
    const [gone] = await rows<{ pictures: number }>`
      with unused as materialized (
        select id from media where id = any (array(select access.unused_media(${now})))
        order by discarded_at limit ${batch} for update skip locked
      ), gone as (
        delete from media where id = any (array(select id from unused)) returning id, document_id
      ), erased as (
        insert into erasure_outbox (item_id, month)
        select g.id, d.key_month from gone g join document d on d.id = g.document_id
      ), files as (
        insert into file_outbox (media_id) select id from gone returning 1
      )
      select count(*) as pictures from files`
    return gone!.pictures
  })
}

/** What is due and stays because it is held: the protocol says how much, and by a checksum which. */
export async function recordHeld({ database, run, now, rule }: Removal): Promise<number> {
  const { years, decision, decided_on } = rule
  const [held] = await database.rows<{ passed: number }>`
    insert into disposal (run_id, kind, years, days, hours, decision, decided_on, items, files, passed, checksum)
    select ${run}::uuid, 'documentation', ${years}, 0, 0, ${decision}, ${decided_on}::date, 0, 0, count(*),
           sha256(string_agg(id::text, ',' order by id)::bytea)
    from document
    where id = any (access.held_documents(${swedishDay(now)}::date)) and access.is_due(published_at, ${now}, ${years})
    having count(*) > 0
    returning passed`
  return held?.passed ?? 0
}

export type DueNow = { documents: number; drafts: number; pictures: number; discarded: number; held: number }

/** What a run at `now` would dispose of; changes nothing. */
export async function dueNow(
  database: Database,
  now: Date,
  rules: { documentation: Rule | undefined; draft: Rule | undefined },
): Promise<DueNow> {
  const { documentation, draft } = rules
  const [counts] = await database.rows<DueNow>`
    with held as materialized (
      select access.held_documents(${swedishDay(now)}::date) as ids
    ), past as materialized (
      select id, id = any (held.ids) as held from document, held
      where access.is_due(published_at, ${now}, ${documentation?.years ?? null})
    ), drafts as materialized (
      select d.id from document d, held
      where ${draft !== undefined}::boolean and d.id <> all (held.ids)
        and access.draft_due(d.published_at, d.discarded_at, d.saved_at, ${now}, ${draft?.years ?? 0}, ${draft?.days ?? 0}, ${draft?.hours ?? 0})
    ), pictures as materialized (
      select id from media
      where document_id = any (array(select id from past where not past.held union all select id from drafts))
    )
    select (select count(*) from past where not past.held) as documents, (select count(*) from drafts) as drafts,
           (select count(*) from past where past.held) as held, (select count(*) from pictures) as pictures,
           (select count(*) from access.unused_media(${now}) as id
            where ${draft !== undefined}::boolean and id <> all (array(select id from pictures))) as discarded`
  return counts!
}
