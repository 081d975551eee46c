import { demo } from '../../seeds/demo.ts'
import { load } from '../../seeds/load.ts'
import { type Register, registerOf, since } from '../../seeds/register.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { castNow } from '../support/cast.ts'
import { bring } from './house.ts'

/** The demo's own register: what it holds is the municipality, and what has happened since is one of each kind. */
let house: TestApp
const town = { ...demo(castNow), documents: [], comments: [], notes: [], marks: [], uses: [], consentAnswers: [] }
beforeAll(async () => {
  house = await testApp({ from: 'empty' })
  const { services, database } = house
  await load(town, {
    ownerUrl: database.urls.owner,
    keys: services.keys,
    mediaDirectory: services.config.mediaDirectory,
    passwordHash: '$argon2id$nobody',
    now: castNow,
    draw: async () => {
      throw new Error('no pictures here')
    },
    delivered: true,
  })
})
afterAll(() => house.close())

const look = (register: Register) => bring(house, register, { dryRun: true })
const told = async () => {
  const { rows } = await house.database.owner.query(`
    select (select count(*)::int from roster.plan_person where kind = 'new') as new,
           (select count(*)::int from roster.plan_person where kind = 'changed') as changed,
           (select count(*)::int from roster.plan_placement) as placements,
           (select count(*)::int from roster.plan_custody) as custody,
           (select count(*)::int from roster.plan_duty) as duties,
           (select count(*)::int from roster.plan_protection) as marked,
           (select count(*)::int from roster.plan_unit) + (select count(*)::int from roster.plan_group) as places`)
  return rows[0]
}

test('as it stands it changes nothing', async () => {
  const { problems } = await look(registerOf(town))
  expect(problems.list).toEqual([])
  expect(await told()).toEqual({ new: 0, changed: 0, placements: 0, custody: 0, duties: 0, marked: 0, places: 0 })
})

test('what has happened since: somebody new, moved, gone, hired, renamed, without custody and marked', async () => {
  const later = since(registerOf(town), town, castNow)
  const { problems, wouldStop } = await look(later)
  expect([problems.list.map(({ code }) => code), wouldStop]).toEqual([['unknown-value'], false])
  // A child and an educator; a name, and whoever is marked. Two begin, two end; two of custody begin, one ends.
  expect(await told()).toEqual({ new: 2, changed: 2, placements: 4, custody: 3, duties: 1, marked: 1, places: 0 })
  expect((await bring(house, later)).outcome).toBe('done')
  expect((await bring(house, later)).outcome).toBe('unchanged')
  expect(await told()).toMatchObject({ new: 0, placements: 0, custody: 0, duties: 0, marked: 0 })
})

test('whatever the day, there is somebody for each of them, and none of the accounts’ own', () => {
  for (const day of ['2027-08-15', '2028-02-29']) {
    const now = new Date(`${day}T10:00:00Z`)
    const then = demo(now)
    const before = registerOf(then)
    const after = since(before, then, now)
    const own = new Set(then.accounts.map(({ personId }) => personId))
    const touched = after.persons.filter(
      ({ id }, index) =>
        JSON.stringify(before.persons[index]) !== JSON.stringify(after.persons[index]) &&
        before.persons.some((each) => each.id === id),
    )
    expect([day, touched.length, touched.filter(({ id }) => own.has(id))]).toEqual([day, 3, []])
  }
})
