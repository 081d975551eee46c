import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { isByDay } from '../mail/hours.ts'
import { type Mailer, sendIfReady } from '../mail/mailer.ts'
import { inBoth } from '../mail/words.ts'
import { addresses } from '../web/addresses.ts'

export type Following = {
  /** The retention role's. */
  database: Database
  mail: Mailer
  /** The department's own address, told when something is overdue; nobody where it is not said. */
  department: string | undefined
  baseUrl: string
  clock: () => Date
  log: Logger
}

/**
 * Tells units by mail, by day, that something outside the portal has to come down, until it is done, and the department
 * when it is late (reminders.ts says whom and when). What, where and because of whom stay behind the sign-in.
 */
export function takeDownMails(
  given: Following,
): (signal: AbortSignal) => Promise<{ outcome: 'done' | 'night' | 'away' }> {
  const { database, mail, department, clock, log } = given
  const [uses, list] = [addresses.uses, addresses.consents].map((path) => new URL(path, given.baseUrl).href)
  const words = {
    due: inBoth('uses.mail.due-subject', 'uses.mail.due', { address: uses }),
    late: inBoth('uses.mail.late-subject', 'uses.mail.late', { address: uses }),
    department: inBoth('uses.mail.late-subject', 'uses.mail.department', { address: list }),
  }

  return async (signal) => {
    const now = clock()
    if (!isByDay(now)) return { outcome: 'night' }
    while (!signal.aborted) {
      const [next] = await database.rows<{ id: string; address: string | null; late: boolean }>`
        select * from access.claim_take_down_mail(${now}, ${department !== undefined})`
      if (!next) break
      const { handed, failure } = await sendIfReady(mail, {
        id: next.id,
        to: next.address ?? department!,
        ...words[next.address === null ? 'department' : next.late ? 'late' : 'due'],
      })
      await database.rows`select access.note_take_down_mail(${next.id}, ${handed})`
      if (failure) log.warn({ handed, failure }, 'a reminder of a take-down was not taken')
      // The server is away, the line went, or it says later: what is left waits for the next tick.
      if (handed === 'again' || handed === 'unknown') return { outcome: 'away' }
    }
    return { outcome: 'done' }
  }
}
