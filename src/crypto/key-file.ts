import { createHash, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { link, open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from './durable.ts'
import { KeyStoreError } from './errors.ts'
import type { KeyName } from './key-names.ts'

// One line of text: a kind of file that a copy by hand does not spoil, and that shows damage by its last word.
//   insyn-key-1 <name> <32 bytes, base64url> <fingerprint>
const KIND = 'insyn-key-1'
export const KEY_SUFFIX = '.key'
/** An empty file that says: this key was destroyed on purpose, it is not lost. */
export const DESTROYED_SUFFIX = '.destroyed'
export const UNFINISHED_PREFIX = '.new-'

export const keyPath = (directory: string, name: KeyName) => join(directory, name + KEY_SUFFIX)
export const destroyedPath = (directory: string, name: KeyName) => join(directory, name + DESTROYED_SUFFIX)

/** The 32 bytes of a key. Throws KeyStoreError when the file is missing, damaged, or open to others. */
export function readKeyFile(directory: string, name: KeyName): Buffer {
  const [kind, ownName, secret, print, ...rest] = readLine(directory, name).split(' ')
  const key = Buffer.from(secret ?? '', 'base64url')
  const whole =
    kind === KIND && ownName === name && key.length === 32 && print === fingerprintOf(name, key) && rest.length === 0
  if (!whole) throw damaged(directory, name)
  return key
}

/** Makes the key unless it is there. True when this call made it. A kill leaves no half key under the key's name. */
export async function createKeyFile(directory: string, name: KeyName): Promise<boolean> {
  const unfinished = join(directory, UNFINISHED_PREFIX + randomBytes(8).toString('hex'))
  const key = randomBytes(32)
  const line = `${KIND} ${name} ${key.toString('base64url')} ${fingerprintOf(name, key)}\n`
  try {
    await writeFile(unfinished, line, { flag: 'wx', mode: 0o600, flush: true })
    // A link, not a rename: of two instances that make the same key one gets EEXIST and uses the other's.
    await link(unfinished, keyPath(directory, name))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(unfinished, { force: true })
  }
}

/**
 * Destroys a key for good and leaves an empty `.destroyed` in its place. May be called again after a kill at any point.
 * The bytes are overwritten where they lie; a copy-on-write disk may keep the old block until it is reused.
 */
export async function destroyKeyFile(directory: string, name: KeyName): Promise<void> {
  const grave = destroyedPath(directory, name)
  if (existsSync(grave)) await wipe(grave)
  try {
    await rename(keyPath(directory, name), grave)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  // The new name must be on disk before the bytes go: else a power cut leaves a damaged key instead of a destroyed one.
  await syncDirectory(directory)
  await wipe(grave)
  await syncDirectory(directory)
}

/** Empties what a kill left half destroyed, and marks a lost key as destroyed. */
export async function markDestroyed(directory: string, name: KeyName): Promise<void> {
  await writeFile(destroyedPath(directory, name), '', { flag: 'a', mode: 0o600 })
  await wipe(destroyedPath(directory, name))
  await syncDirectory(directory)
}

/** Tells two keys apart and gives nothing away about either. */
export function fingerprintOf(name: string, key: Buffer): string {
  return createHash('sha256').update(`insyn key fingerprint|${name}|`).update(key).digest('hex')
}

/** Refuses a file or directory that others on the machine may read. */
export function requirePrivate(path: string, mode: number): void {
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  const found = (mode & 0o777).toString(8).padStart(4, '0')
  throw new KeyStoreError(
    'exposed',
    `"${path}" is open to other users of this machine (mode ${found}). Find out who may have read it, then close it with chmod go-rwx.`,
  )
}

function readLine(directory: string, name: KeyName): string {
  const path = keyPath(directory, name)
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, 'r')
    const stat = fstatSync(descriptor)
    requirePrivate(path, stat.mode)
    if (!stat.isFile() || stat.size > 512) throw damaged(directory, name)
    const bytes = Buffer.alloc(stat.size)
    const line = bytes.toString('latin1', 0, readSync(descriptor, bytes))
    if (!line.endsWith('\n')) throw damaged(directory, name)
    return line.slice(0, -1)
  } catch (error) {
    throw error instanceof KeyStoreError ? error : unreadable(directory, name, error as NodeJS.ErrnoException)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function unreadable(directory: string, name: KeyName, cause: NodeJS.ErrnoException): KeyStoreError {
  if (cause.code !== 'ENOENT') {
    return new KeyStoreError('unreadable', `The key "${name}" in "${directory}" cannot be read (${cause.code}).`, {
      cause,
    })
  }
  return existsSync(destroyedPath(directory, name))
    ? new KeyStoreError('destroyed', `The key "${name}" has been destroyed: what it sealed is gone for good.`)
    : lost(directory, name)
}

export function lost(directory: string, name: KeyName): KeyStoreError {
  return new KeyStoreError(
    'missing',
    `The key "${name}" is missing in "${directory}". No new one is made, since it could not open what the old one sealed. Put it back from the other copy of the keys.`,
  )
}

function damaged(directory: string, name: KeyName): KeyStoreError {
  return new KeyStoreError(
    'damaged',
    `The key "${name}" in "${directory}" is damaged. Put it back from the other copy of the keys.`,
  )
}

async function wipe(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    if (size === 0) return
    await file.write(randomBytes(size), 0, size, 0)
    await file.sync()
    await file.truncate(0)
    await file.sync()
  } finally {
    await file.close()
  }
}
