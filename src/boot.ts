import { pino } from 'pino'
import { demoPassword } from './accounts/demo.ts'
import type { Config } from './config.ts'
import { insertConsentTexts } from './consent/texts.ts'
import { createKeyStore, isUnmade, type KeyStore, openKeyStore } from './crypto/key-store.ts'
import { actors } from './database/as-actor.ts'
import { connect, connectForRetention, connectForRoster, connectForWorker, type Database } from './database/database.ts'
import { type Embedded, startEmbedded } from './database/embedded.ts'
import { holdsSealed, registerKeys, requireKeys, requireWhole } from './database/keys-in-use.ts'
import { migrate } from './database/migrate.ts'
import { provision, type Urls } from './database/provision.ts'
import { sealMissingCards } from './database/seal-cards.ts'
import { tieDrafts } from './database/tie-drafts.ts'
import { requireVersion } from './database/version.ts'
import { StartupError } from './errors.ts'
import { insertGoals } from './goals/curricula.ts'
import { readMunicipality } from './information/municipality.ts'
import { mailer } from './mail/mailer.ts'
import { textMessages } from './mail/text-messages.ts'
import { replayErasures, requireErased } from './retention/replay.ts'
import { rosterDoor } from './roster/door.ts'
import type { Services } from './services.ts'
import { useLists } from './wording/check.ts'
import { WordListError } from './wording/lists.ts'

export type House = {
  services: Services
  /** For jobs; undefined where this process is not given the retention role. */
  retention: Database | undefined
  /** For converting film and sound; undefined where this process is not given the worker's role. */
  worker: Database | undefined
  /** For bringing in people; undefined where this process is not given the roster's role. */
  roster: Database | undefined
  ownerUrl: string | undefined
  close: () => Promise<void>
}

/**
 * Opens what everything stands on: keys, database, policies. In the demo that includes making them; in production the
 * keys, roles and migrations are explicit steps (docs/operations.md). Throws StartupError in plain words.
 */
export async function open(config: Config, clock: () => Date = () => new Date()): Promise<House> {
  readWordLists(config.wordingDirectory)
  const embedded = config.database.web ? undefined : await startEmbedded(config.dataDirectory)
  const opened: Database[] = []
  try {
    const urls = embedded ? await provision(embedded) : urlsOf(config)
    const keys = await keyStore(config, clock(), urls.owner)
    const database = connect(urls.web, {
      max: config.database.pool,
      shared: true,
      applicationName: 'insyn web',
      planOnce: true,
    })
    const retention = urls.retention ? connectForRetention(urls.retention) : undefined
    const worker = urls.worker ? connectForWorker(urls.worker) : undefined
    const roster = urls.roster ? connectForRoster(urls.roster) : undefined
    opened.push(...[database, retention, worker, roster].filter((each) => each !== undefined))
    const mail = config.mail && mailer(config.mail)
    const close = async () => {
      mail?.close()
      await Promise.all(opened.map((each) => each.close()))
      await embedded?.leave()
    }
    await requireVersion(database, config.production)
    await requireWhole(database)
    if (urls.owner) await prepare(urls.owner, keys)
    await requireKeys(database, keys)
    // R14: before anybody is served, whatever backup this database may have come from.
    if (retention) await replayErasures(retention, keys)
    else await requireErased(database, keys)
    const log = pino({ level: config.logLevel })
    const services: Services = {
      config,
      database,
      actors: actors(database, keys.get('context'), clock),
      keys,
      clock,
      log,
      municipality: readMunicipality(),
      demoPassword: config.demo ? demoPassword : undefined,
      mail,
      texts: config.texts && textMessages(config.texts),
      roster: roster && config.roster.source ? rosterDoor({ database: roster, keys, config, clock, log }) : undefined,
    }
    return { services, retention, worker, roster, ownerUrl: urls.owner, close }
  } catch (error) {
    await Promise.allSettled(opened.map((each) => each.close()))
    await stopQuietly(embedded)
    throw error
  }
}

/** Tables, policies, consent texts, curriculum goals, key fingerprints, the cards of old items and whom old drafts are about, brought up to date as the owner. */
export async function prepare(ownerUrl: string, keys: KeyStore): Promise<void> {
  await migrate(ownerUrl, keys.get('context'))
  await insertConsentTexts(ownerUrl)
  await insertGoals(ownerUrl)
  await registerKeys(ownerUrl, keys)
  await sealMissingCards(ownerUrl, keys)
  await tieDrafts(ownerUrl, keys)
}

// R28, R29: a list that is broken would let through what it was made to stop.
function readWordLists(directory: string | undefined): void {
  try {
    useLists(directory)
  } catch (error) {
    if (error instanceof WordListError) throw new StartupError(error.message)
    throw error
  }
}

function urlsOf(config: Config): Partial<Urls> & { web: string } {
  const { web, owner, retention, worker, roster } = config.database
  return {
    web: web!,
    ...(owner ? { owner } : {}),
    ...(retention ? { retention } : {}),
    ...(worker ? { worker } : {}),
    ...(roster ? { roster } : {}),
  }
}

// The demo's start is its own explicit step; anywhere else a missing store is a stop, never a new one.
async function keyStore(config: Config, now: Date, ownerUrl: string | undefined): Promise<KeyStore> {
  const unmade = config.demo && isUnmade(config.keyDirectory)
  if (unmade && ownerUrl && (await holdsSealed(ownerUrl))) {
    throw new StartupError(
      `Databasen är förseglad med nycklar som inte finns i ${config.keyDirectory}. Lägg tillbaka dem, eller börja om med npm run demo:reset.`,
    )
  }
  const inWords = (error: Error) => {
    throw new StartupError(error.message)
  }
  // Also one that an earlier first start was cut off from: nothing has been sealed with it yet.
  if (unmade) await createKeyStore(config.keyDirectory, now).catch(inWords)
  const keys = await openKeyStore(config.keyDirectory).catch(inWords)
  if (config.demo) await keys.extendTo(now)
  return keys
}

async function stopQuietly(embedded: Embedded | undefined): Promise<void> {
  await embedded?.leave().catch(() => {})
}
