import pg from 'pg'
import { monthKeyName } from '../crypto/key-names.ts'
import type { KeyName, KeyStore } from '../crypto/key-store.ts'
import { Forbidden, StartupError } from '../errors.ts'
import type { Database } from './database.ts'

/** Writes down which keys this database is sealed with, as fingerprints; as the owner, after migrating. */
export async function registerKeys(ownerUrl: string, keys: KeyStore): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ name: string }>('select name from sealing_key')
    const known = new Set(rows.map((row) => row.name))
    const fresh = keys.names().filter((name) => !known.has(name))
    // A database that is sealed with one store never takes up with another: only months to come are added.
    const adding = known.size === 0 ? fresh : fresh.filter((name) => name.startsWith('month-'))
    await owner.query('insert into sealing_key (name, fingerprint) select * from unnest($1::text[], $2::text[])', [
      adding,
      adding.map((name) => keys.fingerprint(name)),
    ])
  } finally {
    await owner.end()
  }
}

/** Whether the database is sealed with keys already; one that has no tables yet is not. */
export async function holdsSealed(ownerUrl: string): Promise<boolean> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query("select to_regclass('sealing_key') as made")
    return rows[0].made !== null && (await owner.query('select from sealing_key limit 1')).rowCount !== 0
  } finally {
    await owner.end()
  }
}

/** Refuses a database that a backup is being, or was only half, read into (backup/restore.ts). Throws StartupError. */
export async function requireWhole(database: Database): Promise<void> {
  const [found] = await database.rows<{ half: boolean }>`select to_regnamespace('restoring') is not null as half`
  if (found!.half)
    throw new StartupError(
      'En säkerhetskopia håller på att läsas in, eller avbröts. Vänta, eller kör npm run restore igen (docs/operations.md).',
    )
}

/**
 * Refuses to start where a key that the database is sealed with is missing or another (throws StartupError). A month's
 * key that was destroyed on purpose is not missing, also where the database is a backup that does not know it yet.
 */
export async function requireKeys(database: Database, keys: KeyStore): Promise<void> {
  const rows = await database.rows<{ name: KeyName; fingerprint: string }>`
    select name, fingerprint from sealing_key where destroyed_at is null order by name`.catch((error) => {
    // No such table, or none that this role may read yet.
    if (error.code !== '42P01' && !(error instanceof Forbidden)) throw error
    throw new StartupError('Databasens tabeller är inte gjorda än. Gör dem med npm run migrate (docs/operations.md).')
  })
  const held = new Set(keys.names())
  const destroyed = new Set<KeyName>(keys.destroyedMonths().map(monthKeyName))
  const expected = rows.filter((row) => !destroyed.has(row.name))
  const missing = expected.filter((row) => !held.has(row.name)).map((row) => row.name)
  if (missing.length > 0) {
    throw new StartupError(
      `Nyckelförvaret saknar ${missing.join(', ')}. Återställ det från sin kopia (docs/operations.md).`,
    )
  }
  const other = expected.filter((row) => keys.fingerprint(row.name) !== row.fingerprint).map((row) => row.name)
  if (other.length > 0) {
    throw new StartupError(`Nyckelförvaret hör till en annan databas: ${other.slice(0, 3).join(', ')} stämmer inte.`)
  }
}
