import { seal, unseal } from '../crypto/seal.ts'

/** R9: under the item's own key, bound to the comment: where the item's key is gone, so is what was said of it. */
export type Said = { text: string; signature: string }

export function sealSaid(itemKey: Buffer, id: string, said: Said): Buffer {
  return seal(itemKey, 'item', JSON.stringify(said), `comment|text|${id}`)
}

export function openSaid(itemKey: Buffer, id: string, sealed: Buffer): Said {
  return JSON.parse(unseal(itemKey, 'item', sealed, `comment|text|${id}`).toString('utf8'))
}

export function sealReason(itemKey: Buffer, id: string, reason: string): Buffer {
  return seal(itemKey, 'item', reason, `comment|reason|${id}`)
}

export function openReason(itemKey: Buffer, id: string, sealed: Buffer): string {
  return unseal(itemKey, 'item', sealed, `comment|reason|${id}`).toString('utf8')
}
