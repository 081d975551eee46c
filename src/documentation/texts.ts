import { captionsOf } from '../media/captions.ts'
import type { MediaRow } from '../media/queries.ts'
import type { Place, Texts } from '../wording/guard.ts'
import { type Content, openAlt } from './content.ts'

/** Everything in an item that somebody wrote, by the editor's fields: what the check reads (R28, R29). */
export async function textsOf(
  itemKey: Buffer,
  { title, text }: Content,
  media: Pick<MediaRow, 'id' | 'sealed_alt' | 'captioned'>[],
  mediaDirectory: string,
): Promise<Texts> {
  const alts = media.map(({ id, sealed_alt }) => [`alt.${id}`, openAlt(itemKey, id, Buffer.from(sealed_alt, 'base64'))])
  const captions = media
    .filter(({ captioned }) => captioned)
    .map(async ({ id }) => [`captions.${id}`, await captionsOf(mediaDirectory, itemKey, id)])
  return { title, text, ...Object.fromEntries([...alts, ...(await Promise.all(captions))]) }
}

/** Who will read it, for the check: the children it is about may be named, the others there may not. */
export function placeOf(item: { audience: string; group_id: string }, children: readonly string[]): Place {
  return {
    scope: item.group_id,
    unit: item.audience === 'unit',
    about: item.audience === 'child' ? children : [],
  }
}
