import type { Database } from '../database/database.ts'
import { TakenOver } from '../jobs/job-run.ts'

export type Batch = { documents: number; drafts: number; pictures: number }

/**
 * R14: at most `batch` due items and as many discarded drafts, in one statement and so whole or not at all: the rows
 * with all that belongs to them and the wrapped keys, a note of which files must follow, one audit event each. Nothing is
 * touched unless the run still is the one at work. The files follow after the commit (outbox.ts), never before; `files`
 * says how many have gone so far.
 */
export async function disposeBatch(
  database: Database,
  run: string,
  now: Date,
  years: number,
  batch: number,
  files: number,
): Promise<Batch> {
  // Arrays rather than joins: whatever Postgres believes of the number of rows, it finds them by index.
  const [counts] = await database.rows<Batch>`
    with run as materialized (
      select id from job_run where id = ${run} and finished_at is null for update
    ), due as materialized (
      select id from document
      where published_at < access.due_horizon(${now}, ${years}) and access.due_at(published_at, ${years}) <= ${now}
        and exists (select from run)
      order by published_at limit ${batch} for update skip locked
    ), drafts as materialized (
      select id from document
      where discarded_at <= ${now}::timestamptz - interval '1 day' and exists (select from run)
      order by discarded_at limit ${batch} for update skip locked
    ), files as (
      insert into file_outbox (media_id)
      select id from media where document_id = any (array(select id from due union all select id from drafts))
      returning 1
    ), gone as (
      delete from document where id = any (array(select id from due union all select id from drafts)) returning id
    ), noted as (
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'documentation.disposed', null::uuid, 'system', id from gone
    )
    update job_run
    set documents = documents + (select count(*) from due), files = ${files}, heartbeat_at = now()
    from run where job_run.id = run.id
    returning (select count(*) from due) as documents, (select count(*) from drafts) as drafts,
              (select count(*) from files) as pictures`
  if (!counts) throw new TakenOver()
  return counts
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
      delete from media where id = any (array(select id from discarded)) returning id
    ), files as (
      insert into file_outbox (media_id) select id from gone returning 1
    )
    update job_run set heartbeat_at = now() from run where job_run.id = run.id
    returning (select count(*) from files) as pictures`
  if (!counts) throw new TakenOver()
  return counts.pictures
}

/** What a run at `now` would dispose of; changes nothing. */
export async function dueNow(database: Database, now: Date, years: number): Promise<Batch & { discarded: number }> {
  const [counts] = await database.rows<Batch & { discarded: number }>`
    with due as materialized (
      select id from document
      where published_at < access.due_horizon(${now}, ${years}) and access.due_at(published_at, ${years}) <= ${now}
    ), drafts as materialized (
      select id from document where discarded_at <= ${now}::timestamptz - interval '1 day'
    ), pictures as materialized (
      select id from media where document_id = any (array(select id from due union all select id from drafts))
    )
    select (select count(*) from due) as documents, (select count(*) from drafts) as drafts,
           (select count(*) from pictures) as pictures,
           (select count(*) from media
            where (discarded_at <= ${now}::timestamptz - interval '1 hour'
                   and not exists (select from document d where d.id = media.document_id and d.published_at < media.discarded_at)
                   or (state = 'receiving' and created_at <= ${now}::timestamptz - interval '2 days'))
              and id <> all (array(select id from pictures))) as discarded`
  return counts!
}
