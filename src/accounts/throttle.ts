import { createHmac } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { KeyStore } from '../crypto/key-store.ts'
import { type Database, translate } from '../database/database.ts'
import { TooMany } from '../errors.ts'

const minutes = 60
const hour = 60 * minutes

/** Failed sign-ins are counted in Postgres, so that several instances agree, under keyed hashes that name nobody. */
export function throttle(database: Database, keys: KeyStore) {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: database.pool,
      storeType: 'client',
      tableName: 'sign_in_throttle',
      tableCreated: true,
      keyPrefix,
      points,
      duration,
      clearExpiredByTimeout: false,
    })
  // One pair of account and address: slow down soon. One account from everywhere: at most 100 an hour (NIST 800-63B).
  // One address for everybody: wide, a whole school may sit behind it.
  const pair = limiter('pair', 10, 15 * minutes)
  const account = limiter('account', 60, hour)
  const address = limiter('address', 300, hour)

  const name = (...parts: string[]) =>
    createHmac('sha256', keys.get('throttle')).update(parts.join('|')).digest('base64url')

  return {
    /** Counts an attempt before it is tried, so that a hundred at once are a hundred. Throws TooMany. */
    attempt: async (username: string, from: string): Promise<void> => {
      await Promise.all([
        pair.consume(name(username, from)),
        account.consume(name(username)),
        address.consume(name(from)),
      ]).catch((reason) => {
        if (reason instanceof RateLimiterRes) throw new TooMany(Math.max(1, Math.ceil(reason.msBeforeNext / 1000)))
        throw translate(reason)
      })
    },
    /** It was the right person: their slips are forgotten. */
    forgive: async (username: string, from: string): Promise<void> => {
      await Promise.all([
        pair.delete(name(username, from)),
        account.reward(name(username), 1),
        address.reward(name(from), 1),
      ]).catch((reason) => {
        throw translate(reason)
      })
    },
  }
}
