import { readContacts } from '../../src/contacts/queries.ts'
import type { Actor } from '../../src/database/as-actor.ts'
import { idOf, rowOf } from '../../src/documentation/line.ts'
import { readDocument, readStart, readTimeline } from '../../src/documentation/queries.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, type Name } from '../support/cast.ts'

/** What somebody reaches is held until relations change: whatever it follows from is changed here, and seen at once. */
let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const as = (name: Name, role: Actor['role']) => house.services.actors.asking(house.actor(name, role))
const found = <T>(asked: Promise<T>): Promise<T | 'not there'> =>
  asked.catch((error) => {
    if (error.name === 'NotFound') return 'not there'
    throw error
  })

/** Everything that Anna, Eva, Nils and a principal are shown, in words that differ when anything differs. */
async function shown(): Promise<string> {
  const answers = [
    await found(readTimeline(as('guardian', 'guardian'), ids.alma)),
    await found(readStart(as('guardian', 'guardian'), new Date(0))),
    await found(readDocument(as('guardian', 'guardian'), ids.docMyran)),
    await found(readContacts(as('guardian', 'guardian'), ids.myran)),
    await found(readContacts(as('educator', 'educator'), ids.myran)),
    await found(readTimeline(as('educator', 'educator'), ids.alma)),
    await found(readTimeline(as('neighbour', 'guardian'), ids.bo)),
    await found(readContacts(as('principal', 'principal'), ids.myran)),
  ]
  return JSON.stringify(answers)
}

const changes: [what: string, statement: string][] = [
  ['custody ends', `update guardianship set valid = '[2019-01-01,2026-11-01)' where guardian_id = '${ids.guardian}'`],
  ['custody is removed', `delete from guardianship where guardian_id = '${ids.guardian2}'`],
  ['custody begins', `insert into guardianship values ('${ids.stranger}', '${ids.alma}', '[2026-01-01,)')`],
  ['a child moves away', `update placement set valid = '[2024-08-01,2026-11-01)' where child_id = '${ids.bo}'`],
  ['a child arrives', `insert into placement values ('${ids.cia}', '${ids.myran}', '[2026-10-01,)')`],
  ['a duty ends', `update duty set valid = '[2020-01-01,2026-11-01)' where person_id = '${ids.educator}'`],
  [
    'a duty begins',
    `insert into duty (person_id, unit_id, role, title, valid) values ('${ids.stranger}', '${ids.björken}', 'principal', 'Rektor', '[2026-01-01,)')`,
  ],
  ['a child turns 18', `update person set birth_date = '2008-01-01' where id = '${ids.alma}'`],
  ['a child gets another name', `update person set given_name = 'Almina' where id = '${ids.alma}'`],
  ['a classmate comes under protection', `insert into protected_identity values ('${ids.bo}', '[2026-01-01,)')`],
  ['an educator comes under protection', `insert into protected_identity values ('${ids.educator}', '[2026-01-01,)')`],
  [
    'a guardian of the group comes under protection',
    `insert into protected_identity values ('${ids.neighbour}', '[2026-01-01,)')`,
  ],
  ['a group is renamed', `update unit_group set name = 'Myrstacken' where id = '${ids.myran}'`],
  ['a unit is renamed', `update unit set name = 'Nya Björken' where id = '${ids.björken}'`],
  [
    'a choice is made',
    `insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by) values ('${ids.neighbour}', '${ids.bo}', '${ids.myran}', 'name', false, now(), '${ids.neighbour}')`,
  ],
  ['a detail is removed', `delete from contact_detail where person_id = '${ids.neighbour}'`],
  [
    'the municipality decides that names are hidden',
    `update setting set value = 'false' where key = 'contacts.name_shown'`,
  ],
]

test.each(changes)('%s: the very next question is answered by it', async (_what, statement) => {
  const before = await shown()
  // The second time from what is held: the same.
  expect(await shown()).toBe(before)
  await house.database.owner.query(statement)
  const after = await shown()
  expect(after).not.toBe(before)
  // What was held shows what would be found anew.
  await house.database.owner.query('delete from access.held; delete from access.held_list')
  expect(await shown()).toBe(after)
})

test('somebody who shares a home with a protected person is absent from the day they do', async () => {
  await house.database.owner.query('insert into protected_identity values ($1, $2)', [ids.stranger, '[2026-01-01,)'])
  const before = await shown()
  await house.database.owner.query('insert into household_member select gen_random_uuid(), unnest($1::uuid[])', [
    [ids.stranger],
  ])
  await house.database.owner.query(
    'insert into household_member select household_id, $1 from household_member where person_id = $2',
    [ids.bo, ids.stranger],
  )
  const after = await shown()
  expect(after).not.toBe(before)
  expect(after).not.toContain(ids.bo)
})

test('a change that is not yet certain changes nothing, and is seen as soon as it is', async () => {
  const before = await shown()
  const { owner } = house.database
  await owner.query('begin')
  await owner.query('delete from guardianship where guardian_id = $1', [ids.guardian])
  expect(await shown()).toBe(before)
  await owner.query('commit')
  expect(await found(readTimeline(as('guardian', 'guardian'), ids.alma))).toBe('not there')
})

test('midnight is a change: what was held yesterday is found anew', async () => {
  await house.database.owner.query("update guardianship set valid = '[2019-01-01,2026-11-25)' where guardian_id = $1", [
    ids.guardian,
  ])
  house.setNow('2026-11-24T22:59:59Z')
  expect(await found(readTimeline(as('guardian', 'guardian'), ids.alma))).not.toBe('not there')
  house.setNow('2026-11-24T23:00:00Z')
  expect(await found(readTimeline(as('guardian', 'guardian'), ids.alma))).toBe('not there')
})

test('decision 3: an item about a hidden child and others is hidden from the others too, card and all', async () => {
  const titles = async () => (await readTimeline(as('guardian', 'guardian'), ids.alma)).items.map(idOf)
  expect(await titles()).toContain(ids.docBoth)
  await house.database.owner.query("insert into protected_identity values ($1, '[2026-01-01,)')", [ids.bo])
  expect(await titles()).not.toContain(ids.docBoth)
  expect(await found(readDocument(as('guardian', 'guardian'), ids.docBoth))).toBe('not there')
})

test('what lists show follows the item and its pictures', async () => {
  const { owner } = house.database
  const card = async () =>
    (await readTimeline(as('guardian', 'guardian'), ids.alma)).items.map(rowOf).find((item) => item.id === ids.docAlma)!
  expect((await card()).pictures).toBe(1)
  await owner.query('update media set discarded_at = now() where document_id = $1', [ids.docAlma])
  expect(await card()).toMatchObject({ pictures: 0, media_id: null })
  await owner.query("update document set sealed_card = 'another' where id = $1", [ids.docAlma])
  expect(Buffer.from((await card()).sealed_card as string, 'base64').toString()).toBe('another')
  const add = (position: number) =>
    owner.query(
      `insert into media (id, document_id, position, kind, width, height, sealed_alt, responsible_id, created_at)
       values (gen_random_uuid(), $1, $2, 'photo', $2, 10, '', $3, now()) returning id`,
      [ids.docAlma, position, ids.educator],
    )
  const { rows } = await add(7)
  await add(9)
  expect(await card()).toMatchObject({ pictures: 2, width: 7, media_id: rows[0].id })
  await owner.query('update media set discarded_at = now() where id = $1', [rows[0].id])
  expect(await card()).toMatchObject({ pictures: 1, width: 9 })
})

test('what was held yesterday is not kept: the first who comes today clears it away', async () => {
  const { owner } = house.database
  const days = async () => {
    const { rows } = await owner.query('select day::text from access.held union select day::text from access.held_list')
    return rows.map((row) => row.day)
  }
  await readContacts(as('educator', 'educator'), ids.myran)
  expect(await days()).toEqual(['2026-11-23'])
  house.setNow('2026-11-24T08:00:00Z')
  await readTimeline(as('neighbour', 'guardian'), ids.bo)
  expect(await days()).toEqual(['2026-11-24'])
})
