import type { Database } from '../../src/database/database.ts'
import { problemsOf } from '../../src/roster/report.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { bring } from './house.ts'
import { child, find, id, person, placement, type Register, town } from './register.ts'

/** Decision 3: whom a register's delivery hides, and with whom. */
let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const people = ['Lina Norr', 'Olle Norr', 'Karin Norr', 'Johan Norr', 'Maja Syd', 'Sofia Syd', 'Nils Norr', 'Nina Väst']

async function hidden(): Promise<string[]> {
  const { rows } = await house.database.owner.query(
    'select person_id as id from access.hidden_person where $1::date <@ valid',
    [house.now()],
  )
  const known = new Set(rows.map((row) => row.id))
  return people.filter((name) => known.has(id(name)))
}
const norr = ['Lina Norr', 'Olle Norr', 'Karin Norr', 'Johan Norr']
const changed = (...changes: ((register: Register) => void)[]) => {
  const register = town()
  for (const change of changes) change(register)
  return register
}
const mark =
  (name: string, securityMarking = 'Sekretessmarkering') =>
  (register: Register) =>
    void Object.assign(find(register, name), { securityMarking })
const home =
  (name: string, streetAddress: string, postalCode = '449 31') =>
  (register: Register) =>
    void Object.assign(find(register, name), { addresses: [{ type: 'Folkbokföring', streetAddress, postalCode }] })

describe('protected here, by an officer', () => {
  const decide = async (name: string, what: 'protect' | 'lift') => {
    const olga = await house.as('protection')
    const at = addresses.protected(id(name))
    const fields = { reason: what === 'protect' ? 'risk' : 'mistake', note: '' }
    expect((await olga.post(`${at}/${what}`, fields, at)).status).toBe(303)
    return olga
  }

  test('decision 3: a child is hidden with brothers and sisters at once, in another unit too, and the officer reads who', async () => {
    await bring(house, town())
    const olga = await decide('Lina Norr', 'protect')
    expect(await hidden()).toEqual(norr)
    expect((await olga.get(addresses.protected(id('Lina Norr')))).text).toMatch(/Olle Norr<\/a> <span[^>]*>Syskon/)
    const admin = await house.as('admin')
    expect((await admin.post('/admin/people', { q: 'Norr' }, '/admin/people')).text).not.toMatch(/Olle|Karin/)
    await decide('Lina Norr', 'lift')
    expect(await hidden()).toEqual([])
  })

  test('from the next delivery on the register’s addresses say who lives with them; it tells of nothing', async () => {
    // A half-brother, who lives with his other parent.
    const register = changed(
      home('Lina Norr', 'Ekvägen 1'),
      home('Olle Norr', 'Ekvägen 1'),
      home('Karin Norr', 'EKVÄGEN 1', '44931'),
      home('Johan Norr', 'Alvägen 2'),
      ({ persons, placements }) => {
        persons.push(child('Nils Norr', ['Johan Norr', 'Nina Väst']), person('Nina Väst'))
        placements.push(placement('Nils Norr', 'Linden', 'Lodjuret'))
      },
      home('Nils Norr', 'Björkvägen 3'),
    )
    await bring(house, register)
    await decide('Lina Norr', 'protect')
    expect(await hidden()).toEqual([...norr, 'Nils Norr'])
    expect((await bring(house, register)).outcome).toBe('unchanged')
    expect(await hidden()).toEqual(norr)
  })
})

test('decision 3: of whom the register tells no more the household stays hidden', async () => {
  await bring(house, changed(mark('Lina Norr')))
  house.setNow('2026-11-24T02:30:00Z')
  const without = changed((register) => {
    register.persons = register.persons.filter((entry) => entry.id !== id('Lina Norr'))
    register.placements = register.placements.filter((entry) => entry.id !== id('placement Lina Norr Ekorren'))
  })
  await bring(house, without)
  expect(await hidden()).toEqual(norr)
  await bring(house, without)
  expect(await hidden()).toEqual(norr)
  // Told of again and marked no more, they are there.
  await bring(house, town())
  expect(await hidden()).toEqual([])
})

test('the address of a protected child may be the Tax Agency’s box: it keeps nobody of the family out', async () => {
  const living = ['Olle Norr', 'Karin Norr', 'Johan Norr'].map((name) => home(name, 'Ekvägen 1'))
  await bring(house, changed(...living, mark('Lina Norr', 'Skyddad folkbokföring'), home('Lina Norr', 'Ekvägen 2')))
  expect(await hidden()).toEqual(norr)
  await bring(house, changed(...living, mark('Lina Norr'), home('Lina Norr', 'Box 2820', '403 20')))
  expect(await hidden()).toEqual(norr)
})

test.each([
  ['in somebody’s whole record inside another', { securityMarking: 'Skyddad folkbokföring' }],
  ['as a name inside another record', { familyName: 'Skyddade personuppgifter' }],
])('a mark %s is a mark', async (_what, said) => {
  const register = town()
  find(register, 'placement Lina Norr Ekorren')._embedded = { child: { id: id('Lina Norr').toUpperCase(), ...said } }
  await bring(house, register)
  expect(await hidden()).toEqual(norr)
})

test('a word of their own for a mark is a mark, also from a register that is otherwise silent', async () => {
  await house.database.owner.query(`update setting set value = 'false' where key = 'roster.sends_marking'`)
  const silent = (...marks: ((register: Register) => void)[]) => {
    const register = town()
    for (const entry of register.persons) entry.securityMarking = null
    for (const mark of marks) mark(register)
    return register
  }
  await bring(house, silent(mark('Lina Norr', 'Skyddad identitet'), mark('Maja Syd', 'Kvarskrivning')))
  expect(await hidden()).toEqual([...norr, 'Maja Syd', 'Sofia Syd'])
  await bring(house, silent(mark('Maja Syd', ' sekretessmarkering'), mark('Lina Norr', 'INGEN')))
  expect(await hidden()).toEqual(['Maja Syd', 'Sofia Syd'])
  // Nor is a word of the language's own taken for one of the standard's.
  await bring(house, silent(mark('Lina Norr', 'constructor')))
  expect(await hidden()).toEqual(norr)
})

test('whoever has come to have another id in the register is marked, and marked no more, as who they are', async () => {
  const again = (...changes: ((register: Register) => void)[]) =>
    JSON.parse(JSON.stringify(changed(...changes)).replaceAll(id('Lina Norr'), id('Lina again'))) as Register
  await bring(house, town())
  await bring(house, again())
  for (const name of ['first', 'again']) {
    await bring(house, again(mark('Lina Norr')))
    expect([name, await hidden()]).toEqual([name, norr])
  }
  await bring(house, again())
  expect(await hidden()).toEqual([])
  const admin = await house.as('admin')
  expect((await admin.get(`/admin/people/${id('Lina Norr')}`)).text).toContain('20210101-****')
  const { rows } = await house.database.owner.query('select from person where id = $1', [id('Lina again')])
  expect(rows).toEqual([])
})

test('decision 3: killed after any step, nobody marked is there to be seen', async () => {
  const register = changed(mark('Lina Norr'), mark('Maja Syd', null as never))
  const seen = async () =>
    (
      await house.database.owner.query(
        `select given_name from person where id = any ($1::uuid[]) and id not in (select person_id from access.hidden_person)`,
        [[...norr, 'Maja Syd', 'Sofia Syd'].map(id)],
      )
    ).rows
  for (let steps = 1, done = false; !done; steps += 1) {
    let left = steps
    const { roster } = house.database
    const database: Database = {
      ...roster,
      rows: roster.rows,
      transaction: async (...asked) => {
        const isWork = asked[0] === 'roster'
        if (isWork && left === 0) throw new Error('killed')
        if (isWork) left -= 1
        return await roster.transaction(...asked)
      },
    }
    done = await bring(house, register, { database }).then(
      () => true,
      () => false,
    )
    expect([steps, await seen()]).toEqual([steps, []])
  }
  expect(await hidden()).toEqual([...norr, 'Maja Syd', 'Sofia Syd'])
})

test('the record that stops everything is told of, and of whom it is only where they are no secret', async () => {
  await bring(house, changed(mark('Lina Norr')))
  const told = async (name: string) => {
    const register = changed(mark('Lina Norr'))
    find(register, name).birthDate = 'i våras'
    const { run } = await bring(house, register)
    return (await problemsOf(house.database.roster.rows, run!, '2026-11-23')).map(
      ({ record, field, name, person_id }) => ({ record, field, name, person_id }),
    )
  }
  expect(await told('Maja Syd')).toEqual([
    { record: id('Maja Syd'), field: 'birthDate', name: 'Maja Syd', person_id: id('Maja Syd') },
  ])
  expect(await told('Olle Norr')).toEqual([
    { record: id('Olle Norr'), field: 'birthDate', name: null, person_id: null },
  ])
})
