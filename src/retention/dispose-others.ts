import { swedishDay } from '../web/dates.ts'
import { inBatch, type Removal, type Taken } from './batch.ts'

type Dispose = (removal: Removal, batch: number) => Promise<number>

/**
 * R21, law C5: media that were taken out of every reader's reach because consent was withdrawn, so long ago as the rule
 * says; their item stays. What merely waits for an answer comes back, and is none of this.
 */
export const disposeWithheld: Dispose = (removal, batch) => {
  const { now, rule } = removal
  const { years, days, hours } = rule
  return inBatch(
    removal,
    (rows) => rows<Taken>`
      with due as materialized (
        select id, withheld_at as began from media
        where state = 'withheld' and withheld = 'withdrawn' and withheld_at <= access.time_before(${now}, ${years}, ${days}, ${hours})
          and document_id <> all ((select access.held_documents(${swedishDay(now)}::date))::uuid[])
        limit ${batch} for update skip locked
      ), gone as (
        delete from media where id = any (array(select id from due)) returning id, document_id
      ), erased as (
        insert into erasure_outbox (item_id, month)
        select g.id, d.key_month from gone g join document d on d.id = g.document_id
      ), files as (
        insert into file_outbox (media_id) select id from gone returning 1
      ), noted as (
        insert into audit_event (at, event, actor_id, actor_role, object_id)
        select now(), 'media.disposed', null::uuid, 'system', id from gone
      )
      select count(*) as items, (select count(*) from files) as files, min(began) as first_from, max(began) as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum
      from due`,
  )
}

/**
 * Answers to consent that a later answer took the place of, so long ago as the rule says; with the last answer on a paper
 * the paper. The one that holds stays: a yes on a paper that waits for a second pair of eyes takes nobody's place.
 */
export const disposeConsent: Dispose = (removal, batch) => {
  const { now, rule } = removal
  const { years, days, hours } = rule
  return inBatch(
    removal,
    (rows) => rows<Taken>`
      with due as materialized (
        select id, answered_at as began, paper_id from consent_answer
        where id = any (array(select access.answers_due(
          access.time_before(${now}, ${years}, ${days}, ${hours}), ${swedishDay(now)}::date, ${batch}::integer)))
      ), gone as (
        delete from consent_answer where id = any (array(select id from due))
      ), papers as (
        delete from consent_paper p where p.id in (select paper_id from due)
          and not exists (select from consent_answer a where a.paper_id = p.id and a.id <> all (array(select id from due)))
        returning 1
      )
      select count(*) as items, (select count(*) from papers) as files, min(began) as first_from, max(began) as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum
      from due`,
  )
}

/** Lines of the log, the oldest first. */
export const disposeAudit: Dispose = (removal, batch) => {
  const { now, rule } = removal
  const { years, days, hours } = rule
  return inBatch(
    removal,
    (rows) => rows<Taken>`
      with due as materialized (
        select id, at as began from audit_event
        where at <= access.time_before(${now}, ${years}, ${days}, ${hours})
        order by at limit ${batch}
      ), gone as (
        delete from audit_event where id = any (array(select id from due))
      )
      select count(*) as items, 0 as files, min(began) as first_from, max(began) as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum
      from due`,
  )
}

/**
 * Those who left so long ago, with their details, relations and accounts. Somebody whom an item is still about, or who wrote
 * one, stays until it has gone: whether anything leans on them is Postgres's to say (access.dispose_people).
 */
export const disposePeople: Dispose = (removal, batch) => {
  const { now, rule } = removal
  const { years, days, hours } = rule
  return inBatch(
    removal,
    (rows) => rows<Taken>`
      with gone as materialized (
        select unnest(access.dispose_people(
          (access.time_before(${now}, ${years}, ${days}, ${hours}) at time zone 'Europe/Stockholm')::date,
          ${swedishDay(now)}::date, ${batch}::integer)) as id
      ), noted as (
        insert into audit_event (at, event, actor_id, actor_role, object_id)
        select now(), 'people.disposed', null::uuid, 'system', id from gone
      )
      select count(*) as items, 0 as files, null::timestamptz as first_from, null::timestamptz as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum
      from gone`,
  )
}
