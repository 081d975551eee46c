import { createHmac, hkdfSync } from 'node:crypto'
import { seal, unseal } from '../crypto/seal.ts'
import { mediaKey } from '../documentation/content.ts'
import { piecesThere } from './pieces.ts'
import type { MediaRow } from './queries.ts'

/** What a file is known by when it is chosen again, and how it is named to whoever is sending it. */
export type Sent = { sent_print: Buffer | null; sealed_name: Buffer | null }

/**
 * `print`: what the browser makes of a file's ends, size and date. R9: kept as a keyed hash and the name sealed, both under
 * the item's key, so that nobody can try from a stolen database whether some known file was sent.
 */
export function sentAs(itemKey: Buffer, mediaId: string, print: string, name: string): Sent {
  return {
    sent_print: print ? printOf(itemKey, print) : null,
    sealed_name: name ? seal(itemKey, 'item', name, `media|name|${mediaId}`) : null,
  }
}

export function printOf(itemKey: Buffer, print: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', itemKey, '', 'insyn sent file', 32))
  return createHmac('sha256', key).update(print).digest()
}

export function openName(itemKey: Buffer, mediaId: string, sealed: string | null): string {
  if (!sealed) return ''
  return unseal(itemKey, 'item', Buffer.from(sealed, 'base64'), `media|name|${mediaId}`).toString('utf8')
}

/** How many pieces have come of each medium that is still coming, by its id. */
export async function comeSoFar(
  directory: string,
  itemKey: Buffer,
  media: Pick<MediaRow, 'id' | 'state'>[],
): Promise<Record<string, number>> {
  const coming = media.filter(({ state }) => state === 'receiving')
  const counts = coming.map(async ({ id }) => {
    const there = await piecesThere({ directory, id, key: mediaKey(itemKey, id) })
    return [id, there.length] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}
