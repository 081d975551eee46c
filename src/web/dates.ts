import type { Language } from './language.ts'

const zone = 'Europe/Stockholm'
const locales: Record<Language, string> = { sv: 'sv-SE', en: 'en-GB' }

/** How a day, an instant and a distance in time are said; always Swedish time. */
export function dates(language: Language, now: () => Date) {
  const { day, instant, month, relative } = formats[language]
  return {
    date: (value: Date | string) => day.format(asDate(value)),
    dateTime: (value: Date | string) => instant.format(asDate(value)),
    month: (value: Date | string) => month.format(asDate(value)),
    ago: (value: Date | string) => distance(relative, asDate(value), now()),
    until: (value: Date | string) => distance(relative, asDate(value), now()),
  }
}

const formats = Object.fromEntries(
  (['sv', 'en'] as const).map((language) => {
    const make = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options })
    return [
      language,
      {
        day: make({ day: 'numeric', month: 'long', year: 'numeric' }),
        instant: make({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
        month: make({ month: 'long', year: 'numeric' }),
        relative: new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }),
      },
    ]
  }),
) as Record<Language, Record<'day' | 'instant' | 'month', Intl.DateTimeFormat> & { relative: Intl.RelativeTimeFormat }>

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
export function swedishDay(value: Date): string {
  return isoDay.format(value)
}

const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
