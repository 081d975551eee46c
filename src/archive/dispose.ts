import type { Tag } from '../database/database.ts'
import { inBatch, type Removal, type Taken, underRule } from '../retention/batch.ts'
import { swedishDay } from '../web/dates.ts'

/**
 * Removes what the archive has signed for in one package, as it signed for it: what has changed since is let go of, and is
 * packed again; what is held stays. The receipt is asked for here too, so that no caller can forget it.
 */
export async function disposeArchived(
  removal: Removal,
  packageId: string,
): Promise<{ documents: number; notes: number }> {
  const { run, now, rule } = removal
  const gone = { documents: 0, notes: 0 }
  const take = async (rows: Tag) => {
    // Locked first and looked at after: what somebody writes about it just now waits, or is seen below.
    const locked = await rows<{ id: string }>`
      select d.id from document d
      where d.id = any (array(select item_id from archive_item where package_id = ${packageId})) for update skip locked`
    const ids = locked.map(({ id }) => id)
    const taken = await rows<Taken & { notes: number }>`
      with fit as materialized (
        select i.item_id, i.kind from archive_item i join archive_package p on p.id = i.package_id
        where i.package_id = ${packageId} and p.received_at is not null and i.state = access.archive_state(i.kind, i.item_id)
      ), due as materialized (
        select id, published_at as began, 'document' as kind from document
        where id = any (${ids}::uuid[]) and id = any (array(select item_id from fit where kind = 'document'))
          and access.is_due(published_at, ${now}, ${rule.years})
          and id <> all ((select access.held_documents(${swedishDay(now)}::date))::uuid[])
        union all
        select id, created_at, 'note' from follow_up_note
        where id = any (array(select item_id from fit where kind = 'note')) and access.is_due(created_at, ${now}, ${rule.years})
      ), files as (
        insert into file_outbox (media_id) select id from media where document_id = any (array(select id from due)) returning 1
      ), documents as (
        delete from document where id = any (array(select id from due where kind = 'document')) returning id
      ), notes as (
        delete from follow_up_note where id = any (array(select id from due where kind = 'note')) returning id
      ), noted as (
        insert into audit_event (at, event, actor_id, actor_role, object_id)
        select now(), 'documentation.disposed', null::uuid, 'system', id from documents
        union all
        select now(), 'follow-up.disposed', null, 'system', id from notes
      ), told as (
        update job_run set documents = documents + (select count(*) from documents) where id = ${run}
      )
      select count(*) as items, (select count(*) from files) as files, min(began) as first_from, max(began) as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum, (select count(*) from notes) as notes
      from due`
    gone.notes = taken[0]!.notes
    gone.documents = taken[0]!.items - gone.notes
    return taken
  }
  await inBatch(removal, take, packageId)
  await underRule(
    removal,
    (rows) => rows`
      delete from archive_item i
      where i.package_id = ${packageId} and i.state is distinct from access.archive_state(i.kind, i.item_id)
        and (exists (select from document d where d.id = i.item_id) or exists (select from follow_up_note n where n.id = i.item_id))`,
  )
  return gone
}
