import type { Normal } from './normalise.ts'

export type Span = { start: number; end: number; term: string }

type Digits = { text: string; start: number; end: number }

const run = /\d+/g
/** What may stand between the digits of one number. A colon or a comma ends it. */
const joint = /^[\s.\-–—‑−/+_()'’]{1,3}$/
const cue =
  /person-?\s?(?:nummer|nr)|\bp(?:ers)?\.?\s?-?n(?:umme)?r\b|pnr|samordning|födelse|\bfödd?\b|\bföddes\b|fyra sista|sista (?:fyra )?siffr|slutar på|kontrollsiffr|folkbokför|\bid\b|personuppgift/g
const lastFour =
  /fyra sista|sista fyra|sista siffr|siffrorna|slutar på|slutar med|två delar|delar|kontrollsiffr|personn|pnr|p\.?-?nr|\bfödd\b|sedan|därefter|och då/g
const otherNumber =
  /(?:order|faktura|beställning|ocr|isbn|bankgiro|plusgiro|postgiro|streckkod|ean|org(?:anisations)?\.?-?\s?(?:nummer|nr)|referens|kundn|artikel|serien|konto|klarna|swish|spårning|kolli|inventarie|kvitto|diarie|dnr|ärende|enhetskod|bokningsn|medlemsn|låne?kort|kort(?:nummer|nr)|iban|telefon|tel\b|mobil|\bring|sms|tfn|\bnås\b|\bnår\b)/g

/**
 * Personnummer and samordningsnummer in any notation: ten or twelve digits with a date and a check digit that are right,
 * however they are cut up; date and last four said apart; a masked number; a temporary number. Needs no word beside it.
 */
export function personalNumbers(normal: Normal, today: string): Span[] {
  const text = withLetterDigits(normal.text)
  const digits = [...text.matchAll(run)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))
  if (digits.length === 0) return patterned(text)
  return [
    ...joined(text, digits, today, placesOf(text, cue), placesOf(text, otherNumber)),
    ...apart(text, digits, placesOf(text, lastFour)),
    ...patterned(text),
  ]
}

/** Ends of all that a pattern finds; looked up by halving, so that many numbers cost no more than few. */
function placesOf(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map((match) => match.index + match[0].length)
}

function hasWithin(places: number[], from: number, to: number): boolean {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle]! < from) low = middle + 1
    else high = middle
  }
  return low < places.length && places[low]! <= to
}

// O for 0 and l or I for 1 between digits.
function withLetterDigits(text: string): string {
  return text.replace(/(?<=\d)[o](?=\d|o\d)|(?<=\do)o(?=\d)/g, '0').replace(/(?<=\d)[li|](?=\d)/g, '1')
}

function joined(text: string, digits: Digits[], today: string, cues: number[], others: number[]): Span[] {
  const found: Span[] = []
  for (let first = 0; first < digits.length; first++) {
    let whole = ''
    for (let last = first; last < digits.length && last < first + 12; last++) {
      const group = digits[last]!
      if (last > first) {
        const between = text.slice(digits[last - 1]!.end, group.start)
        if (
          !joint.test(between) &&
          !(/^\s?[,:;]\s?$/.test(between) && isDate(whole) && group.text.length === numberAlone)
        )
          break
      }
      whole += group.text
      if (whole.length > 12) break
      if (whole.length !== 10 && whole.length !== 12) continue
      const start = digits[first]!.start
      if (!isPersonal(whole) || continues(text, digits, first, last)) continue
      const said = hasWithin(cues, start - 80, group.end + 60)
      if (
        !said &&
        (hasWithin(others, start - 24, start) ||
          isSomethingElse(text, start, whole, digits.slice(first, last + 1), today))
      )
        continue
      found.push({ start, end: group.end, term: 'personal-number' })
      first = last
      break
    }
  }
  return found
}

// One of many equally cut groups in a row is a part of something longer: a card, a table.
function continues(text: string, digits: Digits[], first: number, last: number): boolean {
  const next = digits[last + 1]
  const before = digits[first - 1]
  const tight = (a: Digits | undefined, b: Digits | undefined) =>
    a !== undefined && b !== undefined && /^[-.]$/.test(text.slice(a.end, b.start))
  return (
    tight(before, digits[first]) ||
    (tight(digits[last], next) && !/^[-.]?(?:jpe?g|png|pdf)/.test(text.slice(digits[last]!.end)))
  )
}

function isSomethingElse(text: string, start: number, whole: string, groups: Digits[], today: string): boolean {
  if (text[start - 1] === '+') return true
  // 070-174 06 05, 0303-74 21 18: an area or a mobile, not a date.
  if (groups.length > 1 && /^0\d{2,3}$/.test(groups[0]!.text)) return true
  return isMoment(text, start, whole, groups, today)
}

// 20261123-1430: a date and a time of day. A picture's name, a word about time, or a date as near as this year.
function isMoment(text: string, start: number, whole: string, groups: Digits[], today: string): boolean {
  if (whole.length !== 12 || Number(whole.slice(8, 10)) > 23 || Number(whole.slice(10)) > 59) return false
  if (
    groups.length === 1 &&
    !/(?:img|vid|dsc|pxl|mvimg|screenshot)[-_ ]?$/.test(text.slice(Math.max(0, start - 12), start))
  )
    return false
  // Cameras and calendars are younger than most people.
  if (Number(whole.slice(0, 4)) < 2000) return false
  const before = text.slice(Math.max(0, start - 30), start)
  if (/klockan|\bkl\b|img|vid|dsc|pxl|möte|tid|start|samling|buss|avgång|datum/.test(before)) return true
  return Number(whole.slice(0, 4)) >= Number(today.slice(0, 4))
}

const numberAlone = 4
const isDate = (digits: string) => digits.length === 6 || digits.length === 8

// "född 190101, fyra sista 2391": the two parts with words between them.
function apart(text: string, digits: Digits[], cues: number[]): Span[] {
  const found: Span[] = []
  for (let at = 0; at < digits.length; at++) {
    const last = digits[at]!
    if (last.text.length !== numberAlone) continue
    if (!hasWithin(cues, last.start - 60, last.end + 40)) continue
    const before = birthBefore(digits, at)
    const whole = before && before.text + last.text
    if (before && whole && last.start - before.end < 80 && isPersonal(whole))
      found.push({ start: before.start, end: last.end, term: 'personal-number-apart' })
    else if (
      /(?:fyra sista|sista fyra|sista siffrorna)[^\d.!?]{0,30}$/.test(
        text.slice(Math.max(0, last.start - 50), last.start),
      )
    )
      found.push({ start: last.start, end: last.end, term: 'personal-number-last-four' })
  }
  return found
}

// 190101, or 2019-01-01 in three groups.
function birthBefore(digits: Digits[], at: number): Digits | undefined {
  let text = ''
  for (let back = at - 1; back >= 0 && back >= at - 3; back--) {
    text = digits[back]!.text + text
    if (text.length === 6 || text.length === 8) return { text, start: digits[back]!.start, end: digits[at - 1]!.end }
    if (text.length > 8) return undefined
  }
  return undefined
}

const patterns: [string, RegExp][] = [
  ['personal-number-masked', /(?<!\d)(?:\d\d)?\d\d(?:0\d|1[0-2])(?:[0-3]\d|[6-9]\d)\s?[-+–]\s?(?:x{4}|\*{4})/g],
  ['temporary-number', /(?<!\d)(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d-?[a-z]{2}\d\d(?![\da-z])/g],
  ['passport-number', /(?<!\p{L})pass(?:nummer|nr)(?:et)?[\s:]{1,3}(?:är )?[a-z]{0,2}\d{6,9}(?!\d)/gu],
  [
    'personal-number-said',
    /(?:personnummer|personnumret|personnr|pnr|samordningsnummer|samordningsnumret)[^\d.!?\n]{0,20}(?:\d\d)?\d\d(?:0\d|1[0-2])(?:[0-3]\d|[6-9]\d)\s?[-+–]?\s?\d{4}(?!\d)/g,
  ],
]

function patterned(text: string): Span[] {
  return patterns.flatMap(([term, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, term })),
  )
}

/** Ten or twelve digits whose date exists and whose check digit is right. A samordningsnummer may leave month and day open. */
export function isPersonal(digits: string): boolean {
  if (digits.length === 12 && !/^(?:18|19|20)/.test(digits)) return false
  const ten = digits.slice(-10)
  const month = Number(ten.slice(2, 4))
  const day = Number(ten.slice(4, 6))
  const coordination = day >= 60
  if (month > 12 || (month === 0 && !coordination) || day === 0) return false
  if (coordination ? day > 91 : day > daysIn[month]!) return false
  return luhn(ten)
}

const daysIn = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function luhn(ten: string): boolean {
  let sum = 0
  for (let at = 0; at < 10; at++) {
    const product = Number(ten[at]) * (at % 2 === 0 ? 2 : 1)
    sum += product > 9 ? product - 9 : product
  }
  return sum % 10 === 0
}
