import { seal, unseal } from '../crypto/seal.ts'
import { marksOf } from '../media/presenter.ts'
import { openAlt, openContent } from './content.ts'
import type { Held } from './merging.ts'
import type { Draft } from './staff-queries.ts'

/** What a stored draft holds, in the form's own shape. */
export function heldBy(itemKey: Buffer, draft: Draft): Held {
  const { title, text, words = '', children = [], goals = [] } = openContent(itemKey, draft)
  const each = <T>(of: (medium: Draft['media'][number]) => T) =>
    Object.fromEntries(draft.media.map((m) => [m.id, of(m)]))
  return {
    ...{ title, text, words, children, goals, group: draft.group_id, audience: draft.audience },
    alts: each((medium) => openAlt(itemKey, medium.id, Buffer.from(medium.sealed_alt, 'base64'))),
    subjects: each(marksOf),
  }
}

/**
 * What a page of the editor began from goes along with its form, sealed with the item's own key: what two have written can
 * be put together although no earlier text is kept anywhere.
 */
export function sealBase(itemKey: Buffer, id: string, revision: number, held: Held): string {
  return seal(itemKey, 'item', JSON.stringify(held), about(id, revision)).toString('base64')
}

/** Undefined where it is not ours, or of another draft or revision. */
export function openBase(itemKey: Buffer, id: string, revision: number, sealed: string): Held | undefined {
  try {
    return JSON.parse(unseal(itemKey, 'item', Buffer.from(sealed, 'base64'), about(id, revision)).toString('utf8'))
  } catch {
    return undefined
  }
}

const about = (id: string, revision: number) => `document|base|${id}|${revision}`
