import type { Read } from '../database/as-actor.ts'
import { type Captions, captionsOf, captionWords } from '../media/captions.ts'
import type { MediaRow } from '../media/queries.ts'
import type { Services } from '../services.ts'
import { type Place, remarksOn, type Texts } from '../wording/guard.ts'
import { type Content, openAlt, openContent, openItemKey } from './content.ts'
import type { Draft } from './staff-queries.ts'

/** Everything in an item that somebody wrote, by the editor's fields: what the check reads (R28, R29). */
export function textsOf(
  itemKey: Buffer,
  { title, text, words = '' }: Pick<Content, 'title' | 'text' | 'words'>,
  media: Pick<MediaRow, 'id' | 'sealed_alt'>[],
  captions: Captions,
): Texts {
  const alts = media.map(({ id, sealed_alt }) => [`alt.${id}`, openAlt(itemKey, id, Buffer.from(sealed_alt, 'base64'))])
  const said = Object.entries(captions).map(([id, film]) => [`captions.${id}`, captionWords(film)])
  return { title, text, words, ...Object.fromEntries([...alts, ...said]) }
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
  const captions = await captionsOf(config.mediaDirectory, itemKey, draft.media)
  const texts = textsOf(itemKey, content, draft.media, captions)
  return { content, ...(await remarksOn(tx, texts, place)) }
}
