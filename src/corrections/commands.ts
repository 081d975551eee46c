import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { mediaKey, openContent, openItemKey, sealAlt, sealCaptions, sealContent } from '../documentation/content.ts'
import { placeOf, textsOf } from '../documentation/texts.ts'
import { Conflict, NotFound } from '../errors.ts'
import { keepFile } from '../media/settle.ts'
import { type Place, requireWording } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { captionsAfter } from './captions.ts'
import { type Captioned, findAmendable, type Published } from './queries.ts'
import type { Correction } from './schema.ts'
import { sealReason } from './sealing.ts'

export type Undone = 'done' | 'late' | 'corrected'

/**
 * Makes a draft of what the actor published within ten minutes, with all that was chosen for it; readings, goals and what
 * was said of it in that time are gone. Sent twice it is done once. NotFound for what is not the actor's to undo.
 */
export async function undoPublication(tx: Write, keys: KeyStore, id: string): Promise<Undone> {
  const item = await findAmendable(tx, id)
  if (!item) {
    await tx.one`
      select from document
      where id = ${id} and ${tx.actor.id} in (author_id, saved_by) and published_at is null and discarded_at is null and revision > 1`
    return 'done'
  }
  const itemKey = openItemKey(keys, item)
  const content = {
    ...openContent(itemKey, item),
    children: item.tagged.map((child) => child.id),
    goals: item.goals,
  }
  const { sealedContent, sealedCard } = sealContent(keys, id, item.key_month, content, itemKey)
  const { answer } = await tx.one<{ answer: Undone | null }>`
    select access.undo_publication(${id}, ${sealedContent}, ${sealedCard}) as answer`
  if (!answer) throw new NotFound()
  if (answer === 'done') await tx.audit('documentation.publication-undone', { object: id, subject: content.children })
  return answer
}

/**
 * Takes an item back: nobody reads it any more. Sent twice it is done once. NotFound out of reach; Unworded for a reason
 * that holds what may not be written (R28, R29).
 */
export async function recall(
  tx: Write,
  keys: KeyStore,
  id: string,
  reason: string,
  signature: string,
  answers: Answers,
): Promise<void> {
  const item = await findAmendable(tx, id)
  if (!item) {
    await tx.one`select from access.recalled() r where r.id = ${id}`
    return
  }
  const about = item.tagged.map((child) => child.id)
  await requireWording(tx, { reason }, placeFor(item, item.audience, about), answers)
  const sealed = sealReason(openItemKey(keys, item), id, { reason, signature })
  const { answer } = await tx.one<{ answer: 'done' | null }>`
    select access.recall_document(${id}, ${sealed}) as answer`
  if (!answer) throw new NotFound()
  await tx.audit('documentation.recalled', { object: id, subject: about })
}

/** Shows again what was taken back, to those who read it before. NotFound for what is not there to put back. */
export async function putBack(tx: Write, id: string): Promise<void> {
  const { answer } = await tx.one<{ answer: 'done' | null }>`select access.put_back(${id}) as answer`
  if (!answer) throw new NotFound()
  await tx.audit('documentation.put-back', { object: id })
}

/** Who reads it, for the check; what was written at another unit is read as what is about the child is. */
export function placeFor(item: Published, audience: Published['audience'], about: string[]): Place {
  const place = placeOf({ ...item, audience }, about)
  return item.here ? place : { ...place, scope: item.tagged[0]?.id ?? item.group_id }
}

/** Whom a correction reaches cannot be so: 'children' who are not there, or an audience that leaves somebody out. */
export class Misplaced extends Conflict {}

/**
 * A new version of an item: what stood there is kept, the day of publication stands. Conflict when somebody has corrected
 * it since `revision`, Misplaced when it cannot be for those chosen, Unworded as at publication, NotFound out of reach.
 */
export async function correct(
  tx: Write,
  { keys, mediaDirectory }: { keys: KeyStore; mediaDirectory: string },
  item: Captioned,
  change: Correction,
  signature: string,
  answers: Answers,
): Promise<void> {
  const itemKey = openItemKey(keys, item)
  const before = openContent(itemKey, item)
  const corrected = { at: tx.now.toISOString(), signature }
  const taken = change.remove.filter((id) => item.media.some((medium) => medium.id === id))
  const staying = item.media.filter((medium) => !taken.includes(medium.id))
  const sealedFor = (id: string, text: string) => sealCaptions(itemKey, id, text).toString('base64')
  const films = Object.fromEntries(
    Object.entries(change.captions).map(([id, text]) => [
      id,
      { before: id in item.captions ? sealedFor(id, item.captions[id]!) : null, after: sealedFor(id, text) },
    ]),
  )
  const content = { ...before, title: change.title, text: change.text, words: change.words, corrected }
  const alts = Object.fromEntries(
    staying.flatMap(({ id }) =>
      id in change.alts ? [[id, sealAlt(itemKey, id, change.alts[id]!).toString('base64')]] : [],
    ),
  )
  const media = staying.map((medium) => ({ ...medium, sealed_alt: alts[medium.id] ?? medium.sealed_alt }))
  const about = change.audience === 'child' ? change.children : []
  await requireWording(
    tx,
    textsOf(itemKey, content, media, captionsAfter(item.captions, change)),
    placeFor(item, change.audience, about),
    answers,
  )
  const { sealedContent, sealedCard } = sealContent(keys, item.id, item.key_month, content, itemKey)
  const { answer } = await tx.one<{ answer: 'done' | 'conflict' | 'place' | null }>`
    select access.correct(${item.id}, ${change.revision}, ${change.audience}, ${about}::uuid[], ${change.goals}::text[], ${sealedContent},
                          ${sealedCard}, ${JSON.stringify(alts)}::jsonb, ${taken}::uuid[], ${JSON.stringify(films)}::jsonb) as answer`
  if (!answer) throw new NotFound()
  if (answer === 'conflict') throw new Conflict('the item was corrected elsewhere')
  if (answer === 'place') throw new Misplaced('the audience is not there')
  for (const [id, text] of Object.entries(change.captions))
    await keepFile({ directory: mediaDirectory, id, key: mediaKey(itemKey, id) }, 'captions', Buffer.from(text))
  await tx.audit('documentation.corrected', { object: item.id, subject: about })
}
