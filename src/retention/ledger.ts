import { open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from '../crypto/durable.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { isMonth, type Month } from '../crypto/months.ts'
import type { Database } from '../database/database.ts'

/**
 * R14: the ledger of what was erased stands beside the keys, outside the database, so that no restored backup undoes it.
 * One file for each month of keys, `erased-2031-05`, an item's or medium's random id to a line and nothing more. When the
 * month's key is destroyed the file goes with it: from then on no backup can show what it named.
 */
const prefix = 'erased-'
const atATime = 2_000
const idBytes = 36
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Carries what the database has noted as erased into the ledger, and forgets it there when the ledger is on disk. Killed in
 * between, the next call writes it again; an id twice is an id. Returns how many.
 */
export async function fillLedger(database: Database, keys: KeyStore): Promise<number> {
  const dark = new Set(keys.destroyedMonths())
  let filled = 0
  for (;;) {
    const erased = await database.rows<{ id: number; item_id: string; month: Month }>`
      select id, item_id, month from erasure_outbox order by id limit ${atATime}`
    if (erased.length === 0) return filled
    for (const [month, rows] of Map.groupBy(erased, (row) => row.month)) {
      const ids = rows.map((row) => row.item_id)
      if (!dark.has(month)) await append(keys.directory, month, ids)
    }
    await database.rows`delete from erasure_outbox where id = any (${erased.map((row) => row.id)}::bigint[])`
    filled += erased.length
    if (erased.length < atATime) return filled
  }
}

/** Everything in the ledger, some thousands at a time. */
export async function* erasedIds(keyDirectory: string): AsyncGenerator<string[]> {
  for (const month of await monthsOf(keyDirectory)) {
    const lines = (await readFile(pathOf(keyDirectory, month), 'latin1')).split('\n')
    const ids = [...new Set(lines.filter((line) => isId.test(line)))]
    for (let at = 0; at < ids.length; at += atATime) yield ids.slice(at, at + atATime)
  }
}

/** What the ledger says of a month whose key is destroyed is said by the key itself. */
export async function forgetDark(keys: KeyStore): Promise<void> {
  for (const month of keys.destroyedMonths()) await rm(pathOf(keys.directory, month), { force: true })
}

export const isLedgerFile = (name: string) => name.startsWith(prefix) && isMonth(name.slice(prefix.length))

async function append(keyDirectory: string, month: Month, ids: string[]): Promise<void> {
  const file = await open(pathOf(keyDirectory, month), 'a', 0o600)
  try {
    const { size } = await file.stat()
    // A line that a kill cut off is left as it is, and ended: it names nothing.
    const gap = size % (idBytes + 1) === 0 ? '' : '\n'
    await file.writeFile(`${gap}${ids.join('\n')}\n`)
    await file.sync()
    if (size === 0) await syncDirectory(keyDirectory)
  } finally {
    await file.close()
  }
}

async function monthsOf(keyDirectory: string): Promise<Month[]> {
  const names = await readdir(keyDirectory)
  return names
    .filter(isLedgerFile)
    .map((name) => name.slice(prefix.length))
    .sort()
}

function pathOf(keyDirectory: string, month: Month): string {
  return join(keyDirectory, prefix + month)
}
