import { dates, swedishDay } from '../web/dates.ts'
import type { Language } from '../web/language.ts'

const clocks: Record<Language, Intl.DateTimeFormat> = { sv: clockOf('sv-SE'), en: clockOf('en-GB') }

function clockOf(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Stockholm', hour: '2-digit', minute: '2-digit' })
}

/** When something was saved: the time, and the day too where it is not today. */
export function savedAt(value: Date, language: Language, clock: () => Date): string {
  const today = swedishDay(value) === swedishDay(clock())
  return today ? clocks[language].format(value) : dates(language, clock).dateTime(value)
}
