import { seal, unseal } from '../crypto/seal.ts'

export type Reason = { reason: string; signature: string }

/** Why an item was taken back, sealed with the item's own key. */
export function sealReason(itemKey: Buffer, id: string, reason: Reason): Buffer {
  return seal(itemKey, 'item', JSON.stringify(reason), `document|recall|${id}`)
}

export function openReason(itemKey: Buffer, id: string, sealed: Buffer): Reason {
  return JSON.parse(unseal(itemKey, 'item', sealed, `document|recall|${id}`).toString('utf8'))
}
