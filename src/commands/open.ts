import type { Config } from '../config.ts'
import { type KeyStore, openKeyStore } from '../crypto/key-store.ts'
import { connectForRetention, connectForRoster, type Database } from '../database/database.ts'
import { startEmbedded } from '../database/embedded.ts'
import { requireKeys } from '../database/keys-in-use.ts'
import { provision } from '../database/provision.ts'
import { StartupError } from '../errors.ts'

export type Opened = { database: Database; keys: KeyStore; close: () => Promise<void> }

/**
 * What a job by hand stands on: its own role's database and the keys, as they are. Changes and migrates nothing, so
 * that it may run beside the portal. Throws StartupError in plain words.
 */
export async function openForJobs(config: Config, role: 'retention' | 'roster' = 'retention'): Promise<Opened> {
  const { url, stop } = await databaseUrl(config, role)
  const database = role === 'roster' ? connectForRoster(url) : connectForRetention(url)
  try {
    const keys = await openKeyStore(config.keyDirectory).catch((error) => {
      throw new StartupError(`Nyckelförvaret går inte att öppna. ${error.message}`)
    })
    await requireTables(database)
    await requireKeys(database, keys)
    return { database, keys, close: () => database.close().then(stop) }
  } catch (error) {
    await database.close()
    await stop()
    throw error
  }
}

async function databaseUrl(
  config: Config,
  role: 'retention' | 'roster',
): Promise<{ url: string; stop: () => Promise<void> }> {
  const url = config.database[role]
  if (url) return { url, stop: async () => {} }
  if (config.database.web) {
    throw new StartupError(missing[role])
  }
  const cluster = await startEmbedded(config.dataDirectory)
  const urls = await provision(cluster)
  return { url: urls[role], stop: cluster.leave }
}

const missing = {
  retention: 'Ange DATABASE_RETENTION_URL: bara gallringens egen databasroll får ta bort dokumentation.',
  roster: 'Ange DATABASE_ROSTER_URL: bara hämtningens egen databasroll får ändra vilka som hör ihop.',
}

async function requireTables(database: Database): Promise<void> {
  const [found] = await database.rows<{ table: string | null }>`select to_regclass('job_run')::text as table`.catch(
    (error) => {
      throw new StartupError(`Databasen går inte att nå (${error.message}).`)
    },
  )
  if (!found?.table) throw new StartupError('Databasen är tom än. Starta portalen en gång med npm start.')
}
