import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Checked, check } from '../backup/check.ts'
import { bringKeysBack } from '../backup/keys.ts'
import { type Restored, replay, restore } from '../backup/restore.ts'
import { type Config, readConfig } from '../config.ts'
import { openKeyStore } from '../crypto/key-store.ts'
import { startEmbedded } from '../database/embedded.ts'
import { provision } from '../database/provision.ts'
import { StartupError } from '../errors.ts'
import type { Replayed } from '../retention/replay.ts'
import { inWords } from './in-words.ts'
import { openOwner } from './open.ts'

const usage = `Användning: npm run restore -- <kopia> [--replace]
            npm run restore -- <kopia> --drill [--keys=<nycklarnas kopia>]
            npm run restore -- --keys=<nycklarnas kopia>
            npm run restore -- --replay
  <kopia>    mappen som npm run backup gjorde
  --replace  ersätter det som finns i databasen
  --drill    övning: läser in kopian vid sidan om, prövar den och tar bort allt igen
  --keys     lägger nycklarnas kopia på plats där inget förvar finns; i en övning: övar med den
  --replay   tar åter bort det som raderats, när databasen lästs in med andra verktyg`

type Order = { folder?: string; replace: boolean; drill: boolean; replay: boolean; keys?: string }

/** `npm run restore`: a copy becomes the portal's again, without what was erased after it was made. */
await inWords(async () => {
  const order = parse()
  const config = readConfig()
  if (order.drill) return await drill(order, config)
  if (order.keys) {
    await bringKeysBack(resolve(order.keys), config.keyDirectory)
    console.log(`Nycklarna ligger åter i ${config.keyDirectory}.`)
    return
  }
  const keys = await openKeyStore(config.keyDirectory)
  const { url, close } = await openOwner(config)
  try {
    if (order.replay) return sayReplayed(await replay(url, keys))
    const done = await restore(url, keys, config.mediaDirectory, resolve(order.folder!), order.replace)
    sayRestored(done)
    sayChecked(await check(url, keys, config.mediaDirectory))
  } finally {
    await close()
  }
})

// Everything of its own: another Postgres, other directories. What the portal uses is only read.
async function drill(order: Order, config: Config): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'insyn-drill-'))
  try {
    const keyDirectory = join(directory, 'keys')
    await cp(resolve(order.keys ?? config.keyDirectory), keyDirectory, { recursive: true })
    const keys = await openKeyStore(keyDirectory)
    const cluster = await startEmbedded(directory)
    try {
      const { owner } = await provision(cluster)
      const media = join(directory, 'media')
      sayRestored(await restore(owner, keys, media, resolve(order.folder!), false))
      sayChecked(await check(owner, keys, media))
    } finally {
      await cluster.stop()
      if (!cluster.directory.startsWith(directory)) await rm(cluster.directory, { recursive: true, force: true })
    }
    console.log('Övningen är klar. Skriv upp dagen och tiden. Inget av det ligger kvar.')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function sayRestored({ manifest, replayed, seconds }: Restored): void {
  console.log(`Kopian från ${manifest.at} är inläst på ${seconds.toFixed(1)} sekunder.`)
  sayReplayed(replayed)
}

function sayReplayed({ documents, notes, pictures, keys }: Replayed): void {
  console.log(
    `Borttaget igen, eftersom det raderats sedan dess: ${documents} dokumentationer, ${notes} analyser, ${pictures} bilder. Månadsnycklar som kopian inte visste var förstörda: ${keys}.`,
  )
}

function sayChecked({ items, opened, files, dark, broken, missing }: Checked): void {
  console.log(`Prövat: ${opened} av ${items} dokumentationer går att öppna, med ${files} filer.`)
  if (dark + broken + missing === 0) return
  console.error(`LARM: ${dark} går inte att öppna, ${broken} filer är skadade, ${missing} bilder saknar fil.`)
  process.exitCode = 1
}

function parse(): Order {
  try {
    const flag = { type: 'boolean', default: false } as const
    const options = { replace: flag, drill: flag, replay: flag, keys: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: true })
    const { replace, drill: drilling, replay: replaying, keys } = values
    const needsFolder = drilling || !(replaying || keys)
    if (positionals.length !== (needsFolder ? 1 : 0) || (replaying && (replace || keys || drilling))) throw new Error()
    return {
      replace,
      drill: drilling,
      replay: replaying,
      ...(keys ? { keys } : {}),
      ...(positionals[0] ? { folder: positionals[0] } : {}),
    }
  } catch {
    throw new StartupError(usage, 2)
  }
}
