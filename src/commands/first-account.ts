import { text } from 'node:stream/consumers'
import { hashPassword, passwordProblem } from '../accounts/passwords.ts'
import { readConfig } from '../config.ts'
import { makeFirstAccount } from '../database/first-account.ts'
import { StartupError } from '../errors.ts'
import { translator } from '../web/language.ts'
import { inWords } from './in-words.ts'

const usage = `Användning: npm run first-account -- <användarnamn> <förnamn> <efternamn>
Lösenordet läses från standard in, så att det inte står i någon kommandorad:
  npm run first-account -- ada Ada Stav < lösenord.txt`

/** `npm run first-account`: the first two administrators of a new installation, as the owner. Only while there are fewer. */
await inWords(async () => {
  const config = readConfig()
  const [username = '', givenName = '', familyName = '', ...more] = process.argv.slice(2)
  if (!/^[a-z0-9._-]{2,100}$/.test(username) || !givenName || !familyName || more.length > 0)
    throw new StartupError(usage, 2)
  if (!config.database.owner)
    throw new StartupError('Ange DATABASE_OWNER_URL: bara ägaren kan göra det första kontot.', 2)
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  const problem = passwordProblem(password, [username, givenName, familyName, 'insyn'])
  if (problem) throw new StartupError(translator('sv')(problem), 2)
  const passwordHash = await hashPassword(password)
  await makeFirstAccount(config.database.owner, { username, givenName, familyName, passwordHash })
  console.log(`Klart. ${givenName} ${familyName} kan logga in som ${username}.`)
})
