import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { Conflict } from '../errors.ts'
import { type Mailer, sendIfReady } from '../mail/mailer.ts'
import { inBoth } from '../mail/words.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Alarm, nightsStand, saidAs } from './alarm.ts'

export type Alarming = {
  /** The web's own: whoever is up looks, also where the nightly job's process is not. */
  database: Database
  mail: Mailer
  /** Those who run the portal. */
  to: string
  baseUrl: string
  clock: () => Date
  log: Logger
}

/**
 * Tells those who run the portal that the night's deletion failed, found no rule, or has not run, or that two clocks
 * disagree: once a day for as long as it stays so. The mail says what to do and where to look, and nothing of anybody. One that may not have arrived is sent again:
 * an alarm twice is better than none.
 */
export function alarmMails(
  given: Alarming,
): (signal?: AbortSignal) => Promise<{ outcome: 'well' | 'told' | 'sent' | 'away' }> {
  const { database, mail, to, clock, log } = given
  const address = new URL(addresses.retention, given.baseUrl).href
  const began = performance.now()
  return async () => {
    const now = clock()
    const { alarm, last } = await nightsStand(database, now, performance.now() - began)
    if (!alarm) return { outcome: 'well' }
    if (!(await claim(database, alarm, now))) return { outcome: 'told' }
    const { handed, failure } = await sendIfReady(mail, {
      id: randomUUID(),
      to,
      ...inBoth('retention.mail.subject', `retention.mail.${saidAs(alarm, last)}`, { address }),
    })
    if (handed === 'sent') return { outcome: 'sent' }
    log.error({ alarm: `retention.${alarm}`, handed, failure }, 'an alarm could not be mailed; it will be tried again')
    await database.rows`delete from alarm_mail where alarm = ${alarm} and day = ${swedishDay(now)}`
    return { outcome: 'away' }
  }
}

// By the key of the table: the first to write it sends it.
async function claim(database: Database, alarm: Alarm, now: Date): Promise<boolean> {
  await database.rows`delete from alarm_mail where day < ${swedishDay(now)}::date - 30`
  try {
    await database.rows`insert into alarm_mail (alarm, day) values (${alarm}, ${swedishDay(now)})`
    return true
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
}
