import { prepare } from '../boot.ts'
import { readConfig } from '../config.ts'
import { openKeyStore } from '../crypto/key-store.ts'
import { StartupError } from '../errors.ts'
import { inWords } from './in-words.ts'

/** `npm run migrate`: tables, policies, consent texts and key fingerprints, as the owner. Production's explicit step. */
await inWords(async () => {
  const config = readConfig()
  if (!config.database.owner)
    throw new StartupError('Ange DATABASE_OWNER_URL: bara ägaren får ändra tabeller och regler.')
  const keys = await openKeyStore(config.keyDirectory)
  await prepare(config.database.owner, keys)
  console.log('Databasen är uppdaterad.')
})
