import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Knex } from 'knex'
import pg from 'pg'
import { StartupError } from '../errors.ts'
import { applyPolicies } from './apply-policies.ts'

const directory = join(import.meta.dirname, '..', '..', 'migrations')

/** Brings tables and policies up to date, as the owner. Several instances may call at once: one works, the others wait. */
export async function migrate(ownerUrl: string, contextKey: Buffer): Promise<void> {
  const lock = new pg.Client({ connectionString: ownerUrl })
  await lock.connect().catch((error) => {
    throw new StartupError(
      `Databasen går inte att nå som ägare (${error.code ?? error.message}). Kontrollera DATABASE_OWNER_URL.`,
    )
  })
  const db = await openedFor(ownerUrl)
  try {
    await lock.query('select pg_advisory_lock(7411)')
    await db.migrate.latest({ migrationSource, tableName: 'migration' })
    await applyPolicies(lock, contextKey)
  } finally {
    await db.destroy()
    await lock.end()
  }
}

/** Tables as these migrations left them, into an empty database and without policies: what a backup is read into. */
export async function migrateAsThen(ownerUrl: string, names: readonly string[]): Promise<void> {
  const known = new Set(await expectedMigrations())
  const unknown = names.filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new StartupError(`Kopian är gjord av en nyare version (${unknown[0]}). Läs in den med den versionen.`)
  const db = await openedFor(ownerUrl)
  try {
    const getMigrations = async () => [...names].sort()
    await db.migrate.latest({ migrationSource: { ...migrationSource, getMigrations }, tableName: 'migration' })
  } finally {
    await db.destroy()
  }
}

// Read where something is migrated: serving does without it.
async function openedFor(ownerUrl: string): Promise<Knex> {
  const { knex } = (await import('knex')).default
  return knex({ client: 'pg', connection: ownerUrl, pool: { min: 0, max: 1 } })
}

/** The names of the migrations this version of the code expects. */
export async function expectedMigrations(): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name.endsWith('.ts')).sort()
}

const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: expectedMigrations,
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const { up, down } = (await import(pathToFileURL(join(directory, name)).href)) as { up: string; down: string }
    return { up: (db: Knex) => db.raw(up), down: (db: Knex) => db.raw(down) }
  },
}
