import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSource } from '../../src/roster/source.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { belongings, bring } from './house.ts'

let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const tables = {
  'enheter.csv':
    'Enhet;Skolform;Adress;Postnummer;Ort;Telefon;E-post\nEken;FS;Provvägen 3;449 31;Provby;031-3900603;eken@example.se\nÅdalsskolan;GR;;;;;\n',
  'barn.csv':
    'Personnummer;Förnamn;Efternamn;Enhet;Grupp;Från;Till;Skydd\n' +
    '202101012397;Lina;Norr;Eken;Ekorren;2024-08-15;;\n' +
    '20170101-2393;Olle;Norr;Ådalsskolan;3B;2023-08-15;2026-12-18;\n' +
    '202107152387;Undine;Dal;Eken;Ekorren;2024-08-15;;Sekretessmarkering\n',
  'vardnadshavare.csv':
    'Barn;Personnummer;Förnamn;Efternamn;Skydd\n' +
    '202101012397;198805172387;Karin;Norr;\n201701012393;198805172387;Karin;Norr;\n' +
    '202101012397;198805192393;"Åsa; ""Å""";Norr;\n202107152387;198801622393;Dora;Dal;\n',
  'personal.csv':
    'Anställning;Förnamn;Efternamn;Enhet;Grupp;Roll;Från;Till;Skydd\n' +
    '1001;Berit;Björn;Eken;Ekorren;Förskollärare;2024-08-01;;\n' +
    '1002;Ruth;Rask;Eken;;Rektor;2024-08-01;;\n1003;Lars;Lo;Ådalsskolan;3B;Lärare;2024-08-01;2026-11-23;\n',
}

async function folder(change: (file: string, text: string) => string | Buffer = (_, text) => text): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'insyn-tables-'))
  for (const [file, text] of Object.entries(tables)) await writeFile(join(made, file), change(file, text))
  return made
}

const brought = (from: string) =>
  bring(house, (since) => openSource({ from, token: undefined, keys: house.services.keys, today: '2026-11-23' }, since))

const expected = [
  'custody Dora → – [2026-11-23,)',
  'custody Karin → Lina [2026-11-23,)',
  'custody Karin → Olle [2026-11-23,)',
  'custody Åsa; "Å" → Lina [2026-11-23,)',
  'duty Berit educator at Eken Ekorren [2024-08-01,)',
  'duty Lars educator at Ådalsskolan 3B [2024-08-01,2026-11-24)',
  'duty Ruth principal at Eken [2024-08-01,)',
  'place Lina in Ekorren [2024-08-15,)',
  'place Olle in 3B [2023-08-15,2026-12-19)',
  'place – in Ekorren [2024-08-15,)',
]

// As a spreadsheet in Sweden saves it.
function windows(text: string): Buffer {
  return Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')
}

test('R15: tables become the same people, in either encoding and with either sign between', async () => {
  const first = await brought(await folder())
  expect([first.outcome, first.problems.list]).toEqual(['done', []])
  expect(await belongings(house)).toEqual(expected)
  const again = await brought(await folder((_, text) => windows(text)))
  expect([again.outcome, again.problems.list]).toEqual(['unchanged', []])
  const commas = (_: string, text: string) => `\ufeff${text.replaceAll(';', ',').replace('Åsa, ', 'Åsa; ')}`
  expect((await brought(await folder(commas))).outcome).toBe('unchanged')
})

test('no id tells a number, and somebody protected is nowhere by name', async () => {
  await brought(await folder())
  const { rows } = await house.database.owner.query(
    `select (select string_agg(p::text, ' ') from person p) || (select string_agg(p::text, ' ') from roster.next_person p) as all`,
  )
  expect(rows[0].all).not.toMatch(/Undine|202107152387|8805172387/)
  const admin = await house.as('admin')
  expect((await admin.post('/admin/people', { q: 'Dora' }, '/admin/people')).text).not.toContain('Dora Dal')
})

test('without the column about protection everybody counts as protected, which the brake stops', async () => {
  await house.database.owner.query(`update setting set value = '2' where key = 'roster.loss_floor'`)
  const result = await brought(await folder((_, text) => text.replaceAll(/;[^;\n]*\n/g, '\n')))
  expect([result.outcome, Object.keys(result.problems.counts)]).toEqual(['stopped', ['no-marking']])
  await house.database.owner.query(`update setting set value = 'false' where key = 'roster.sends_marking'`)
  expect((await brought(await folder((_, text) => text.replaceAll(/;[^;\n]*\n/g, '\n')))).outcome).toBe('done')
})

test('R15: a number is the same with ten digits and with twelve, and a temporary one keeps its letters', async () => {
  await brought(await folder())
  const short = await brought(
    await folder((file, text) =>
      file === 'vardnadshavare.csv' ? text.replace('202101012397;198805172387', '210101-2397;880517-2387') : text,
    ),
  )
  expect([short.outcome, short.problems.list]).toEqual(['unchanged', []])
  // Two children born on one day, with a guardian each.
  const temporary = (_: string, text: string) =>
    text
      .replaceAll('202101012397', '20210101TF01')
      .replaceAll(/20170101-?2393/g, '20210101AB01')
      .replace('Olle;Norr', 'Ola;Ny')
  expect((await brought(await folder(temporary))).outcome).toBe('done')
  expect((await belongings(house)).filter((line) => /custody Åsa.*,\)$/.test(line))).toEqual([
    'custody Åsa; "Å" → Lina [2026-11-23,)',
  ])
})

test('decision 3: marked in one of somebody’s rows is marked', async () => {
  const second = '201701012393;198805172387;Karin;Norr;'
  await brought(await folder((_, text) => text.replace(second, `${second}Sekretessmarkering`)))
  const { rows } = await house.database.owner.query("select from person where given_name = 'Karin'")
  expect(rows).toEqual([])
})

test('a guardian of a child who is in no row is told of by row and column', async () => {
  const { outcome, problems } = await brought(
    await folder((file, text) =>
      file === 'vardnadshavare.csv' ? `${text}202112312380;198805192393;"Åsa; ""Å""";Norr;\n` : text,
    ),
  )
  expect([outcome, problems.list]).toEqual([
    'done',
    [{ code: 'no-person', resource: 'delivery', record: 'vardnadshavare.csv 6', field: 'barn', stops: false }],
  ])
})

const wrong: [string, (file: string, text: string) => string, object][] = [
  [
    'a column is missing',
    (_, text) => text.replace('Efternamn', 'Namn'),
    { code: 'missing-column', record: 'barn.csv efternamn' },
  ],
  [
    'a row is too short',
    (file, text) => (file === 'barn.csv' ? `${text}201901012391;Kort\n` : text),
    { code: 'row', record: 'barn.csv 5' },
  ],
  [
    'a date is no date',
    (_, text) => text.replace('2026-12-18', '18/12 -26'),
    { code: 'not-a-date', place: 'barn.csv 3', field: 'till' },
  ],
  [
    'two children have no number, and would be one',
    (_, text) => text.replace('202101012397;Lina', ';Lina'),
    { code: 'empty', record: 'barn.csv 2', field: 'personnummer' },
  ],
  [
    'one number stands under two names',
    (_, text) => text.replace('201701012393;198805172387;Karin;Norr', '201701012393;198805172387;Sofia;Syd'),
    { code: 'two-names', record: 'vardnadshavare.csv 3', field: 'personnummer' },
  ],
  [
    'a name is empty',
    (_, text) => text.replace('Ruth;Rask', ';'),
    { code: 'empty', place: 'personal.csv 3', field: 'fornamn' },
  ],
]

test.each(wrong)('%s: refused, with the file and the row', async (_what, change, problem) => {
  const { outcome, problems } = await brought(await folder(change))
  expect([outcome, problems.list[0]]).toEqual(['refused', expect.objectContaining(problem)])
  expect(await belongings(house)).toEqual([])
})
