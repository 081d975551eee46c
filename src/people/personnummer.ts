export type Personnummer = {
  /** Twelve digits, as stored and indexed. */
  digits: string
  /** A samordningsnummer: the day is raised by 60. */
  coordination: boolean
}

const shape = /^(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{4})$/

/**
 * A personnummer or samordningsnummer as it was typed: ten or twelve digits, with or without - or +, spaces forgiven.
 * `today` (YYYY-MM-DD) decides the century of ten digits: the latest birth that is not to come; with + somebody who
 * is a hundred by the end of this year. Undefined where date or check digit is wrong.
 */
export function parsePersonnummer(typed: string, today: string): Personnummer | undefined {
  const [, century, year, month, day, sign, last] = typed.replace(/[\s\u00a0]/g, '').match(shape) ?? []
  if (!year || !month || !day || !last || (century && sign === '+')) return undefined
  const coordination = Number(day) >= 60
  const born = coordination ? String(Number(day) - 60).padStart(2, '0') : day
  const fullYear = century ? `${century}${year}` : centuryOf(`${year}${month}${born}`, sign === '+', today) + year
  if (!isDay(fullYear, month, born, coordination)) return undefined
  if (checkDigit(`${year}${month}${day}${last.slice(0, 3)}`) !== Number(last[3])) return undefined
  return { digits: `${fullYear}${month}${day}${last}`, coordination }
}

/** R15: only what says when somebody was born. */
export function maskPersonnummer(digits: string): string {
  return `${digits.slice(0, 8)}-****`
}

// A + is written from the year in which the person turns a hundred.
function centuryOf(birth: string, hundred: boolean, today: string): string {
  const now = today.replaceAll('-', '')
  const century = Number(now.slice(0, 2))
  if (hundred) return String(century - (birth.slice(0, 2) > now.slice(2, 4) ? 2 : 1))
  return String(century - (birth > now.slice(2) ? 1 : 0))
}

// In a samordningsnummer month and day may be unknown (00, 60), and the published ones have a 31st in any month.
function isDay(year: string, month: string, day: string, coordination: boolean): boolean {
  if (coordination) return Number(month) <= 12 && Number(day) <= 31
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === `${year}-${month}-${day}`
}

/** Luhn's: every other digit doubled, digits of the products added. */
function checkDigit(nine: string): number {
  const sum = [...nine].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (product > 9 ? product - 9 : product)
  }, 0)
  return (10 - (sum % 10)) % 10
}
