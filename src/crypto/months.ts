/** A calendar month in Stockholm, `YYYY-MM`. Sorts as text. */
export type Month = string

/** The month that `at` falls in, in Stockholm. */
export function stockholmMonth(at: Date): Month {
  const parts = stockholm.formatToParts(at)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}`
}

export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
}

export function addMonths(month: Month, months: number): Month {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  const year = Math.floor(count / 12)
  return `${String(year).padStart(4, '0')}-${String(count - year * 12 + 1).padStart(2, '0')}`
}

/** Every month from the first to the last, both included; none when the first is later. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = []
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month)
  return months
}

const stockholm = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Stockholm',
  calendar: 'gregory',
  year: 'numeric',
  month: '2-digit',
})
