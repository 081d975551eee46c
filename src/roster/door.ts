import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { swedishDay } from '../web/dates.ts'
import { type RosterResult, runRoster } from './run.ts'
import { openSource } from './source.ts'

export type Order = { dryRun: boolean; acceptLosses: boolean; startedBy: string }

export type RosterDoor = {
  /** Begins a run and comes back when it has its turn: false where one is going on already. */
  begin: (order: Order) => Promise<boolean>
  /** The night's own run, by the clock. */
  night: (signal: AbortSignal) => Promise<{ outcome: string }>
}

type Standing = { database: Database; keys: KeyStore; config: Config; clock: () => Date; log: Logger }

/** What the page and the clock hold of the import: where from stands in the environment. */
export function rosterDoor({ database, keys, config, clock, log }: Standing): RosterDoor {
  const { source, token } = config.roster
  const open = (signal?: AbortSignal) => (since: Date | null) =>
    openSource({ from: source!, token, keys, today: swedishDay(clock()), ...(signal ? { signal } : {}) }, since)
  const all = { database, keys, clock, log, production: config.production }
  return {
    begin: (order) =>
      new Promise<boolean>((resolve, reject) => {
        const run: Promise<RosterResult> = runRoster({
          ...all,
          ...order,
          now: clock(),
          open: open(),
          onStart: () => resolve(true),
        })
        run.then(
          ({ outcome }) => resolve(outcome !== 'busy'),
          (error) => {
            log.error({ reason: (error as Error).message }, 'roster failed')
            reject(error)
          },
        )
      }),
    night: (signal) => runRoster({ ...all, now: clock(), open: open(signal), nightly: true, signal }),
  }
}
