import { randomUUID } from 'node:crypto'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { openItemKey } from '../documentation/content.ts'
import { NotFound } from '../errors.ts'
import { requireWording } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { getComment, getItemKey, type Met } from './queries.ts'
import { type Said, sealReason, sealSaid } from './sealing.ts'

/**
 * NotFound where the item is out of reach or nothing may be said of it for this child; Unworded for a text that cannot go
 * out as it stands (R28, R29).
 */
export async function say(
  tx: Write,
  keys: KeyStore,
  documentId: string,
  childId: string,
  said: Said,
  answers: Answers,
): Promise<void> {
  const { open } = await tx.one<{ open: boolean }>`select access.comments_open(${documentId}, ${childId}) as open`
  if (!open) throw new NotFound()
  await requireWording(tx, { text: said.text }, { scope: childId, unit: false, about: [childId] }, answers)
  const itemKey = openItemKey(keys, await getItemKey(tx, documentId))
  const id = randomUUID()
  await tx.rows`
    insert into comment (id, document_id, child_id, author_id, author_role, written_at, sealed_text)
    values (${id}, ${documentId}, ${childId}, ${tx.actor.id}, ${tx.actor.role}, ${tx.now}, ${sealSaid(itemKey, id, said)})`
  await tx.audit('comments.written', { subject: childId, object: id })
}

/** R24: taken back by its author, and the text is gone. Returns the item it was said of. */
export async function withdraw(tx: Write, id: string): Promise<string> {
  const { document_id: item, child_id: child } = await tx.one<{ document_id: string; child_id: string }>`
    update comment set withdrawn_at = ${tx.now}, sealed_text = ''
    where id = ${id} and author_id = ${tx.actor.id} and withdrawn_at is null
    returning document_id, child_id`
  await tx.audit('comments.withdrawn', { subject: child, object: id })
  return item
}

/**
 * Out of the family's sight, with a reason for its author. NotFound for what no family wrote, or is hidden already;
 * Unworded for a reason that cannot go out as it stands.
 */
export async function hide(tx: Write, keys: KeyStore, id: string, reason: string, answers: Answers): Promise<string> {
  const comment = await getComment(tx, id)
  if (comment.hidden_at || !/guardian|pupil/.test(comment.author_role)) throw new NotFound()
  await setHidden(tx, keys, comment, reason, answers)
  await tx.audit('comments.hidden', { subject: comment.child_id, object: id })
  return comment.document_id
}

/** Hidden, with words that its author reads. NotFound for what the actor may not hide. */
export async function setHidden(
  tx: Write,
  keys: KeyStore,
  comment: Met,
  reason: string,
  answers: Answers,
): Promise<void> {
  const child = comment.child_id
  await requireWording(tx, { reason }, { scope: child, unit: false, about: [child] }, answers)
  const itemKey = openItemKey(keys, { ...comment, id: comment.document_id })
  await tx.one`
    update comment
    set hidden_at = ${tx.now}, hidden_by = ${tx.actor.id}, sealed_reason = ${sealReason(itemKey, comment.id, reason)}
    where id = ${comment.id}
    returning id`
}

/** Shown again, whoever hid it. */
export async function setShown(tx: Write, id: string): Promise<void> {
  await tx.rows`
    update comment set hidden_at = null, hidden_by = null, sealed_reason = null where id = ${id} and hidden_at is not null`
}

/** The principal's: from here on families of the unit may comment, or may not. What was said stays. */
export async function decide(tx: Write, unit: string, open: boolean): Promise<void> {
  await tx.one`select id from unit where id = ${unit} and id = any ((select access.units())::uuid[])`
  await tx.rows`
    insert into comment_opening (unit_id, open, decided_at, decided_by) values (${unit}, ${open}, ${tx.now}, ${tx.actor.id})`
  await tx.audit(open ? 'comments.opened' : 'comments.closed', { object: unit })
}
