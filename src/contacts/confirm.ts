import { randomInt, timingSafeEqual } from 'node:crypto'
import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'
import type { Write } from '../database/as-actor.ts'
import { swedishDay } from '../web/dates.ts'
import { type Details, openDetail, sealDetail } from './details.ts'
import { post } from './letters.ts'
import { ownDetails } from './queries.ts'

/** So long a code may be used, so often it may be guessed, and so many are sent to anybody in a day. */
export const codeMinutes = 30
const mostTries = 5
const mostAsked = 5

type Waiting = { email: string; code: string }
type Row = { sealed: Buffer | null; asked_at: Date; tries: number; asked: number }

/** Puts a new address aside and gives the code to send there; undefined where too many have been asked for today. */
export async function askForCode(tx: Write, keys: KeyStore, email: string): Promise<string | undefined> {
  const before = await rowOf(tx)
  const today = before !== undefined && swedishDay(before.asked_at) === swedishDay(tx.now) ? before.asked : 0
  if (today >= mostAsked) return undefined
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const sealed = seal(keys.object('contact'), 'contact', JSON.stringify({ email, code }), context(tx.actor.id))
  if (before)
    await tx.rows`
      update contact_code set sealed = ${sealed}, asked_at = ${tx.now}, tries = 0, asked = ${today + 1} where person_id = ${tx.actor.id}`
  else
    await tx.rows`insert into contact_code (person_id, sealed, asked_at) values (${tx.actor.id}, ${sealed}, ${tx.now})`
  return code
}

/** The address whose code came back is the actor's from now on; the one before it is told. */
export async function confirmCode(
  tx: Write,
  keys: KeyStore,
  typed: string,
): Promise<{ said: 'right' | 'wrong' | 'over' }> {
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('contacts|' || ${tx.actor.id}, 0))`
  const row = await rowOf(tx)
  const waiting = row && waitingIn(keys, tx.actor.id, row)
  if (!row || !waiting || tx.now.getTime() > row.asked_at.getTime() + codeMinutes * 60_000) return { said: 'over' }
  if (!timingSafeEqual(Buffer.from(typed), Buffer.from(waiting.code))) {
    // The last guess takes the code along.
    const sealed = row.tries + 1 < mostTries ? row.sealed : null
    await tx.rows`update contact_code set tries = tries + 1, sealed = ${sealed} where person_id = ${tx.actor.id}`
    return { said: sealed ? 'wrong' : 'over' }
  }
  const stored: Details = {}
  for (const each of await ownDetails(tx)) openDetail(keys, tx.actor.id, each, stored)
  const sealed = sealDetail(keys, tx.actor.id, 'email', waiting.email)
  if (stored.email === undefined)
    await tx.rows`
      insert into contact_detail (person_id, field, sealed, changed_at, confirmed_at) values (${tx.actor.id}, 'email', ${sealed}, ${tx.now}, ${tx.now})`
  else
    await tx.rows`
      update contact_detail set sealed = ${sealed}, changed_at = ${tx.now}, confirmed_at = ${tx.now}
      where person_id = ${tx.actor.id} and field = 'email'`
  await tx.rows`update contact_code set sealed = null where person_id = ${tx.actor.id}`
  await tx.audit('contacts.details-changed', { object: tx.actor.id })
  if (stored.email !== undefined) await post(tx, keys, { kind: 'former', to: stored.email })
  return { said: 'right' }
}

/** The address that waits for its code, while the code may be used. */
export function addressWaiting(
  keys: KeyStore,
  person: string,
  row: { sealed: Buffer | null; asked_at: Date } | null,
  now: Date,
): string | null {
  if (!row || now.getTime() > row.asked_at.getTime() + codeMinutes * 60_000) return null
  return waitingIn(keys, person, row)?.email ?? null
}

async function rowOf(tx: Write): Promise<Row | undefined> {
  return tx.maybe<Row>`select sealed, asked_at, tries, asked from contact_code where person_id = ${tx.actor.id} for update`
}

function waitingIn(keys: KeyStore, person: string, { sealed }: { sealed: Buffer | null }): Waiting | undefined {
  if (!sealed) return undefined
  return JSON.parse(unseal(keys.object('contact'), 'contact', sealed, context(person)).toString('utf8')) as Waiting
}

function context(person: string): string {
  return `contact_code|${person}`
}
