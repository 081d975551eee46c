import type pg from 'pg'
import type { TestApp } from '../support/app.ts'
import { checksum } from '../support/checksum.ts'
import { attempts, inTheirName, webConnection } from '../support/raw.ts'
import { type All, adds, alters, edges, everything, guardianText, reads, useText } from './attempts.ts'
import { type Facts, hats } from './facts.ts'
import { matrixHouse } from './ground.ts'
import { loginRules, logins } from './logins.ts'
import { oracle, swedishDay } from './oracle.ts'

let house: TestApp
let known: Facts
let web: pg.Client
let all: All
let cells = 0

beforeAll(async () => {
  ;({ house, known } = await matrixHouse())
  web = await webConnection(house)
  all = await everything((text) => house.database.owner.query(text))
  useText(await guardianText((text) => house.database.owner.query(text)))
})
afterAll(async () => {
  await web.end()
  await house.close()
  process.stdout.write(`access matrix: ${cells} cells straight at Postgres\n`)
})

// A broken rule shows in hundreds of cells; a handful tells which.
const few = (wrong: string[]) => (wrong.length > 12 ? [...wrong.slice(0, 12), `and ${wrong.length - 12} more`] : wrong)

test.each(edges)('R2, R3, R12, R13, decision 1: what every hat reads at %s is what the rules say', async (instant) => {
  const now = new Date(instant)
  const truth = oracle(known, swedishDay(now))
  const wrong: string[] = []
  for (const hat of hats()) {
    const found = await inTheirName(
      web,
      house,
      { id: hat.id, role: hat.role, assurance: 1 },
      (attempt) => reads(attempt, (table) => truth.rows(hat, table), all),
      { now },
    )
    cells += found.cells
    wrong.push(...found.wrong.map((each) => `${hat.title}: ${each}`))
  }
  expect(few(wrong)).toEqual([])
})

test('what every hat adds, changes and removes, and a refused attempt leaves no trace', async () => {
  const before = await checksum(house.database.owner)
  const now = house.now()
  const truth = oracle(known, swedishDay(now))
  const wrong: string[] = []
  for (const hat of hats()) {
    const actor = { id: hat.id, role: hat.role, assurance: 1 }
    const found = await inTheirName(web, house, actor, async (attempt) => [
      await alters(
        attempt,
        { changes: (table) => truth.changes(hat, table), removes: (table) => truth.removes(hat, table) },
        all,
      ),
      await adds(attempt, hat, truth, known, now),
    ])
    for (const each of found) {
      cells += each.cells
      wrong.push(...each.wrong.map((one) => `${hat.title}: ${one}`))
    }
  }
  expect(few(wrong)).toEqual([])
  expect(await checksum(house.database.owner)).toEqual(before)
}, 400_000)

test('R4 to R6: the contact list of each group holds what each hat may see of it, on every edge', async () => {
  const wrong: string[] = []
  for (const instant of edges) {
    const now = new Date(instant)
    const truth = oracle(known, swedishDay(now))
    for (const hat of hats())
      await inTheirName(
        web,
        house,
        { id: hat.id, role: hat.role, assurance: 1 },
        async (attempt) => {
          for (const group of known.groups)
            for (const asOthers of [false, true]) {
              const { rows = [] } = await attempt('select * from access.contact_entries(array[$1::uuid], $2)', [
                group.id,
                asOthers,
              ])
              const got = new Set(
                rows.flatMap(({ child_id, guardian_id, field }) => [
                  String(child_id),
                  ...(guardian_id ? [`${child_id} ${guardian_id}`] : []),
                  ...(field ? [`${child_id} ${guardian_id} ${field}`] : []),
                ]),
              )
              const expected = truth.contactList(hat, group.id, asOthers)
              cells += Math.max(1, expected.size)
              for (const key of got.symmetricDifference(expected))
                wrong.push(`${instant} ${hat.title} ${group.name}: ${got.has(key) ? 'LEAK' : 'missing'} ${key}`)
            }
        },
        { now },
      )
  }
  expect(few(wrong)).toEqual([])
})

test('R14: nobody dates, moves or redirects what is published, and a draft only goes out now and at home', async () => {
  const now = house.now().toISOString()
  const eva = house.actor('educator', 'educator')
  const ids = Object.fromEntries(known.documents.map((document) => [document.title, document.id]))
  const draft = ids['Utkast om Alma']
  const tries: [string, unknown[], boolean][] = [
    ['update document set published_at = $2 where id = $1', [draft, '2020-01-01'], false],
    ['update document set published_at = $2 where id = $1', [draft, '2030-01-01'], false],
    // Not even now, until it says whom it is for.
    ['update document set published_at = $2 where id = $1', [draft, now], false],
    ['update document set unit_id = $2 where id = $1', [draft, known.units[1]!.id], false],
    ['update document set group_id = $2 where id = $1', [draft, known.groups[2]!.id], false],
    ['update document set group_id = $2 where id = $1', [draft, known.groups[1]!.id], true],
    ['update document set author_id = $2 where id = $1', [draft, eva.id], false],
    ['update document set id = $2 where id = $1', [draft, eva.id], false],
    ['update document set created_at = $2 where id = $1', [draft, now], false],
  ]
  await inTheirName(web, house, eva, async (attempt) => {
    for (const [text, values, allowed] of tries) {
      cells++
      const { rows, code } = await attempt(`${text} returning id`, values)
      expect([text, values[1], code ?? rows!.length]).toEqual([text, values[1], allowed ? 1 : '42501'])
    }
    const published = await attempt(
      'update document set saved_at = saved_at where published_at is not null returning id',
    )
    expect(published.rows).toEqual([])
  })
})

test('decision 3: the protected family is in nobody’s rows but their officer’s, whoever asks, on any day', async () => {
  const truth = oracle(known, '2026-11-23')
  expect(truth.hidden.size).toBe(4)
  for (const hat of hats().filter(({ role }) => role !== 'protection'))
    await inTheirName(web, house, { id: hat.id, role: hat.role, assurance: 1 }, async (attempt) => {
      for (const table of ['person', 'guardianship', 'placement', 'duty', 'document_scope', 'document', 'media'])
        for (const id of truth.hidden) {
          const { rows = [] } = await attempt(`select * from ${table} t where t::text like '%' || $1 || '%'`, [id])
          expect([hat.title, table, rows]).toEqual([hat.title, table, []])
        }
    })
})

const columns: [table: string, column: string, roles: string[]][] = [
  ['person', 'personnummer', ['admin', 'roster']],
  ['person', 'personnummer_index', ['admin', 'protection', 'roster']],
  ['person', 'birth_date', ['admin', 'educator', 'guardian', 'principal', 'protection', 'pupil', 'roster']],
  ['person', 'given_name', ['admin', 'educator', 'guardian', 'principal', 'protection', 'pupil', 'roster', 'web']],
  ['account', 'password_hash', ['web']],
  ['retention_rule', 'decision', ['admin', 'records', 'retention']],
  ['job_run', 'heartbeat_at', ['admin', 'retention', 'roster']],
  ['document', 'sealed_content', ['educator', 'guardian', 'principal', 'pupil', 'retention']],
  ['contact_detail', 'sealed', ['guardian']],
  ['consent_answer', 'answer', ['admin', 'educator', 'guardian', 'principal', 'pupil']],
]

test.each(columns)('R15: %s.%s is read by its roles alone', async (table, column, roles) => {
  const { rows } = await house.database.owner.query(
    `select substr(rolname, 7) as role from pg_roles
     where rolname like 'insyn\\_%' and rolname <> 'insyn_owner' and has_column_privilege(rolname, $1, $2, 'select') order by 1`,
    [table, column],
  )
  cells += 10
  expect(rows.map((row) => row.role)).toEqual(roles)
})

test.each(logins)('without an actor %s does its own work and reads nobody’s documentation', async (login) => {
  const client = await webConnection(
    house,
    house.database.urls[login.slice(6) as 'web' | 'retention' | 'worker' | 'roster'],
  )
  const rules = loginRules(login, known)
  await client.query('begin')
  const attempt = attempts(client)
  const found = [await reads(attempt, rules.sees, all), await alters(attempt, rules, all), await rules.adds(attempt)]
  await client.query('rollback')
  await client.end()
  for (const each of found) cells += each.cells
  expect(few(found.flatMap((each) => each.wrong))).toEqual([])
})
