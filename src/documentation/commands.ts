import { lackingIn, Unconsented } from '../consent/lacking.ts'
import { newItemKey } from '../crypto/item-key.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { Conflict, NotFound } from '../errors.ts'
import { tagGoals } from '../goals/commands.ts'
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
  content: Content
  added: NewMedium[]
  media: MediaChange
}

/** Years until an item published now must be gone; without a rule the longest known, so that no key ends early. */
const fallbackYears = 5

/** The first saving of a draft. An id that is taken, by whomever, is not there for this author. */
export async function beginDraft(
  tx: Write,
  keys: KeyStore,
  change: DraftChange,
  itemKey = newItemKey(),
): Promise<void> {
  const sealed = sealContent(keys, change.id, keyMonth(tx.now, fallbackYears, tx.now), change.content, itemKey)
  try {
    await tx.rows`
      insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, key_month, sealed_key, sealed_content, sealed_card)
      values (${change.id}, ${change.unitId}, ${change.groupId}, ${tx.actor.id}, ${change.audience}, ${tx.now}, ${tx.now},
              ${sealed.keyMonth}, ${sealed.sealedKey}, ${sealed.sealedContent}, ${sealed.sealedCard})`
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new NotFound()
    throw error
  }
  await addMedia(tx, change.id, itemKey, change.added)
  await tx.audit('documentation.draft-saved', { object: change.id })
}

/** A later saving; Conflict when somebody, perhaps oneself in another window, has saved since `revision`. */
export async function saveDraft(
  tx: Write,
  keys: KeyStore,
  draft: Draft,
  revision: number,
  change: DraftChange,
): Promise<void> {
  const itemKey = openItemKey(keys, draft)
  const sealed = sealContent(keys, change.id, draft.key_month, change.content, itemKey)
  const saved = await tx.rows`
    update document
    set group_id = ${change.groupId}, unit_id = ${change.unitId}, audience = ${change.audience}, saved_at = ${tx.now},
        revision = revision + 1, sealed_key = ${sealed.sealedKey}, sealed_content = ${sealed.sealedContent},
        sealed_card = ${sealed.sealedCard}
    where id = ${change.id} and revision = ${revision} and published_at is null
    returning id`
  if (saved.length !== 1) throw new Conflict('the draft was saved elsewhere')
  await changeMedia(tx, change.id, itemKey, change.media)
  await addMedia(tx, change.id, itemKey, change.added)
  await tx.audit('documentation.draft-saved', { object: change.id })
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
): Promise<Published> {
  await tx.rows`select from document where id = ${id} and author_id = ${tx.actor.id} and published_at is null for update`
  const draft = await findDraft(tx, id)
  if (!draft) {
    await tx.one`select from document where id = ${id} and author_id = ${tx.actor.id} and published_at is not null`
    return 'before'
  }
  if (draft.revision !== revision) throw new Conflict('the draft was saved elsewhere')
  const itemKey = openItemKey(keys, draft)
  const { children, goals, ...content } = openContent(itemKey, draft)
  const scopes = await scopesFor(tx, draft, children ?? [])
  const coming = draft.media.some((medium) => medium.state === 'receiving' || medium.state === 'failed')
  if (content.text === '' || scopes.length === 0 || coming) throw new Conflict('the draft is not complete')
  // Postgres refuses it as well (consent/binding.ts); here it is found in time to say what to do.
  if ((await lackingIn(tx, id, draft.audience === 'child' ? scopes : [])).length > 0) throw new Unconsented()
  const texts = await textsOf(itemKey, content, draft.media, mediaDirectory)
  await requireWording(tx, texts, placeOf(draft, children ?? []), answers)
  await tx.rows`
    insert into document_scope (document_id, child_id, group_id, unit_id, published_at)
    select ${id}::uuid, case when ${draft.audience} = 'child' then scope end, case when ${draft.audience} = 'group' then scope end,
           case when ${draft.audience} = 'unit' then scope end, ${tx.now}::timestamptz
    from unnest(${scopes}::uuid[]) as scope`
  await tagGoals(tx, id, draft.group_id, goals ?? [])
  const { years } = (await tx.maybe<{ years: number }>`
    select years from retention_rule where kind = 'documentation' and range_contains_elem(valid, (select access.today()))`) ?? {
    years: fallbackYears,
  }
  const sealed = sealContent(keys, id, keyMonth(tx.now, years, tx.now), content, itemKey)
  await tx.one`
    update document
    set published_at = ${tx.now}, key_month = ${sealed.keyMonth}, sealed_key = ${sealed.sealedKey}, sealed_content = ${sealed.sealedContent},
        sealed_card = ${sealed.sealedCard}
    where id = ${id} and published_at is null
    returning id`
  await tx.audit('documentation.published', { object: id, subject: draft.audience === 'child' ? scopes : null })
  return 'now'
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
  const draft = await findDraft(tx, id)
  if (!draft) throw new NotFound()
  await tx.one`
    select from placement p
    where p.child_id = ${childId} and p.group_id = ${draft.group_id} and p.child_id = any ((select access.children())::uuid[])
      and range_contains_elem(p.valid, (select access.today()))`
  const itemKey = openItemKey(keys, draft)
  const content = { ...openContent(itemKey, draft), children: [childId] }
  const sealed = sealContent(keys, id, draft.key_month, content, itemKey)
  const saved = await tx.rows`
    update document
    set audience = 'child', saved_at = ${tx.now}, revision = revision + 1, sealed_key = ${sealed.sealedKey},
        sealed_content = ${sealed.sealedContent}, sealed_card = ${sealed.sealedCard}
    where id = ${id} and revision = ${draft.revision} and published_at is null
    returning id`
  if (saved.length !== 1) throw new Conflict('the draft was saved elsewhere')
  await tx.audit('documentation.draft-saved', { object: id })
}

export async function discardDraft(tx: Write, id: string): Promise<void> {
  await tx.one`
    update document set discarded_at = ${tx.now}
    where id = ${id} and author_id = ${tx.actor.id} and published_at is null and discarded_at is null
    returning id`
  await tx.audit('documentation.draft-discarded', { object: id })
}
