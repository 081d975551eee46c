import { createHash, createHmac } from 'node:crypto'
import type pg from 'pg'
import { type Actor, signContext, signSession } from '../../src/database/as-actor.ts'
import type { TestApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { attempts, inTheirName, type Try, webConnection } from '../support/raw.ts'
import { everything, reads } from './attempts.ts'
import { type Facts, hats } from './facts.ts'
import { matrixHouse } from './ground.ts'
import { oracle } from './oracle.ts'
import { tables } from './tables.ts'

let house: TestApp
let known: Facts
let web: pg.Client

beforeAll(async () => {
  ;({ house, known } = await matrixHouse())
  web = await webConnection(house)
})
afterAll(async () => {
  await web.end()
  await house.close()
})

// What is the same for everybody: public units, wordings, settings, and when items go.
const common = ['unit', 'setting', 'consent_text', 'retention_rule', 'curriculum_goal']
const personal = Object.keys(tables).filter((table) => !common.includes(table))
const memos = ['hidden', 'children', 'units', 'groups', 'scopes', 'scope_since', 'classmates', 'people']

const anna: Actor = { id: ids.guardian, role: 'guardian', assurance: 1 }
const context = (actor: Actor, key = house.services.keys.get('context')) => signContext(actor, house.now(), key)

function signed(body: string): string {
  return `${body}|${createHmac('sha256', house.services.keys.get('context')).update(body).digest('hex')}`
}

/** Everything personal that somebody with this role and these settings reads. */
async function seen(role: string, settings: Record<string, string>): Promise<string[]> {
  await web.query('begin')
  try {
    await web.query("select set_config('role', $1, true)", [role])
    for (const [name, value] of Object.entries(settings))
      await web.query('select set_config($1, $2, true)', [name, value])
    return await rowsSeen(attempts(web))
  } finally {
    await web.query('rollback')
  }
}

async function rowsSeen(attempt: Try): Promise<string[]> {
  const all: string[] = []
  for (const table of personal) {
    const { rows = [] } = await attempt(`select ${tables[table]} as key from ${table}`)
    all.push(...rows.map((row) => `${table} ${row.key}`))
  }
  for (const question of functions) {
    const { rows = [] } = await attempt(question)
    all.push(...rows.map((row) => `${question}: ${JSON.stringify(row)}`))
  }
  return all
}

const functions = [
  `select * from access.contact_entries(array['${ids.myran}', '${ids.kotten}']::uuid[], false)`,
  `select * from access.known_guardians()`,
  `select * from access.consent_status(array['${ids.alma}', '${ids.cia}']::uuid[])`,
  `select * from unnest(access.pupils_among(array['${ids.pim}', '${ids.alma}']::uuid[]))`,
  `select * from access.staff_around(array['${ids.alma}']::uuid[], '${ids.björken}')`,
  `select * from access.due_by_month(5)`,
  `select * from unnest(access.children() || access.people() || access.units() || access.groups() || access.scopes())`,
  `select * from unnest(access.hidden() || access.classmates())`,
]

const pages = [
  `select * from access.read_timeline($1, '${ids.alma}', 'infinity', '${ids.alma}', null, null, null, null)`,
  `select * from access.read_family($1, 'infinity', '${ids.alma}', null, null, null, null)`,
  `select * from access.read_goals($1, '${ids.alma}')`,
  `select * from access.read_goals($1, null)`,
  `select * from access.read_document($1, '${ids.docAlma}', null)`,
  `select * from access.read_contacts($1, '${ids.myran}')`,
  `select * from access.read_start($1, 'infinity')`,
]

const actorRoles = ['guardian', 'pupil', 'educator', 'principal', 'admin', 'records', 'dpo', 'protection'].map(
  (role) => `insyn_${role}`,
)

test('what reads a whole page is the portal’s alone: no actor’s role may ask it', async () => {
  for (const role of actorRoles)
    await inTheirName(
      web,
      house,
      anna,
      async (attempt) => {
        for (const question of pages)
          expect([role, (await attempt(question, [context(anna)])).code]).toEqual([role, '42501'])
      },
      { role },
    )
})

test('control: with her own context Anna sees her rows', async () => {
  expect((await seen('insyn_guardian', { 'app.context': context(anna) })).length).toBeGreaterThan(30)
})

test.each(actorRoles)('without a context %s sees nothing', async (role) => {
  expect(await seen(role, {})).toEqual([])
})

test('a context that is empty, forged, cut, expired, for somebody else or of another shape opens nothing', async () => {
  const own = context(anna)
  const [id, role, assurance, instant, expiry, mac] = own.split('|')
  const parts = { id, role, assurance, instant, expiry, mac }
  const changed = (change: Partial<typeof parts>) => Object.values({ ...parts, ...change }).join('|')
  const forged = {
    empty: '',
    blank: ' ',
    'only bars': '|||||',
    'another key': context(anna, Buffer.alloc(32, 7)),
    'another person': changed({ id: ids.stranger }),
    'another role': changed({ role: 'admin' }),
    'higher assurance': changed({ assurance: '3' }),
    'another day': changed({ instant: '0' }),
    'longer life': changed({ expiry: String(Number(expiry) + 1) }),
    'no signature': changed({ mac: '' }),
    'half a signature': changed({ mac: mac!.slice(0, 32) }),
    'upper case': changed({ mac: mac!.toUpperCase() }),
    'a part more': `${own}|x`,
    'a part less': own.split('|').slice(1).join('|'),
    expired: signed([anna.id, 'guardian', 1, house.now().getTime(), Date.now() - 1].join('|')),
  }
  for (const [what, value] of Object.entries(forged))
    expect([what, await seen('insyn_guardian', { 'app.context': value })]).toEqual([what, []])
  // The same for what reads a whole page, which is handed its context: nothing comes back, and nothing is recorded.
  const counted = async () => (await house.database.owner.query('select count(*) from audit_event')).rows[0].count
  for (const question of pages) {
    await house.database.owner.query('delete from access.held')
    // Before anything is held, and once it is.
    for (const turn of ['found', 'held']) {
      const before = await counted()
      for (const [what, value] of Object.entries(forged))
        expect([turn, what, (await web.query(question, [value])).rows]).toEqual([turn, what, []])
      expect(await counted()).toBe(before)
      if (turn === 'found') expect((await web.query(question, [own])).rows.length).toBeGreaterThan(0)
    }
  }
})

test('whose a session is, the portal alone is told, and only of one that is shown to it now', async () => {
  const [own, other] = ['own', 'other'].map((id) => createHash('sha256').update(id).digest()) as [Buffer, Buffer]
  const { rows } = await house.database.owner.query('select id, session_epoch from account where person_id = $1', [
    anna.id,
  ])
  await house.database.owner.query(
    `insert into session (id_hash, account_id, epoch, data, created_at, last_seen_at) values ($1, $2, $3, '{"role": "guardian"}', $4, $4)`,
    [own, rows[0].id, rows[0].session_epoch, house.now()],
  )
  const key = house.services.keys.get('context')
  const question = 'select session, as_actor from access.read_session($1)'
  const shown = signSession(own, house.now(), key)
  const [hash, instant, expiry, mac] = shown.split('|') as [string, string, string, string]
  const [found] = (await web.query(question, [shown])).rows
  expect(found.session).toMatchObject({ role: 'guardian', account: { personId: anna.id } })
  // The context in her name is one like any other, as long-lived as what was shown.
  expect(found.as_actor.split('|').slice(0, 5)).toEqual([anna.id, 'guardian', '1', instant, expiry])
  expect((await web.query(pages[0]!, [found.as_actor])).rows).toHaveLength(1)

  const byHand = (until: number) => {
    const body = [hash, instant, until].join('|')
    return `${body}|${createHmac('sha256', key).update(`session|${body}`).digest('hex')}`
  }
  expect((await web.query(question, [byHand(Number(expiry))])).rows).toHaveLength(1)
  const forged = {
    none: null,
    empty: '',
    'another session': signSession(other, house.now(), key),
    'another key': signSession(own, house.now(), Buffer.alloc(32, 7)),
    'another’s signature': [other.toString('hex'), instant, expiry, mac].join('|'),
    'another day': [hash, '0', expiry, mac].join('|'),
    'longer life': [hash, instant, String(Number(expiry) + 1), mac].join('|'),
    'no signature': [hash, instant, expiry, ''].join('|'),
    'another mark before the signature': shown.replace(/\|([0-9a-f]{64})$/, ' $1'),
    'an actor’s context': context(anna),
    'signed as an actor’s is': signed([hash, instant, expiry].join('|')),
    expired: byHand(Date.now() - 1),
    'an hour later': signSession(own, new Date(house.now().getTime() + 3_600_000), key),
  }
  for (const [what, value] of Object.entries(forged))
    expect([what, (await web.query(question, [value])).rows]).toEqual([what, []])
  // Nor is it an actor's context anywhere.
  expect(await seen('insyn_guardian', { 'app.context': shown })).toEqual([])
  for (const page of pages) expect([page, (await web.query(page, [shown])).rows]).toEqual([page, []])
  for (const role of actorRoles)
    await inTheirName(
      web,
      house,
      anna,
      async (attempt) => expect([role, (await attempt(question, [shown])).code]).toEqual([role, '42501']),
      { role },
    )
})

test('a context counts in its own role alone: stepping into another one opens nothing', async () => {
  for (const hat of hats())
    for (const role of actorRoles) {
      if (role === `insyn_${hat.role}`) continue
      const rows = await seen(role, { 'app.context': context({ id: hat.id, role: hat.role, assurance: 3 }) })
      expect([hat.title, role, rows]).toEqual([hat.title, role, []])
    }
})

test('a step into another role with one’s own context adds, changes and removes nothing', async () => {
  const at = house.now().toISOString()
  const tries = [
    [
      'insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id) select $1, $2, $3, $4, $5, $6, id from consent_text limit 1',
      [ids.cia, ids.both, 'photo', 'group', 'yes', at],
    ],
    [
      'insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by) values ($1, $2, $3, $4, $5, $6, $1)',
      [ids.both, ids.cia, ids.kotten, 'name', true, at],
    ],
    ["insert into contact_detail values ($1, 'email', 'x', now())", [ids.both]],
    [
      "insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, key_month, sealed_key, sealed_content, about) values (gen_random_uuid(), $1, $2, $3, 'unit', $4, $4, '2031-11', 'x', 'x', '{}')",
      [ids.björken, ids.myran, ids.both, at],
    ],
    ['update document set saved_at = saved_at returning 1', []],
    ['delete from contact_detail returning 1', []],
    ['insert into audit_event (event) values ($1)', ['documentation.read']],
  ] as [string, unknown[]][]
  const bea = { id: ids.both, assurance: 1 }
  for (const [mine, other] of [
    ['educator', 'insyn_guardian'],
    ['guardian', 'insyn_educator'],
    ['guardian', 'insyn_principal'],
    ['educator', 'insyn_admin'],
  ] as const)
    await inTheirName(
      web,
      house,
      { ...bea, role: mine },
      async (attempt) => {
        for (const [text, values] of tries) {
          const { rows, code } = await attempt(text, values)
          // Refused, or let in on nothing: either way no row.
          expect([mine, other, text, code === '42501' || rows?.length === 0]).toEqual([mine, other, text, true])
        }
      },
      { role: other },
    )
})

test('R3: with SQL of their own and their own valid context everybody sees what the rules give them, no row more', async () => {
  const all = await everything((text) => house.database.owner.query(text))
  const truth = oracle(known, '2026-11-23')
  for (const hat of hats())
    await inTheirName(web, house, { id: hat.id, role: hat.role, assurance: 1 }, async (attempt) => {
      // Whatever they set: time, search path, row security, the settings the answers are kept in.
      for (const name of memos) await web.query(`select set_config('app.reach_${name}', $1, true)`, [`{${ids.cia}}`])
      await web.query("set local search_path = pg_temp, public; set local timezone = 'Pacific/Kiritimati'")
      expect((await attempt('set local row_security = off; select * from document')).code).toBeDefined()
      const found = await reads(attempt, (table) => truth.rows(hat, table), all)
      expect([hat.title, found.wrong]).toEqual([hat.title, []])
    })
})

test('a remembered answer that was made up, or belongs to another actor, role or transaction, is not taken', async () => {
  const sara = await remembered({ id: ids.stranger, role: 'guardian', assurance: 1 }, 'insyn_guardian')
  expect(Object.keys(sara)).toEqual(expect.arrayContaining(['app.reach_children', 'app.reach_people']))
  const own = context(anna)
  const honest = (await seen('insyn_guardian', { 'app.context': own })).sort()
  expect((await seen('insyn_guardian', { ...sara, 'app.context': own })).sort()).toEqual(honest)

  const eva: Actor = { id: ids.educator, role: 'educator', assurance: 1 }
  const [evaContext, evaMemos] = await held(eva, 'insyn_educator')
  expect(await seen('insyn_guardian', { ...evaMemos, 'app.context': evaContext })).toEqual([])
  expect(await seen('insyn_guardian', evaMemos)).toEqual([])

  // Under another name, with another answer, and with an answer's signature alone.
  const [annas, annasMemos] = await held(anna, 'insyn_guardian')
  const tampered = {
    ...annasMemos,
    'app.reach_children': annasMemos['app.reach_people']!,
    'app.reach_scopes': `${annasMemos['app.reach_scopes']!.slice(0, 64)}{${ids.kotten},${ids.cia}}`,
    'app.reach_people': `${'0'.repeat(64)}{${ids.cia}}`,
    'app.reach_hidden': `${annasMemos['app.reach_hidden']!.slice(0, 64)}{${ids.alma}}`,
  }
  expect((await seen('insyn_guardian', { ...tampered, 'app.context': annas })).sort()).toEqual(honest)
})

test('answers kept from a context that has expired open nothing', async () => {
  const expiry = Date.now() + 700
  const brief = signed([anna.id, 'guardian', 1, house.now().getTime(), expiry].join('|'))
  const [, kept] = await held(anna, 'insyn_guardian', brief)
  expect(kept['app.reach_children']).toContain(ids.alma)
  await new Promise((resolve) => setTimeout(resolve, expiry - Date.now() + 20))
  expect(await seen('insyn_guardian', { ...kept, 'app.context': brief })).toEqual([])
})

test('the key, the inner helpers and what hides people are closed to everybody', async () => {
  for (const role of ['insyn_web', ...actorRoles])
    await inTheirName(
      web,
      house,
      role === 'insyn_web' ? undefined : anna,
      async (attempt) => {
        for (const text of [
          'select * from access.context_key',
          'update access.context_key set only_one = true',
          "select reach.mac('x')",
          "select reach.keep('children', '{}')",
          "select reach.recall('children')",
          "select reach.found(array['x'])",
          "select reach.reader('x')",
          'select * from access.held',
          'select * from access.hidden_person',
          'update access.epoch set number = 0',
          'select access.refresh_hidden()',
          // The officers' work; which rows of it are whose is the matrix's to say.
          ...(role === 'insyn_protection'
            ? []
            : ['select * from protected_identity', 'select * from household_member']),
          'create table mine (x text)',
          'create function public.mine() returns int language sql as $$ select 1 $$',
          'set role insyn_owner',
          'set session authorization insyn_owner',
          'alter table document disable row level security',
          'truncate document',
          "copy (select 1) to program 'true'",
          "select pg_read_file('/etc/passwd')",
        ])
          expect([role, text, (await attempt(text)).code]).toEqual([role, text, '42501'])
      },
      { role },
    )
})

async function remembered(actor: Actor, role: string): Promise<Record<string, string>> {
  return (await held(actor, role))[1]
}

/** A context, and the answers that Postgres keeps beside it once they have been asked for. */
async function held(actor: Actor, role: string, own = context(actor)): Promise<[string, Record<string, string>]> {
  await web.query('begin')
  try {
    await web.query("select set_config('role', $1, true), set_config('app.context', $2, true)", [role, own])
    for (const name of memos) await web.query(`select access.${name}()`)
    const kept: Record<string, string> = {}
    for (const name of memos) {
      const { rows } = await web.query('select current_setting($1, true) as value', [`app.reach_${name}`])
      if (rows[0].value) kept[`app.reach_${name}`] = rows[0].value
    }
    return [own, kept]
  } finally {
    await web.query('rollback')
  }
}
