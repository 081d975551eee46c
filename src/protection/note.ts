import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'

/** R9: an officer's own words on a decision, bound to it. Under the key of contact details: both are ways to somebody. */
export function sealNote(keys: KeyStore, decision: string, note: string): Buffer | null {
  return note === '' ? null : seal(keys.object('contact'), 'contact', note, context(decision))
}

/** `sealed` as base64. */
export function openNote(keys: KeyStore, decision: string, sealed: string): string {
  return unseal(keys.object('contact'), 'contact', Buffer.from(sealed, 'base64'), context(decision)).toString('utf8')
}

function context(decision: string): string {
  return `protection_decision|note|${decision}`
}
