import { readdir, readFile } from 'node:fs/promises'
import type { KeyStore } from '../crypto/key-store.ts'
import { apiDelivery } from './api.ts'
import { csvDelivery, csvFiles } from './csv.ts'
import { folderDelivery } from './folder.ts'
import { BrokenDelivery, type Delivery } from './resources.ts'

export type Source = {
  from: string
  token: string | undefined
  keys: KeyStore
  /** The Swedish day, YYYY-MM-DD. */
  today: string
  signal?: AbortSignal
}

export const isAddress = (from: string) => /^https?:\/\//i.test(from)

// The token itself, or where it lies for whoever fetches a new one now and then.
async function bearer(token: string | undefined): Promise<string> {
  const found = token?.startsWith('/') ? await readFile(token, 'utf8').catch(() => '') : token
  if (!found?.trim()) throw new BrokenDelivery('refused-token', 'ROSTER_TOKEN')
  return found.trim()
}

/** The delivery behind an address or a folder; a folder with enheter.csv in it holds tables, otherwise JSON. */
export async function openSource({ from, token, keys, today, signal }: Source, since: Date | null): Promise<Delivery> {
  if (isAddress(from)) {
    await bearer(token)
    return apiDelivery({ base: from, token: () => bearer(token), ...(signal ? { signal } : {}) }, since)
  }
  const names = await readdir(from).catch((error) => {
    throw new BrokenDelivery('missing-file', 'folder', { cause: error })
  })
  const tables = Object.keys(csvFiles).some((file) => names.includes(file))
  return tables ? await csvDelivery(from, keys.get('index.personnummer'), today) : await folderDelivery(from)
}
