import type { KeyName, KeyStore } from '../crypto/key-store.ts'
import { type Month, stockholmMonth } from '../crypto/months.ts'
import type { Database } from '../database/database.ts'
import { forgetDark } from './ledger.ts'

/** Sees that every month ahead has its key before anybody needs it; the names of those that were made. */
export async function extendKeys(database: Database, keys: KeyStore, today: Date): Promise<string[]> {
  const made = await keys.extendTo(today)
  await recordKeys(database, keys, today)
  return made
}

/**
 * B7: destroys the keys of months that have passed and that no item names any longer, so that old backups go dark too.
 * The database is told first: a key that is marked and still there is destroyed the next time, while one that is gone
 * and not marked would look lost.
 */
export async function destroyPassedKeys(database: Database, keys: KeyStore, today: Date): Promise<Month[]> {
  const current = stockholmMonth(today)
  const passed = keys
    .names()
    .flatMap((name) => (name.startsWith('month-') && name.slice(6) < current ? [name.slice(6)] : []))
  const unused = await database.rows<{ month: Month }>`
    select month from unnest(${passed}::text[]) as month
    where not exists (select from document where key_month = month)
      and not exists (select from follow_up_note where key_month = month)
      and not exists (select from archive_package where key_month = month and closed_at is null) order by month`
  for (const { month } of unused) {
    await database.rows`
      update sealing_key set destroyed_at = ${today} where name = ${`month-${month}`} and destroyed_at is null`
    await keys.destroyMonth(month)
  }
  await forgetDark(keys)
  return unused.map(({ month }) => month)
}

// By what the store holds, not by what was made just now: a run that was killed in between is made good here.
async function recordKeys(database: Database, keys: KeyStore, today: Date): Promise<void> {
  const names = keys.names().filter((name) => name.startsWith('month-')) as KeyName[]
  const fingerprints = names.map((name) => keys.fingerprint(name))
  await database.rows`
    insert into sealing_key (name, fingerprint, created_at)
    select name, fingerprint, ${today} from unnest(${names}::text[], ${fingerprints}::text[]) as key(name, fingerprint)
    where not exists (select from sealing_key s where s.name = key.name)`
  // A month can get a new key only after its old one was destroyed (a clock that went back).
  const current = names.filter((name) => name >= `month-${stockholmMonth(today)}`)
  await database.rows`
    update sealing_key s set fingerprint = key.fingerprint, destroyed_at = null, created_at = ${today}
    from unnest(${names}::text[], ${fingerprints}::text[]) as key(name, fingerprint)
    where s.name = key.name and s.destroyed_at is not null and s.name = any (${current}::text[])`
}
