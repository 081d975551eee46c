import { randomUUID } from 'node:crypto'
import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'
import type { Read, Write } from '../database/as-actor.ts'
import type { Database } from '../database/database.ts'
import type { Handed, Mailer } from '../mail/mailer.ts'
import { inBoth, portalAt, shortInBoth } from '../mail/words.ts'
import type { Services } from '../services.ts'
import { codeMinutes } from './confirm.ts'
import { emailIn, type ProvenField, provenFields } from './details.ts'

/** A code to a new address or number; word to the one before it: if it was somebody else's doing, this is where its owner learns of it. */
type Posted = { field: ProvenField; to: string } & ({ kind: 'code'; code: string } | { kind: 'former' })
/** And word that an administrator gave a new first password, which the database writes down itself (accounts/admin-policy.ts). */
type Letter = Posted | { field: 'email'; kind: 'password'; to: string }
type Claimed = { id: string; field: ProvenField; kind: Letter['kind']; person_id: string; sealed: Buffer }
export type LetterState = 'sent' | 'refused' | 'given-up' | 'unneeded' | 'waiting' | null

/** Written down with the change that it belongs to; handed over by deliver(). */
export async function post(tx: Write, keys: KeyStore, letter: Posted): Promise<void> {
  const id = randomUUID()
  const sealed = seal(keys.object('contact'), 'contact', JSON.stringify(letter), context(id))
  await tx.rows`select access.post_letter(${id}, ${letter.field}, ${letter.kind}, ${sealed})`
}

/**
 * Word to what was the actor's: whoever has it changed or emptied may not be its owner. A number that nobody has shown to
 * be theirs may be a stranger's, who is not written to.
 */
export async function tellFormer(
  tx: Write,
  keys: KeyStore,
  former: { field: ProvenField; to: string; confirmed: boolean },
): Promise<void> {
  const { field, to, confirmed } = former
  if (field === 'email' || confirmed) await post(tx, keys, { kind: 'former', field, to })
}

/** How it went with the latest code. */
export async function letterState(tx: Read, field: ProvenField): Promise<LetterState> {
  const { state } = await tx.one<{ state: LetterState }>`select access.letter_state(${field}) as state`
  return state
}

/** For the clock: what does not stay goes, whether or not anything can be sent, and what was left is handed over. */
export async function tendLetters(given: Given, signal?: AbortSignal): Promise<{ outcome: string }> {
  await given.database.rows`select access.sweep_letters(${given.clock()})`
  return deliver(given, provenFields, signal)
}

/**
 * Hands over what waits, one by one, whoever asks: the request that wrote it, and the clock for what was left. What the
 * server did not take now is tried again in a minute, and then ever more seldom. Each way by itself, so that one that
 * hangs holds up no other. Never throws.
 */
export async function deliver(
  given: Given,
  fields: readonly ProvenField[] = provenFields,
  signal?: AbortSignal,
): Promise<{ outcome: string }> {
  const open = fields.filter((field) => (field === 'email' ? given.mail : given.texts))
  if (open.length === 0) return { outcome: 'off' }
  const waits = await Promise.all(
    open.map((field) => (field === 'email' ? mailRound(given, signal) : round(given, field, signal))),
  )
  return { outcome: waits.includes(true) ? 'waiting' : 'done' }
}

type Rounds = { now?: Promise<boolean> | undefined; next?: Promise<boolean> | undefined }
const mailRounds = new WeakMap<Database, Rounds>()

// There is one connection for mail (mailer.ts), and so one round at a time: a second would stand behind the first, and take
// for lost what that one has in its hands. Whoever comes meanwhile is served by the one after.
function mailRound(given: Given, signal?: AbortSignal): Promise<boolean> {
  const rounds: Rounds = mailRounds.get(given.database) ?? {}
  mailRounds.set(given.database, rounds)
  if (!rounds.now) {
    rounds.now = round(given, 'email', signal).finally(() => {
      rounds.now = undefined
    })
    return rounds.now
  }
  rounds.next ??= rounds.now.then(() => {
    rounds.next = undefined
    return mailRound(given, signal)
  })
  return rounds.next
}

/** Whether something waits still. */
async function round(given: Given, field: ProvenField, signal?: AbortSignal): Promise<boolean> {
  const { database, keys, clock, log } = given
  let again = false
  try {
    while (!signal?.aborted) {
      const [next] =
        await database.rows<Claimed>`select id, field, kind, person_id, sealed from access.claim_letter(${clock()}, ${[field]})`
      if (!next) break
      const letter = opened(keys, next)
      const { handed, failure } = letter
        ? await handOver(given, next.id, letter)
        : { handed: 'refused' as const, failure: 'sealed' }
      if (failure) log.warn({ handed, failure, field }, 'a letter was not taken')
      await database.rows`select access.note_letter(${next.id}, ${saidOf[handed]}, ${clock()})`
      again ||= saidOf[handed] === 'again'
    }
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'letters wait')
    again = true
  }
  if (again) setTimeout(() => deliver(given, [field]), 61_000).unref()
  return again
}

type Given = Pick<Services, 'mail' | 'texts' | 'database' | 'keys' | 'clock' | 'config' | 'log'>

async function handOver({ mail, texts, config }: Given, id: string, letter: Letter): ReturnType<Mailer['send']> {
  const { to } = letter
  if (letter.field === 'phone') return await texts!.send({ to, text: textOf(letter, config.baseUrl) })
  return await mail!.send({ id, to, ...wordsOf(letter, config.baseUrl) })
}

// Where nobody knows whether it went, it goes once more: the same words twice do no harm.
const saidOf: Record<Handed, string> = { sent: 'sent', refused: 'refused', again: 'again', unknown: 'again' }

function wordsOf(letter: Letter, baseUrl: string | undefined): { subject: string; text: string } {
  const values = {
    address: portalAt(baseUrl),
    ...(letter.kind === 'code' ? { code: letter.code, minutes: codeMinutes } : {}),
  }
  return inBoth(`contacts.mail.${letter.kind}-subject`, `contacts.mail.${letter.kind}`, values)
}

// The last line is one that phones know: they offer the code on that site, and on no other. Not where it would make two of it.
function textOf(letter: Letter, baseUrl: string | undefined): string {
  if (letter.kind !== 'code') return shortInBoth('contacts.text.former', {})
  const words = shortInBoth('contacts.text.code', { code: letter.code, minutes: codeMinutes })
  const whole = baseUrl ? `${words}\n@${new URL(baseUrl).hostname} #${letter.code}` : words
  return whole.length > signsInOne ? words : whole
}

const signsInOne = 160

function opened(keys: KeyStore, { id, field, kind, person_id, sealed }: Claimed): Letter | undefined {
  if (kind === 'password') {
    const to = emailIn(keys, person_id, sealed)
    return to === undefined ? undefined : { field: 'email', kind, to }
  }
  try {
    // One that was written before there was more than one way has no field in it.
    return {
      ...JSON.parse(unseal(keys.object('contact'), 'contact', sealed, context(id)).toString('utf8')),
      field,
    } as Posted
  } catch {
    return undefined
  }
}

function context(id: string): string {
  return `contact_mail|${id}`
}
