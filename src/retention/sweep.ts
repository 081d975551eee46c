import type { Dirent } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database/database.ts'
import { removeFile, variants } from '../media/files.ts'

const atATime = 1_000
const abandonedAfter = 24 * 60 * 60_000
const known = new RegExp(`^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(?:${variants.join('|')})`)

/** Sessions that nobody may use any more, and counts of failed sign-ins that no longer count. */
export async function sweepSignIn(database: Database, today: Date): Promise<number> {
  const gone = await database.rows`
    delete from session where last_seen_at < ${today}::timestamptz - interval '1 hour' returning 1`
  await database.rows`delete from sign_in_throttle where expire < ${today.getTime()}`
  return gone.length
}

/**
 * Files without a row, older than a day: left by an upload that was killed between file and row, or brought back by a
 * power cut. Walks the directories piece by piece, so that memory does not follow the number of files; asks Postgres first and the
 * disk only about those that nobody owns. What it does not recognise it leaves.
 */
export async function sweepFiles(
  database: Database,
  mediaDirectory: string,
  today: Date,
  signal?: AbortSignal,
): Promise<number> {
  const before = today.getTime() - abandonedAfter
  let removed = 0
  for await (const entries of pieces(mediaDirectory)) {
    signal?.throwIfAborted()
    const named = entries.flatMap((entry) => {
      const id = known.exec(entry.name)?.[1]
      return id ? [{ id, path: join(entry.parentPath, entry.name) }] : []
    })
    const owned = new Set(await ownedOf(database, [...new Set(named.map(({ id }) => id))]))
    for (const { id, path } of named) {
      // An unfinished file beside a finished one is nobody's either; a finished one stays with its row.
      if (owned.has(id) && variants.some((variant) => path.endsWith(`${id}.${variant}`))) continue
      const found = await stat(path).catch(() => undefined)
      if (found?.isFile() && found.mtimeMs < before && (await removeFile(path))) removed += 1
    }
  }
  return removed
}

async function* pieces(mediaDirectory: string): AsyncGenerator<Dirent[]> {
  let entries: Dirent[] = []
  for await (const shard of list(mediaDirectory)) {
    if (!shard.isDirectory()) continue
    for await (const entry of list(join(mediaDirectory, shard.name))) {
      if (entries.push(entry) < atATime) continue
      yield entries
      entries = []
    }
  }
  if (entries.length > 0) yield entries
}

async function* list(directory: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(directory, { bufferSize: atATime })
  } catch (error) {
    // No picture has been stored yet.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function ownedOf(database: Database, ids: string[]): Promise<string[]> {
  const rows = await database.rows<{ id: string }>`select id from media where id = any (${ids}::uuid[])`
  return rows.map((row) => row.id)
}
