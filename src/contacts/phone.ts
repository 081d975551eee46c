/** Area codes with fewer digits than four; all others in Sweden have four, mobile and service numbers three. */
const shortAreas = /^0(8|1[013689]|2[136]|3[1356]|4[0246]|54|6[03]|7\d|90)/

/** Mobile numbers have nine digits after the 0: with one too few it is nobody's, and takes no code to be shown as theirs. */
const mobile = /^7[02369]/

/**
 * A phone number as +46701234567, however it was typed: spaces, dashes, brackets, +46, 0046 or 0. Foreign numbers
 * need their + or 00. Undefined where it cannot be a number. What is copied out of a telephone may stand between marks
 * that nobody sees (Cf).
 */
export function normalisePhone(typed: string): string | undefined {
  const digits = typed
    .replace(/\(0\)/g, '')
    .replace(/[\s\p{Pd}\p{Cf}\u2212./()]/gu, '')
    .replace(/^00/, '+')
  if (!/^\+?\d+$/.test(digits)) return undefined
  const swedish = digits.match(/^(?:\+460?|0)([1-9]\d{6,8})$/)?.[1]
  if (swedish) return mobile.test(swedish) && swedish.length < 9 ? undefined : `+46${swedish}`
  return /^\+(?!46|0)\d{8,15}$/.test(digits) ? digits : undefined
}

/** Whether a code can be sent there: a Swedish number has to be a mobile one; of others nobody can tell. */
export function takesTexts(stored: string): boolean {
  return !stored.startsWith('+46') || /^\+467[02369]\d{7}$/.test(stored)
}

/** The number as Swedes write it: 070-123 45 67, 0303-70 30 00. Foreign numbers as they stand. */
export function sayPhone(stored: string): string {
  if (!stored.startsWith('+46')) return stored
  const national = `0${stored.slice(3)}`
  const area = national.match(shortAreas)?.[0] ?? national.slice(0, 4)
  return `${area}-${inGroups(national.slice(area.length))}`
}

// The first group is the longer one: 123 45 67, 12 34 56, 123 45, 123 456 78.
function inGroups(rest: string): string {
  if (rest.length === 8) return `${rest.slice(0, 3)} ${rest.slice(3, 6)} ${rest.slice(6)}`
  const first = rest.length % 2 === 0 ? 2 : 3
  return [rest.slice(0, first), ...(rest.slice(first).match(/.{2}/g) ?? [])].join(' ')
}
