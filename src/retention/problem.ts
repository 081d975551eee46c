import type { KeyStore } from '../crypto/key-store.ts'
import { Unavailable } from '../errors.ts'
import { RuleChanged } from './rules.ts'

/** What stands in a night's way, as far as it can be told; each has its own words for what to do. */
export type Problem = 'files' | 'full' | 'keys' | 'rule' | 'database' | 'clock'

/** Rows are gone, and files of theirs could not be removed: they are noted, and the next run tries again. */
export class FilesLeft extends Error {
  constructor(count: number) {
    super(`${count} pictures could not be removed`)
    this.name = 'FilesLeft'
  }
}

/** Why a run did not come through; null where nobody can say more than the log does. */
export function problemOf(error: unknown, keys: Pick<KeyStore, 'directory'>): Problem | null {
  const { name, code, path, syscall } = error as NodeJS.ErrnoException
  if (error instanceof RuleChanged) return 'rule'
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  if (name === 'KeyStoreError' || path?.startsWith(keys.directory)) return 'keys'
  if (error instanceof FilesLeft || (path && syscall)) return 'files'
  return error instanceof Unavailable ? 'database' : null
}
