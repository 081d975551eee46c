import { createSecretKey, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { syncDirectory, syncDirectoryNow } from './durable.ts'
import { KeyStoreError } from './errors.ts'
import {
  createKeyFile,
  DESTROYED_SUFFIX,
  destroyedPath,
  destroyKeyFile,
  fingerprintOf,
  KEY_SUFFIX,
  keyPath,
  lost,
  markDestroyed,
  readKeyFile,
  requirePrivate,
  UNFINISHED_PREFIX,
} from './key-file.ts'
import { isKeyName, type KeyName, longLivedKeys, type MonthKey, monthKeyName, monthOfKey } from './key-names.ts'
import { addMonths, type Month, monthsBetween, stockholmMonth } from './months.ts'

export { KeyStoreError } from './errors.ts'
export type { KeyName } from './key-names.ts'

/** R14: five years and a quarter, so that what is published today has its last month, and a late nightly run does no harm. */
export const MONTHS_AHEAD = 63

/**
 * Makes every key of a new store. An explicit step: refuses where keys already lie.
 * One that was interrupted may be run again, and carries on with what is missing.
 */
export async function createKeyStore(directory: string, now: Date): Promise<void> {
  await inWords(directory, async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    if (inventory(directory).size > 0 && !existsSync(creatingPath(directory))) {
      throw new KeyStoreError('exists', `"${directory}" already holds keys. They are left as they are.`)
    }
    await chmod(directory, 0o700)
    await writeFile(creatingPath(directory), '', { mode: 0o600, flush: true })
    for (const name of longLivedKeys) await createKeyFile(directory, name)
    await createMonthKeys(directory, now)
    await syncDirectory(directory)
    await rm(creatingPath(directory), { force: true })
    await syncDirectory(directory)
    await syncDirectory(dirname(resolve(directory)))
  })
}

/** Whether a first step was never taken, or was cut off: no directory, no key in it, or the mark of one being made. */
export function isUnmade(directory: string): boolean {
  if (!existsSync(directory) || existsSync(creatingPath(directory))) return true
  try {
    return inventory(directory).size === 0
  } catch {
    // Something is there that cannot be read: opening it says what.
    return false
  }
}

/** Reads the store into memory. Throws KeyStoreError, in words for whoever runs the server, when it is not whole. */
export async function openKeyStore(directory: string): Promise<KeyStore> {
  return await inWords(directory, async () => {
    requirePrivate(directory, (await stat(directory)).mode)
    if (existsSync(creatingPath(directory))) throw interrupted(directory)
    const found = inventory(directory)
    for (const month of lostMonths(directory, found)) throw lost(directory, monthKeyName(month))
    await finishDestroying(directory, found)
    const names = new Set<KeyName>([...longLivedKeys, ...keysOf(found)])
    return new KeyStore(directory, new Map([...names].map((name) => [name, readKeyFile(directory, name)])))
  })
}

/** The keys, in memory. Get one from `openKeyStore`. */
export class KeyStore {
  readonly #directory: string
  readonly #keys: Map<KeyName, Buffer>
  readonly #objects = new WeakMap<Buffer, KeyObject>()
  #lookedAt = performance.now()

  constructor(directory: string, keys: Map<KeyName, Buffer>) {
    this.#directory = directory
    this.#keys = keys
  }

  /** Where the store stands; the ledger of what was erased stands beside the keys (retention/ledger.ts). */
  get directory(): string {
    return this.#directory
  }

  /** 32 bytes; not to be changed. Throws KeyStoreError when there is no such key: none is ever made here. */
  get(name: KeyName): Buffer {
    if (performance.now() - this.#lookedAt > FORGET_AFTER_MS) this.refresh()
    return this.#keys.get(name) ?? this.#find(name)
  }

  /** The same key as ciphers take it, made once: making it is a fifth of opening a value. Goes with the key. */
  object(name: KeyName): KeyObject {
    const key = this.get(name)
    const known = this.#objects.get(key)
    if (known) return known
    const made = createSecretKey(key)
    this.#objects.set(key, made)
    return made
  }

  /** The key of the month in which the item must be gone. */
  monthKey(month: Month): Buffer {
    return this.get(monthKeyName(month))
  }

  /** Every key there is, in order. */
  names(): KeyName[] {
    return [...this.refresh()].sort()
  }

  /** The months whose keys have been destroyed and not made anew: what was sealed for them opens nowhere. */
  destroyedMonths(): Month[] {
    const found = inventory(this.#directory)
    return [...found].flatMap(([name, state]) => (state === 'destroyed' ? (monthOfKey(name) ?? []) : [])).sort()
  }

  /** Safe to store and to show: says whether two keys are the same and nothing else. */
  fingerprint(name: KeyName): string {
    return fingerprintOf(name, this.get(name))
  }

  /**
   * Makes the month keys that are not there yet, up to MONTHS_AHEAD after `now`; the names of those that this call made.
   * Two instances may do it at once and end with the same keys. Throws KeyStoreError when an earlier key has been lost.
   */
  async extendTo(now: Date): Promise<string[]> {
    return await inWords(this.#directory, async () => {
      const made = await createMonthKeys(this.#directory, now)
      await syncDirectory(this.#directory)
      await sweepUnfinished(this.#directory)
      for (const name of made) this.#keys.set(name, readKeyFile(this.#directory, name))
      return made
    })
  }

  /** B7: from here on nothing opens what was due this month, in no backup either. Harmless to repeat. */
  async destroyMonth(month: Month): Promise<void> {
    const name = monthKeyName(month)
    await inWords(this.#directory, async () => {
      await destroyKeyFile(this.#directory, name)
      const found = inventory(this.#directory)
      if (lostMonths(this.#directory, found).includes(month)) await markDestroyed(this.#directory, name)
    })
    this.#keys.delete(name)
  }

  /** Forgets what another instance has destroyed. Happens by itself within a minute of use; returns the keys there are. */
  refresh(): Set<KeyName> {
    const present = keysOf(inventory(this.#directory))
    for (const name of this.#keys.keys()) if (!present.has(name) && monthOfKey(name)) this.#keys.delete(name)
    this.#lookedAt = performance.now()
    return present
  }

  #find(name: KeyName): Buffer {
    if (!isKeyName(name)) throw new KeyStoreError('missing', `There is no key called "${name}".`)
    const key = readKeyFile(this.#directory, name)
    // Made by another instance a moment ago: on disk before anything is sealed with it.
    syncDirectoryNow(this.#directory)
    this.#keys.set(name, key)
    return key
  }
}

const FORGET_AFTER_MS = 60_000
const UNFINISHED_AFTER_MS = 3_600_000
const creatingPath = (directory: string) => join(directory, '.creating')

type Inventory = Map<KeyName, 'key' | 'destroyed'>

function inventory(directory: string): Inventory {
  const found: Inventory = new Map()
  for (const file of filesIn(directory)) {
    const [suffix, state] = file.endsWith(KEY_SUFFIX)
      ? ([KEY_SUFFIX, 'key'] as const)
      : ([DESTROYED_SUFFIX, 'destroyed'] as const)
    if (!file.endsWith(suffix)) continue
    const name = file.slice(0, -suffix.length)
    // Both may lie there when a clock went back and the month was made anew: then the key counts.
    if (isKeyName(name) && found.get(name) !== 'key') found.set(name, state)
  }
  return found
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    throw unreachable(directory, error as NodeJS.ErrnoException)
  }
}

function keysOf(found: Inventory): Set<KeyName> {
  return new Set([...found].filter(([, state]) => state === 'key').map(([name]) => name))
}

/** Months without a key between others: months come in a row and leave a mark when destroyed, so a hole is a loss. */
function lostMonths(directory: string, found: Inventory): Month[] {
  const { first, last } = span(found)
  if (!first || !last) return []
  return monthsBetween(first, last)
    .map(monthKeyName)
    .filter((name) => !found.has(name))
    .filter((name) => !existsSync(keyPath(directory, name)) && !existsSync(destroyedPath(directory, name)))
    .map((name) => monthOfKey(name) as Month)
}

function span(found: Inventory): { first?: Month; last?: Month } {
  const months = [...found.keys()].map(monthOfKey).filter((month) => month !== undefined)
  months.sort()
  const [first, last] = [months[0], months.at(-1)]
  return first && last ? { first, last } : {}
}

async function createMonthKeys(directory: string, now: Date): Promise<MonthKey[]> {
  const found = inventory(directory)
  for (const month of lostMonths(directory, found)) throw lost(directory, monthKeyName(month))
  const made: MonthKey[] = []
  for (const month of monthsToMake(found, stockholmMonth(now))) {
    const name = monthKeyName(month)
    if (found.get(name) !== 'key' && (await createKeyFile(directory, name))) made.push(name)
  }
  return made
}

/** In an order that never leaves a hole, wherever it is cut short: onwards from the last, backwards from the first. */
function monthsToMake(found: Inventory, from: Month): Month[] {
  const to = addMonths(from, MONTHS_AHEAD)
  const { first, last } = span(found)
  if (!first || !last) return monthsBetween(from, to)
  return [
    ...monthsBetween(from < first ? first : from, last < to ? last : to),
    ...monthsBetween(addMonths(last, 1), to),
    ...monthsBetween(from, addMonths(first, -1)).reverse(),
  ]
}

/** A kill between the new name and the overwriting leaves the bytes under `.destroyed`. */
async function finishDestroying(directory: string, found: Inventory): Promise<void> {
  for (const name of found.keys()) {
    const grave = destroyedPath(directory, name)
    if (existsSync(grave) && statSync(grave).size > 0) await markDestroyed(directory, name)
  }
}

/** Leftovers of a kill were never anybody's key. Young ones may belong to an instance that is at it now. */
async function sweepUnfinished(directory: string): Promise<void> {
  for (const file of filesIn(directory)) {
    if (!file.startsWith(UNFINISHED_PREFIX)) continue
    const path = join(directory, file)
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (made !== undefined && Date.now() - made > UNFINISHED_AFTER_MS) await rm(path, { force: true })
  }
}

async function inWords<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof KeyStoreError ? error : unreachable(directory, error as NodeJS.ErrnoException)
  }
}

function unreachable(directory: string, cause: NodeJS.ErrnoException): KeyStoreError {
  return cause.code === 'ENOENT'
    ? new KeyStoreError('missing', `There is no key store in "${directory}". Create one, or put back the other copy.`, {
        cause,
      })
    : new KeyStoreError(
        'unreadable',
        `The key store in "${directory}" cannot be used (${cause.code ?? cause.message}).`,
        { cause },
      )
}

function interrupted(directory: string): KeyStoreError {
  return new KeyStoreError(
    'missing',
    `The key store in "${directory}" was interrupted while it was created. Nothing has been sealed with it; create it again and it will be finished.`,
  )
}
