/**
 * When an item is due, reckoned without Postgres and without the product's code: the wall clock in Sweden at publication
 * by the European rule for summer time, the year raised, and back. An hour that does not exist or comes twice is read
 * as winter time.
 */
export function dueAt(published: Date, years: number): Date {
  const wall = new Date(published.getTime() + offset(published.getTime()))
  const [year, month, day] = [wall.getUTCFullYear() + years, wall.getUTCMonth(), wall.getUTCDate()]
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const time = wall.getTime() - Date.UTC(wall.getUTCFullYear(), month, day)
  const due = Date.UTC(year, month, Math.min(day, daysInMonth)) + time
  const asSummer = due - 2 * hour
  const asWinter = due - hour
  const onlySummer = isSummer(asSummer) && isSummer(asWinter) && !inMissingHour(due)
  return new Date(onlySummer ? asSummer : asWinter)
}

const hour = 3_600_000

function offset(utc: number): number {
  return isSummer(utc) ? 2 * hour : hour
}

// Since 1996: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October.
function isSummer(utc: number): boolean {
  const year = new Date(utc).getUTCFullYear()
  return utc >= change(year, 2) && utc < change(year, 9)
}

function inMissingHour(wall: number): boolean {
  const springs = change(new Date(wall).getUTCFullYear(), 2)
  return wall >= springs + hour && wall < springs + 2 * hour
}

function change(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1))
  return last.getTime() - last.getUTCDay() * 24 * hour
}
