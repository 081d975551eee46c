import { swedishHour } from '../web/dates.ts'

/** By day: nobody's phone rings at night because of us. */
export function isByDay(now: Date): boolean {
  const hour = swedishHour(now)
  return hour >= 8 && hour < 20
}
