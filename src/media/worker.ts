import { setTimeout as rest } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Database, Tag } from '../database/database.ts'
import { mediaKey, openItemKey } from '../documentation/content.ts'
import { Unavailable } from '../errors.ts'
import { removeMediaFiles, removePieces } from './files.ts'
import { type Made, makePlayable } from './playable.ts'
import { MediaProblem, type Word } from './problem.ts'

export type Workshop = {
  /** connect() as the worker's role; two connections. */
  database: Database
  keys: KeyStore
  mediaDirectory: string
  ffmpeg: string | undefined
  log: Logger
}

export type Worker = { stop: () => Promise<void> }

const lockNumber = 7413
const pause = 2_000
const beat = 5_000
/** A film that was being converted at so many killings is held for their cause. */
export const mostAttempts = 5

/**
 * Converts what waits, one after the other. The queue is the rows themselves (docs/decisions/0020): what is in state `waiting`
 * waits, and so does what a killed process left as `working`, since only whoever holds the lock works.
 */
export function startWorker(shop: Workshop): Worker {
  const stopping = new AbortController()
  const { signal } = stopping
  const working = (async () => {
    while (!signal.aborted) {
      await workThrough(shop, signal).catch((error) => {
        if (!signal.aborted) shop.log.warn({ reason: (error as Error).message }, 'converting did not come through')
      })
      await rest(pause, undefined, { signal, ref: false }).catch(() => {})
    }
  })()
  return {
    stop: async () => {
      stopping.abort(new Unavailable('stopping'))
      await working
    },
  }
}

/** Works until nothing waits; returns how many were taken. Zero also where another process is at it. */
export async function workThrough(shop: Workshop, signal: AbortSignal): Promise<number> {
  // Without a lock taken and a transaction opened where there is nothing to do.
  if ((await shop.database.rows`select from media where state in ('waiting', 'working') limit 1`).length === 0) return 0
  return await shop.database.transaction('worker', [], async (rows) => {
    const [lock] = await rows<{ free: boolean }>`
      select pg_try_advisory_xact_lock(${lockNumber}) as free, set_config('idle_in_transaction_session_timeout', '0', true)`
    if (!lock!.free) return 0
    const lost = new AbortController()
    const beating = keepHold(rows, lost)
    const either = AbortSignal.any([signal, lost.signal])
    try {
      let done = 0
      while (!either.aborted && (await convertNext(shop, either))) done += 1
      return done
    } finally {
      clearInterval(beating)
    }
  })
}

// The lock goes with its connection: whoever lost it must not go on beside the next one.
function keepHold(rows: Tag, lost: AbortController): NodeJS.Timeout {
  return setInterval(() => {
    rows`select`.catch(() => lost.abort(new Unavailable('the place in the queue was lost')))
  }, beat)
}

type Taken = { id: string; document_id: string; attempts: number }

async function convertNext(shop: Workshop, signal: AbortSignal): Promise<boolean> {
  const { database, keys, mediaDirectory, log } = shop
  const [taken] = await database.rows<Taken>`
    update media set state = 'working', progress = 0, attempts = attempts + 1
    where id = (select id from media where state in ('waiting', 'working') and discarded_at is null order by created_at, id limit 1)
    returning id, document_id, attempts`
  if (!taken) return false
  const began = performance.now()
  try {
    if (taken.attempts > mostAttempts) throw new MediaProblem('film-unreadable')
    const [item] = await database.rows<{ id: string; key_month: string; sealed_key: Buffer }>`
      select id, key_month, sealed_key from document where id = ${taken.document_id}`
    // Thrown away, or gone, since the row was taken.
    if (!item) throw new MediaProblem('missing-pieces')
    const place = { directory: mediaDirectory, id: taken.id, key: mediaKey(openItemKey(keys, item), taken.id) }
    const made = await makePlayable(place, shop.ffmpeg, progressOf(database, taken.id), signal)
    await finish(shop, taken, made)
    log.info({ kind: made.kind, seconds: made.seconds, ms: Math.round(performance.now() - began) }, 'converted')
  } catch (error) {
    if (signal.aborted || !(error instanceof MediaProblem)) {
      await giveBack(database, taken, error instanceof Unavailable || signal.aborted)
      throw error
    }
    await fail(shop, taken, error.word)
    log.info({ problem: error.word }, 'not converted')
  }
  return true
}

async function finish({ database, mediaDirectory }: Workshop, { id }: Taken, made: Made): Promise<void> {
  const { kind, width, height, seconds } = made
  const rows = await database.rows`
    update media set state = 'ready', progress = 100, kind = ${kind}, width = ${width}, height = ${height}, seconds = ${seconds}
    where id = ${id} and state = 'working' returning id`
  // Its row went while it was worked on: so do its files.
  if (rows.length === 0) await removeMediaFiles(mediaDirectory, id)
  else await removePieces(mediaDirectory, id)
}

async function fail({ database, mediaDirectory }: Workshop, { id }: Taken, problem: Word): Promise<void> {
  await database.rows`update media set state = 'failed', problem = ${problem} where id = ${id} and state = 'working'`
  await removeMediaFiles(mediaDirectory, id)
}

async function giveBack(database: Database, { id }: Taken, blameless: boolean): Promise<void> {
  await database.rows`
    update media set state = 'waiting', attempts = attempts - ${blameless ? 1 : 0}::integer where id = ${id} and state = 'working'`.catch(
    () => {},
  )
}

function progressOf(database: Database, id: string): (share: number) => void {
  let last = Date.now()
  return (share) => {
    if (Date.now() - last < 1_500) return
    last = Date.now()
    const percent = Math.min(99, Math.floor(share * 100))
    database.rows`update media set progress = ${percent} where id = ${id} and state = 'working'`.catch(() => {})
  }
}
