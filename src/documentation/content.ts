import { hkdfSync } from 'node:crypto'
import { newItemKey, unwrapItemKey, wrapItemKey } from '../crypto/item-key.ts'
import { monthKeyName } from '../crypto/key-names.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { bytesOf, Opened, type SealedValue } from '../crypto/opened.ts'
import { seal, unseal } from '../crypto/seal.ts'
import { swedishDay } from '../web/dates.ts'
import { plainOf } from './notation.ts'

/** What is sealed of an item. A draft's chosen children and goals stand here too. */
export type Content = {
  title: string
  text: string
  /** The child's own words, as they were said. */
  words?: string
  /** `Name, title` of the author. */
  signature: string
  /** Those of others who have written on it. */
  others?: { id: string; signature: string }[]
  children?: string[]
  goals?: string[]
  /** A correction: when it was made, and who signs it. */
  corrected?: { at: string; signature: string }
}

/** What lists show of an item: sealed apart, so that a list of twenty carries twenty beginnings and not twenty texts. */
export type CardContent = { title: string; excerpt: string; signature: string }

export type Sealed = { id: string; key_month: string; sealed_key: Buffer; sealed_content: Buffer }

/**
 * R14: the month, YYYY-MM, in which an item published at `published` must be gone; its key is that month's.
 * Never a month that has passed, whose key is destroyed.
 */
export function keyMonth(published: Date, years: number, now: Date): string {
  const [year, month] = swedishDay(published).split('-')
  const due = `${Number(year) + years}-${month}`
  const present = swedishDay(now).slice(0, 7)
  return due < present ? present : due
}

export function sealContent(keys: KeyStore, id: string, month: string, content: Content, itemKey = newItemKey()) {
  return {
    keyMonth: month,
    sealedKey: wrapItemKey(keys, month, itemKey, id),
    sealedContent: seal(itemKey, 'item', JSON.stringify(content), `document|content|${id}`),
    sealedCard: sealCard(keys, id, month, content),
  }
}

/** Under the month's own key: a list opens one value for each item, where the item's key would have to be opened first. */
export function sealCard(
  keys: KeyStore,
  id: string,
  month: string,
  { title, text, words, signature }: Content,
): Buffer {
  const card: CardContent = { title, excerpt: shorten(text || words || ''), signature }
  const name = monthKeyName(month)
  return seal(keys.object(name), name, JSON.stringify(card), `document|card|${id}`)
}

export function openItemKey(keys: KeyStore, row: Omit<Sealed, 'sealed_content'>): Buffer {
  return unwrapItemKey(keys, row.key_month, row.sealed_key, row.id)
}

export function openContent(itemKey: Buffer, row: Pick<Sealed, 'id' | 'sealed_content'>): Content {
  return JSON.parse(unseal(itemKey, 'item', row.sealed_content, `document|content|${row.id}`).toString('utf8'))
}

const cards = new Opened<CardContent>()

export function openCard(
  keys: KeyStore,
  row: { id: string; key_month: string; sealed_card: SealedValue },
): CardContent {
  const name = monthKeyName(row.key_month)
  // Asked for before anything that was opened: where the month's key is gone, nothing opens.
  const key = keys.object(name)
  return cards.get(row.id, [row.sealed_card], () =>
    JSON.parse(unseal(key, name, bytesOf(row.sealed_card), `document|card|${row.id}`).toString('utf8')),
  )
}

const excerptLength = 220

function shorten(text: string): string {
  const flat = plainOf(text.slice(0, excerptLength * 2))
  if (flat.length <= excerptLength) return flat
  return `${flat.slice(0, flat.lastIndexOf(' ', excerptLength)).replace(/[,;:.–-]+$/, '')} …`
}

/** A picture's own key follows from its item's: where that is gone, the file is dark. */
export function mediaKey(itemKey: Buffer, mediaId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', itemKey, mediaId, 'insyn media', 32))
}

export function sealAlt(itemKey: Buffer, mediaId: string, alt: string): Buffer {
  return seal(itemKey, 'item', alt, `media|alt|${mediaId}`)
}

export function sealCaptions(itemKey: Buffer, mediaId: string, captions: string): Buffer {
  return seal(itemKey, 'item', captions, `media|captions|${mediaId}`)
}

export function openCaptions(itemKey: Buffer, mediaId: string, sealed: Buffer): string {
  return unseal(itemKey, 'item', sealed, `media|captions|${mediaId}`).toString('utf8')
}

export function openAlt(itemKey: Buffer, mediaId: string, sealed: Buffer): string {
  return unseal(itemKey, 'item', sealed, `media|alt|${mediaId}`).toString('utf8')
}
