import type { Logger } from 'pino'
import { closePackages, handOver } from '../archive/night.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { type Run, runAlone } from '../jobs/job-run.ts'
import { slotOf } from '../jobs/nights.ts'
import { disposeBatch, disposeDrafts, disposePictures, dueNow, recordHeld } from './dispose.ts'
import { disposeAudit, disposeConsent, disposePeople, disposeWithheld } from './dispose-others.ts'
import type { Kind } from './kinds.ts'
import { destroyPassedKeys, extendKeys } from './month-keys.ts'
import { disposeNotes, notesDue } from './notes.ts'
import { outbox } from './outbox.ts'
import { FilesLeft, type Problem, problemOf } from './problem.ts'
import { missingFrom, type Rule, type Rules, rulesAt } from './rules.ts'
import { sweepFiles, sweepSignIn } from './sweep.ts'

export type Result = {
  outcome: 'done' | 'no-rule' | 'busy' | 'already-done'
  /** The rule for documentation. */
  rule: Rule | undefined
  /** Kinds that no rule in force says anything of: they were left alone, and the alarm goes. */
  missing: Kind[]
  /** Items that were due, and drafts that were thrown away or forgotten. */
  documents: number
  drafts: number
  /** Due, and kept by a hold. */
  held: number
  /** Notes of analysis that were due. */
  notes: number
  /** Sealed files removed; in a dry run the pictures whose files would be. */
  files: number
  orphans: number
  sessions: number
  /** Media of withdrawn consent, answers to consent, lines of the log and people who left. */
  others: number
  keysMade: string[]
  keysDestroyed: string[]
  /** What those who run the portal should look at although it came through. */
  problem: Problem | null
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
  /** This machine and Postgres disagree on the time; `now` is the earlier. */
  clocksApart?: boolean
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
  const rules = await rulesAt(database, now)
  const { documentation: rule } = rules
  const problem = options.clocksApart ? 'clock' : null
  const result: Result = { ...nothing, rule, missing: missingFrom(rules), keysMade: [], keysDestroyed: [], problem }
  if (options.dryRun) return await foresee(options, rules, result)

  const job = {
    ...({ name: 'retention', slot: slotOf(now), asOf: now, byHand: !options.nightly, clock } as const),
    problemOf: (error: unknown) => problemOf(error, options.keys),
  }
  const began = performance.now()
  const ended = await runAlone(database, job, (run) => work({ ...options, clock }, rules, run, result)).catch(
    (error) => {
      log.error({ reason: (error as Error).message, documents: result.documents }, 'retention failed')
      throw error
    },
  )
  if (ended.outcome === 'busy' || ended.outcome === 'already-done') return { ...result, outcome: ended.outcome }
  if (ended.outcome === 'no-rule')
    log.error(
      { alarm: 'retention.no-rule', kinds: result.missing },
      'retention: NO VALID RULE, nothing of these kinds was deleted',
    )
  log.info({ ...result, rule: result.rule?.decision, ms: Math.round(performance.now() - began) }, 'retention ran')
  return result
}

const nothing = {
  outcome: 'done',
  documents: 0,
  drafts: 0,
  notes: 0,
  held: 0,
  files: 0,
  orphans: 0,
  sessions: 0,
  others: 0,
} as const

type Working = RetentionOptions & { clock: () => Date }

async function work(
  options: Working,
  rules: Rules,
  run: Run,
  result: Result,
): Promise<Result & { outcome: 'done' | 'no-rule' }> {
  const { database, keys, mediaDirectory, clock } = options
  const signal = options.signal ? AbortSignal.any([options.signal, run.signal]) : run.signal
  const files = outbox(database, keys, mediaDirectory)
  // One that fails does not stop the others: what can go goes.
  const failures: unknown[] = []
  const step = async (doing: () => Promise<void>): Promise<void> => {
    signal.throwIfAborted()
    await doing().catch((error) => failures.push(error))
  }

  await step(files.empty)
  const going = (kind: Kind) => (rules[kind]?.fate === 'delete' ? rules[kind] : undefined)
  const preserved = rules.documentation?.fate === 'preserve' ? rules.documentation : undefined
  const { documentation, withheld, draft, consent, audit, session, person } = Object.fromEntries(
    Object.keys(rules).map((kind) => [kind, going(kind as Kind)]),
  ) as Rules
  const working = { ...options, signal }
  if (documentation) await step(() => dispose(working, documentation, run.id, result, files))
  if (preserved) await step(() => archive(working, preserved, run.id, result, files))
  await step(() => closePackages(database, mediaDirectory, clock()))
  if (draft) await step(() => disposeUnpublished(working, draft, run.id, result, files))
  const others = [
    [withheld, disposeWithheld],
    [consent, disposeConsent],
    [audit, disposeAudit],
    [person, disposePeople],
  ] as const
  for (const [rule, disposeSome] of others) {
    if (!rule) continue
    const one = (batch: number) => disposeSome({ database, run: run.id, now: options.now, rule }, batch)
    await step(() => untilDone(working, one, (gone) => (result.others += gone)))
  }
  await step(files.empty)
  await step(async () => {
    result.keysMade = await extendKeys(database, keys, clock())
  })
  await step(async () => {
    if (session) result.sessions = await sweepSignIn(database, clock(), session)
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
  if (files.state.failed > 0) failures.push(new FilesLeft(files.state.failed))
  if (failures.length > 0) throw failures[0]
  const outcome = result.missing.length === 0 ? 'done' : 'no-rule'
  return Object.assign(result, { outcome } as const)
}

async function dispose(
  options: RetentionOptions,
  rule: Rule,
  run: string,
  result: Result,
  files: ReturnType<typeof outbox>,
): Promise<void> {
  const { database, now, onProgress } = options
  const removal = { database, run, now, rule }
  // The files of one batch go while the rows of the next do.
  let following = Promise.resolve()
  const one = async (batch: number) => {
    const gone = await disposeBatch(removal, batch, files.state.files)
    await following
    following = files.empty()
    following.catch(() => {})
    return gone
  }
  try {
    await untilDone(options, one, (gone) => {
      result.documents += gone
      onProgress?.({ documents: result.documents, files: files.state.files })
    })
  } finally {
    await following
  }
  const notes = (batch: number) => disposeNotes(removal, batch)
  await untilDone(options, notes, (gone) => (result.notes += gone))
  await files.empty()
  result.held = await recordHeld(removal)
}

async function archive(
  options: Working & { signal: AbortSignal },
  rule: Rule,
  run: string,
  result: Result,
  files: ReturnType<typeof outbox>,
): Promise<void> {
  const { database, now, onProgress } = options
  const { documents, notes } = await handOver(options, rule, run)
  result.documents += documents
  result.notes += notes
  await files.empty()
  onProgress?.({ documents: result.documents, files: files.state.files })
  result.held = await recordHeld({ database, run, now, rule })
}

async function disposeUnpublished(
  options: RetentionOptions,
  rule: Rule,
  run: string,
  result: Result,
  files: ReturnType<typeof outbox>,
): Promise<void> {
  const removal = { database: options.database, run, now: options.now, rule }
  const drafts = (batch: number) => disposeDrafts(removal, batch)
  await untilDone(options, drafts, async (gone) => {
    result.drafts += gone
    await files.empty()
  })
  await untilDone(options, (batch) => disposePictures(removal, batch), files.empty)
}

/** One batch after the other, until one is not full. */
async function untilDone(
  { batch = 1_000, signal }: RetentionOptions,
  one: (batch: number) => Promise<number>,
  after: (gone: number) => unknown,
): Promise<void> {
  for (let gone = batch; gone === batch; ) {
    signal?.throwIfAborted()
    gone = await one(batch)
    await after(gone)
  }
}

async function foresee({ database, now }: RetentionOptions, rules: Rules, result: Result): Promise<Result> {
  // What is preserved waits for a receipt: nobody can say which night.
  const [documentation, draft] = [rules.documentation, rules.draft].map((rule) =>
    rule?.fate === 'delete' ? rule : undefined,
  )
  const due = await dueNow(database, now, { documentation, draft })
  const { documents, drafts, held, pictures, discarded } = due
  const notes = documentation ? await notesDue(database, now, documentation) : 0
  const outcome = result.missing.length === 0 ? 'done' : 'no-rule'
  return { ...result, outcome, documents, drafts, held, notes, files: pictures + discarded }
}

function elapsing(now: Date): () => Date {
  const began = performance.now()
  return () => new Date(now.getTime() + performance.now() - began)
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}
