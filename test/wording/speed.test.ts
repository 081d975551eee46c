import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { check } from '../../src/wording/check.ts'

const today = '2026-11-26'
const context = {
  today,
  tagged: ['Alma'],
  others: ['Kalle', 'Ebba'],
  hidden: ['Tindra'],
  staff: ['Eva'],
  publicContacts: ['0303-70 30 00'],
}

/** Processor time, so that a busy machine does not count. The median of several. */
function milliseconds(text: string, runs = 9): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    check(text, { today })
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]!
}

const sentences = [
  'first',
  'held-out',
  'fresh',
  'second-fresh',
  'third-fresh',
  'fourth-fresh',
  'clean-fresh',
  'last-clean',
].flatMap((part) =>
  readFileSync(join(import.meta.dirname, 'corpus', `${part}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line): string => JSON.parse(line).text),
)

test('10 000 characters of ordinary text take less than 20 ms', () => {
  const text = sentences.join(' ').slice(0, 10_000)
  expect(text).toHaveLength(10_000)
  milliseconds(text)
  const taken = milliseconds(text)
  console.log(`10 000 characters: ${taken.toFixed(1)} ms`)
  // Twice what is promised, for machines that are slower than most.
  expect(taken).toBeLessThan(40)
})

const length = 10_000
const long = (piece: string) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
const random = (seed: number) => {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return state
  }
  return Array.from({ length }, () => (next() % 7 === 0 ? ' ' : 'abdefghiklmnoprstuvåäö'[next() % 22])).join('')
}
const hard: [string, string][] = [
  ...[
    'a',
    '1',
    ' ',
    '@',
    '.',
    '-',
    '1 ',
    '19',
    '2019-',
    '0-',
    '07',
    'a@',
    '@a',
    '+46 ',
    'noll ',
    'p ',
    '*a*',
    '1d',
    'är ',
    'hon är ',
    'hon är blyg och ',
    'Alma och ',
    'Alma ',
    'A.',
    'har ',
    'en ',
    'så ',
    'som ',
    'kan inte ',
    'jätte',
    'socialtjänst',
    'gatan 1 ',
    'bor på ',
    'a\u0301',
    '\u200b',
    '\n',
    '٠',
    '😀',
    'ﷺ',
    'İ',
    '\ud800',
  ].map((piece): [string, string] => [JSON.stringify(piece), long(piece)]),
  ['random words', random(1)],
  ['one random word', random(2).replaceAll(' ', 'x')],
]

test.each(hard)('no text makes it slow: %s', (_name, text) => {
  check(text, context)
  expect(milliseconds(text, 3)).toBeLessThan(250)
})

test('twice the text takes about twice the time', () => {
  const of = (times: number) => {
    const text = sentences.join(' ').slice(0, 10_000).repeat(times)
    milliseconds(text)
    return milliseconds(text)
  }
  expect(of(8)).toBeLessThan(Math.max(of(2), 4) * 12)
})

test('no text whatever makes it throw, and every finding lies inside the text', () => {
  const word = fc.constantFrom(...sentences.flatMap((text) => text.split(' ')))
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
    fc
      .array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 60 })
      .map((words) => words.join('')),
  )
  fc.assert(
    fc.property(anything, (text) => {
      for (const { start, end } of check(text, context)) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(start).toBeLessThan(end)
        expect(end).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 800 },
  )
})

test('the same text gives the same findings, whatever was checked before', () => {
  fc.assert(
    fc.property(fc.constantFrom(...sentences), fc.constantFrom(...sentences), (one, other) => {
      const before = check(one, context)
      check(other, context)
      expect(check(one, context)).toEqual(before)
    }),
  )
})
