import type { Normal } from './normalise.ts'
import type { Span } from './numbers.ts'
import { role } from './roles.ts'
import type { Sentence } from './sentence.ts'

/** Ways to reach or find somebody. `allowed`: the unit's own, digits and lower case only. */
export function contactsIn(normal: Normal, sentences: Sentence[], allowed: readonly string[]): Span[] {
  const found = [
    ...addresses(normal.text),
    ...phones(normal.text),
    ...links(normal.text),
    ...sentences.flatMap((sentence) => [
      ...streets(sentence),
      ...plates(sentence, normal),
      ...codes(sentence),
      ...spelt(sentence),
      ...postal(sentence, normal),
    ]),
  ]
  return found.filter(({ start, end }) => !allowed.some((own) => sameContact(own, normal.text.slice(start, end))))
}

function sameContact(own: string, found: string): boolean {
  const digits = (text: string) => text.replace(/\D/g, '').replace(/^(?:0046|46)/, '0')
  return own.toLowerCase() === found || (digits(own).length > 6 && digits(own) === digits(found))
}

// From each @ outwards, so that long rows of letters cost nothing.
function addresses(text: string): Span[] {
  const found: Span[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = text.slice(Math.max(0, at - 64), at).match(/[\p{L}\d._%+-]+$/u)?.[0] ?? ''
    const domain =
      text
        .slice(at + 1, at + 80)
        .match(/^[\p{L}\d_][\p{L}\d._-]*/u)?.[0]
        .replace(/[._-]+$/, '') ?? ''
    if (name && /\.\p{L}{2,}/u.test(domain))
      found.push({ start: at - name.length, end: at + 1 + domain.length, term: 'e-mail' })
    else if (!name && /^[\p{L}_][\p{L}\d._]{2,}/u.test(domain))
      found.push({ start: at, end: at + 1 + domain.length, term: 'account' })
  }
  for (const match of text.matchAll(/\(at\)|\[at\]|\{at\}|snabel-?\s?a(?!\p{L})/gu))
    found.push({ start: match.index, end: match.index + match[0].length, term: 'e-mail' })
  for (const match of text.matchAll(/\p{L}{2,32}#\d{4}(?!\d)/gu))
    found.push({ start: match.index, end: match.index + match[0].length, term: 'account' })
  return found
}

const notPhone =
  /(?:order|faktura|beställning|ocr|isbn|giro|streckkod|ean|org\S{0,16}|referens|kund\S{0,6}|artikel\S{0,6}|konto|dnr|ärende\S{0,6}|enhetskod|klockan|\bkl)\.?[\s:]*(?:nr|nummer)?[\s:.]*$/
// The number of a place that is everybody's: what stands just before or after says whose it is.
const institution =
  /(?:kontaktcenter|växeln|avdelningen|förskolan|skolan|fritids|fritidshemmet|expeditionen|receptionen|enheten|förvaltningen|kommunen|kommunens|biblioteket|vaktmästeriet|skolköket|köket|skolskjuts|trafikkontoret|skolans|förskolans|avdelningens|rektorsexpeditionen|museet|simhallen)(?!\p{L})/u
const phoneCue = /(?:ring|tel(?:efon)?|tfn|mobil|nummer|sms|nås|når|whatsapp|swish)[^\d]{0,24}$/

function phones(text: string): Span[] {
  const found: Span[] = []
  for (const match of text.matchAll(
    /(?<![\d.,:+])(?:(?:\+|00)\d{2}[\s-]?(?:\(0\))?[\s-]?\d|0\d)[\d\s\-–/]{5,18}\d(?![\d:])/g,
  )) {
    const digits = match[0].replace(/\D/g, '')
    const before = text.slice(Math.max(0, match.index - 40), match.index)
    const international = /^(?:\+|00)/.test(match[0])
    if (digits.length < 8 || digits.length > (international ? 15 : 11) || notPhone.test(before)) continue
    if (!international && isHours(match[0])) continue
    // A mobile phone is somebody's.
    if (/^0(?!7)/.test(digits) && isInstitutions(text, match.index, match[0].length)) continue
    if (/\s{3,}|\n/.test(match[0]) || /-\S*-\S*-/.test(match[0])) continue
    found.push({ start: match.index, end: match.index + match[0].length, term: 'phone' })
  }
  for (const match of text.matchAll(/(?<![\d.,:+])[1-9][\d\s-]{5,12}\d(?![\d:])/g)) {
    const before = text.slice(Math.max(0, match.index - 30), match.index)
    const digits = match[0].replace(/\D/g, '')
    if (
      digits.length >= 6 &&
      digits.length <= 10 &&
      /(?:ring|tel(?:efon)?|tfn|mobil(?:nummer)?|sms)\S{0,8}[^\d]{0,16}$/.test(before) &&
      phoneCue.test(before) &&
      !isHours(match[0])
    )
      found.push({ start: match.index, end: match.index + match[0].length, term: 'phone' })
  }
  return found
}

function isInstitutions(text: string, start: number, length: number): boolean {
  return (
    institution.test(text.slice(Math.max(0, start - 60), start)) ||
    institution.test(text.slice(start + length, start + length + 40))
  )
}

// 0830–1015, 0900 1630
function isHours(text: string): boolean {
  const four = text.match(/\d+/g) ?? []
  return (
    four.length >= 2 &&
    four.length <= 4 &&
    four.every((each) => each.length === 4 && Number(each.slice(0, 2)) < 24 && Number(each.slice(2)) < 60)
  )
}

function links(text: string): Span[] {
  const spans = (pattern: RegExp, term: string) =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, term }))
  return [
    ...spans(
      /(?:instagram|insta|facebook|snapchat|snap|tiktok|discord|messenger|whatsapp|telegram|signal|linkedin|skype|roblox|twitch)\s?(?:är|:|=)\s?@?[\p{L}\d_.]{3,}/gu,
      'account',
    ),
    ...spans(/(?<![\d+])46[17]\d{8}(?!\d)/g, 'phone'),
    ...spans(
      /(?:wa\.me|t\.me|m\.me|(?:instagram|facebook|snapchat|tiktok|linkedin|discord|messenger)\.(?:com|gg))\/[\w.@/-]{1,80}/g,
      'account',
    ),
  ]
}

const street =
  /(?:gatan|gata|vägen|väg|gränd|stigen|stig|backen|torget|allén|leden|kroken|slingan|ringen|lunden|höjden|promenaden|esplanaden|kajen|svängen|backe|åsen|dalen|plan|berget|udden|viken|hagen|täppan|liden|tunet|parken)$/
const always = /(?:gatan|vägen|gränd|stigen|allén|promenaden|esplanaden|slingan|kroken)$/
const publicPlace =
  /bibliotek|museum|museet|hållplats|station|simhall|teater|kyrka|konserthus|skola|ishall|bad|galleri|park|centrum|kultur|idrott|möts|samling|utflykt|studiebesök|promenerade|gick|besök|buss|åkte/
const lives = new Set([
  'bor',
  'bodde',
  'flyttat',
  'flyttar',
  'flyttade',
  'adress',
  'adressen',
  'hemadress',
  'brevet',
  'hemma',
])

function streets({ items }: Sentence): Span[] {
  const found: Span[] = []
  if (items.some(({ text }) => /^(?:förskolans|skolans|bibliotekets|museets|kommunens|simhallens|arenans)$/.test(text)))
    return []
  const home = items.some((item) => lives.has(item.text))
  const visited =
    !items.some((item) => /^(?:bor|bodde|flytta\p{L}*)$/u.test(item.text)) &&
    items.some((item) => publicPlace.test(item.text) && !street.test(item.text))
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const next = items[at + 1]
    if (item.kind !== 'word' || item.text.length < 6 || !street.test(item.text)) continue
    const numbered = next !== undefined && /^\d{1,3}\p{L}?$/u.test(next.text)
    const named = item.capital || always.test(item.text)
    if (numbered && (item.capital || always.test(item.text)) && !visited)
      found.push({ start: item.start, end: next.end, term: 'street' })
    else if (home && named && item.class === undefined && (item.roles & role.topic) === 0 && !numbered)
      found.push({ start: item.start, end: item.end, term: 'street' })
    else if (home && item.capital && !item.first && ['på', 'till', 'vid'].includes(items[at - 1]?.text ?? ''))
      found.push({ start: item.start, end: item.end, term: 'street' })
  }
  return found
}

const vehicles =
  /^(?:bil|reg|skylt|volvo|saab|bmw|audi|tesla|toyota|kia|ford|vw|volkswagen|skoda|mercedes|opel|peugeot|renault|seat|mazda|nissan|hyundai|parker|kör|fordon|mc$|moped|epa|nummer)/

function plates({ items }: Sentence, normal: Normal): Span[] {
  if (!items.some((item) => vehicles.test(item.text))) return []
  const found: Span[] = []
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const next = items[at + 1]
    if (/^[a-z]{3}\d{2}[\da-z]$/.test(item.text)) found.push({ start: item.start, end: item.end, term: 'plate' })
    else if (/^[A-Z]{3}$/.test(normal.cased.slice(item.start, item.end)) && next && /^\d{2}[\da-z]$/.test(next.text))
      found.push({ start: item.start, end: next.end, term: 'plate' })
  }
  return found
}

const doors = /port|dörr|larm|trapp|grind|hus|hemma|lås|entré|våning|garage/

function codes({ items }: Sentence): Span[] {
  const at = items.findIndex((item) => /(?:^|port|dörr|larm|grind|hus|lås)kod(?:en|er|erna)?$/.test(item.text))
  if (at < 0 || !items.some((item) => doors.test(item.text))) return []
  const number = items.slice(at, at + 10).find((item) => /^\d{3,6}$/.test(item.text))
  return number ? [{ start: items[at]!.start, end: number.end, term: 'door-code' }] : []
}

const digitWord =
  /^(?:noll|ett|två|tre|fyra|fem|sex|sju|åtta|nio|\d{1,4}|tio|tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)$/

// nollsjuttio 123 45 67, noll sju tre fem fem
function spelt({ items }: Sentence): Span[] {
  for (let at = 0; at < items.length; at++) {
    if (!/^noll/.test(items[at]!.text)) continue
    let end = at + 1
    while (items[end] && digitWord.test(items[end]!.text)) end++
    if (end - at >= (items[at]!.text.length > 6 ? 3 : 6))
      return [{ start: items[at]!.start, end: items[end - 1]!.end, term: 'phone' }]
  }
  return []
}

// 449 31 Nödinge, 44931 Nödinge; or any after "postnummer".
function postal({ items }: Sentence, normal: Normal): Span[] {
  for (let at = 0; at < items.length; at++) {
    const one = items[at]!
    const two = items[at + 1]
    const whole = /^[1-9]\d{4}$/.test(one.text)
    const cut =
      /^[1-9]\d{2}$/.test(one.text) &&
      two !== undefined &&
      /^\d{2}$/.test(two.text) &&
      normal.text.slice(one.end, two.start) === ' '
    if (!whole && !cut) continue
    const town = items[at + (cut ? 2 : 1)]
    const last = cut ? two! : one
    const said = /^postn/.test(items[at - 1]?.text ?? '') || /^postn/.test(items[at - 2]?.text ?? '')
    if (said || (town?.capital && town.kind === 'word' && town.class === undefined))
      return [{ start: one.start, end: last.end, term: 'postal-code' }]
  }
  return []
}
