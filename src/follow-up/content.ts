import { KeyStoreError, SealError } from '../crypto/errors.ts'
import { newItemKey, unwrapItemKey, wrapItemKey } from '../crypto/item-key.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'

/** What a version of a note says. `items` are the ids of those it leans on. */
export type NoteContent = { title: string; analysis: string; next: string; signature: string; items: string[] }

/** R9: a key for each note, wrapped by the key of the month in which it must be gone. */
export function newNoteKey(keys: KeyStore, id: string, month: string) {
  const key = newItemKey()
  return { key, sealedKey: wrapItemKey(keys, month, key, id) }
}

export function openNoteKey(keys: KeyStore, note: { id: string; key_month: string; sealed_key: Buffer }): Buffer {
  return unwrapItemKey(keys, note.key_month, note.sealed_key, note.id)
}

export function sealNote(key: Buffer, id: string, version: number, content: NoteContent): Buffer {
  return seal(key, 'item', JSON.stringify(content), `follow-up|${version}|${id}`)
}

export function openNote(key: Buffer, id: string, version: number, sealed: Buffer): NoteContent {
  return JSON.parse(unseal(key, 'item', sealed, `follow-up|${version}|${id}`).toString('utf8'))
}

/** The same where it opens; null where it does not, since its key is gone or what was stored is damaged. */
export function opensAs<T>(open: () => T): T | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof SealError || error instanceof KeyStoreError) return null
    throw error
  }
}
