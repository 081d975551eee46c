import { Router } from 'express'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { requireKeys } from '../database/keys-in-use.ts'
import { StartupError } from '../errors.ts'
import type { FilmQueue } from '../media/queries.ts'
import { nightsStand } from '../retention/alarm.ts'
import type { Problem } from '../retention/problem.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'

type Finished = NonNullable<Awaited<ReturnType<typeof nightsStand>>['last']>
type Retention = {
  lastFinished: Date
  outcome: string
  problem: Problem | null
  documents: number
  files: number
}
type Films = { waiting: number; oldestSeconds: number | null; stuck: boolean }
type Health = {
  status: 'ok' | 'unwell'
  database: 'ok' | 'away'
  keys: 'ok' | 'wrong' | 'unknown'
  jobs: { retention: Retention | null; alarm: string | null }
  films: Films | null
}

const patience = 3_000

/** `/health`, for machines and without signing in: 200 when database, keys, jobs and the films' queue are well, else 503. Nothing personal. */
export function healthRoutes({ database, keys, clock }: Services): Router {
  const router = Router()
  const began = performance.now()
  // However many ask at once, one look.
  let looking: Promise<Health> | undefined
  const look = () => {
    looking ??= healthOf(database, keys, clock(), performance.now() - began).finally(() => {
      looking = undefined
    })
    return looking
  }

  router.get(addresses.health, async (_request, response) => {
    const health = await look()
    response
      .status(health.status === 'ok' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(health)
  })

  return router
}

async function healthOf(database: Database, keys: KeyStore, now: Date, upFor: number): Promise<Health> {
  try {
    const [keysWell, { last, alarm = null }, films] = await within(
      Promise.all([holds(database, keys), nightsStand(database, now, upFor), filmQueue(database)]),
    )
    return {
      status: keysWell && !alarm && !films.stuck ? 'ok' : 'unwell',
      database: 'ok',
      keys: keysWell ? 'ok' : 'wrong',
      jobs: { retention: last ? shown(last) : null, alarm },
      films,
    }
  } catch {
    return { status: 'unwell', database: 'away', keys: 'unknown', jobs: { retention: null, alarm: null }, films: null }
  }
}

async function holds(database: Database, keys: KeyStore): Promise<boolean> {
  try {
    await requireKeys(database, keys)
    return true
  } catch (error) {
    if (error instanceof StartupError || (error as Error).name === 'KeyStoreError') return false
    throw error
  }
}

async function filmQueue(database: Database): Promise<Films> {
  const [queue] = await database.rows<FilmQueue>`select waiting, oldest_seconds, stuck from access.film_queue()`
  const { waiting, oldest_seconds, stuck } = queue!
  return { waiting, oldestSeconds: oldest_seconds, stuck }
}

function shown({ finished_at, outcome, problem, documents, files }: Finished): Retention {
  return { lastFinished: finished_at, outcome, problem, documents, files }
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), patience)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    work.catch(() => {})
  }
}
