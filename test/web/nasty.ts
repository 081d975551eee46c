import type { OutgoingHttpHeaders } from 'node:http'
import { ids } from '../support/cast.ts'
import type { Sending } from '../support/wire.ts'

export type Dice = { below: (n: number) => number; pick: <T>(list: readonly T[]) => T; chance: (p: number) => boolean }

/** The same numbers for the same seed, so that what was found can be found again. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: (list) => list[below(list.length)]!, chance: (p) => next() < p }
}

const values: readonly ((d: Dice) => string)[] = [
  () => '',
  () => '%00',
  () => 'a%00b',
  () => '%ED%A0%80',
  () => '%ED%B0%80%ED%A0%80',
  () => '%FF%FE%C0%AF',
  () => '%',
  () => '%E0%A4%A',
  () => '%u0041',
  () => '%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9',
  () => '%E2%80%AE%E2%80%8F%EF%BB%BF',
  () => '%0D%0ASet-Cookie:%20a=b',
  () => '99999999999999999999999999',
  () => '-1',
  () => '1e309',
  () => 'NaN',
  () => 'Infinity',
  () => '0x1F',
  () => '2147483648',
  () => '9223372036854775808',
  () => '0.1',
  () => '%27%3B%20drop%20table%20person%3B%20--',
  () => '%24%7B7*7%7D%3C%25%3D%207*7%20%25%3E%7B%7B7*7%7D%7D',
  () => '%3Cscript%3Ealert(1)%3C/script%3E',
  () => '../../../../etc/passwd',
  () => '..%2F..%2F..%2Fetc%2Fpasswd',
  () => '__proto__',
  () => 'constructor',
  () => 'toString',
  () => 'null',
  () => '%5Bobject%20Object%5D',
  () => '%7B%22a%22:1%7D',
  () => '2026-02-30T25:61:61Z',
  () => '0000-00-00',
  () => '0000-01-01',
  () => '999999999999999_00000000-0000-0000-0000-000000000000',
  () => '1_ffffffff-ffff-ffff-ffff-ffffffffffff',
  () => '8640000000001_00000000-0000-4000-8000-000000000000',
  () => '00000000-0000-0000-0000-000000000000',
  () => 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  () => '00000000-0000-4000-8000-00000000000',
  () => '%7B00000000-0000-4000-8000-000000000000%7D',
  () => ids.alma.toUpperCase(),
  () => `${ids.alma}%00`,
  () => ` ${ids.alma}`.replaceAll(' ', '%20'),
  (d) => 'x'.repeat(1 + d.below(3_000)),
  (d) => '%C3%A5'.repeat(1 + d.below(400)),
  (d) => Array.from({ length: 1 + d.below(20) }, () => `%${d.below(256).toString(16).padStart(2, '0')}`).join(''),
  (d) => d.pick(Object.values(ids)),
]

/** Something that should not stand there, percent-encoded or meant to look so. */
export const nastyValue = (d: Dice): string => d.pick(values)(d)

// What each form is made of, so that the nasty value reaches past the first check.
const sound: Record<string, readonly string[]> = {
  _csrf: [],
  username: ['guardian', 'ingenalls'],
  password: ['fel+fel+fel+fel'],
  role: ['guardian', 'educator'],
  lang: ['sv', 'en'],
  back: ['/', '/contact'],
  current: ['regn+mot+rutan'],
  new: ['sju+sorters+kakor'],
  again: ['sju+sorters+kakor'],
  q: ['Alma', '19121212-1212', '121212-1212', 'An'],
  page: ['1', '2'],
  phone: ['070-1740605'],
  email: ['anna%40example.se'],
  street: ['Stigen+3'],
  postalCode: ['449+31'],
  city: ['N%C3%B6dinge'],
  asked: [`${ids.alma}:${ids.myran}`],
  show: [`${ids.alma}:${ids.myran}:name`, `${ids.pim}:${ids.fem}:phone`],
  'photo.pupil': ['yes', 'no'],
  'film.group': ['yes', 'no'],
  withdraw: ['all'],
  text: ['Vi+gick+ut.', 'sv-1'],
  revision: ['1', '2', '3'],
  group: [ids.myran, ids.kotten],
  unit: [ids.björken],
  listed: [ids.myran],
  title: ['Ute'],
  audience: ['child', 'group', 'unit'],
  children: [ids.alma, ids.bo],
  remove: [ids.alma],
  alt: ['En+bild'],
  [`alt.${ids.alma}`]: ['En+bild'],
  action: ['save', 'review', 'group'],
  before: ['1763640000000_00000000-0000-4000-8000-000000000000', '100'],
  event: ['documentation.read'],
  answer: ['no', 'withdrawn'],
  saved: ['1'],
  published: [''],
}
const names = Object.keys(sound)
const oddNames = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'length',
  '',
  '[]',
  'a[b][c]',
  '%00',
  '%',
  'then',
]

/** `name=value&…`, mostly sound, with something nasty in it. */
export function fields(d: Dice, token?: string): string {
  const parts = token === undefined ? [] : [`_csrf=${token}`]
  const nastyAt = d.below(6)
  for (let index = 0; index < 6; index += 1) {
    let name = d.chance(0.06) ? d.pick(oddNames) : d.pick(names)
    const choices = sound[name] ?? []
    const value = index === nastyAt || choices.length === 0 ? nastyValue(d) : d.pick(choices)
    if (name === '_csrf' && token !== undefined && d.chance(0.8)) continue
    if (d.chance(0.08)) name += d.pick(['[]', '[0]', '[__proto__]', '[constructor][prototype]', '[a]', '.'])
    parts.push(`${name}=${value}`)
    if (d.chance(0.12)) parts.push(`${name}=${nastyValue(d)}`)
  }
  return parts.join('&')
}

/** All sound fields of the forms at once, one of them doubled or nasty. */
export function wholeForm(d: Dice, token: string): string {
  const bad = d.pick(names)
  const all = names
    .filter((name) => sound[name]!.length > 0)
    .map((name) => `${name}=${name === bad ? nastyValue(d) : d.pick(sound[name]!)}`)
  return [`_csrf=${token}`, ...all, ...(d.chance(0.3) ? [`${bad}=${nastyValue(d)}`] : [])].join('&')
}

export function multipart(d: Dice, token: string): Sending & { body: Buffer } {
  const boundary = d.pick(['grans', 'x', '----WebKitFormBoundaryA', 'a b'])
  const bytes = (value: string) => Buffer.from(unescape(value), 'latin1')
  const part = (name: string, value: Buffer, more = '') =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
      value,
      Buffer.from('\r\n'),
    ])
  const pairs = wholeForm(d, token)
    .split('&')
    .map((pair) => pair.split('=') as [string, string])
  const parts = pairs.map(([name, value = '']) => part(name, bytes(value.replaceAll('+', ' '))))
  if (d.chance(0.1))
    parts.push(part(d.pick(['__proto__[x]', 'children[a]', `alt.${ids.alma}[b]`, '']), bytes(nastyValue(d))))
  if (d.chance(0.3)) {
    const file = d.pick([
      Buffer.alloc(0),
      Buffer.from('GIF89a'),
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.alloc(2_000, 7),
    ])
    const name = d.pick(['a.jpg', '../../a.jpg', 'a\\"b', '', '%00.jpg', 'x'.repeat(500)])
    parts.push(
      part(
        d.pick(['picture', 'picture', 'other', 'title']),
        file,
        `; filename="${name}"${d.pick(['', '\r\nContent-Type: image/jpeg', '\r\nContent-Type: '])}`,
      ),
    )
  }
  let body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
  if (d.chance(0.2)) body = body.subarray(0, d.below(body.length))
  const type = d.chance(0.1)
    ? d.pick([
        'multipart/form-data',
        'multipart/form-data; boundary=',
        'multipart/form-data; boundary="',
        'multipart/mixed; boundary=grans',
      ])
    : `multipart/form-data; boundary=${/ /.test(boundary) ? `"${boundary}"` : boundary}`
  return { headers: { 'Content-Type': type }, body }
}

const urlencoded = 'application/x-www-form-urlencoded'
const oddTypes = [
  ...['text/plain', 'application/json', 'application/xml', 'nonsense', '', `${urlencoded}; charset=utf-16`],
  ...[
    `${urlencoded}; charset=nonsense`,
    `${urlencoded}; charset=iso-8859-1`,
    `${urlencoded};;;=`,
    'text/html; charset="',
  ],
]

export function body(d: Dice, token: string): Sending {
  const roll = d.below(100)
  if (roll < 40) return { headers: { 'Content-Type': urlencoded }, body: fields(d, token) }
  if (roll < 65) return { headers: { 'Content-Type': urlencoded }, body: wholeForm(d, token) }
  if (roll < 85) return multipart(d, token)
  if (roll < 90) return { headers: { 'Content-Type': d.pick(oddTypes) }, body: fields(d, token) }
  if (roll < 92)
    return {
      headers: { 'Content-Type': 'application/json' },
      body: d.pick(['{', '[]', '{"__proto__":{"a":1}}', 'null', '"']),
    }
  if (roll < 94)
    return {
      headers: {
        'Content-Type': urlencoded,
        'Content-Encoding': d.pick(['gzip', 'br', 'deflate', 'nonsense', 'gzip, gzip']),
      },
      body: fields(d, token),
    }
  if (roll < 95)
    return { headers: { 'Content-Type': urlencoded }, body: `_csrf=${token}&${d.pick(names)}=${'m'.repeat(1_048_576)}` }
  if (roll < 96)
    return {
      headers: { 'Content-Type': urlencoded },
      body: `_csrf=${token}&${'children=x&'.repeat(d.pick([600, 2_100]))}`,
    }
  if (roll < 98)
    return {
      headers: { 'Content-Type': urlencoded },
      body: Buffer.from(Array.from({ length: 200 }, () => d.below(256))),
    }
  return {}
}

/** Headers that Node lets through and no browser sends. */
export function oddHeaders(d: Dice): OutgoingHttpHeaders {
  const odd: readonly OutgoingHttpHeaders[] = [
    { 'Accept-Encoding': d.pick(['', '*', 'br;q=nonsense', 'gzip;q=2', '\u00ff']) },
    { 'Accept-Language': 'x'.repeat(2_000) },
    { 'X-Forwarded-For': d.pick(['', ',,,', 'nonsense', '::1%lo', "1.2.3.4' --"]) },
    { 'X-Forwarded-Proto': 'gopher', 'X-Forwarded-Host': 'evil.example' },
    { Host: d.pick(['', 'evil.example', '[', 'a b', 'x'.repeat(300)]) },
    { Range: d.pick(['bytes=0-', 'bytes=-1', 'bytes=9-1,2-3', 'nonsense']) },
    { 'If-None-Match': '*', 'If-Modified-Since': 'yesterday' },
    { 'If-Modified-Since': '\u00e5\u00e4\u00f6' },
    { Origin: d.pick(['null', 'nonsense', 'http://', '\u00ff']) },
    { 'Sec-Fetch-Site': d.pick(['', 'same-origin, same-origin', 'nonsense']) },
    { 'X-HTTP-Method-Override': 'DELETE' },
    { Expect: 'nonsense' },
    { TE: 'trailers', Upgrade: 'nonsense' },
    { Authorization: 'Basic %%%' },
    { 'X-Long': 'y'.repeat(7_000) },
    { 'User-Agent': '\u0080\u00ff' },
  ]
  return d.pick(odd)
}

export function oddCookie(d: Dice, cookie: string): string {
  const odd = [
    ...[
      'language=__proto__',
      'language=%',
      'goal=%E0%A4%A',
      'goal=//evil',
      '__proto__=1',
      'constructor=1',
      '=',
      ';;;',
      'a',
    ],
    ...[
      'insyn=',
      'insyn=s%3A',
      'insyn=s%3Ax.y',
      'insyn=j%3A%7B%7D',
      'insyn=%00',
      `insyn=${'z'.repeat(4_000)}`,
      'language="en"',
    ],
  ]
  return d.chance(0.7) ? `${d.pick(odd)}; ${cookie}` : d.pick(odd)
}
