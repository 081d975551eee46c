import fc from 'fast-check'
import { testNumbers } from '../../seeds/test-numbers.ts'
import { maskPersonnummer, parsePersonnummer } from '../../src/people/personnummer.ts'

const today = '2026-11-23'

// Published for tests by Skatteverket, like those of the seeds.
const elders = ['189001019802', '189010289800']
const coordination = ['191401682396', '194300912385', '200000732388', '202203682386', '191500722390', '197801792388']

test('N2: every published test number is valid, with twelve digits and with ten', () => {
  expect(testNumbers.length).toBeGreaterThan(500)
  for (const digits of [...testNumbers, ...elders]) {
    const mark = 2026 - Number(digits.slice(0, 4)) >= 100 ? '+' : '-'
    const ways = [digits, `${digits.slice(0, 8)}-${digits.slice(8)}`, `${digits.slice(2, 8)}${mark}${digits.slice(8)}`]
    if (mark === '-') ways.push(digits.slice(2), ` ${digits.slice(2, 8)} ${digits.slice(8)} `)
    for (const typed of ways)
      expect([typed, parsePersonnummer(typed, today)]).toEqual([typed, { digits, coordination: false }])
  }
})

test('a samordningsnummer is told apart, also where month or day is unknown', () => {
  for (const digits of coordination) expect(parsePersonnummer(digits, today)).toEqual({ digits, coordination: true })
})

test('the century of ten digits follows the day it is asked, and + the year somebody turns a hundred', () => {
  const digits = testNumbers.find((number) => number.startsWith('2019'))!
  expect(parsePersonnummer(digits.slice(2), '2026-11-23')?.digits).toBe(digits)
  expect(parsePersonnummer(digits.slice(2), '2018-01-01')?.digits.slice(0, 2)).toBe('19')
  expect(parsePersonnummer(`${digits.slice(2, 8)}+${digits.slice(8)}`, '2119-01-01')?.digits).toBe(digits)
  expect(parsePersonnummer(`${digits.slice(2, 8)}+${digits.slice(8)}`, '2118-12-31')?.digits.slice(0, 2)).toBe('19')
})

test('one wrong digit, or two neighbours that changed places, is always found out', () => {
  const at = fc.tuple(fc.constantFrom(...testNumbers), fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }))
  fc.assert(
    fc.property(at, ([digits, place, step]) => {
      const wrong = (Number(digits[place]) + step) % 10
      expect(parsePersonnummer(digits.slice(0, place) + wrong + digits.slice(place + 1), today)).toBeUndefined()
    }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...testNumbers), fc.integer({ min: 8, max: 10 }), (digits, place) => {
      const [a, b] = [digits[place]!, digits[place + 1]!]
      // Luhn's own blind spots: the same digit twice, and 0 beside 9.
      fc.pre(a !== b && !['09', '90'].includes(a + b))
      expect(parsePersonnummer(digits.slice(0, place) + b + a + digits.slice(place + 2), today)).toBeUndefined()
    }),
  )
})

test('what is no number is no number', () => {
  fc.assert(fc.property(fc.string(), (typed) => parsePersonnummer(`x${typed}`, today) === undefined))
  const wrong = ['', '201901012391x', '20190101-239', '20190230-2391', '20191301-2391', '2019010-12391', '19+0101+2391']
  for (const typed of [...wrong, `${testNumbers[0]!.slice(0, 8)}+${testNumbers[0]!.slice(8)}`, '٢٠١٩٠١٠١٢٣٩١'])
    expect(parsePersonnummer(typed, today)).toBeUndefined()
})

test('R15: a masked number says when somebody was born and no more', () => {
  expect(maskPersonnummer('201901012391')).toBe('20190101-****')
})
