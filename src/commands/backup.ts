import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp } from '../backup/backup.ts'
import { mirrorKeys } from '../backup/keys.ts'
import { readConfig } from '../config.ts'
import { openKeyStore } from '../crypto/key-store.ts'
import { StartupError } from '../errors.ts'
import { inWords } from './in-words.ts'
import { openOwner } from './open.ts'

const usage = `Användning: npm run backup -- <katalog> [--keep-days=35]
            npm run backup -- --keys=<katalog>
  <katalog>    dit databas och bilder kopieras, en mapp för varje gång
  --keep-days  äldre kopior där tas bort när den nya är hel
  --keys       i stället: gör nycklarnas kopia lik förvaret. Aldrig på samma ställe som den andra`

/** `npm run backup`: a copy of database and media, or of the keys; never both in one place. */
await inWords(async () => {
  const { place, keepDays, keysPlace } = parse()
  const config = readConfig()
  const keys = await openKeyStore(config.keyDirectory)
  if (keysPlace) {
    const { copied, destroyed } = await mirrorKeys(keys, resolve(keysPlace))
    const gone = destroyed.length > 0 ? ` Förstörda också där: ${destroyed.join(', ')}.` : ''
    console.log(`Nycklarnas kopia är lik förvaret: ${copied} filer kopierade.${gone}`)
    return
  }
  const { url, close } = await openOwner(config)
  try {
    const done = await backUp(url, keys, config.mediaDirectory, resolve(place!), new Date(), keepDays)
    const { tables, media } = done.manifest
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    console.log(`Kopian är klar: ${done.folder}`)
    console.log(`${rows} rader i ${tables.length} tabeller, ${media.files} filer (${done.linked} fanns redan).`)
    if (done.removed.length > 0) console.log(`Gamla kopior borttagna: ${done.removed.join(', ')}.`)
  } finally {
    await close()
  }
})

function parse(): { place: string | undefined; keepDays: number | undefined; keysPlace: string | undefined } {
  try {
    const options = { 'keep-days': { type: 'string' }, keys: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: true })
    const keepDays = values['keep-days'] === undefined ? undefined : Number(values['keep-days'])
    const right = positionals.length === (values.keys ? 0 : 1)
    if (!right || (keepDays !== undefined && (!Number.isInteger(keepDays) || keepDays < 1))) throw new Error()
    return { place: positionals[0], keepDays, keysPlace: values.keys }
  } catch {
    throw new StartupError(usage, 2)
  }
}
