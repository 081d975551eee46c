import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { heldBy, openBase } from './base.ts'
import { beginDraft, type DraftChange, holdDraft, saveDraft, Taken } from './commands.ts'
import { openItemKey } from './content.ts'
import { type Held, merge, nothingIn } from './merging.ts'
import type { Draft } from './staff-queries.ts'

/** What the editor's form sent: what it holds, and what its page began from. */
export type Sent = {
  held: Held
  revision: number
  base: string | undefined
  form: string | null
  /** By the script, which may come late: with nothing new in it, it saves nothing. */
  auto: boolean
  shared: boolean | undefined
}

export type Saving =
  | { kind: 'saved'; held: Held; put: 'as-sent' | 'together' }
  /** Nothing is saved: both changed the same. `held` has all that could be put together, and one's own where not. */
  | { kind: 'clash'; draft: Draft; held: Held; stored: Held; clashes: string[] }

/**
 * Saves what was sent without ever overwriting what somebody else, or oneself in another window, has saved since: put
 * together where the two changed different things, otherwise a clash to look at. `changeOf` makes the change out of what is
 * to be saved, and may refuse it; `saved` runs in the same transaction.
 */
export async function save(
  tx: Write,
  keys: KeyStore,
  id: string,
  sent: Sent,
  itemKey: Buffer,
  changeOf: (held: Held, draft: Draft | undefined, base: Held | undefined) => Promise<DraftChange>,
): Promise<Saving> {
  const draft = await holdDraft(tx, id)
  if (!draft) {
    // What was there when the page was made is not begun anew.
    if (sent.base) throw new Taken()
    await beginDraft(tx, keys, await changeOf(sent.held, undefined, undefined), itemKey)
    return { kind: 'saved', held: sent.held, put: 'as-sent' }
  }
  const stored = heldBy(openItemKey(keys, draft), draft)
  if (sent.auto && (sent.shared ?? draft.shared) === draft.shared && holdsAlready(stored, sent.held))
    return { kind: 'saved', held: stored, put: 'as-sent' }
  const base = baseOf(keys, draft, sent, stored)
  // The same page saved last and its answer was lost: what it sends now is what it sent then, written on.
  const own = draft.revision === sent.revision || (sent.form !== null && draft.saved_form === sent.form)
  if (own) {
    await saveDraft(tx, keys, draft, await changeOf(sent.held, draft, base))
    return { kind: 'saved', held: sent.held, put: 'as-sent' }
  }
  const { merged, clashes } = merge(base, stored, sent.held)
  if (clashes.length > 0) return { kind: 'clash', draft, held: merged, stored, clashes }
  await saveDraft(tx, keys, draft, { ...(await changeOf(merged, draft, base)), form: null })
  return { kind: 'saved', held: merged, put: 'together' }
}

function baseOf(keys: KeyStore, draft: Draft, { revision, base }: Sent, stored: Held): Held | undefined {
  if (revision === 0) return nothingIn(stored)
  return base ? openBase(openItemKey(keys, draft), draft.id, revision, base) : undefined
}

function holdsAlready(stored: Held, { alts, subjects, children, goals, ...words }: Held): boolean {
  const same = (one: string[] = [], other: string[]) => one.toSorted().join() === other.toSorted().join()
  return (
    Object.entries(words).every(([field, value]) => stored[field as keyof typeof words] === value) &&
    same(stored.children, children) &&
    same(stored.goals, goals) &&
    Object.entries(alts).every(([id, alt]) => stored.alts[id] === alt) &&
    Object.entries(subjects).every(([id, each]) => same(stored.subjects[id], each))
  )
}
