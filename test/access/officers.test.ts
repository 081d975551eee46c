import type pg from 'pg'
import { idOf } from '../../seeds/random.ts'
import type { Role } from '../../seeds/types.ts'
import { signContext } from '../../src/database/as-actor.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'
import { webConnection } from '../support/raw.ts'
import { type Break, broken } from './broken.ts'

/**
 * What officers for protected identity reach through functions of the database's, outside every policy:
 * each condition in them is taken out in turn, and somebody's answer must be wrong.
 */
let house: TestApp
let above: pg.Client
/** Where in the log Anna opened the list. */
let listed = 0
beforeAll(async () => {
  house = await testApp()
  above = await webConnection(house, house.database.urls.owner.replace('insyn_owner@', 'postgres@'))
  for (const text of ground) await house.database.owner.query(text)
  const { rows } = await above.query('select id from audit_event where actor_id = $1', [ids.guardian])
  listed = rows[0].id
})
afterAll(async () => {
  await above.end()
  await house.close()
})

const who = Object.fromEntries(
  [
    'left',
    'leftOfficer',
    'demoted',
    'ended',
    'between',
    'mine',
    'gerd',
    'officer',
    'alias',
    'aliasGuardian',
    'once',
    'onceGuardian',
  ].map((name) => [name, idOf(`officers ${name}`)]),
) as Record<string, string>
const run = { use: idOf('officers use'), other: idOf('officers other use') }
const hash = `'$argon2id$x'`

const ground = [
  `insert into person (id, given_name, family_name)
   select id, 'Någon', name from unnest(array[${Object.values(who).map((id) => `'${id}'`)}]::uuid[], array[${Object.keys(who).map((name) => `'${name}'`)}]) as p(id, name)`,
  `insert into account (id, person_id, username, password_hash, disabled_at) values
     ('${idOf('a1')}', '${who.leftOfficer}', 'left', ${hash}, '2026-01-01'), ('${idOf('a2')}', '${who.between}', 'between', ${hash}, null),
     ('${idOf('a3')}', '${who.officer}', 'officer', ${hash}, null)`,
  `insert into account_role values ('${idOf('a1')}', 'protection'), ('${idOf('a3')}', 'protection'), ('${idOf('a2')}', 'guardian')`,
  // Whose officer has left, or is one no more; whose protection is over; Olga's; and Otto's, with an officer among them.
  `insert into protected_identity (person_id, valid) values ('${who.left}', '[2024-01-01,)'), ('${who.demoted}', '[2024-01-01,)'),
     ('${who.ended}', '[2024-01-01,2025-01-01)'), ('${who.mine}', '[2018-01-01,)'), ('${who.gerd}', '[2018-01-01,)'), ('${who.officer}', '[2024-01-01,)')`,
  `insert into guardianship (guardian_id, child_id, valid) values ('${who.between}', '${who.mine}', '[2019-01-01,2020-01-01)'), ('${who.between}', '${who.gerd}', '[2020-01-01,)')`,
  ...[
    [who.left, who.leftOfficer],
    [who.demoted, ids.admin],
    [who.ended, ids.protection],
    [who.mine, ids.protection2],
    [who.mine, ids.protection],
    [who.gerd, ids.protection2],
    [who.officer, ids.protection2],
    [ids.dold, ids.protection],
  ].map(
    ([
      person,
      officer,
    ]) => `insert into protection_decision (id, person_id, kind, reason, officer_id, decided_by, decided_at)
      values (gen_random_uuid(), '${person}', 'taken', 'agreed', '${officer}', '${officer}', '2026-11-01')`,
  ),
  `insert into protection_alias (alias_id, person_id, child_id, reference, agreed_on, valid, made_by, made_at) values
     ('${who.alias}', '${ids.dold}', null, 'UBN 1', '2026-01-01', '[2026-01-01,2026-12-31]', '${ids.protection}', now()),
     ('${who.aliasGuardian}', '${ids.dold}', '${who.alias}', 'UBN 1', '2026-01-01', '[2026-01-01,2026-12-31]', '${ids.protection}', now()),
     ('${who.once}', '${who.ended}', null, 'UBN 2', '2024-01-01', '[2024-01-01,2024-12-31]', '${ids.protection}', now()),
     ('${who.onceGuardian}', '${who.ended}', '${who.once}', 'UBN 2', '2024-01-01', '[2024-01-01,2024-12-31]', '${ids.protection}', now())`,
  // Who has met Dolda, and who has met others.
  'delete from audit_event',
  ...[
    ['2026-08-01', 'documentation.listed', ids.former, 'educator', ids.dold, null],
    ['2026-11-20', 'documentation.listed', ids.educator, 'educator', ids.dold, null],
    ['2026-11-20', 'documentation.read', ids.educator, 'educator', null, ids.docDold],
    ['2026-11-20', 'people.read', ids.admin, 'admin', null, ids.dold],
    ['2026-11-20', 'contacts.listed', ids.guardian, 'guardian', null, ids.myran],
    ['2026-11-20', 'documentation.searched', ids.guardian2, 'guardian', null, ids.myran],
    ['2026-11-20', 'contacts.listed', ids.stranger, 'guardian', null, ids.kotten],
    ['2026-11-20', 'documentation.listed', ids.educator2, 'educator', ids.cia, null],
    ['2026-11-20', 'documentation.listed', ids.dold, 'pupil', ids.dold, null],
    ['2026-11-20', 'documentation.listed', null, 'system', ids.dold, null],
    ['2026-11-20', 'documentation.listed', ids.educator, 'educator', who.ended, null],
    ['2026-11-20', 'documentation.listed', who.gerd, 'guardian', ids.dold, null],
    ['2026-11-20', 'documentation.read', ids.principal, 'principal', null, ids.draft],
    ['2026-11-20', 'documentation.read', ids.neighbour, 'guardian', null, ids.docBo],
  ].map(
    ([at, event, actor, role, subject, object]) =>
      `insert into audit_event (at, event, actor_id, actor_role, subject_id, object_id) values ('${at}', '${event}', ${quoted(actor)}, '${role}', ${quoted(subject)}, ${quoted(object)})`,
  ),
  `update document set about = array['${ids.dold}', '${ids.alma}']::uuid[] where id = '${ids.draft}'`,
  `insert into placement values ('${ids.dold}', '${ids.kotten}', '[2020-01-01,2021-01-01)')`,
  'alter table media_use disable trigger user',
  `insert into media_use (id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
   select id, '${ids.björken}', 'photo', 'print', place, '2026-10-01', '${ids.educator}', true, false, now(), '${ids.educator}'
   from (values ('${run.use}'::uuid, 'Affisch'), ('${run.other}'::uuid, 'Webb')) as used(id, place)`,
  'alter table media_use enable trigger user',
  `insert into media_use_child values ('${run.use}', '${ids.dold}'), ('${run.use}', '${ids.alma}'), ('${run.other}', '${ids.alma}')`,
  `insert into take_down (use_id, child_id, made_at, due_on) values ('${run.use}', '${ids.dold}', now(), '2026-12-01'), ('${run.use}', '${ids.alma}', now(), '2026-12-24')`,
]

function quoted(value: string | null | undefined): string {
  return value ? `'${value}'` : 'null'
}

/** What somebody asks in their own name; nobody: what the one above everything sees afterwards. */
type Step = [who: { id: string; role: Role } | undefined, text: string]

/** Each step with its actor's own context and database role; what the last one says, or the refusal's code. */
async function after(...steps: Step[]): Promise<unknown> {
  await above.query('begin')
  try {
    let rows: unknown[] = []
    for (const [who, text] of steps) {
      const context = who ? signContext({ ...who, assurance: 1 }, castNow, house.services.keys.get('context')) : ''
      await above.query("select set_config('role', $1, true), set_config('app.context', $2, true)", [
        who ? `insyn_${who.role}` : 'none',
        context,
      ])
      ;({ rows } = await above.query({ text, rowMode: 'array' }))
    }
    return rows
  } catch (error) {
    return String((error as { code?: string }).code)
  } finally {
    await above.query('rollback')
  }
}

const olga = { id: ids.protection, role: 'protection' as const }
const three = { olga, otto: { ...olga, id: ids.protection2 }, ada: { id: ids.admin, role: 'admin' as const } }

async function everybody(text: string): Promise<Record<string, unknown>> {
  return {
    olga: await after([three.olga, text]),
    otto: await after([three.otto, text]),
    ada: await after([three.ada, text]),
  }
}

/** One call, and what it did, for each of the three. */
async function effect(call: string, look: string, ...first: Step[]): Promise<Record<string, unknown>> {
  return {
    olga: await after(...first, [three.olga, call], [undefined, look]),
    otto: await after(...first, [three.otto, call], [undefined, look]),
    ada: await after(...first, [three.ada, call], [undefined, look]),
  }
}

const names = new Map<string, string>([
  ...Object.entries(who).map(([name, id]) => [id, name] as const),
  [ids.hidden, 'hedda'],
  [ids.dold, 'dold'],
])
async function hidden(): Promise<Record<string, unknown>> {
  const found = (await everybody('select unnest(access.hidden())')) as Record<string, string[][]>
  return Object.fromEntries(
    Object.entries(found).map(([name, rows]) => [name, rows.map(([id]) => names.get(id!) ?? id).toSorted()]),
  )
}
const lets: Step = [olga, `select access.protection_lets_in('${who.aliasGuardian}', 'insyn-x', ${hash}, '2026-12-07')`]

/** What each function is asked, and what is right: known by the names, so that a test says who met whom. */
const questions: Record<string, () => Promise<unknown>> = {
  hidden,
  officers: () => everybody('select name from access.protection_officers() order by 1'),
  aliases: () => everybody('select cardinality(access.protection_aliases())'),
  signsOut: async () => ({
    mine: await effect(`select access.protection_signs_out('${who.mine}')`, epochs),
    gerd: await effect(`select access.protection_signs_out('${who.gerd}')`, epochs),
  }),
  letsIn: async () => ({
    right: await effect(
      lets[1],
      `select a.username, a.first_until::date::text, r.role, c.field, c.shown, c.child_id from account a join account_role r on r.account_id = a.id join contact_choice c on c.guardian_id = a.person_id where a.username = 'insyn-x'`,
    ),
    child: await after([olga, lets[1].replace(who.aliasGuardian!, who.alias!)]),
    over: await everybody(lets[1].replace(who.aliasGuardian!, who.onceGuardian!)),
    nobody: await after([olga, lets[1].replace(who.aliasGuardian!, ids.bo)]),
  }),
  shutsOut: async () => ({
    child: await effect(`select access.protection_shuts_out('${who.alias}')`, shut, lets),
    guardian: await effect(`select access.protection_shuts_out('${who.aliasGuardian}')`, shut, lets),
    other: await effect(`select access.protection_shuts_out('${ids.bo}')`, shut, lets),
    over: await effect(`select access.protection_shuts_out('${who.once}')`, shut, [
      olga,
      lets[1].replace(who.aliasGuardian!, who.onceGuardian!),
    ]),
  }),
  readers: async () => ({
    dold: await everybody(readers(ids.dold)),
    older: await everybody(`select event from access.protection_readers('${ids.dold}', ${listed})`),
    hedda: await everybody(readers(ids.hidden)),
    open: await everybody(readers(ids.cia)),
    over: await everybody(readers(who.ended!)),
  }),
  uses: async () => ({
    dold: await everybody(`select place, unit, due_on::text from access.protection_uses('${ids.dold}') order by 1`),
    alma: await everybody(`select place, due_on::text from access.protection_uses('${ids.alma}') order by 1`),
  }),
}
const epochs = `select username from account where session_epoch > 0 order by 1`
const shut = `select username from account where disabled_at = '${castNow.toISOString()}' order by 1`
const readers = (id: string) => `select event, actor_role, name, place from access.protection_readers('${id}', null)`

const right: Record<string, unknown> = {}
test('whole: one officer meets their own people and nobody’s, the other does not, an administrator none', async () => {
  for (const [name, ask] of Object.entries(questions)) right[name] = await ask()
  expect(right).toMatchObject({
    hidden: {
      olga: ['between', 'gerd', 'officer'],
      ada: ['between', 'demoted', 'dold', 'gerd', 'hedda', 'left', 'mine', 'officer'],
    },
    officers: { olga: [['Olga Värn'], ['Otto Värnberg']], otto: expect.arrayContaining([['Någon officer']]), ada: [] },
    aliases: { olga: [[4]], otto: [[2]], ada: [[0]] },
    signsOut: { mine: { olga: [], ada: [] }, gerd: { olga: [], otto: [['between']], ada: [] } },
    letsIn: {
      right: { olga: [['insyn-x', '2026-12-07', 'guardian', 'name', false, who.alias]], otto: '42501', ada: '42501' },
      child: '42501',
      nobody: '42501',
    },
    shutsOut: {
      child: { olga: [['insyn-x']], otto: [], ada: [] },
      guardian: { olga: [['insyn-x']], otto: [], ada: [] },
      other: { olga: [] },
    },
    readers: {
      dold: {
        olga: [
          ['documentation.read', 'principal', 'Pia Björk', 'Björkens förskola'],
          ['documentation.listed', 'guardian', null, null],
          ['contacts.listed', 'guardian', 'Anna Ask', null],
          ['people.read', 'admin', 'Ada Stav', null],
          ['documentation.read', 'educator', 'Eva Lind', 'Björkens förskola'],
          ['documentation.listed', 'educator', 'Eva Lind', 'Björkens förskola'],
        ],
        otto: [],
        ada: [],
      },
      hedda: { olga: [['contacts.listed', 'guardian', 'Anna Ask', null]] },
      open: { olga: [], otto: [], ada: [] },
      over: { olga: [], otto: [], ada: [] },
    },
    uses: {
      dold: { olga: [['Affisch', 'Björkens förskola', '2026-12-01']], otto: [], ada: [] },
      alma: {
        olga: [
          ['Affisch', '2026-12-24'],
          ['Webb', null],
        ],
        ada: [],
      },
    },
  })
})

// Of signing out and of who has read it is a second lock: only somebody hidden has either, and they are hidden from all
// but officers.
const role = (name: string): Break => [name, `access.role() is distinct from 'protection'`, 'false']
const breaks: [question: string, ...Break][] = [
  ['hidden', 'reach.officer_of', 'where person_id = protected order', 'order'],
  ['hidden', 'reach.officer_of', 'order by number desc', 'order by number'],
  ['hidden', 'reach.officer_of', 'a.person_id = d.officer_id and', ''],
  ['hidden', 'reach.officer_of', 'a.disabled_at is null and', ''],
  ['hidden', 'reach.officer_of', "and r.role = 'protection'", ''],
  ['hidden', 'reach.hidden_from_officer', 'and coalesce(reach.officer_of(person_id), officer) = officer', ''],
  [
    'hidden',
    'reach.hidden_from_officer',
    'access.hidden_person where range_contains_elem(valid, today)',
    'access.hidden_person',
  ],
  [
    'hidden',
    'reach.hidden_from_officer',
    'reach.hidden_through(mine) where range_contains_elem(valid, today)',
    'reach.hidden_through(mine)',
  ],
  ['officers', ...role('access.protection_officers')],
  ['officers', 'access.protection_officers', "and r.role = 'protection'", ''],
  ['officers', 'access.protection_officers', 'a.disabled_at is null and', ''],
  ['officers', 'access.protection_officers', 'and p.id <> all (hidden)', ''],
  ['aliases', ...role('access.protection_aliases')],
  ['aliases', 'access.protection_aliases', 'where person_id <> all (hidden)', ''],
  ['signsOut', 'access.protection_signs_out', 'or protected = any (hidden)', ''],
  ['signsOut', 'access.protection_signs_out', 'where range_contains_elem(valid, today)', ''],
  ['letsIn', ...role('access.protection_lets_in')],
  ['letsIn', 'access.protection_lets_in', 'and a.person_id <> all (hidden)', ''],
  ['letsIn', 'access.protection_lets_in', 'or of_child is null', ''],
  ['letsIn', 'access.protection_lets_in', "'name', false", "'name', true"],
  ['letsIn', 'access.protection_lets_in', 'hash, until)', 'hash, null)'],
  ['shutsOut', ...role('access.protection_shuts_out')],
  ['shutsOut', 'access.protection_shuts_out', '(a.alias_id = alias or a.child_id = alias) and', ''],
  ['shutsOut', 'access.protection_shuts_out', 'a.alias_id = alias or', ''],
  ['shutsOut', 'access.protection_shuts_out', 'or a.child_id = alias', ''],
  ['shutsOut', 'access.protection_shuts_out', 'and a.person_id <> all (hidden)', ''],
  ['readers', 'access.protection_readers', 'or protected = any (hidden)', ''],
  ['readers', 'access.protection_readers', 'h.person_id = protected and range', 'range'],
  ['readers', 'access.protection_readers', 'and range_contains_elem(h.valid, today)', ''],
  ['readers', 'access.protection_readers', 'document_scope s where s.child_id = protected', 'document_scope s'],
  ['readers', 'access.protection_readers', 'd.published_at is null and d.about && array[protected]', 'false'],
  ['readers', 'access.protection_readers', 'and d.about && array[protected]', ''],
  ['readers', 'access.protection_readers', 'where p.valid && daterange(access.day(since), null)', 'where true'],
  ['readers', 'access.protection_readers', 'g.guardian_id = protected and', ''],
  ['readers', 'access.protection_readers', 'p.child_id = protected', 'true'],
  ['readers', 'access.protection_readers', 'case when p.id <> all (hidden) then', 'case when true then'],
  ['readers', 'access.protection_readers', 'e.at >= since and', ''],
  ['readers', 'access.protection_readers', 'and e.id < upper_id', ''],
  ['readers', 'access.protection_readers', 'and e.actor_id <> protected', ''],
  ['readers', 'access.protection_readers', 'e.subject_id = protected or', ''],
  ['readers', 'access.protection_readers', 'or e.object_id = protected', ''],
  ['readers', 'access.protection_readers', 'or e.object_id = any (items)', ''],
  ['readers', 'access.protection_readers', "e.event in ('contacts.listed', 'contacts.downloaded') and", ''],
  ['readers', 'access.protection_readers', 'and e.object_id = any (rooms)', ''],
  ['uses', ...role('access.protection_uses')],
  ['uses', 'access.protection_uses', 'or protected = any (hidden)', ''],
  ['uses', 'access.protection_uses', 'where c.child_id = protected', ''],
  ['uses', 'access.protection_uses', 'and t.child_id = c.child_id', ''],
]

test.each(breaks)('%s: %s without "%s" is seen', async (question, ...part) => {
  const ask = questions[question]!
  expect(await broken(house, [part], ask)).not.toEqual(right[question])
  expect(await ask()).toEqual(right[question])
})

test('a log that takes longer than two seconds is gone through a stretch at a time', async () => {
  const short: Break[] = [
    ['access.protection_readers', "interval '2 seconds'", "interval '0 seconds'"],
    ['access.protection_readers', 'upper_id - 200000', 'upper_id - 3'],
  ]
  const found: unknown[] = []
  await broken(house, short, async () => {
    let before = 'null'
    for (let turns = 0; turns < 40 && before; turns += 1) {
      const rows = (await after([
        olga,
        `select id, event from access.protection_readers('${ids.dold}', ${before}) where at is not null`,
      ])) as [number, string | null][]
      found.push(...rows.flatMap(([, event]) => event ?? []))
      const goesOn = rows.find(([, event]) => event === null)
      before = goesOn ? String(goesOn[0]) : ''
    }
    expect(before).toBe('')
  })
  expect(found).toHaveLength(6)
})

test('where a stretch holds nobody the browser is sent on by itself, a few times, and reading is noted once', async () => {
  const short: Break[] = [
    ['access.protection_readers', "interval '2 seconds'", "interval '0 seconds'"],
    ['access.protection_readers', 'upper_id - 200000', 'upper_id - 3'],
  ]
  const { rows } = await above.query('select coalesce(max(id), 0) + 1 as from_id from audit_event')
  await above.query(
    `insert into audit_event (at, event, actor_role) select $1, 'audit.listed', 'system' from generate_series(1, 400)`,
    [castNow],
  )
  const noted = async () =>
    (
      await above.query("select from audit_event where event = 'protection.readers-read' and id >= $1", [
        rows[0].from_id,
      ])
    ).rowCount
  const browser = await house.as('protection')
  await broken(house, short, async () => {
    let [at, hops] = [addresses.protectedReaders(ids.dold), 0]
    for (;;) {
      const answer = await browser.get(at)
      if (answer.status === 200) {
        // What is left of four hundred empty lines is one press away, and says how far it has come.
        expect(answer.text).toContain('Loggen är stor')
        break
      }
      expect([answer.status, await noted()]).toEqual([303, 0])
      at = answer.headers.location!
      hops += 1
    }
    expect([hops, await noted()]).toEqual([14, 1])
    // From just above where Anna opened the list one request meets her.
    const near = await browser.get(addresses.protectedReaders(ids.dold, Number(listed) + 1))
    expect([near.status, near.text.includes('Anna Ask')]).toEqual([200, true])
  })
})
