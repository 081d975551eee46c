import type { Language } from './language.ts'

const zone = 'Europe/Stockholm'
const locales: Record<Language, string> = { sv: 'sv-SE', en: 'en-GB' }
const mostRemembered = 2_000

/** How a day, an instant and a distance in time are said; always Swedish time. */
export function dates(language: Language, now: () => Date) {
  const { date, dateTime, month, relative } = formats[language]
  const away = (value: Date | string) => distance(relative, asDate(value), now())
  // Between two days: today, tomorrow, 3 days ago.
  const days = (day: string) => relative.format(daysBetween(swedishDay(now()), day), 'day')
  return { date, dateTime, month, ago: away, until: away, days }
}

type Say = (value: Date | string) => string

const formats: Record<Language, Formats> = { sv: formatsOf('sv'), en: formatsOf('en') }
type Formats = { date: Say; dateTime: Say; month: Say; relative: Intl.RelativeTimeFormat }

function formatsOf(language: Language): Formats {
  const make = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options })
  const day = make({ day: 'numeric', month: 'long', year: 'numeric' })
  const month = make({ month: 'long', year: 'numeric' })
  const instant = make({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })
  const aroundMinutes = hourly((value) => {
    const parts = instant.formatToParts(value)
    const minute = parts.findIndex(({ type }) => type === 'minute')
    const text = (some: Intl.DateTimeFormatPart[]) => some.map((part) => part.value).join('')
    return [text(parts.slice(0, minute)), text(parts.slice(minute + 1))] as const
  })
  return {
    date: hourly((value) => day.format(value)),
    month: hourly((value) => month.format(value)),
    dateTime: (value) => {
      const [before, after] = aroundMinutes(value)
      return `${before}${String(asDate(value).getUTCMinutes()).padStart(2, '0')}${after}`
    },
    relative: new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }),
  }
}

// Intl takes microseconds for a date and a page has dozens. Swedish time is whole hours from UTC, so that within an hour
// nothing but the minutes changes.
function hourly<T>(say: (value: Date) => T): (value: Date | string) => T {
  const known = new Map<number, T>()
  return (value) => {
    const at = asDate(value)
    const hour = Math.floor(at.getTime() / 3_600_000)
    const held = known.get(hour)
    if (held !== undefined) return held
    const said = say(at)
    if (known.size >= mostRemembered) known.clear()
    known.set(hour, said)
    return said
  }
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

function distance(relative: Intl.RelativeTimeFormat, value: Date, now: Date): string {
  const seconds = (value.getTime() - now.getTime()) / 1000
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['minute', 60]
  return relative.format(Math.round(seconds / size), unit)
}

// A day without a time is noon, so that no time zone moves it.
function asDate(value: Date | string): Date {
  return value instanceof Date ? value : new Date(value.length === 10 ? `${value}T12:00:00Z` : value)
}

/** The day in Sweden as YYYY-MM-DD. */
export const swedishDay: (value: Date) => string = hourly((value) => isoDay.format(value))

const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })

/** A day without a time is noon, so that no time zone moves it. */
export function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}

function daysBetween(from: string, to: string): number {
  return (noon(to).getTime() - noon(from).getTime()) / 86_400_000
}

/** The hour of the day in Sweden, 0 to 23. */
export function swedishHour(value: Date): number {
  return Number(hour.format(value))
}

const hour = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
