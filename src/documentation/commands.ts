import { lackingIn, Unconsented } from '../consent/lacking.ts'
import { newItemKey } from '../crypto/item-key.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Read, Write } from '../database/as-actor.ts'
import { Conflict, NotFound } from '../errors.ts'
import { tagGoals } from '../goals/commands.ts'
import { captionsOf } from '../media/captions.ts'
import { addMedia, changeMedia, type MediaChange, type NewMedium } from '../media/commands.ts'
import { requireWording } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { type Content, keyMonth, openContent, openItemKey, sealContent } from './content.ts'
import { type Draft, findDraft } from './staff-queries.ts'
import { placeOf, textsOf } from './texts.ts'

export type DraftChange = {
  id: string
  groupId: string
  unitId: string
  audience: 'child' | 'group' | 'unit'
  content: Omit<Content, 'signature' | 'others'>
  /** `Name, title` of whoever saves. */
  signature: string
  /** Whether colleagues write on it too; undefined: as before. Its author decides. */
  shared?: boolean | undefined
  /** The page that saves, for telling its own earlier saving from somebody else's; null for none. */
  form: string | null
  added: NewMedium[]
  media: MediaChange
}

// Without a rule the longest known, so that no key ends early.
const fallbackYears = 5

/** The first saving of a draft. An id that is taken, by whomever, is not there for this author. */
export async function beginDraft(
  tx: Write,
  keys: KeyStore,
  change: DraftChange,
  itemKey = newItemKey(),
): Promise<void> {
  const content = { ...change.content, signature: change.signature }
  const sealed = sealContent(keys, change.id, keyMonth(tx.now, fallbackYears, tx.now), content, itemKey)
  try {
    await tx.rows`
      insert into document (id, unit_id, group_id, author_id, audience, about, shared_at, created_at, saved_at, saved_form, key_month,
                            sealed_key, sealed_content, sealed_card)
      values (${change.id}, ${change.unitId}, ${change.groupId}, ${tx.actor.id}, ${change.audience}, ${aboutOf(change)}::uuid[],
              ${change.shared ? tx.now : null}, ${tx.now}, ${tx.now}, ${change.form}, ${sealed.keyMonth}, ${sealed.sealedKey}, ${sealed.sealedContent},
              ${sealed.sealedCard})`
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new Taken()
    throw error
  }
  await addMedia(tx, change.id, itemKey, change.added)
  await tx.audit('documentation.draft-saved', { object: change.id })
}

/** The id is of something that is not within reach, or not any more. */
export class Taken extends NotFound {}

// R3: what is about children is there for those alone who care for one of them, from the first saving.
function aboutOf({ audience, content }: DraftChange): string[] {
  return audience === 'child' ? (content.children ?? []) : []
}

/** A later saving of a draft that the caller holds (holdDraft). */
export async function saveDraft(tx: Write, keys: KeyStore, draft: Draft, change: DraftChange): Promise<void> {
  const itemKey = openItemKey(keys, draft)
  const content = { ...change.content, ...signed(tx, itemKey, draft, change.signature) }
  const sealed = sealContent(keys, change.id, draft.key_month, content, itemKey)
  const shared = draft.author_id === tx.actor.id ? (change.shared ?? draft.shared) : draft.shared
  await tx.one`
    update document
    set group_id = ${change.groupId}, unit_id = ${change.unitId}, audience = ${change.audience}, about = ${aboutOf(change)}::uuid[],
        shared_at = case when ${shared} then coalesce(shared_at, ${tx.now}) end, saved_at = ${tx.now}, saved_form = ${change.form}::uuid,
        revision = revision + 1, sealed_key = ${sealed.sealedKey}, sealed_content = ${sealed.sealedContent},
        sealed_card = ${sealed.sealedCard}
    where id = ${change.id} and published_at is null
    returning id`
  await changeMedia(tx, change.id, itemKey, change.media)
  await addMedia(tx, change.id, itemKey, change.added)
  // What saves itself every few seconds is one sitting in the log.
  const sitting = draft.saved_by === tx.actor.id && tx.now.getTime() - draft.saved_at.getTime() < 600_000
  if (!sitting) await tx.audit('documentation.draft-saved', { object: change.id })
}

// The author signs first, whoever saved last; the others who have written stand beside.
function signed(tx: Write, itemKey: Buffer, draft: Draft, signature: string): Pick<Content, 'signature' | 'others'> {
  const before = openContent(itemKey, draft)
  if (draft.author_id === tx.actor.id) return { signature, ...(before.others ? { others: before.others } : {}) }
  const others = (before.others ?? []).filter(({ id }) => id !== tx.actor.id)
  return { signature: before.signature, others: [...others, { id: tx.actor.id, signature }] }
}

/** A draft within reach as it is now, held until the transaction ends, so that nobody saves in between; or undefined. */
export async function holdDraft(tx: Write, id: string): Promise<Draft | undefined> {
  await tx.rows`select from document where id = ${id} and published_at is null and discarded_at is null for update`
  return findDraft(tx, id)
}

export type Published = 'now' | 'before'

/**
 * Publishes a draft to its audience: from here the family reads it and retention runs (R14). Sent twice it publishes
 * once. NotFound for what is not one's own; Conflict when it has changed since it was reviewed; Unworded when a text
 * holds what may not go out, or warns and no answer says why (R28, R29); Unconsented when a picture, film or sound needs
 * a consent that is not there (R16, decision 5).
 */
export async function publish(
  tx: Write,
  { keys, mediaDirectory }: { keys: KeyStore; mediaDirectory: string },
  id: string,
  revision: number,
  answers: Answers,
  signatureFor: (draft: Draft) => Promise<string>,
): Promise<Published> {
  const draft = await holdDraft(tx, id)
  if (!draft) {
    await tx.one`
      select from document
      where id = ${id} and published_at is not null and (author_id = ${tx.actor.id} or ${tx.actor.id} = any (co_author_ids))`
    return 'before'
  }
  if (draft.revision !== revision) throw new SavedSince()
  const itemKey = openItemKey(keys, draft)
  const { children, goals, ...written } = openContent(itemKey, draft)
  // Who publishes it stands for it too.
  const content = { ...written, ...signed(tx, itemKey, draft, await signatureFor(draft)) }
  const scopes = await scopesFor(tx, draft, children ?? [])
  const coming = draft.media.some((medium) => medium.state === 'receiving' || medium.state === 'failed')
  if ((content.text === '' && !content.words) || scopes.length === 0 || coming)
    throw new Conflict('the draft is not complete')
  // Postgres refuses it as well (consent/binding.ts); here it is found in time to say what to do.
  if ((await lackingIn(tx, id, draft.audience === 'child' ? scopes : [])).length > 0) throw new Unconsented()
  const texts = textsOf(itemKey, content, draft.media, await captionsOf(mediaDirectory, itemKey, draft.media))
  await requireWording(tx, texts, placeOf(draft, children ?? []), answers)
  await tx.rows`
    insert into document_scope (document_id, child_id, group_id, unit_id, published_at)
    select ${id}::uuid, case when ${draft.audience} = 'child' then scope end, case when ${draft.audience} = 'group' then scope end,
           case when ${draft.audience} = 'unit' then scope end, ${tx.now}::timestamptz
    from unnest(${scopes}::uuid[]) as scope`
  await tagGoals(tx, id, draft.group_id, goals ?? [])
  const sealed = sealContent(keys, id, keyMonth(tx.now, await yearsKept(tx), tx.now), content, itemKey)
  await tx.one`
    update document
    set published_at = ${tx.now}, about = null, key_month = ${sealed.keyMonth}, sealed_key = ${sealed.sealedKey}, sealed_content = ${sealed.sealedContent},
        sealed_card = ${sealed.sealedCard}
    where id = ${id} and published_at is null
    returning id`
  await tx.audit('documentation.published', { object: id, subject: draft.audience === 'child' ? scopes : null })
  return 'now'
}

/** How many years what is published or written now is kept, by the rule of today. */
export async function yearsKept(tx: Read): Promise<number> {
  const rule = await tx.maybe<{ years: number }>`
    select years from retention_rule where kind = 'documentation' and range_contains_elem(valid, (select access.today()))`
  return rule?.years ?? fallbackYears
}

/** What is to be published is another text than the one that was reviewed. */
export class SavedSince extends Conflict {
  constructor() {
    super('the draft was saved since it was reviewed')
  }
}

// Only children who are in the group today: one who left, or came under protection, since the draft was written is gone.
async function scopesFor(tx: Write, draft: Draft, children: string[]): Promise<string[]> {
  if (draft.audience === 'group') return [draft.group_id]
  if (draft.audience === 'unit') return [draft.unit_id]
  const rows = await tx.rows<{ id: string }>`
    select distinct p.child_id as id from placement p
    where p.child_id = any (${children}::uuid[]) and p.child_id = any ((select access.children())::uuid[])
      and range_contains_elem(p.valid, (select access.today()))`
  if (rows.length !== new Set(children).size) throw new Conflict('a child is no longer in the group')
  return rows.map((row) => row.id)
}

/** Turns a draft into one for a single child's own family: what is left when others' consent is lacking. */
export async function narrowToChild(tx: Write, keys: KeyStore, id: string, childId: string): Promise<void> {
  const draft = await holdDraft(tx, id)
  if (!draft) throw new NotFound()
  await tx.one`
    select from placement p
    where p.child_id = ${childId} and p.group_id = ${draft.group_id} and p.child_id = any ((select access.children())::uuid[])
      and range_contains_elem(p.valid, (select access.today()))`
  const itemKey = openItemKey(keys, draft)
  const { signature, others, ...content } = openContent(itemKey, draft)
  const nothing = { removed: [], alts: {}, subjects: { shown: [], ticked: [], nobody: [] }, captioned: [] }
  const place = { id, groupId: draft.group_id, unitId: draft.unit_id, audience: 'child' } as const
  const change = {
    ...place,
    content: { ...content, children: [childId] },
    signature,
    form: null,
    added: [],
    media: nothing,
  }
  await saveDraft(tx, keys, draft, change)
}

export async function discardDraft(tx: Write, id: string): Promise<void> {
  await tx.one`
    update document set discarded_at = ${tx.now}
    where id = ${id} and author_id = ${tx.actor.id} and published_at is null and discarded_at is null
    returning id`
  await tx.audit('documentation.draft-discarded', { object: id })
}
