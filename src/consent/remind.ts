import type { Logger } from 'pino'
import { emailIn } from '../contacts/details.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Database } from '../database/database.ts'
import { isByDay } from '../mail/hours.ts'
import type { Mailer } from '../mail/mailer.ts'
import { inBoth, portalAt } from '../mail/words.ts'
import { swedishDay } from '../web/dates.ts'

export type Reminding = {
  /** The retention role's. */
  database: Database
  keys: KeyStore
  mail: Mailer
  /** Where the portal is: all that a mail says. */
  baseUrl: string
  clock: () => Date
  log: Logger
}

/**
 * Reminds guardians that something waits for their answer (reminders.ts), by day; called as often as the clock ticks. A mail
 * says that something waits and where the portal is; who, what and about whom stay behind the sign-in. Each address is
 * opened here, used once, and let go.
 */
export function reminders(given: Reminding): (signal: AbortSignal) => Promise<{ outcome: 'done' | 'night' | 'away' }> {
  const { database, keys, mail, clock, log } = given
  const words = inBoth('consent.mail.subject', 'consent.mail.text', { address: portalAt(given.baseUrl) })
  let made: string | undefined

  return async (signal) => {
    const now = clock()
    if (!isByDay(now)) return { outcome: 'night' }
    const day = swedishDay(now)
    if (day !== made) await database.rows`select access.make_reminders(${now})`
    made = day

    const counts: Record<string, number> = {}
    let ready: boolean | undefined
    while (!signal.aborted) {
      const [next] = await database.rows<{ id: string; person_id: string; sealed: Buffer }>`
        select * from access.claim_reminder(${now})`
      if (!next) break
      const note = async (said: string) => {
        await database.rows`select access.note_reminder(${next.id}, ${said}, ${now})`
        counts[said] = (counts[said] ?? 0) + 1
      }
      // Asked once a round, when there is something to send.
      ready ??= await mail.ready()
      if (!ready) {
        await note('away')
        log.warn('reminders: the mail server does not answer or does not let us in; they wait')
        return { outcome: 'away' }
      }
      const to = emailIn(keys, next.person_id, next.sealed)
      const { handed, failure } = to
        ? await mail.send({ id: next.id, to, ...words })
        : { handed: 'refused' as const, failure: 'sealed' }
      await note(handed)
      if (failure) log.warn({ handed, failure }, 'a reminder was not taken')
      // The line went: what is left waits for the next tick.
      if (handed === 'unknown') break
    }
    if (Object.keys(counts).length > 0) log.info(counts, 'reminders')
    return { outcome: 'done' }
  }
}
