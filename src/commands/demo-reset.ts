import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readConfig } from '../config.ts'
import { startEmbedded } from '../database/embedded.ts'
import { StartupError } from '../errors.ts'
import { inWords } from './in-words.ts'

/** `npm run demo:reset`: the demo afresh. Removes the embedded database, its keys and pictures; the next start makes new ones. */
await inWords(async () => {
  const config = readConfig()
  if (!config.demo)
    throw new StartupError('Bara demon kan göras om: här är DATABASE_URL eller NODE_ENV=production satt.')
  for (const directory of [config.keyDirectory, config.mediaDirectory]) {
    if (relative(config.dataDirectory, directory).startsWith('..'))
      throw new StartupError(
        `${directory} ligger utanför demons egen katalog och rörs inte. Ta bort KEY_DIR och MEDIA_DIR.`,
      )
  }
  const cluster = await startEmbedded(config.dataDirectory)
  if (!cluster.startedHere) throw new StartupError('Portalen är igång. Stoppa den först (Ctrl-C), och kör sedan igen.')
  await cluster.stop()
  for (const directory of [
    join(config.dataDirectory, 'postgres'),
    cluster.directory,
    config.keyDirectory,
    config.mediaDirectory,
  ]) {
    await rm(directory, { recursive: true, force: true })
  }
  console.log('Demon är borttagen. npm start gör en ny.')
})
