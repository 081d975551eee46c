import { hash, verify } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'

// OWASP's floor for argon2id: 19 MiB, two passes. Long rather than intricate: no rules of composition (ASVS 6.2.1).
const cost = { algorithm: 2 /* argon2id */, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const shortest = 15
const longest = 200

const common = new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()))

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), cost)
}

/** Takes the same time whether there is an account or not: without one it checks against a password nobody has. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFC').slice(0, longest))
  return matches && passwordHash !== undefined
}

// Made at the start, not at the first wrong name, which would then have taken twice the time.
const decoy = hashPassword(`nobody ${Math.random()} ${Date.now()}`)

/**
 * Why a new password will not do, as a catalogue key, or undefined when it will. `known`: words that are easy to guess
 * for this person (user name, own names, the service, the municipality).
 */
export function passwordProblem(password: string, known: string[]): string | undefined {
  const plain = password.normalize('NFC').toLowerCase()
  if ([...plain].length < shortest) return 'accounts.problem.short'
  if (plain.length > longest) return 'accounts.problem.long'
  if (isCommon(plain)) return 'accounts.problem.common'
  if (known.some((word) => isIn(plain, word.normalize('NFC').toLowerCase()))) return 'accounts.problem.known'
  return undefined
}

// A short word ("Ale") only where it stands alone: it is part of too many others.
function isIn(plain: string, word: string): boolean {
  if (word.length < 3) return false
  return word.length < 5 ? plain.split(/[^\p{L}]+/u).includes(word) : plain.includes(word)
}

// Also a common password said twice, with digits behind, or one short pattern over and over.
function isCommon(plain: string): boolean {
  const letters = plain.replace(/[\d\s\p{P}\p{S}]+$/u, '')
  const half = plain.slice(0, plain.length / 2)
  return (
    common.has(plain) ||
    common.has(letters) ||
    (half + half === plain && common.has(half)) ||
    /^(.{1,5})\1+.{0,4}$/u.test(plain)
  )
}
