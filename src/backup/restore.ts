import { copyFile, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { prepare } from '../boot.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { readSealedFile, UNFINISHED_SUFFIX } from '../crypto/sealed-file.ts'
import { connectForRetention } from '../database/database.ts'
import { migrateAsThen } from '../database/migrate.ts'
import { StartupError } from '../errors.ts'
import { type Replayed, replayErasures } from '../retention/replay.ts'
import { continueNumbers, fill } from './dump.ts'
import {
  backupId,
  backupKey,
  databaseFile,
  longLivedPrints,
  type Manifest,
  mediaFolder,
  readManifest,
} from './manifest.ts'

export type Restored = { manifest: Manifest; replayed: Replayed; seconds: number }

/**
 * Reads a copy in, brings it up to this version, and erases again what was erased after it was made. Nobody may be
 * connected, and a database with people in it is only replaced when `replace` says so. Until all of it has come through
 * a mark (the schema `restoring`) keeps every portal from starting on it; it may be run again from the beginning.
 */
export async function restore(
  ownerUrl: string,
  keys: KeyStore,
  mediaDirectory: string,
  folder: string,
  replace: boolean,
): Promise<Restored> {
  const began = performance.now()
  const manifest = await readManifest(folder)
  requireSameKeys(keys, manifest)
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'insyn restore' })
  await owner.connect()
  try {
    await requireAlone(owner)
    if (!replace) await requireEmpty(owner)
    await owner.query('create schema if not exists restoring')
    await owner.query('drop schema if exists public, access, reach, roster cascade; create schema public')
    await migrateAsThen(ownerUrl, manifest.migrations)
    await readIn(owner, keys, folder, manifest)
    await copyBack(join(folder, mediaFolder), mediaDirectory)
    await prepare(ownerUrl, keys)
    const replayed = await replay(ownerUrl, keys)
    await owner.query('drop schema restoring')
    return { manifest, replayed, seconds: (performance.now() - began) / 1000 }
  } finally {
    await owner.end()
  }
}

/** After a copy that other tools read in: what was erased since goes again. */
export async function replay(ownerUrl: string, keys: KeyStore): Promise<Replayed> {
  const database = connectForRetention(ownerUrl)
  try {
    return await replayErasures(database, keys)
  } finally {
    await database.close()
  }
}

function requireSameKeys(keys: KeyStore, manifest: Manifest): void {
  const here = longLivedPrints(keys)
  const other = Object.keys(manifest.keys).filter((name) => here[name] !== manifest.keys[name])
  if (other.length > 0)
    throw new StartupError(
      `Kopian är förseglad med andra nycklar (${other[0]}). Lägg tillbaka rätt nyckelförvar först.`,
    )
}

async function requireAlone(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select distinct usename as name from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and usename is not null`,
  )
  if (rows.length > 0)
    throw new StartupError(
      `Databasen används (${rows.map((row) => row.name).join(', ')}). Stoppa portalen och allt annat som är anslutet först.`,
    )
}

async function requireEmpty(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query(
    `select to_regclass('public.person') is not null and to_regnamespace('restoring') is null as made`,
  )
  if (rows[0].made && (await owner.query('select from person limit 1')).rowCount !== 0)
    throw new StartupError('Det finns redan människor i databasen. Ska de ersättas av kopian: lägg till --replace.')
}

async function readIn(owner: pg.Client, keys: KeyStore, folder: string, manifest: Manifest): Promise<void> {
  const sealed = readSealedFile(join(folder, databaseFile), backupKey(keys), backupId(manifest.at))
  await owner.query('begin')
  // What the migrations themselves put in stands in the copy as well.
  const names = manifest.tables.map(({ name }) => owner.escapeIdentifier(name))
  await owner.query(`truncate ${names.join(', ')} cascade`)
  const filled = await fill(owner, sealed)
  const short = manifest.tables.filter(({ name, rows }) => filled.get(name) !== rows)
  if (short.length > 0) throw new StartupError(`Kopian är inte hel: ${short[0]!.name} har för få rader.`)
  await continueNumbers(owner)
  await owner.query('commit')
  await owner.query('analyze')
}

async function copyBack(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const entry of await readdir(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name.endsWith(UNFINISHED_SUFFIX)) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(to, source.slice(from.length))
    const [wanted, found] = await Promise.all([stat(source), stat(target).catch(() => undefined)])
    if (found?.size === wanted.size) continue
    await mkdir(join(target, '..'), { recursive: true, mode: 0o700 })
    await copyFile(source, target)
  }
}
