import { copyFile, link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import pg from 'pg'
import { syncDirectory } from '../crypto/durable.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { UNFINISHED_SUFFIX, writeSealedFile } from '../crypto/sealed-file.ts'
import { StartupError } from '../errors.ts'
import { dump, type Table } from './dump.ts'
import {
  backupId,
  backupKey,
  databaseFile,
  longLivedPrints,
  type Manifest,
  manifestFile,
  mediaFolder,
} from './manifest.ts'

export type Backup = { folder: string; manifest: Manifest; linked: number; removed: string[] }

const named = /^insyn-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/

/**
 * A whole copy of database and media in a folder of its own under `place`, beside a portal that runs. Sealed files that
 * an earlier copy there has are linked, not copied: they never change. Copies older than `keepDays` are removed when the
 * new one is whole, and never before. What a copy that was cut off left behind goes with the next (R14: it would stay
 * for ever). The keys are not in it (keys.ts).
 */
export async function backUp(
  ownerUrl: string,
  keys: KeyStore,
  mediaDirectory: string,
  place: string,
  now: Date,
  keepDays?: number,
): Promise<Backup> {
  refuseBeside(place, keys.directory, mediaDirectory)
  const at = new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString()
  const name = stamp(now)
  const folder = join(place, name)
  const unfinished = `${folder}${UNFINISHED_SUFFIX}`
  await removeCutOff(place, now)
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  const earlier = (await readdir(place)).filter((each) => named.test(each)).sort()
  const { tables, migrations } = await copyDatabase(ownerUrl, keys, join(unfinished, databaseFile), at)
  // The files after the rows: what a row of that instant names is there, unless it has been erased since.
  const last = earlier.at(-1)
  const media = await copyMedia(mediaDirectory, join(unfinished, mediaFolder), last && join(place, last, mediaFolder))
  const manifest: Manifest = {
    format: 1,
    at,
    migrations,
    tables: tables.map(({ name: table, rows }) => ({ name: table, rows })),
    media: { files: media.files, bytes: media.bytes },
    keys: longLivedPrints(keys),
  }
  await writeFile(join(unfinished, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  })
  await syncDirectory(unfinished)
  await rename(unfinished, folder)
  await syncDirectory(place)
  const removed = keepDays === undefined ? [] : await removeOlder(place, earlier, now, keepDays)
  return { folder, manifest, linked: media.linked, removed }
}

// As the folder of a copy made then is called; in order of time.
function stamp(at: Date): string {
  return `insyn-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
}

// A copy in the place that it is a copy of is lost with it, and keys beside what they open protect nothing.
function refuseBeside(place: string, ...directories: string[]): void {
  const within = (inner: string, outer: string) => !relative(outer, inner).startsWith('..')
  for (const directory of directories)
    if (within(place, directory) || within(directory, place))
      throw new StartupError(`Lägg kopian någon annanstans: ${place} hör ihop med ${directory}.`)
}

async function copyDatabase(ownerUrl: string, keys: KeyStore, path: string, at: string) {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'insyn backup' })
  await owner.connect()
  try {
    // One instant for all tables, and the truth even if somebody migrates meanwhile.
    await owner.query('begin isolation level repeatable read read only')
    const { rows } = await owner.query<{ name: string }>('select name from migration order by name')
    const tables: Table[] = []
    await writeSealedFile(
      path,
      backupKey(keys),
      backupId(at),
      dump(owner, (table) => tables.push(table)),
    )
    await owner.query('commit')
    return { tables, migrations: rows.map((row) => row.name) }
  } finally {
    await owner.end()
  }
}

type Copied = { files: number; bytes: number; linked: number }

async function copyMedia(from: string, to: string, earlier: string | undefined): Promise<Copied> {
  const copied: Copied = { files: 0, bytes: 0, linked: 0 }
  const folder = async (inner: string): Promise<void> => {
    await mkdir(join(to, inner), { recursive: true, mode: 0o700 })
    const entries = await readdir(join(from, inner), { withFileTypes: true }).catch(missing)
    for (const entry of entries ?? []) {
      const path = join(inner, entry.name)
      if (entry.isDirectory()) await folder(path)
      else if (entry.isFile() && !entry.name.endsWith(UNFINISHED_SUFFIX)) await file(path)
    }
  }
  const file = async (path: string): Promise<void> => {
    // Erased while the copy was made.
    const found = await stat(join(from, path)).catch(missing)
    if (!found) return
    const before = earlier && (await stat(join(earlier, path)).catch(missing))
    const same = before && before.size === found.size && before.mtimeMs >= found.mtimeMs
    const linked =
      same &&
      (await link(join(earlier!, path), join(to, path)).then(
        () => true,
        () => false,
      ))
    if (linked) copied.linked += 1
    else if ((await copyFile(join(from, path), join(to, path)).then(() => true, missing)) === undefined) return
    copied.files += 1
    copied.bytes += found.size
  }
  await folder('')
  return copied
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}

// One of the last day may still be under way.
async function removeCutOff(place: string, now: Date): Promise<void> {
  const limit = stamp(new Date(now.getTime() - 86_400_000))
  const finished = (name: string) => name.slice(0, -UNFINISHED_SUFFIX.length)
  const cutOff = ((await readdir(place).catch(missing)) ?? []).filter(
    (name) => name.endsWith(UNFINISHED_SUFFIX) && named.test(finished(name)) && finished(name) < limit,
  )
  for (const name of cutOff) await rm(join(place, name), { recursive: true })
}

async function removeOlder(place: string, earlier: string[], now: Date, keepDays: number): Promise<string[]> {
  const limit = stamp(new Date(now.getTime() - keepDays * 86_400_000))
  const old = earlier.filter((name) => name < limit)
  for (const name of old) await rm(join(place, name), { recursive: true })
  return old
}
