import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { askForCode, dropCode, storedDetails, takeTurn } from './confirm.ts'
import {
  type Address,
  type ChoiceField,
  choiceFields,
  type DetailField,
  type Details,
  detailFields,
  type ProvenField,
  provenFields,
  sealDetail,
} from './details.ts'
import { post, tellFormer } from './letters.ts'
import { takesTexts } from './phone.ts'
import { type OwnChild, ownChildren, wantsReminders } from './queries.ts'
import type { ContactForm } from './schema.ts'

/** By which ways codes can be sent; a detail whose way is closed counts as it is written. */
export type Ways = Record<ProvenField, boolean>
/** For which details a letter with a code is on its way, and for which too many have been asked for today. */
export type Saved = { posted: ProvenField[]; tooMany: ProvenField[] }

/**
 * Stores what the guardian says of themself and lets others see; only what differs. NotFound for another's child. Where
 * an address or a number has to be shown to be theirs first, a new one is not stored: a letter with its code is on its way.
 */
export async function saveContactDetails(
  tx: Write,
  keys: KeyStore,
  given: ContactForm,
  ways: Ways = { email: false, phone: false },
): Promise<Saved> {
  await takeTurn(tx)
  const stored = await storedDetails(tx, keys)
  const waiting = provenFields.filter((field) => ways[field] && waits(field, given[field], stored.details[field]))
  const form = { ...given, ...Object.fromEntries(waiting.map((field) => [field, stored.details[field] ?? ''])) }
  const choices = choicesToAdd(await ownChildren(tx), form)
  const changed = await storeDetails(tx, keys, stored.details, form)
  const reminded = await storeReminding(tx, form.remind === 'yes')
  if (choices.length > 0) await addChoices(tx, choices)
  const subject = [...new Set(choices.map((choice) => choice.childId))]
  if (changed.length > 0 || reminded) await tx.audit('contacts.details-changed', { object: tx.actor.id })
  if (choices.length > 0) await tx.audit('contacts.choice-changed', { subject, object: tx.actor.id })
  // Whoever has just gone through it need not be asked again for a year.
  await tx.rows`select access.details_reviewed()`
  for (const field of provenFields.filter((each) => changed.includes(each))) {
    // What is written down or emptied now is the latest wish: an older one has no code any more.
    await dropCode(tx, field)
    const to = stored.details[field]
    if (to !== undefined && ways[field])
      await tellFormer(tx, keys, { field, to, confirmed: stored.confirmed.has(field) })
  }
  const saved: Saved = { posted: [], tooMany: [] }
  for (const field of waiting) saved[(await sendCode(tx, keys, field, given[field])) ? 'posted' : 'tooMany'].push(field)
  return saved
}

async function storeReminding(tx: Write, wanted: boolean): Promise<boolean> {
  if (wanted === (await wantsReminders(tx))) return false
  await tx.rows`insert into reminder_choice (person_id, wanted, chosen_at) values (${tx.actor.id}, ${wanted}, ${tx.now})`
  return true
}

function waits(field: ProvenField, given: string, stored: string | undefined): boolean {
  return given !== '' && given !== stored && canBeProven(field, given)
}

/** Whether a code can be sent to this address, or to this number. */
export function canBeProven(field: ProvenField, value: string): boolean {
  return field === 'email' || takesTexts(value)
}

/** Sends a code to what is stored already, and was never shown to be theirs; there may be nothing of the kind. */
export async function proveDetail(
  tx: Write,
  keys: KeyStore,
  field: ProvenField,
): Promise<'posted' | 'too-many' | 'nothing'> {
  await takeTurn(tx)
  const { details, confirmed } = await storedDetails(tx, keys)
  const to = details[field]
  if (to === undefined || confirmed.has(field) || !canBeProven(field, to)) return 'nothing'
  return (await sendCode(tx, keys, field, to)) ? 'posted' : 'too-many'
}

async function sendCode(tx: Write, keys: KeyStore, field: ProvenField, to: string): Promise<boolean> {
  const asked = await askForCode(tx, keys, field, to)
  if (typeof asked === 'object') await post(tx, keys, { kind: 'code', field, to, code: asked.code })
  return asked !== 'too-many'
}

type Choice = { childId: string; groupId: string; field: ChoiceField; shown: boolean }

function choicesToAdd(children: OwnChild[], form: ContactForm): Choice[] {
  const [asked, show] = [new Set(form.asked), new Set(form.show)]
  const own = new Set(children.map((child) => child.id))
  for (const value of show) if (!own.has(value.split(':')[0]!)) throw new NotFound()
  return children.flatMap(({ id, groups }) => {
    const met = groups.filter((group) => asked.size === 0 || asked.has(`${id}:${group.id}`))
    return choicesFor({ id, groups: met }, (group, field) => show.has(`${id}:${group}:${field}`))
  })
}

// A group that the child has left while the page was open is chosen for no more, and one that it has come to since not yet:
// an empty box that nobody saw says nothing. A name that is hidden in one group hides it where nothing was chosen
// (reach.name_shown): so where one changes, what was said of all of them is written down. And so is a box that was left
// empty where the municipality hides names: it may come to show them.
function choicesFor(
  { id: childId, groups }: Pick<OwnChild, 'id' | 'groups'>,
  ticked: (group: string, field: ChoiceField) => boolean,
): Choice[] {
  const changes = (group: OwnChild['groups'][number], field: ChoiceField) =>
    ticked(group.id, field) !== group.shown[field]
  const names = groups.some((group) => changes(group, 'name'))
  const leftEmpty = (group: OwnChild['groups'][number]) => !group.named && !ticked(group.id, 'name')
  return groups.flatMap((group) =>
    choiceFields
      .filter((field) => (field === 'name' && (names || leftEmpty(group))) || changes(group, field))
      .map((field) => ({ childId, groupId: group.id, field, shown: ticked(group.id, field) })),
  )
}

async function addChoices(tx: Write, choices: Choice[]): Promise<void> {
  await tx.rows`
    insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by)
    select ${tx.actor.id}, child_id, group_id, field, shown, ${tx.now}, ${tx.actor.id}
    from unnest(${choices.map((choice) => choice.childId)}::uuid[], ${choices.map((choice) => choice.groupId)}::uuid[],
                ${choices.map((choice) => choice.field)}::text[],
                ${choices.map((choice) => String(choice.shown))}::boolean[]) as chosen(child_id, group_id, field, shown)`
}

async function storeDetails(tx: Write, keys: KeyStore, stored: Details, form: ContactForm): Promise<DetailField[]> {
  const wanted = asDetails(form)
  const changed = detailFields.filter((field) => !same(stored[field], wanted[field]))
  for (const field of changed) await storeDetail(tx, keys, field, stored[field] !== undefined, wanted[field])
  return changed
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
