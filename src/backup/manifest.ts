import { hkdfSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { KeyStore } from '../crypto/key-store.ts'
import { StartupError } from '../errors.ts'

export const databaseFile = 'database.sealed'
export const mediaFolder = 'media'
export const manifestFile = 'manifest.json'

const manifest = z.object({
  format: z.literal(1),
  /** The instant that the copy shows. */
  at: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), rows: z.number() })),
  media: z.object({ files: z.number(), bytes: z.number() }),
  /** The long-lived keys by fingerprint: a copy opens with the store that it was made beside. */
  keys: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof manifest>

/** Says what a finished copy holds. Written last: a folder without it was cut off. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => {
    throw new StartupError(`${folder} är ingen hel säkerhetskopia: ${manifestFile} saknas.`)
  })
  try {
    return manifest.parse(JSON.parse(text))
  } catch {
    throw new StartupError(`${folder} går inte att läsa: ${manifestFile} är skadad.`)
  }
}

/** R9: names and relations are in the clear in the database, so its copy is sealed as a whole. */
export function backupKey(keys: KeyStore): Buffer {
  return Buffer.from(hkdfSync('sha256', keys.get('contact'), '', 'insyn backup', 32))
}

/** What the sealed copy is bound to: another day's does not open in its place. */
export const backupId = (at: string) => `backup|${at}`

export function longLivedPrints(keys: KeyStore): Record<string, string> {
  const names = keys.names().filter((name) => !name.startsWith('month-'))
  return Object.fromEntries(names.map((name) => [name, keys.fingerprint(name)]))
}
