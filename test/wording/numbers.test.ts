import fc from 'fast-check'
import { testNumbers } from '../../seeds/test-numbers.ts'
import { check } from '../../src/wording/check.ts'

const today = '2026-11-26'
const stops = (text: string) =>
  check(text, { today }).filter(({ category, level }) => category === 'personnummer' && level === 'STOP')

const coordination = ['191401682396', '194300912385', '200000732388', '202203682386', '191500722390', '197801792388']
const [y, m, d, last] = [4, 6, 8, 12]
const cut = (digits: string, ...places: number[]) => places.map((to, at) => digits.slice(places[at - 1] ?? 0, to))
const notations: [string, (digits: string) => string][] = [
  ['twelve', (digits) => digits],
  ['ten', (digits) => digits.slice(2)],
  ...['-', '+', ' ', '–', '—', '−', ' – ', '.', '/', '_', ',', ':', '\n', '\u00a0', '\u200b-', '--'].map(
    (mark): [string, (digits: string) => string] => [
      `six ${JSON.stringify(mark)} four`,
      (digits) => digits.slice(2, d) + mark + digits.slice(d),
    ],
  ),
  ...['-', ' ', '.'].map((mark): [string, (digits: string) => string] => [
    `in pieces with ${mark}`,
    (digits) => cut(digits, y!, m!, d!, last!).join(mark),
  ]),
  ['digit by digit', (digits) => [...digits].join(' ')],
  ['wide digits', (digits) => [...digits].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')],
  ['Arabic digits', (digits) => [...digits].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0x630)).join('')],
]
const places = [
  '#',
  'Barnets nummer är #.',
  'Hej! # stämmer inte',
  'bild_#_ny.jpg',
  '(#)',
  'Anna,#,hämtar',
  'Den 3 maj kom #',
]

test.each(notations)('R28: a personnummer stops, written as %s', (_name, write) => {
  const numbers = [...testNumbers.filter((_, at) => at % 29 === 0), ...coordination]
  const through = numbers
    .flatMap((digits) => places.map((place) => place.replace('#', write(digits))))
    .filter((text) => stops(text).length === 0)
  expect(through).toEqual([])
})

test('it stands where it says, in the text as it was given', () => {
  const text = 'Mitt nummer är １９９００１０１ 0017?'.replace('１９９００１０１ 0017', '20190101\u200b-2391')
  const [found] = stops(text)
  expect(text.slice(found!.start, found!.end)).toBe('20190101\u200b-2391')
})

test.each([
  'född 190101, fyra sista 2391',
  'Hon är född 2019-07-15 och de sista siffrorna är 2381',
  'Först 880517 och sedan 2387.',
  'fyra sista: 2391',
  '190101-XXXX',
  '20190101-****',
  'Tillfälligt nummer 20130101TF01',
  'Passnummer: 12345678',
  'personnummer 190101-2390 (fel siffra)',
  '2O19O1O1-2391',
])('apart, masked or nearly right: %s', (text) => {
  expect(stops(text)).not.toEqual([])
})

test.each([
  'Ordernummer 5561234567',
  'Klockan 20261123-1430 var alla där.',
  'Betala med OCR 190101239100.',
  'ISBN 978-91-29-68830-6',
  'Organisationsnummer 556677-8899',
  'Ring 070-174 06 05',
  'Möte 2026-11-25 08:30-10:15',
  'Skolenhetskod 12345678',
  'Streckkod 7391234567895',
  'Bankgiro 5050-1055',
  'Temperaturerna var 18, 19, 20, 21 och 22 grader.',
  'IMG_20251123_143012.jpg',
])('is none: %s', (text) => {
  expect(stops(text)).toEqual([])
})

test('ten digits with a wrong check digit are somebody’s only when said to be', () => {
  fc.assert(
    fc.property(fc.constantFrom(...testNumbers), fc.integer({ min: 1, max: 9 }), (digits, step) => {
      const wrong = digits.slice(2, 11) + ((Number(digits[11]) + step) % 10)
      expect(stops(`Lådan är märkt ${wrong} på sidan`)).toEqual([])
    }),
  )
})
