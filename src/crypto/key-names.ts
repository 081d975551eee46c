import { KeyStoreError } from './errors.ts'
import { isMonth, type Month } from './months.ts'

/** One key per purpose, so that a leaked or replaced key touches nothing else. */
export const longLivedKeys = [
  'personnummer', // seals personnummer
  'contact', // seals contact details, and the papers that guardians have signed
  'index.personnummer', // the blind index that finds a personnummer
  'context', // signs the actor that the database sees
  'session', // signs the session cookie
  'throttle', // hides account names and addresses in the sign-in throttle
] as const

export type LongLivedKey = (typeof longLivedKeys)[number]
export type MonthKey = `month-${string}`
export type KeyName = LongLivedKey | MonthKey

export function monthKeyName(month: Month): MonthKey {
  if (!isMonth(month)) throw new KeyStoreError('missing', `"${month}" is not a month, so it has no key.`)
  return `month-${month}`
}

export function monthOfKey(name: string): Month | undefined {
  const month = name.startsWith('month-') ? name.slice('month-'.length) : ''
  return isMonth(month) ? month : undefined
}

/** The name becomes a file name: nothing but a known key gets that far. */
export function isKeyName(name: string): name is KeyName {
  return monthOfKey(name) !== undefined || (longLivedKeys as readonly string[]).includes(name)
}
