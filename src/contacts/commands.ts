import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { askForCode } from './confirm.ts'
import {
  type Address,
  type ChoiceField,
  choiceFields,
  type DetailField,
  type Details,
  detailFields,
  openDetail,
  sealDetail,
} from './details.ts'
import { post } from './letters.ts'
import { type OwnChild, ownChildren, ownDetails, wantsReminders } from './queries.ts'
import type { ContactForm } from './schema.ts'

/**
 * Stores what the guardian says of themself and lets others see; only what differs. NotFound for another's child. Where
 * an address has to be `confirmed` first, a new one is not stored: a letter with its code is on its way there (`posted`),
 * or none where too many have been asked for today (`too-many`).
 */
export async function saveContactDetails(
  tx: Write,
  keys: KeyStore,
  given: ContactForm,
  { confirmed }: { confirmed: boolean } = { confirmed: false },
): Promise<'stored' | 'posted' | 'too-many'> {
  // A form sent twice waits here for the first, and then finds nothing to change.
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('contacts|' || ${tx.actor.id}, 0))`
  const stored = await storedDetails(tx, keys)
  const waits = confirmed && given.email !== '' && given.email !== stored.email
  const form = waits ? { ...given, email: stored.email ?? '' } : given
  const choices = choicesToAdd(await ownChildren(tx), form.show)
  const details = await storeDetails(tx, keys, stored, form)
  const remind = form.remind === 'yes'
  const changed = remind !== (await wantsReminders(tx))
  if (changed)
    await tx.rows`insert into reminder_choice (person_id, wanted, chosen_at) values (${tx.actor.id}, ${remind}, ${tx.now})`
  if (choices.length > 0) await addChoices(tx, choices)
  const subject = [...new Set(choices.map((choice) => choice.childId))]
  if (details || changed) await tx.audit('contacts.details-changed', { object: tx.actor.id })
  if (choices.length > 0) await tx.audit('contacts.choice-changed', { subject, object: tx.actor.id })
  // Whoever has just gone through it need not be asked again for a year.
  await tx.rows`select access.details_reviewed()`
  // As when another takes its place: who empties an address and then writes another may not be its owner.
  if (confirmed && stored.email !== undefined && form.email === '')
    await post(tx, keys, { kind: 'former', to: stored.email })
  if (!waits) return 'stored'
  const code = await askForCode(tx, keys, given.email)
  if (!code) return 'too-many'
  await post(tx, keys, { kind: 'code', to: given.email, code })
  return 'posted'
}

async function storedDetails(tx: Write, keys: KeyStore): Promise<Details> {
  const stored: Details = {}
  for (const row of await ownDetails(tx)) openDetail(keys, tx.actor.id, row, stored)
  return stored
}

type Choice = { childId: string; field: ChoiceField; shown: boolean }

function choicesToAdd(children: OwnChild[], ticked: string[]): Choice[] {
  const show = new Set(ticked.map((value) => value.toLowerCase()))
  const own = new Set(children.map((child) => child.id))
  for (const value of show) if (!own.has(value.split(':')[0]!)) throw new NotFound()
  return children.flatMap((child) =>
    choiceFields
      .map((field) => ({ childId: child.id, field, shown: show.has(`${child.id}:${field}`) }))
      .filter((choice) => choice.shown !== child.shown[choice.field]),
  )
}

async function addChoices(tx: Write, choices: Choice[]): Promise<void> {
  await tx.rows`
    insert into contact_choice (guardian_id, child_id, field, shown, chosen_at, chosen_by)
    select ${tx.actor.id}, child_id, field, shown, ${tx.now}, ${tx.actor.id}
    from unnest(${choices.map((choice) => choice.childId)}::uuid[], ${choices.map((choice) => choice.field)}::text[],
                ${choices.map((choice) => String(choice.shown))}::boolean[]) as chosen(child_id, field, shown)`
}

async function storeDetails(tx: Write, keys: KeyStore, stored: Details, form: ContactForm): Promise<boolean> {
  const wanted = asDetails(form)
  const changed = detailFields.filter((field) => !same(stored[field], wanted[field]))
  for (const field of changed) await storeDetail(tx, keys, field, stored[field] !== undefined, wanted[field])
  return changed.length > 0
}

function asDetails({ phone, email, street, postalCode, city }: ContactForm): Details {
  return {
    ...(phone && { phone }),
    ...(email && { email }),
    ...(street && { address: { street, postalCode, city } }),
  }
}

function same(a: string | Address | undefined, b: string | Address | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

async function storeDetail(
  tx: Write,
  keys: KeyStore,
  field: DetailField,
  exists: boolean,
  value: string | Address | undefined,
): Promise<void> {
  const person = tx.actor.id
  if (value === undefined) {
    await tx.rows`delete from contact_detail where person_id = ${person} and field = ${field}`
  } else if (exists) {
    await tx.rows`
      update contact_detail set sealed = ${sealDetail(keys, person, field, value)}, changed_at = ${tx.now}, confirmed_at = null
      where person_id = ${person} and field = ${field}`
  } else {
    await tx.rows`
      insert into contact_detail (person_id, field, sealed, changed_at)
      values (${person}, ${field}, ${sealDetail(keys, person, field, value)}, ${tx.now})`
  }
}
