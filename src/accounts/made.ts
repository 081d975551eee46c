import { randomInt } from 'node:crypto'
import { hashPassword } from './passwords.ts'

/** So many days a first password lets its owner in to choose one of their own. */
export const firstDays = 14

/** A user name for whoever has none, and a first password: shown once to whoever hands it over, kept as a hash. */
export async function firstPassword(
  now: Date,
): Promise<{ username: string; password: string; hash: string; until: Date }> {
  const password = [signs(5), signs(5), signs(5), signs(5)].join('-')
  return {
    username: `insyn-${signs(8)}`,
    password,
    hash: await hashPassword(password),
    until: new Date(now.getTime() + firstDays * 86_400_000),
  }
}

// Without what is read one for another.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

function signs(count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('')
}
