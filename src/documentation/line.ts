import type { SealedValue } from '../crypto/opened.ts'

/**
 * An item of a list as Postgres hands it over (reading.ts): `1` where it is new to the reader, `1` where its writer is
 * protected today, otherwise `0`; the ids of those whose it is, where several children stand in one flow; and the card as
 * its scope row carries it, JSON. Most cards have been opened for somebody else a moment before, and of those nothing
 * but the text itself is looked at.
 */
export type Line = string

/** What a card is made of. */
export type ItemRow = {
  id: string
  audience: 'child' | 'group' | 'unit'
  published_at: Date
  key_month: string
  /** Null in a card without a picture: the card itself is the month's to open. */
  sealed_key: SealedValue | null
  sealed_card: SealedValue
  /** Decision 3: under protection today, whatever was signed then. */
  author_hidden: boolean
  media_id: string | null
  width: number
  height: number
  sealed_alt: SealedValue | null
  pictures: number
  /** For families: not opened yet. */
  unread: boolean
}

// As access.refresh_entries puts them together. What is sealed is in base64, an instant as JSON says it.
type Packed = [
  ...[id: string, audience: ItemRow['audience'], published: string, month: string, key: string | null, card: string],
  ...[media: string | null, width: number, height: number, alt: string | null, pictures: number],
]

const [flags, uuidLength] = [2, 36]

export function linesOf(items: string): Line[] {
  return items === '' ? [] : items.split('\n')
}

/** What everybody's line about this item has in common. */
export function packedOf(line: Line): string {
  return line.slice(line.indexOf('['))
}

export function idOf(line: Line): string {
  const at = line.indexOf('["') + 2
  return line.slice(at, at + uuidLength)
}

/** Ids of the children it belongs with, where several stand in one flow. */
export function whoseOf(line: Line): string[] {
  const ids = line.slice(flags, line.indexOf('['))
  return ids === '' ? [] : ids.split(',')
}

/** What differs from reader to reader. */
export function flagsOf(line: Line): string {
  return line.slice(0, flags)
}

export function rowOf(line: Line): ItemRow {
  const [id, audience, published, key_month, sealed_key, sealed_card, media_id, ...picture] = JSON.parse(
    packedOf(line),
  ) as Packed
  const [width, height, sealed_alt, pictures] = picture
  return {
    ...{ id, audience, published_at: new Date(published), key_month, sealed_key, sealed_card },
    ...{ media_id, width, height, sealed_alt, pictures },
    ...{ unread: line[0] === '1', author_hidden: line[1] === '1' },
  }
}
