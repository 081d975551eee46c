const DAY = 86_400_000

/** The day in Stockholm, 'YYYY-MM-DD', at an instant. */
export function stockholmDay(instant: Date): string {
  return new Date(instant.getTime() + offset(instant)).toISOString().slice(0, 10)
}

/** The instant of a Stockholm clock time on a day. */
export function at(day: string, hour: number, minute: number, second = 0): Date {
  const asIfUtc = new Date(`${day}T00:00:00Z`).getTime() + ((hour * 60 + minute) * 60 + second) * 1000
  return new Date(asIfUtc - offset(new Date(asIfUtc - 3_600_000)))
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
}

/** R14's calendar years, backwards or forwards: 29 February becomes 28 February. */
export function addYears(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
  return day.endsWith('-02-29') && !leap ? `${year}-02-28` : `${year}${day.slice(4)}`
}

/** 0 is Sunday, as in JavaScript. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/** The year in which the school year that a day belongs to began (it begins on 15 August). */
export function schoolYear(day: string): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5) >= '08-15' ? year : year - 1
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY)
}

export function covers(period: { from: string; to: string | null }, day: string): boolean {
  return period.from <= day && (period.to === null || day <= period.to)
}

// Summer time runs from the last Sunday of March to the last of October, changing at 01:00 UTC.
function offset(instant: Date): number {
  const year = instant.getUTCFullYear()
  const summer = instant.getTime() >= lastSunday(year, 2) && instant.getTime() < lastSunday(year, 9)
  return (summer ? 2 : 1) * 3_600_000
}

function lastSunday(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month + 1, 0, 1))
  return end.getTime() - end.getUTCDay() * DAY
}
