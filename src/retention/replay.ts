import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { StartupError } from '../errors.ts'
import { erasedIds, fillLedger } from './ledger.ts'

export type Replayed = { documents: number; notes: number; pictures: number; keys: number }

/**
 * R14: what was erased since a backup was made goes again, before anything is served: what the ledger names, and what is
 * sealed for a month whose key is destroyed. On a database that was not restored there is nothing to find. Harmless to
 * repeat; `database` of the retention role or the owner.
 */
export async function replayErasures(database: Database, keys: KeyStore): Promise<Replayed> {
  const done = { documents: 0, notes: 0, pictures: 0, keys: 0 }
  // First what this database itself has erased and not yet told: it may be all there is of a night that was killed.
  await fillLedger(database, keys)
  const months = keys.destroyedMonths()
  const [dark] = await database.rows<{ ids: string[] }>`
    select array(select id from document where key_month = any (${months}::text[])
                 union all select id from follow_up_note where key_month = any (${months}::text[])) as ids`
  for (let at = 0; at < dark!.ids.length; at += 2_000) await erase(database, dark!.ids.slice(at, at + 2_000), done)
  for await (const ids of erasedIds(keys.directory)) await erase(database, ids, done)
  const told = await database.rows`
    update sealing_key set destroyed_at = now()
    where destroyed_at is null and name = any (${months.map((month) => `month-${month}`)}::text[]) returning 1`
  done.keys = told.length
  return done
}

/**
 * For a process that may not delete: refuses to serve a database that still holds what was erased (throws StartupError).
 * Answers in whole only, never which.
 */
export async function requireErased(database: Database, keys: KeyStore): Promise<void> {
  for await (const ids of erasedIds(keys.directory)) {
    const [found] = await database.rows<{ left: boolean }>`select access.holds_erased(${ids}::uuid[]) as left`
    if (found!.left)
      throw new StartupError(
        'Databasen är äldre än det som raderats: den har lästs in från en säkerhetskopia. Kör npm run restore -- --replay, som tar bort det igen, och starta sedan portalen (docs/operations.md).',
      )
  }
}

// The same line in the log as at the first time: the one that the backup did not have.
async function erase(database: Database, ids: string[], done: Replayed): Promise<void> {
  const [counts] = await database.rows<{ documents: number; notes: number; pictures: number }>`
    with files as (
      insert into file_outbox (media_id)
      select id from media where document_id = any (${ids}::uuid[]) or id = any (${ids}::uuid[]) returning 1
    ), documents as (
      delete from document where id = any (${ids}::uuid[]) returning id
    ), notes as (
      delete from follow_up_note where id = any (${ids}::uuid[]) returning id
    ), pictures as (
      delete from media where id = any (${ids}::uuid[]) and document_id <> all (${ids}::uuid[]) returning id
    ), noted as (
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'documentation.disposed', null::uuid, 'system', id from documents
      union all
      select now(), 'follow-up.disposed', null, 'system', id from notes
    )
    select (select count(*) from documents) as documents, (select count(*) from notes) as notes,
           (select count(*) from files) as pictures`
  done.documents += counts!.documents
  done.notes += counts!.notes
  done.pictures += counts!.pictures
}
