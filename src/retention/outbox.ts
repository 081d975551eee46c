import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { type MediumKind, removeMediaFiles } from '../media/files.ts'
import { giveWay } from '../web/pages-first.ts'
import { fillLedger } from './ledger.ts'

const atATime = 500
/** Media whose files go side by side: more would keep those who open a page waiting. */
const atOnce = 8

/**
 * Carries what has gone into the ledger, and then removes the files whose rows are gone and forgets them: what is on its
 * way out is known outside the database first, and where that fails no file goes before it. Each call takes what has come since the last, the first
 * also what an earlier run left. A file that cannot be removed stays noted for the next run and is counted in `failed`.
 */
export function outbox(database: Database, keys: KeyStore, mediaDirectory: string) {
  let after = 0
  const state = { files: 0, failed: 0 }

  const empty = async (): Promise<void> => {
    await fillLedger(database, keys)
    for (;;) {
      const queued = await database.rows<{ id: number; media_id: string; kind: MediumKind | null }>`
        select id, media_id, kind from file_outbox where id > ${after} order by id limit ${atATime}`
      if (queued.length === 0) return
      after = queued.at(-1)!.id
      const tried: PromiseSettledResult<number>[] = []
      for (let at = 0; at < queued.length; at += atOnce) {
        const some = queued.slice(at, at + atOnce)
        tried.push(
          ...(await Promise.allSettled(some.map((row) => removeMediaFiles(mediaDirectory, row.media_id, row.kind)))),
        )
        await giveWay()
      }
      const removed = tried.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0)
      const done = queued.filter((_, index) => tried[index]?.status === 'fulfilled').map((row) => row.id)
      await database.rows`delete from file_outbox where id = any (${done}::bigint[])`
      state.files += removed
      state.failed += queued.length - done.length
      if (queued.length < atATime) return
    }
  }
  const noteIn = (run: string) => database.rows`
    update job_run set files = ${state.files}, heartbeat_at = now() where id = ${run} and finished_at is null`
  return { state, empty, noteIn }
}
