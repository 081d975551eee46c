import { randomInt, timingSafeEqual } from 'node:crypto'
import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'
import type { Write } from '../database/as-actor.ts'
import { swedishDay } from '../web/dates.ts'
import { type DetailField, type Details, openDetails, type ProvenField, sealDetail } from './details.ts'
import { tellFormer } from './letters.ts'
import { ownDetails } from './queries.ts'

/** So long a code may be used, so often it may be guessed, and so many are sent to anybody in a day, by each way. */
export const codeMinutes = 30
const mostTries = 5
const mostAsked = 5
// A button pressed twice asks once.
const patience = 30_000

type Waiting = { to: string; code: string }
type Row = { sealed: Buffer | null; asked_at: Date; tries: number; asked: number }

/** One request at a time changes somebody's own details: a form sent twice waits for the first, and finds nothing to change. */
export async function takeTurn(tx: Write): Promise<void> {
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('contacts|' || ${tx.actor.id}, 0))`
}

/** What the actor has given of themself, and which of it was shown to be theirs. */
export async function storedDetails(
  tx: Write,
  keys: KeyStore,
): Promise<{ details: Details; confirmed: Set<DetailField> }> {
  const rows = await ownDetails(tx)
  const confirmed = new Set(rows.filter((row) => row.confirmed).map(({ field }) => field))
  return { details: openDetails(keys, tx.actor.id, rows), confirmed }
}

/** Puts a new address or number aside and gives the code to send there; not where one has just been asked for, or too many today. */
export async function askForCode(
  tx: Write,
  keys: KeyStore,
  field: ProvenField,
  to: string,
): Promise<{ code: string } | 'just-asked' | 'too-many'> {
  const before = await rowOf(tx, field)
  const justAsked = before && tx.now.getTime() - before.asked_at.getTime() < patience
  if (justAsked && waitingIn(keys, tx.actor.id, field, before)?.to === to) return 'just-asked'
  const today = before !== undefined && swedishDay(before.asked_at) === swedishDay(tx.now) ? before.asked : 0
  if (today >= mostAsked) return 'too-many'
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const sealed = seal(keys.object('contact'), 'contact', JSON.stringify({ to, code }), context(tx.actor.id, field))
  if (before)
    await tx.rows`
      update contact_code set sealed = ${sealed}, asked_at = ${tx.now}, tries = 0, asked = ${today + 1}
      where person_id = ${tx.actor.id} and field = ${field}`
  else
    await tx.rows`
      insert into contact_code (person_id, field, sealed, asked_at) values (${tx.actor.id}, ${field}, ${sealed}, ${tx.now})`
  return { code }
}

/** The address or number whose code came back is the actor's from now on; the one before it is told. */
export async function confirmCode(
  tx: Write,
  keys: KeyStore,
  field: ProvenField,
  typed: string,
): Promise<{ said: 'right' | 'wrong' | 'over' }> {
  await takeTurn(tx)
  const row = await rowOf(tx, field)
  const waiting = row && waitingIn(keys, tx.actor.id, field, row)
  if (!row || !waiting || isOver(row, tx.now)) return { said: 'over' }
  if (!timingSafeEqual(Buffer.from(typed), Buffer.from(waiting.code))) {
    // The last guess takes the code along.
    const sealed = row.tries + 1 < mostTries ? row.sealed : null
    await tx.rows`
      update contact_code set tries = tries + 1, sealed = ${sealed} where person_id = ${tx.actor.id} and field = ${field}`
    return { said: sealed ? 'wrong' : 'over' }
  }
  const { details, confirmed } = await storedDetails(tx, keys)
  const before = details[field]
  const sealed = sealDetail(keys, tx.actor.id, field, waiting.to)
  if (before === undefined)
    await tx.rows`
      insert into contact_detail (person_id, field, sealed, changed_at, confirmed_at)
      values (${tx.actor.id}, ${field}, ${sealed}, ${tx.now}, ${tx.now})`
  else
    await tx.rows`
      update contact_detail set sealed = ${sealed}, changed_at = ${tx.now}, confirmed_at = ${tx.now}
      where person_id = ${tx.actor.id} and field = ${field}`
  await dropCode(tx, field)
  await tx.audit('contacts.details-changed', { object: tx.actor.id })
  if (before !== undefined && before !== waiting.to)
    await tellFormer(tx, keys, { field, to: before, confirmed: confirmed.has(field) })
  return { said: 'right' }
}

/** No code is waited for any more, if one was. */
export async function dropCode(tx: Write, field: ProvenField): Promise<void> {
  await tx.rows`update contact_code set sealed = null where person_id = ${tx.actor.id} and field = ${field}`
}

/** What waits for its code, while the code may be used. */
export function waitingFor(
  keys: KeyStore,
  person: string,
  field: ProvenField,
  row: { sealed: Buffer | null; asked_at: Date },
  now: Date,
): string | undefined {
  return isOver(row, now) ? undefined : waitingIn(keys, person, field, row)?.to
}

function isOver(row: { asked_at: Date }, now: Date): boolean {
  return now.getTime() > row.asked_at.getTime() + codeMinutes * 60_000
}

async function rowOf(tx: Write, field: ProvenField): Promise<Row | undefined> {
  return tx.maybe<Row>`
    select sealed, asked_at, tries, asked from contact_code where person_id = ${tx.actor.id} and field = ${field} for update`
}

function waitingIn(
  keys: KeyStore,
  person: string,
  field: ProvenField,
  { sealed }: { sealed: Buffer | null },
): Waiting | undefined {
  if (!sealed) return undefined
  const plain = unseal(keys.object('contact'), 'contact', sealed, context(person, field)).toString('utf8')
  return JSON.parse(plain) as Waiting
}

function context(person: string, field: ProvenField): string {
  return `contact_code|${field}|${person}`
}
