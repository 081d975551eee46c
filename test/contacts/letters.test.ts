import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Role } from '../../seeds/types.ts'
import { signContext } from '../../src/database/as-actor.ts'
import { type Break, broken } from '../access/broken.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'
import { webConnection } from '../support/raw.ts'

/** The functions that hand letters over stand outside the policies: each of their conditions, taken out, is seen. */
let house: TestApp
let above: pg.Client
beforeAll(async () => {
  house = await testApp()
  above = await webConnection(house, house.database.urls.owner.replace('insyn_owner@', 'postgres@'))
})
afterAll(async () => {
  await above.end()
  await house.close()
})

const minute = 60_000
const at = (minutes: number) => new Date(castNow.getTime() + minutes * minute)
const names = [
  'right',
  'other',
  'older',
  'same',
  'over',
  'emptied',
  'sent',
  'hidden',
  'former',
  'late',
  'taken',
  'tenth',
  'old',
  'told',
  'gone',
  'last',
  'text',
  'closed',
  'stale',
  'week',
  'done',
  'theirs',
  'cross',
  'shut',
] as const
// The later in the list, the later in the table where nothing else tells them apart.
const inOrder = names.map(() => randomUUID()).sort()
const letter = Object.fromEntries(names.map((name, index) => [name, inOrder[index]])) as Record<
  (typeof names)[number],
  string
>
const nameOf = (id: string) => names.find((name) => letter[name] === id)

/** In a transaction that is taken back: letters of every kind, and what became of them. */
async function look(): Promise<unknown> {
  const ask = async (text: string, values: unknown[] = []) => (await above.query(text, values)).rows
  const told = async (kind: string) => {
    await ask('savepoint before')
    try {
      await ask("select access.post_letter($1, 'email', $2, '\\x01')", [letter.last, kind])
      return 'posted'
    } catch (error) {
      await ask('rollback to before')
      return (error as { code: string }).code
    }
  }
  const as = (id: string, role: Role) =>
    ask("select set_config('role', $1, true), set_config('app.context', $2, true)", [
      `insyn_${role}`,
      signContext({ id, role, assurance: 1 }, castNow, house.services.keys.get('context')),
    ])
  // Without one of its conditions the search for the next letter comes to no end.
  await ask("begin; set local statement_timeout = '2s'")
  try {
    for (const [person, field, asked, sealed] of [
      [ids.guardian, 'email', -5, '\\x01'],
      [ids.guardian, 'phone', -6, '\\x01'],
      [ids.stranger, 'email', -5, '\\x01'],
      [ids.guardian2, 'email', -40, '\\x01'],
      [ids.neighbour, 'email', -3, null],
      [ids.both, 'email', -3, '\\x01'],
      [ids.hidden, 'phone', -3, '\\x01'],
      [ids.parent18, 'email', -7, '\\x01'],
    ] as const)
      await ask('insert into contact_code (person_id, field, sealed, asked_at) values ($1, $2, $3, $4)', [
        person,
        field,
        sealed,
        at(asked),
      ])
    for (const [name, person, kind, made, more] of [
      ['right', ids.guardian, 'code', -5],
      ['other', ids.guardian, 'code', -6],
      ['older', ids.guardian, 'code', -6, { next_at: at(5) }],
      ['same', ids.guardian, 'former', -5, { next_at: at(5) }],
      ['text', ids.guardian, 'code', -6, { field: 'phone' }],
      ['over', ids.guardian2, 'code', -40, { next_at: at(-1) }],
      ['emptied', ids.neighbour, 'code', -3],
      ['sent', ids.both, 'code', -3],
      ['hidden', ids.hidden, 'former', -3],
      ['former', ids.stranger, 'former', -90],
      ['late', ids.stranger, 'former', -1, { next_at: at(5) }],
      ['taken', ids.stranger, 'former', -4, { claimed_at: at(-1) }],
      ['tenth', ids.stranger, 'former', -1, { next_at: at(5), attempts: 10 }],
      ['shut', ids.parent18, 'code', -7],
      ['closed', ids.neighbour, 'code', -31, { field: 'phone', next_at: at(5) }],
      ['stale', ids.neighbour, 'former', -7 * 24 * 60 - 1, { field: 'phone', next_at: at(5) }],
      ['week', ids.neighbour, 'former', -7 * 24 * 60 + 1, { field: 'phone', next_at: at(5) }],
      ['done', ids.neighbour, 'former', -8 * 24 * 60, { sealed: null, outcome: 'sent', ended_at: at(-8 * 24 * 60) }],
      ['theirs', ids.stranger, 'code', -5, { sealed: null, outcome: 'refused', ended_at: at(-5) }],
      ['cross', ids.guardian, 'code', -5, { field: 'phone', sealed: null, outcome: 'refused', ended_at: at(-5) }],
      ['old', ids.guardian, 'code', -4, { sealed: null, outcome: 'sent', ended_at: at(-4) }],
      ['told', ids.guardian, 'former', -5, { sealed: null, outcome: 'refused', ended_at: at(-2) }],
      ['gone', ids.guardian, 'former', -31 * 24 * 60, { sealed: null, outcome: 'sent', ended_at: at(-31 * 24 * 60) }],
    ] as const) {
      const row = {
        id: letter[name],
        person_id: person,
        field: 'email',
        kind,
        sealed: '\\x01',
        made_at: at(made),
        next_at: at(made),
        ...more,
      }
      await ask('insert into contact_mail select * from json_populate_record(null::contact_mail, $1)', [
        JSON.stringify({ attempts: 0, ...row }),
      ])
    }
    await ask('update account set disabled_at = $1 where person_id = $2', [at(-1), ids.parent18])
    await as(ids.guardian, 'guardian')
    const state = [await ask("select access.letter_state('email') as said")]
    state.push(await ask("select access.letter_state('phone') as said"))
    const posted = [await told('password')]
    await as(ids.educator, 'educator')
    posted.push(await told('former'))
    await as(ids.guardian, 'pupil')
    state.push(await ask("select access.letter_state('email') as said"))
    await as(ids.guardian, 'guardian')
    posted.push(await told('former'))
    await ask('reset role')
    // First as it is when the clock has not come yet.
    const claimed: unknown[] = []
    while (claimed.length < 12) {
      const [next] = await ask('select id, field from access.claim_letter($1, $2)', [at(0), ['email']])
      if (!next) break
      claimed.push(nameOf(next.id))
    }
    claimed.push(
      ...(await ask('select id, field from access.claim_letter($1, $2)', [at(0), ['phone']])).map((text) => [
        nameOf(text.id),
        text.field,
      ]),
    )
    const left = await ask('select id, outcome from contact_mail order by id')
    await ask('select access.sweep_letters($1)', [at(0)])
    for (const [name, said] of [
      ['tenth', 'again'],
      ['former', 'again'],
      ['old', 'refused'],
      ['older', 'refused'],
      ['same', 'refused'],
      ['sent', 'sent'],
    ] as const)
      await ask('select access.note_letter($1, $2, $3)', [letter[name], said, at(1)])
    const codes = () =>
      ask('select person_id, field, sealed is not null as waits from contact_code order by asked_at, person_id, field')
    const kept = await codes()
    await ask('select access.note_letter($1, $2, $3)', [letter.right, 'refused', at(1)])
    const rows = await ask('select id, outcome, attempts, next_at from contact_mail order by made_at, id')
    return JSON.stringify({
      state,
      posted,
      claimed,
      left: left.map((row) => [nameOf(row.id) ?? 'new', row.outcome]),
      kept,
      codes: await codes(),
      rows: rows.map((row) => ({ ...row, id: nameOf(row.id) ?? 'new' })),
    })
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    await ask('rollback')
  }
}

let right: unknown
test('whole: what is waited for goes, nothing to somebody hidden, and each letter once', async () => {
  right = await look()
  expect(JSON.parse(right as string)).toMatchObject({
    state: [[{ said: 'waiting' }], [{ said: 'waiting' }], [{ said: null }]],
    posted: ['42501', '42501', 'posted'],
    claimed: ['former', 'right', 'sent', 'last', ['text', 'phone']],
  })
})

const claim = (condition: string, instead = ''): Break => ['access.claim_letter', condition, instead]
const swept = (condition: string, instead = ''): Break => ['access.sweep_letters', condition, instead]
const noted = (condition: string, instead = ''): Break => ['access.note_letter', condition, instead]
test.each<Break>([
  ['access.post_letter', "access.role() is distinct from 'guardian' or", ''],
  ['access.post_letter', "or kind not in ('code', 'former')", ''],
  ['access.letter_state', "access.role() is distinct from 'guardian'", 'false'],
  ['access.letter_state', 'm.person_id = access.actor() and', ''],
  ['access.letter_state', 'm.field = letter_state.field and', ''],
  ['access.letter_state', "and m.kind = 'code'", ''],
  ['access.letter_state', 'm.made_at = (select c.asked_at', 'm.made_at <> (select c.asked_at'],
  ['access.letter_state', 'c.person_id = access.actor() and', ''],
  ['access.letter_state', 'and c.field = letter_state.field', ''],
  swept("m.ended_at < at - interval '30 days'", 'false'),
  claim('m.outcome is null and m.field', 'm.field'),
  swept('m.outcome is null and m.made_at', 'm.made_at'),
  swept("when m.kind = 'code' then 'unneeded'", "when false then 'unneeded'"),
  swept("when m.kind = 'code' then interval '30 minutes'", "when false then interval '30 minutes'"),
  swept("interval '7 days'", "interval '8 days'"),
  swept("interval '7 days'", "interval '30 minutes'"),
  claim('m.next_at <= at and'),
  claim("(m.claimed_at is null or m.claimed_at < at - interval '2 minutes')", 'true'),
  claim('hidden or'),
  claim('if hidden then', 'if true then'),
  claim('if hidden then', 'if false then'),
  claim('where contact_code.person_id = next.person_id'),
  claim("next.kind = 'code' and"),
  claim('c.person_id = next.person_id and'),
  claim('c.sealed is not null and'),
  claim('and a.disabled_at is null'),
  claim('a.person_id = c.person_id and', ''),
  claim('and c.asked_at = next.made_at'),
  claim('m.field = any (fields) and'),
  claim('c.field = next.field and'),
  swept("and asked_at < at - interval '30 minutes'"),
  swept("asked_at < at - interval '30 minutes'", 'false'),
  claim("and c.asked_at >= at - interval '30 minutes'"),
  claim('claimed_at = at,'),
  noted('and x.outcome is null'),
  noted('and m.attempts < 10'),
  noted("said = 'refused' and"),
  noted("and m.kind = 'code'"),
  noted('person_id = m.person_id and'),
  noted('and field = m.field'),
  noted('and asked_at = m.made_at'),
])('%s without "%s" is seen', async (...part) => {
  expect(await broken(house, [part], look)).not.toEqual(right)
})
