import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { syncDirectory } from '../crypto/durable.ts'
import { DESTROYED_SUFFIX, destroyKeyFile, KEY_SUFFIX, markDestroyed } from '../crypto/key-file.ts'
import { isKeyName } from '../crypto/key-names.ts'
import { isUnmade, type KeyStore, openKeyStore } from '../crypto/key-store.ts'
import { StartupError } from '../errors.ts'
import { isLedgerFile } from '../retention/ledger.ts'

export type Mirrored = { copied: number; destroyed: string[]; forgotten: number }

/**
 * The key store's other copy, made the same: new keys are copied, those that were destroyed are destroyed there too, and
 * the ledger follows. A key that lives on in a copy keeps every old backup readable (R14). Opening `keys` has shown that
 * the store itself is whole: a loss never spreads to the copy.
 */
export async function mirrorKeys(keys: KeyStore, place: string): Promise<Mirrored> {
  const store = keys.directory
  if (!relative(store, place).startsWith('..') || !relative(place, store).startsWith('..'))
    throw new StartupError(`Lägg nycklarnas kopia någon annanstans än i ${store}.`)
  await mkdir(place, { recursive: true, mode: 0o700 })
  await requireCopyOf(keys, place)
  const done: Mirrored = { copied: 0, destroyed: [], forgotten: 0 }
  for (const month of keys.destroyedMonths()) {
    const name = `month-${month}` as const
    if (await exists(join(place, name + KEY_SUFFIX))) done.destroyed.push(name)
    await destroyKeyFile(place, name)
    await markDestroyed(place, name)
  }
  const files = (await readdir(store)).filter(belongs)
  for (const file of files) if (await bring(store, place, file)) done.copied += 1
  const gone = (await readdir(place)).filter((file) => isLedgerFile(file) && !files.includes(file))
  for (const file of gone) {
    await rm(join(place, file))
    done.forgotten += 1
  }
  await syncDirectory(place)
  // Says so at once if the copy could not be opened on the day that it is needed.
  await openKeyStore(place)
  return done
}

/** Puts the copy in the place of a store that is lost. Refuses where one stands. */
export async function bringKeysBack(copy: string, store: string): Promise<void> {
  if (!isUnmade(store)) throw new StartupError(`I ${store} finns redan nycklar. De rörs inte.`)
  await openKeyStore(copy)
  await mkdir(store, { recursive: true, mode: 0o700 })
  for (const file of (await readdir(copy)).filter(belongs)) await bring(copy, store, file)
  await syncDirectory(store)
  await openKeyStore(store)
}

async function requireCopyOf(keys: KeyStore, place: string): Promise<void> {
  if (isUnmade(place)) return
  const copy = await openKeyStore(place)
  const here = new Set(keys.names())
  const other = copy.names().find((name) => here.has(name) && copy.fingerprint(name) !== keys.fingerprint(name))
  if (other) throw new StartupError(`I ${place} ligger ett annat förvars nycklar (${other}). De rörs inte.`)
}

function belongs(file: string): boolean {
  const name = file.replace(/\.(key|destroyed)$/, '')
  return isLedgerFile(file) || ((file.endsWith(KEY_SUFFIX) || file.endsWith(DESTROYED_SUFFIX)) && isKeyName(name))
}

// Under another name first: half a key in the copy would be taken for a damaged one.
async function bring(from: string, to: string, file: string): Promise<boolean> {
  const [source, target] = [join(from, file), join(to, file)]
  const [wanted, found] = await Promise.all([stat(source), stat(target).catch(() => undefined)])
  if (found && found.size === wanted.size) return false
  const unfinished = join(to, `.new-${file}`)
  await copyFile(source, unfinished)
  await rename(unfinished, target)
  return true
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
