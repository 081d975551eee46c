import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, makeCheck, useLists } from '../../src/wording/check.ts'
import { ownLists, readLists, WordListError } from '../../src/wording/lists.ts'

let own: string
beforeEach(async () => {
  own = await mkdtemp(join(tmpdir(), 'insyn-words-'))
})
afterEach(() => rm(own, { recursive: true }))

const write = (content: unknown, name = 'kommunen.json') =>
  writeFile(join(own, name), typeof content === 'string' ? content : JSON.stringify(content))
const labels = (text: string, day = '2026-11-26') => {
  const check = makeCheck(readLists(day, [ownLists, own]))
  return check(text, { today: day }).map(({ category }) => category)
}
const group = { id: 'lokalt', kind: 'noun', when: 'always', level: 'warn', words: ['struntprat'] }

test('a municipality adds a word, in every inflection, from the day it says', async () => {
  await write({ category: 'insult', groups: [{ ...group, from: '2027-01-01', to: '2027-12-31' }] })
  expect(labels('Struntpratet fortsätter')).toEqual([])
  expect(labels('Struntpratet fortsätter', '2027-01-01')).toEqual(['insult'])
  expect(labels('Struntpratet fortsätter', '2027-12-31')).toEqual(['insult'])
  expect(labels('Struntpratet fortsätter', '2028-01-01')).toEqual([])
})

test('a municipality takes a word away', async () => {
  const shipped = makeCheck(readLists('2026-11-26'))('Hon är en solstråle', { today: '2026-11-26' })
  expect(shipped.map(({ category }) => category)).toEqual(['trait'])
  await write({ category: 'trait', without: ['solstråle', 'solstrålen'] })
  expect(labels('Hon är en solstråle')).toEqual([])
})

test.each([
  ['no JSON', '{"category"', /kommunen\.json, rad 1: ingen giltig JSON/],
  ['an unknown category', { category: 'hemligt' }, /category: ska vara något av contact-details, health/],
  [
    'an unknown condition',
    { category: 'trait', groups: [{ ...group, when: 'ibland' }] },
    /groups\.0\.when: ska vara något av always/,
  ],
  [
    'a wrong date',
    { category: 'trait', groups: [{ ...group, from: '1 januari' }] },
    /groups\.0\.from: ska vara ett datum/,
  ],
  [
    'an empty word',
    { category: 'trait', groups: [{ ...group, words: [' '] }] },
    /groups\.0\.words\.0: får inte vara tomt/,
  ],
  ['a misspelt field', { category: 'trait', grupper: [] }, /känner inte till grupper/],
])('%s is refused with file, place and what is wanted', async (_name, content, said) => {
  await write(content)
  expect(() => labels('hej')).toThrow(WordListError)
  expect(() => labels('hej')).toThrow(said)
})

test('a directory that is not there is said', () => {
  expect(() => readLists('2026-11-26', [join(own, 'borta')])).toThrow(/går inte att läsa/)
})

test('what ships is in order: no word stands twice in a group', () => {
  const { groups } = readLists('2026-11-26')
  expect(groups.length).toBeGreaterThan(40)
  for (const { id, words } of groups) expect([id, words.length]).toEqual([id, new Set(words).size])
})

test('what is wrong is said with file and line, wherever in the file it stands', async () => {
  const wrong = async (text: string) => {
    await write(text)
    try {
      readLists('2026-11-26', [own])
    } catch (error) {
      return (error as WordListError).message
    }
    return ''
  }
  const whole = [
    '{',
    '  "category": "trait",',
    '  "from": "2027-01-01",',
    '  "groups": [',
    '    { "id": "ett", "kind": "noun", "when": "person", "level": "warn", "words": ["a: {\\"b\\"}, [c"] },',
    '    {',
    '      "id": "två",',
    '      "kind": "noun", "when": "person", "level": "warn",',
    '      "words": [',
    '        "ett",',
    '        ""',
    '      ]',
    '    }',
    '  ],',
    '  "without": ["x"]',
    '}',
  ].join('\n')
  expect(await wrong(whole)).toMatch(/kommunen\.json .*\n +rad 7, groups\.1\.id: .*\n +rad 11, groups\.1\.words\.1: /)
  const right = whole.replace('två', 'tva').replace('""', '"b"')
  expect(await wrong(right)).toBe('')
  expect(await wrong(right.replace('"from"', '"form"'))).toMatch(/rad 3, hela filen: känner inte till form/)
  expect(await wrong(right.replace('"from": "2027-01-01"', '"from": "2027-01-01", "to": "2026-01-01"'))).toMatch(
    /rad 3, to: får inte vara tidigare än from/,
  )
  expect(await wrong(right.replace('"without": ["x"]', '"without": ["x"'))).toMatch(
    /kommunen\.json, rad 16: ingen giltig JSON/,
  )
  expect(await wrong(right.slice(0, -30))).toMatch(/kommunen\.json, rad \d+: ingen giltig JSON/)
  // Not in force for a month yet, and refused today.
  expect(await wrong(right.replace('"warn", "words": ["a', '"loud", "words": ["a'))).toMatch(/rad 5, groups\.0\.level/)
})

test('with lists in use, a day that begins needs no reading: the files may be gone', async () => {
  await write({ category: 'insult', groups: [{ ...group, from: '2027-01-01' }] })
  useLists(own)
  await rm(join(own, 'kommunen.json'))
  const found = (today: string) => check('Struntpratet fortsätter', { today }).length
  expect([found('2026-12-31'), found('2027-01-01')]).toEqual([0, 1])
  useLists(undefined)
  expect(found('2027-01-01')).toBe(0)
})
