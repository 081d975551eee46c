import { randomUUID } from 'node:crypto'
import { blindIndex } from '../crypto/blind-index.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { seal } from '../crypto/seal.ts'
import type { Write } from '../database/as-actor.ts'
import { Conflict, NotFound } from '../errors.ts'
import type { ChangeReason, HandKind } from './by-hand.ts'
import type { AddForm, BlockForm, GiveForm, NameForm } from './schema.ts'

/** A name that the register says wrongly; deliveries leave it alone from now on. */
export async function putNameRight(tx: Write, id: string, { givenName, familyName, reason }: NameForm): Promise<void> {
  const changed = await tx.rows`
    update person set given_name = ${givenName}, family_name = ${familyName} where id = ${id} returning id`
  if (changed.length === 0) throw new NotFound()
  await tx.rows`
    insert into person_correction (person_id, given_name, family_name, corrected_by, corrected_at)
    values (${id}, ${givenName}, ${familyName}, ${tx.actor.id}, ${tx.now})`
  await note(tx, id, null, 'name', reason)
  await tx.audit('people.changed', { object: id })
}

/** The guardian reaches nothing of the child's from now on, and sees no trace of why. Conflict when it is so already. */
export async function blockGuardian(tx: Write, childId: string, form: BlockForm): Promise<void> {
  const custody = await tx.maybe`
    select from guardianship where child_id = ${childId} and guardian_id = ${form.guardian}
      and range_contains_elem(valid, (select access.today()))`
  if (!custody) throw new NotFound()
  await tx.rows`
    insert into guardian_block (guardian_id, child_id, valid, reason, reference, review_on, decided_by, decided_at)
    values (${form.guardian}, ${childId}, daterange((select access.today()), null), ${form.reason}, ${form.reference},
            ${form.reviewOn}, ${tx.actor.id}, ${tx.now})`
  await note(tx, form.guardian, childId, 'blocked', 'decision')
  await tx.audit('people.blocked', { subject: childId, object: form.guardian })
}

/** Access comes back today; of a block that began today, tomorrow: a day is the smallest there is. */
export async function endBlock(tx: Write, childId: string, guardianId: string, reason: ChangeReason): Promise<void> {
  const ended = await tx.rows`
    update guardian_block set valid = daterange(lower(valid), greatest((select access.today()), lower(valid) + 1))
    where guardian_id = ${guardianId} and child_id = ${childId} and range_contains_elem(valid, (select access.today()))
      and (upper_inf(valid) or upper(valid) > (select access.today()) + 1)
    returning id`
  if (ended.length === 0) throw new NotFound()
  await note(tx, guardianId, childId, 'block-ended', reason)
  await tx.audit('people.blocked', { subject: childId, object: guardianId })
}

/** The decision still holds, and is looked at again on another day. */
export async function keepBlock(
  tx: Write,
  childId: string,
  { guardian, reviewOn, reason }: { guardian: string; reviewOn: string; reason: ChangeReason },
): Promise<void> {
  const kept = await tx.rows`
    update guardian_block set review_on = ${reviewOn}
    where guardian_id = ${guardian} and child_id = ${childId} and range_contains_elem(valid, (select access.today())) returning id`
  if (kept.length === 0) throw new NotFound()
  await note(tx, guardian, childId, 'block-kept', reason)
  await tx.audit('people.blocked', { subject: childId, object: guardian })
}

/**
 * Somebody whom the register does not know of; undefined where the number is that of somebody the administrator meets.
 * Decision 3: of anybody else who has it nothing shows.
 */
export async function addPerson(
  tx: Write,
  keys: KeyStore,
  { givenName, familyName, number, reason }: AddForm,
): Promise<string | undefined> {
  const id = randomUUID()
  const index = number && blindIndex(keys.get('index.personnummer'), number)
  // R15: two who add the same number at once wait for each other.
  if (index)
    await tx.rows`select pg_advisory_xact_lock(hashtextextended('number|' || encode(${index}::bytea, 'hex'), 0))`
  if (index && (await tx.maybe`select from person where personnummer_index = ${index} limit 1`)) return undefined
  const sealed = number && seal(keys.get('personnummer'), 'personnummer', number, `person|personnummer|${id}`)
  await tx.rows`
    insert into person (id, given_name, family_name, personnummer, personnummer_index)
    values (${id}, ${givenName}, ${familyName}, ${sealed}, ${index})`
  await note(tx, id, null, 'added', reason)
  await tx.audit('people.changed', { object: id })
  return id
}

/** A duty in a group from a day to a day, beside what the register says; no delivery touches it. Conflict where it is there. */
export async function giveDuty(tx: Write, id: string, { group, title, first, last, reason }: GiveForm): Promise<void> {
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('duty|' || ${id}, 0))`
  await tx.one`select id from person where id = ${id}`
  const already = await tx.maybe`
    select from duty where person_id = ${id} and group_id = ${group} and valid && daterange(${first}::date, ${last}::date, '[]') limit 1`
  if (already) throw new Conflict('a duty there on those days')
  const given = await tx.rows`
    insert into duty (person_id, unit_id, group_id, role, title, valid)
    select ${id}::uuid, g.unit_id, g.id, 'educator', ${title}, daterange(${first}::date, ${last}::date, '[]')
    from unit_group g where g.id = ${group} returning id`
  if (given.length === 0) throw new NotFound()
  await note(tx, id, null, 'duty-given', reason)
  await tx.audit('people.changed', { object: id })
}

/** A duty given here lasts until another day. */
export async function prolongDuty(
  tx: Write,
  id: string,
  { duty, last, reason }: { duty: string; last: string; reason: ChangeReason },
): Promise<void> {
  await movesDuty(tx, id, duty, last, 'duty-prolonged', reason)
}

/** A duty given here is over, with yesterday; of one that began today or is to come, with its first day. */
export async function endDuty(
  tx: Write,
  id: string,
  { duty, reason }: { duty: string; reason: ChangeReason },
): Promise<void> {
  await movesDuty(tx, id, duty, null, 'duty-ended', reason)
}

async function movesDuty(
  tx: Write,
  id: string,
  duty: string,
  last: string | null,
  kind: HandKind,
  reason: ChangeReason,
): Promise<void> {
  // A day is the smallest period there is.
  const moved = await tx.rows`
    update duty set valid = daterange(lower(valid), greatest(coalesce(${last}::date + 1, (select access.today())), lower(valid) + 1))
    where id = ${duty} and person_id = ${id} and origin = 'local' and role = 'educator' and upper(valid) > (select access.today()) returning id`
  if (moved.length === 0) throw new NotFound()
  await note(tx, id, null, kind, reason)
  await tx.audit('people.changed', { object: id })
}

/** R15: somebody looks at a whole number. Written before it is shown. */
export async function noteNumberShown(tx: Write, id: string, reason: ChangeReason): Promise<void> {
  await note(tx, id, null, 'number-shown', reason)
  await tx.audit('people.number-revealed', { object: id })
}

async function note(
  tx: Write,
  person: string,
  other: string | null,
  kind: HandKind,
  reason: ChangeReason,
): Promise<void> {
  await tx.rows`
    insert into person_change (person_id, other_id, kind, reason, changed_by, changed_at)
    values (${person}, ${other}, ${kind}, ${reason}, ${tx.actor.id}, ${tx.now})`
}
