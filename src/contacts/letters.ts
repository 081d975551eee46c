import { randomUUID } from 'node:crypto'
import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'
import type { Read, Write } from '../database/as-actor.ts'
import type { Handed } from '../mail/mailer.ts'
import { inBoth, portalAt } from '../mail/words.ts'
import type { Services } from '../services.ts'
import { codeMinutes } from './confirm.ts'
import { emailIn } from './details.ts'

/** A code to a new address; word to the one before it: if it was somebody else's doing, this is where its owner learns of it. */
type Posted = { kind: 'code'; to: string; code: string } | { kind: 'former'; to: string }
/** And word that an administrator gave a new first password, which the database writes down itself (accounts/admin-policy.ts). */
type Letter = Posted | { kind: 'password'; to: string }
type Claimed = { id: string; kind: Letter['kind']; person_id: string; sealed: Buffer }
export type LetterState = 'sent' | 'refused' | 'given-up' | 'unneeded' | 'waiting' | null

/** Written down with the change that it belongs to; handed over by deliver(). */
export async function post(tx: Write, keys: KeyStore, letter: Posted): Promise<void> {
  const id = randomUUID()
  const sealed = seal(keys.object('contact'), 'contact', JSON.stringify(letter), context(id))
  await tx.rows`select access.post_letter(${id}, ${letter.kind}, ${sealed})`
}

/** How it went with the latest code. */
export async function letterState(tx: Read): Promise<LetterState> {
  const { state } = await tx.one<{ state: LetterState }>`select access.letter_state() as state`
  return state
}

/**
 * Hands over what waits, one by one, whoever asks: the request that wrote it, and the clock for what was left. What the
 * server did not take now is tried again in a minute, and then ever more seldom. Never throws.
 */
export async function deliver({ mail, database, keys, clock, config, log }: Given): Promise<{ outcome: string }> {
  if (!mail) return { outcome: 'off' }
  let again = false
  try {
    for (;;) {
      const [next] =
        await database.rows<Claimed>`select id, kind, person_id, sealed from access.claim_letter(${clock()})`
      if (!next) break
      const letter = opened(keys, next)
      const { handed, failure } = letter
        ? await mail.send({ id: next.id, to: letter.to, ...wordsOf(letter, config.baseUrl) })
        : { handed: 'refused' as const, failure: 'sealed' }
      if (failure) log.warn({ handed, failure }, 'a letter was not taken')
      await database.rows`select access.note_letter(${next.id}, ${saidOf[handed]}, ${clock()})`
      again ||= saidOf[handed] === 'again'
    }
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'letters wait')
    again = true
  }
  if (again) setTimeout(() => deliver({ mail, database, keys, clock, config, log }), 61_000).unref()
  return { outcome: again ? 'waiting' : 'done' }
}

type Given = Pick<Services, 'mail' | 'database' | 'keys' | 'clock' | 'config' | 'log'>

// Where nobody knows whether it went, it goes once more: the same words twice do no harm.
const saidOf: Record<Handed, string> = { sent: 'sent', refused: 'refused', again: 'again', unknown: 'again' }

function wordsOf(letter: Letter, baseUrl: string | undefined): { subject: string; text: string } {
  const values = {
    address: portalAt(baseUrl),
    ...(letter.kind === 'code' ? { code: letter.code, minutes: codeMinutes } : {}),
  }
  return inBoth(`contacts.mail.${letter.kind}-subject`, `contacts.mail.${letter.kind}`, values)
}

function opened(keys: KeyStore, { id, kind, person_id, sealed }: Claimed): Letter | undefined {
  if (kind === 'password') {
    const to = emailIn(keys, person_id, sealed)
    return to === undefined ? undefined : { kind, to }
  }
  try {
    return JSON.parse(unseal(keys.object('contact'), 'contact', sealed, context(id)).toString('utf8')) as Posted
  } catch {
    return undefined
  }
}

function context(id: string): string {
  return `contact_mail|${id}`
}
