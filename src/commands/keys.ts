import { readConfig } from '../config.ts'
import { createKeyStore, openKeyStore } from '../crypto/key-store.ts'
import { StartupError } from '../errors.ts'
import { inWords } from './in-words.ts'

/** `npm run keys -- create | list`: makes the key store, once, or tells which keys it holds by fingerprint. */
await inWords(async () => {
  const { keyDirectory } = readConfig()
  const [action] = process.argv.slice(2)
  if (action === 'create') {
    await createKeyStore(keyDirectory, new Date())
    console.log(
      `Nyckelförvaret är gjort i ${keyDirectory}. Ta en kopia nu, skild från databasens (docs/operations.md).`,
    )
  } else if (action === 'list') {
    const keys = await openKeyStore(keyDirectory)
    for (const name of keys.names()) console.log(`${name}  ${keys.fingerprint(name)}`)
  } else {
    throw new StartupError('Användning: npm run keys -- create   eller   npm run keys -- list', 2)
  }
})
