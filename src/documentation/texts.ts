import type { Read } from '../database/as-actor.ts'
import { captionsOf } from '../media/captions.ts'
import type { MediaRow } from '../media/queries.ts'
import type { Services } from '../services.ts'
import { type Place, remarksOn, type Texts } from '../wording/guard.ts'
import { type Content, openAlt, openContent, openItemKey } from './content.ts'
import type { Draft } from './staff-queries.ts'

/** Everything in an item that somebody wrote, by the editor's fields: what the check reads (R28, R29). */
export async function textsOf(
  itemKey: Buffer,
  { title, text, words = '' }: Content,
  media: Pick<MediaRow, 'id' | 'sealed_alt' | 'captioned'>[],
  mediaDirectory: string,
): Promise<Texts> {
  const alts = media.map(({ id, sealed_alt }) => [`alt.${id}`, openAlt(itemKey, id, Buffer.from(sealed_alt, 'base64'))])
  const captions = media
    .filter(({ captioned }) => captioned)
    .map(async ({ id }) => [`captions.${id}`, await captionsOf(mediaDirectory, itemKey, id)])
  return { title, text, words, ...Object.fromEntries([...alts, ...(await Promise.all(captions))]) }
}

/** Who will read it, for the check: the children it is about may be named, the others there may not. */
export function placeOf(item: { audience: string; group_id: string }, children: readonly string[]): Place {
  return {
    scope: item.group_id,
    unit: item.audience === 'unit',
    about: item.audience === 'child' ? children : [],
  }
}

/** A draft opened, and what the check has to say of it. */
export async function checked({ keys, config }: Pick<Services, 'keys' | 'config'>, tx: Read, draft: Draft) {
  const itemKey = openItemKey(keys, draft)
  const content = openContent(itemKey, draft)
  const place = placeOf(draft, content.children ?? [])
  const texts = await textsOf(itemKey, content, draft.media, config.mediaDirectory)
  return { content, ...(await remarksOn(tx, texts, place)) }
}
