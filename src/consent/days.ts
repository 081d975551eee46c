import type { Database } from '../database/database.ts'
import { swedishDay } from '../web/dates.ts'

/** How far back the first look of a process goes: longer than a portal stands still. */
const firstLook = 40

/**
 * Once a day, soon after midnight, what only the date changes: custody that begins or ends, birthdays, a question whose
 * substance has changed. `database` is the retention role's. What is published and answered asks for itself.
 */
export function consentDays(database: Database, clock: () => Date): () => Promise<void> {
  let done: string | undefined
  return async () => {
    const day = swedishDay(clock())
    if (day === done) return
    await database.rows`
      select access.bind_consent(${day}::date, coalesce(${done ?? null}::date, ${day}::date - ${firstLook}::integer))`
    done = day
  }
}
