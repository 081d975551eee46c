import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { problemCodes } from '../../src/roster/problems.ts'
import { translator } from '../../src/web/language.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { belongings, bring } from './house.ts'
import { child, find, folderOf, id, person, placement, type Register, town } from './register.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  await bring(house, town())
  house.setNow('2026-11-24T02:30:00Z')
})
afterAll(() => house.close())

const set =
  (name: string, field: string, value: unknown) =>
  (register: Register): void => {
    find(register, name)[field] = value
  }

type Case = [what: string, change: (register: Register) => void, code: string, record: string, field: string | null]

const cases: Case[] = [
  ['a name that is no text', set('Maja Syd', 'givenName', 7), 'wrong-type', id('Maja Syd'), 'givenName'],
  ['no name', set('Maja Syd', 'familyName', undefined), 'missing', id('Maja Syd'), 'familyName'],
  [
    'no name at all',
    (r) => void Object.assign(find(r, 'Maja Syd'), { givenName: ' \u202e ', familyName: '' }),
    'empty',
    id('Maja Syd'),
    'givenName',
  ],
  ['a name without end', set('Maja Syd', 'givenName', 'a'.repeat(201)), 'too-long', id('Maja Syd'), 'givenName'],
  ['a zero byte', set('Maja Syd', 'givenName', 'Ma\0ja'), 'characters', id('Maja Syd'), 'givenName'],
  ['half a character', set('Maja Syd', 'givenName', '\ud800'), 'characters', id('Maja Syd'), 'givenName'],
  ['guardians that are no list', set('Maja Syd', 'responsibles', {}), 'wrong-type', id('Maja Syd'), 'responsibles'],
  ['a date that is none', set('Maja Syd', 'birthDate', '2021-02-30'), 'not-a-date', id('Maja Syd'), 'birthDate'],
  [
    'an end before its start',
    set('placement Maja Syd Lodjuret', 'endDate', '2020-01-01'),
    'end-before-start',
    id('placement Maja Syd Lodjuret'),
    'endDate',
  ],
  [
    'an id that is none',
    set('placement Maja Syd Lodjuret', 'placedAt', { id: '17' }),
    'not-an-id',
    id('placement Maja Syd Lodjuret'),
    'placedAt.id',
  ],
  [
    'their own guardian',
    set('Maja Syd', 'responsibles', [{ person: { id: id('Maja Syd') }, relationType: 'Vårdnadshavare' }]),
    'own-guardian',
    id('Maja Syd'),
    'responsibles.0',
  ],
  ['a record that is nothing', (r) => void r.persons.push(null as never), 'wrong-type', 'persons.json 12', null],
  ['a record without an id', set('duty Berit Förskollärare Eken', 'id', 'Berit'), 'not-an-id', 'duties.json 1', 'id'],
]

test.each(cases)(
  'R15: %s: nothing is changed, and it is said which record and which field',
  async (_what, change, code, record, field) => {
    const before = await belongings(house)
    const register = town()
    // Something that would have come in beside it.
    register.persons.unshift()
    register.placements.push(placement('Olle Norr', 'Linden', 'Lodjuret'))
    change(register)
    const { outcome, problems } = await bring(house, register)
    expect(outcome).toBe('refused')
    expect(problems.list[0]).toMatchObject({ code, record, field, stops: true })
    expect(await belongings(house)).toEqual(before)
    const written = await house.database.owner.query(
      'select code, record, field from roster_problem p join roster_run r on r.id = p.run_id order by r.started_at desc, position limit 1',
    )
    expect(written.rows).toHaveLength(1)
  },
)

const texts: [string, string | ((whole: string) => string), string][] = [
  ['cut off in the middle', (whole) => whole.slice(0, whole.length / 2), 'cut-off'],
  ['not JSON', 'Service unavailable', 'json'],
  ['a list without its name', '[]', 'no-data'],
  ['an object where the list should be', '{"data":{"a":1}}', 'no-data'],
  ['empty', '', 'no-data'],
  ['two documents in one', (whole) => `${whole}{`, 'json'],
]

test.each(texts)('a file that is %s: nothing is changed', async (_what, made, code) => {
  const before = await belongings(house)
  const folder = await folderOf(town())
  const path = join(folder, 'persons.json')
  const whole = await readFile(path, 'utf8')
  await writeFile(path, typeof made === 'string' ? made : made(whole))
  const { outcome, problems } = await bring(house, folder)
  expect([outcome, problems.list.at(-1)!.code]).toEqual(['refused', code])
  expect(problems.list.at(-1)!.record).toContain('persons.json')
  expect(await belongings(house)).toEqual(before)
})

test('a file that is not there would empty the portal: refused', async () => {
  const folder = await folderOf(town())
  await rm(join(folder, 'placements.json'))
  const { outcome, problems } = await bring(house, folder)
  expect([outcome, problems.list[0]]).toEqual([
    'refused',
    { code: 'missing-file', resource: 'delivery', record: 'placements.json', field: null, stops: true },
  ])
  expect((await bring(house, await mkdtemp(join(tmpdir(), 'insyn-empty-')))).outcome).toBe('refused')
})

test('long names, names from right to left and names that look like markup are names', async () => {
  const register = town()
  const long = 'Å'.repeat(200)
  const odd: [string, string][] = [
    ['Lång', long],
    ['Höger', 'مريم'],
    ['Kod', '<script>alert(1)</script>'],
    ['Vänd', '\u202egnorF\u202c'],
    ['Proto', '__proto__'],
  ]
  for (const [name, familyName] of odd) {
    register.persons.push(child(`${name} Barn`, ['Sofia Syd'], { givenName: name, familyName }))
    register.placements.push(placement(`${name} Barn`, 'Linden', 'Lodjuret'))
  }
  register.persons.push(person('Extra Person'))
  const { outcome, problems } = await bring(house, register)
  expect([outcome, problems.list]).toEqual(['done', []])
  const admin = await house.as('admin')
  for (const [name] of odd) {
    const found = await admin.post('/admin/people', { q: name }, '/admin/people')
    expect(found.status).toBe(200)
    expect(found.text).not.toContain('<script>alert')
    expect(found.text).not.toContain('\u202e')
  }
  expect((await admin.post('/admin/people', { q: 'Kod' }, '/admin/people')).text).toContain('&lt;script&gt;')
  expect((await bring(house, town(), { acceptLosses: true })).outcome).toBe('done')
})

test('every problem has its words in both languages, and none of them says a value', () => {
  for (const code of problemCodes)
    for (const language of ['sv', 'en'] as const)
      expect(translator(language)(`roster.problem.${code}`)).not.toBe(`roster.problem.${code}`)
})
