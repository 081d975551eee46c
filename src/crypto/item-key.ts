import { randomBytes } from 'node:crypto'
import { monthKeyName } from './key-names.ts'
import type { KeyStore } from './key-store.ts'
import type { Month } from './months.ts'
import { seal, unseal } from './seal.ts'

/** A key for one document, picture, film or sound. */
export function newItemKey(): Buffer {
  return randomBytes(32)
}

/** B7: wrapped by the key of the month in which the item must be gone, so that both go dark together. 61 bytes. */
export function wrapItemKey(keys: KeyStore, month: Month, itemKey: Buffer, itemId: string): Buffer {
  const name = monthKeyName(month)
  return seal(keys.object(name), name, itemKey, `item-key|${itemId}`)
}

/** Throws KeyStoreError when the month's key is gone, SealError when it is not this item's key. */
export function unwrapItemKey(keys: KeyStore, month: Month, wrapped: Buffer, itemId: string): Buffer {
  const name = monthKeyName(month)
  return unseal(keys.object(name), name, wrapped, `item-key|${itemId}`)
}
