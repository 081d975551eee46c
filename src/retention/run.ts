import type { Logger } from 'pino'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { type Run, runAlone } from '../jobs/job-run.ts'
import { slotOf } from '../jobs/nights.ts'
import { swedishDay } from '../web/dates.ts'
import { disposeBatch, disposePictures, dueNow } from './dispose.ts'
import { fillLedger } from './ledger.ts'
import { destroyPassedKeys, extendKeys } from './month-keys.ts'
import { disposeNotes, notesDue } from './notes.ts'
import { outbox } from './outbox.ts'
import { sweepFiles, sweepSignIn } from './sweep.ts'

export type Rule = { years: number; decision: string }

export type Result = {
  outcome: 'done' | 'no-rule' | 'busy' | 'already-done'
  rule: Rule | undefined
  /** Items that were due, and drafts discarded more than a day ago. */
  documents: number
  drafts: number
  /** Notes of analysis that were due. */
  notes: number
  /** Sealed files removed; in a dry run the pictures whose files would be. */
  files: number
  orphans: number
  sessions: number
  keysMade: string[]
  keysDestroyed: string[]
}

export type RetentionOptions = {
  /** connect() with the retention role's url; at least two connections. */
  database: Database
  keys: KeyStore
  mediaDirectory: string
  /** What is due is judged at this instant. */
  now: Date
  /**
   * The real time, where `now` is not: sessions, keys and abandoned files are the running portal's, and a run that
   * looks ahead must not take from it what it needs today.
   */
  clock?: () => Date
  /** The nightly clock's own: a night that is done is not run again. */
  nightly?: boolean
  /** Items to a statement. */
  batch?: number
  dryRun?: boolean
  onProgress?: (soFar: { documents: number; files: number }) => void
  signal?: AbortSignal
  log: Logger
}

/**
 * R14: deletes what is due, row, key and file, so that a kill at any moment loses nothing that should stay and leaves
 * nothing that should go: the next run carries on. Without a valid rule nothing is deleted (decision 7).
 * Rejects when something could not be done; all that could be done then has been, and job_run says 'failed'.
 */
export async function runRetention(options: RetentionOptions): Promise<Result> {
  const { database, now, log } = options
  const clock = options.clock ?? elapsing(now)
  const result: Result = { ...nothing, rule: await ruleAt(database, now), keysMade: [], keysDestroyed: [] }
  if (options.dryRun) return await foresee(options, result)

  const job = { name: 'retention', slot: slotOf(now), asOf: now, byHand: !options.nightly, clock } as const
  const began = performance.now()
  const ended = await runAlone(database, job, (run) => work({ ...options, clock }, run, result)).catch((error) => {
    log.error({ reason: (error as Error).message, documents: result.documents }, 'retention failed')
    throw error
  })
  if (ended.outcome === 'busy' || ended.outcome === 'already-done') return { ...result, outcome: ended.outcome }
  if (ended.outcome === 'no-rule')
    log.error({ alarm: 'retention.no-rule' }, 'retention: NO VALID RULE, nothing was deleted')
  log.info({ ...result, rule: result.rule?.decision, ms: Math.round(performance.now() - began) }, 'retention ran')
  return result
}

/** The rule in force on the Swedish day of `now`; none: nothing may be deleted. */
export async function ruleAt(database: Database, now: Date): Promise<Rule | undefined> {
  const [rule] = await database.rows<Rule>`
    select years, decision from retention_rule where kind = 'documentation' and valid @> ${swedishDay(now)}::date`
  return rule
}

const nothing = { outcome: 'done', documents: 0, drafts: 0, notes: 0, files: 0, orphans: 0, sessions: 0 } as const

type Working = RetentionOptions & { clock: () => Date }

async function work(options: Working, run: Run, result: Result): Promise<Result & { outcome: 'done' | 'no-rule' }> {
  const { database, keys, mediaDirectory, clock } = options
  const signal = options.signal ? AbortSignal.any([options.signal, run.signal]) : run.signal
  const files = outbox(database, mediaDirectory)
  // One that fails does not stop the others: what can go goes.
  const failures: unknown[] = []
  const step = async (doing: () => Promise<void>): Promise<void> => {
    signal.throwIfAborted()
    await doing().catch((error) => failures.push(error))
  }

  await step(async () => void (await fillLedger(database, keys)))
  await step(() => files.empty())
  if (result.rule) await step(() => dispose({ ...options, signal }, run.id, result, files))
  await step(async () => {
    result.keysMade = await extendKeys(database, keys, clock())
  })
  await step(async () => {
    result.sessions = await sweepSignIn(database, clock())
  })
  if (result.rule) {
    await step(async () => {
      result.keysDestroyed = await destroyPassedKeys(database, keys, earlier(options.now, clock()))
    })
    await step(async () => {
      result.orphans = await sweepFiles(database, mediaDirectory, clock(), signal)
    })
  }
  result.files = files.state.files
  await step(async () => void (await files.noteIn(run.id)))
  if (files.state.failed > 0) failures.push(new Error(`${files.state.failed} pictures could not be removed`))
  if (failures.length > 0) throw failures[0]
  const outcome = result.rule ? 'done' : 'no-rule'
  return Object.assign(result, { outcome } as const)
}

async function dispose(
  options: RetentionOptions,
  run: string,
  result: Result,
  files: ReturnType<typeof outbox>,
): Promise<void> {
  const { database, keys, now, batch = 1_000, onProgress, signal } = options
  const { years } = result.rule!
  // The files of one batch go while the rows of the next do.
  let following = Promise.resolve()
  try {
    for (let full = true; full; ) {
      signal?.throwIfAborted()
      const { documents, drafts } = await disposeBatch(database, run, now, years, batch, files.state.files)
      await following
      // The ledger before the files: what is on its way out is known outside the database first.
      following = fillLedger(database, keys).then(() => files.empty())
      following.catch(() => {})
      result.documents += documents
      result.drafts += drafts
      onProgress?.({ documents: result.documents, files: files.state.files })
      full = documents === batch || drafts === batch
    }
  } finally {
    await following
  }
  for (let gone = batch; gone === batch; ) {
    gone = await disposePictures(database, run, now, batch)
    await fillLedger(database, keys)
    await files.empty()
  }
  for (let gone = batch; gone === batch; result.notes += gone) {
    signal?.throwIfAborted()
    gone = await disposeNotes(database, run, now, years, batch)
  }
  await fillLedger(database, keys)
}

async function foresee({ database, now }: RetentionOptions, result: Result): Promise<Result> {
  if (!result.rule) return { ...result, outcome: 'no-rule' }
  const { documents, drafts, pictures, discarded } = await dueNow(database, now, result.rule.years)
  const notes = await notesDue(database, now, result.rule.years)
  return { ...result, documents, drafts, notes, files: pictures + discarded }
}

function elapsing(now: Date): () => Date {
  const began = performance.now()
  return () => new Date(now.getTime() + performance.now() - began)
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}
