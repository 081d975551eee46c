import type { KeyStore } from '../crypto/key-store.ts'
import { seal, unseal } from '../crypto/seal.ts'

export type Address = { street: string; postalCode: string; city: string }

/** What a guardian may say of themself; what is not there is not said. */
export type Details = { phone?: string; email?: string; address?: Address }

export const detailFields = ['phone', 'email', 'address'] as const
export type DetailField = (typeof detailFields)[number]

/** What its owner can show to be theirs, by a code that is sent there: by mail, by text message. */
export const provenFields = ['email', 'phone'] as const
export type ProvenField = (typeof provenFields)[number]

export const choiceFields = ['name', ...detailFields] as const
export type ChoiceField = (typeof choiceFields)[number]

/** R9: one detail sealed on its own, bound to its field and its person. An address is sealed as one. */
export function sealDetail(keys: KeyStore, personId: string, field: DetailField, value: string | Address): Buffer {
  const plain = typeof value === 'string' ? value : JSON.stringify(value)
  return seal(keys.object('contact'), 'contact', plain, context(field, personId))
}

/** Puts the opened detail among `details`. */
export function openDetail(
  keys: KeyStore,
  personId: string,
  row: { field: DetailField; sealed: Buffer },
  details: Details,
): void {
  const plain = unseal(keys.object('contact'), 'contact', row.sealed, context(row.field, personId)).toString('utf8')
  if (row.field === 'address') details.address = JSON.parse(plain) as Address
  else details[row.field] = plain
}

/** The details of one person, opened. */
export function openDetails(
  keys: KeyStore,
  personId: string,
  rows: readonly { field: DetailField; sealed: Buffer }[],
): Details {
  const details: Details = {}
  for (const row of rows) openDetail(keys, personId, row, details)
  return details
}

/** An address as it is shown or mailed to; undefined where it does not open. */
export function emailIn(keys: KeyStore, personId: string, sealed: Buffer): string | undefined {
  const details: Details = {}
  try {
    openDetail(keys, personId, { field: 'email', sealed }, details)
  } catch {
    return undefined
  }
  return details.email
}

export function sayAddress({ street, postalCode, city }: Address): string {
  return `${street}, ${sayPostalCode(postalCode)} ${city}`
}

export function sayPostalCode(digits: string): string {
  return digits.length === 5 ? `${digits.slice(0, 3)} ${digits.slice(3)}` : digits
}

function context(field: DetailField, personId: string): string {
  return `contact_detail|${field}|${personId}`
}
