import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database/database.ts'
import { fileKinds, removeFile, removePieces } from '../media/files.ts'
import type { Rule } from './rules.ts'

const atATime = 2_000
const abandonedAfter = 24 * 60 * 60_000
const medium = `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(?:${fileKinds.join('|')}|pieces)`
const ours = new RegExp(`^${medium}`)
const finished = new RegExp(`^${medium}$`)

/** Sessions that nobody may use any more, and counts of failed sign-ins that no longer count. */
export async function sweepSignIn(database: Database, today: Date, rule: Rule): Promise<number> {
  const { years, days, hours } = rule
  const gone = await database.rows`
    delete from session where last_seen_at < access.time_before(${today}, ${years}, ${days}, ${hours}) returning 1`
  await database.rows`delete from sign_in_throttle where expire < ${today.getTime()}`
  return gone.length
}

/**
 * Files without a row, older than a day: left by an upload that was killed between file and row, or brought back by a
 * power cut. One directory of the 256 at a time, so that memory stays flat; asks Postgres first and the disk only about
 * those that nobody owns. What it does not recognise it leaves.
 */
export async function sweepFiles(
  database: Database,
  mediaDirectory: string,
  today: Date,
  signal?: AbortSignal,
): Promise<number> {
  const before = today.getTime() - abandonedAfter
  let removed = 0
  // A database without a single medium says nothing of what lies on the disk: it may be new, before a restore.
  const [known] = await database.rows`select from media limit 1`
  if (!known) return 0
  for await (const names of pieces(mediaDirectory)) {
    signal?.throwIfAborted()
    const owned = await ownedOf(database, [...new Set(names.map(idOf))])
    for (const name of names) {
      // An unfinished file beside a finished one is nobody's either; a finished one stays with its row.
      // What was sent goes when something has been made of it.
      const state = owned.get(idOf(name))
      const wanted = name.endsWith('.pieces')
        ? state !== undefined && state !== 'ready' && state !== 'failed'
        : state !== undefined
      if (wanted && finished.test(name)) continue
      const path = join(mediaDirectory, name.slice(0, 2), name)
      const found = await stat(path).catch(() => undefined)
      if (!found || found.mtimeMs >= before) continue
      if (found.isDirectory()) removed += await removePieces(mediaDirectory, idOf(name))
      else if (await removeFile(path)) removed += 1
    }
  }
  return removed
}

async function* pieces(mediaDirectory: string): AsyncGenerator<string[]> {
  let names: string[] = []
  for (const shard of await list(mediaDirectory)) {
    if (!/^[0-9a-f]{2}$/.test(shard)) continue
    for (const name of await list(join(mediaDirectory, shard))) {
      if (ours.test(name) && name.startsWith(shard)) names.push(name)
      if (names.length < atATime) continue
      yield names
      names = []
    }
  }
  if (names.length > 0) yield names
}

async function list(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    // Nothing has been stored yet.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function idOf(name: string): string {
  return name.slice(0, 36)
}

async function ownedOf(database: Database, ids: string[]): Promise<Map<string, string>> {
  const rows = await database.rows<{ id: string; state: string }>`
    select id, state from media where id = any (${ids}::uuid[])`
  return new Map(rows.map((row) => [row.id, row.state]))
}
