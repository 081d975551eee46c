import { StartupError, Unavailable } from '../errors.ts'
import type { Database } from './database.ts'

// CVE-2026-120154: below this an upsert reads every row past row-level security. Periods need 18 besides.
const productionFloor = 180_007
const floor = 180_000

/** Reaches the database and refuses one that is too old. Throws StartupError in plain words. */
export async function requireVersion(database: Database, production: boolean): Promise<void> {
  const [row] = await database.rows<{ version: string }>`select current_setting('server_version_num') as version`.catch(
    (error) => {
      if (!(error instanceof Unavailable)) throw error
      throw new StartupError(
        `Databasen går inte att nå (${error.message}). Kontrollera DATABASE_URL och att Postgres är igång.`,
      )
    },
  )
  const version = Number(row!.version)
  const least = production ? productionFloor : floor
  if (version >= least) return
  const words = (value: number) => `${Math.floor(value / 10_000)}.${value % 10_000}`
  throw new StartupError(`Postgres ${words(version)} är för gammal: minst ${words(least)} behövs (SECURITY.md).`)
}
