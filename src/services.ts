import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { KeyStore } from './crypto/key-store.ts'
import type { Actors } from './database/as-actor.ts'
import type { Database } from './database/database.ts'
import type { Municipality } from './information/municipality.ts'
import type { Mailer } from './mail/mailer.ts'
import type { TextMessages } from './mail/text-messages.ts'
import type { RosterDoor } from './roster/door.ts'

/** What the features are given; made once in server.ts or by a test. */
export type Services = {
  config: Config
  database: Database
  actors: Actors
  keys: KeyStore
  clock: () => Date
  log: Logger
  municipality: Municipality
  demoPassword: string | undefined
  /** Brings people in from the register; undefined where this process is not set up for it. */
  roster: RosterDoor | undefined
  /** Undefined where no mail is sent. */
  mail: Mailer | undefined
  /** Undefined where no text messages are sent. */
  texts: TextMessages | undefined
}
