import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { ChangeReason, HandKind } from './by-hand.ts'
import type { BlockForm, NameForm } from './schema.ts'

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
