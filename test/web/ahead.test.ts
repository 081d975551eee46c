import { createHash } from 'node:crypto'
import { type TestApp, testApp } from '../support/app.ts'
import { castNow, ids, password } from '../support/cast.ts'
import { signIn, submit, wire } from '../support/wire.ts'

let house: TestApp
let cookie: string
beforeEach(async () => {
  house = await testApp()
  cookie = (await signIn(house.url, 'guardian', password)).cookie
})
afterEach(() => house.close())

const pages = [`/children/${ids.alma}`, `/documents/${ids.docAlma}`, `/groups/${ids.myran}/contacts`]

/** How the page answers, and how many statements that took. */
async function asked(path: string, who = cookie): Promise<{ status: number; text: string; statements: number }> {
  let statements = 0
  house.database.web.onStatement = () => {
    statements++
  }
  const { status, text } = await wire(house.url, path, { cookie: who })
  delete house.database.web.onStatement
  return { status, text, statements }
}

const recorded = async () => {
  const { rows } = await house.database.owner.query(
    "select count(*)::integer as n from audit_event where event in ('documentation.listed', 'documentation.read', 'contacts.listed')",
  )
  return rows[0].n as number
}

test.each(pages)(
  '%s costs one statement with its session, is the page that two would give, and is recorded once',
  async (path) => {
    const before = await recorded()
    const one = await asked(path)
    expect([one.status, one.statements]).toEqual([200, 1])
    const once = await recorded()
    expect(once).toBeGreaterThan(before)
    // A query that chooses nothing is asked for the ordinary way.
    const two = await asked(`${path}?x=1`)
    expect([two.status, two.statements]).toEqual([200, 2])
    expect((await recorded()) - once).toBe(once - before)
    const told = (text: string) =>
      text.replace(/name="_csrf" value="[^"]*"/g, '').replaceAll('<span class="new">Ny</span> ', '')
    expect(told(one.text)).toBe(told(two.text))
  },
)

test('what the role worn may not read, or does not reach, is refused as everywhere, and nothing is recorded', async () => {
  const before = await recorded()
  expect((await asked(`/children/${ids.cia}`)).status).toBe(404)
  expect((await asked(`/documents/${ids.docCia}`)).status).toBe(404)
  expect((await asked(`/groups/${ids.kotten}/contacts`)).status).toBe(404)
  const admin = (await signIn(house.url, 'admin', password)).cookie
  for (const path of pages) expect((await asked(path, admin)).status).toBe(403)
  expect(await recorded()).toBe(before)
})

test('the page is read in the role that is worn, and in one that remains when it is taken away', async () => {
  // Both a guardian and an educator, who reads as what she chose.
  const both = (await signIn(house.url, 'both', password)).cookie
  const hats = async () => (await asked(`/children/${ids.cia}`, both)).status
  const [wears] = (
    await house.database.owner.query(
      'select array_agg(r.role order by r.role) as roles, a.id from account a join account_role r on r.account_id = a.id where a.person_id = $1 group by a.id',
      [ids.both],
    )
  ).rows
  expect(wears.roles).toEqual(['educator', 'guardian'])
  const as = async (role: string) => {
    await house.database.owner.query(
      "update session set data = data || jsonb_build_object('role', $2::text) where account_id = $1",
      [wears.id, role],
    )
    return await hats()
  }
  const [guardian, educator] = [await as('guardian'), await as('educator')]
  expect([guardian, educator].toSorted()).toEqual([200, 404])
  await house.database.owner.query("delete from account_role where account_id = $1 and role = 'educator'", [wears.id])
  expect(await hats()).toBe(guardian)
})

test('a session that has ended, was never made or is not signed by us reads nothing', async () => {
  const ended = (await signIn(house.url, 'guardian', password)).cookie
  await submit(house.url, '/logout', {}, ended)
  const [name, value] = cookie.split('=') as [string, string]
  const others = {
    'signed out': ended,
    'never made': `${name}=${value.replace(/s%3A[\w-]+/, `s%3A${'x'.repeat(43)}`)}`,
    'another signature': `${name}=${value.slice(0, -6)}AAAAAA`,
    'no signature': `${name}=${value.replace(/\..*/, '.')}`,
    'no session': `${name}=s%3A.`,
    'nothing at all': `${name}=`,
  }
  for (const [what, other] of Object.entries(others))
    for (const path of pages) expect([what, path, (await asked(path, other)).status]).toEqual([what, path, 303])
  house.setNow(new Date(castNow.getTime() + 31 * 60_000))
  for (const path of pages) expect((await asked(path)).status).toBe(303)
})

test('the latest visit is written down from here too', async () => {
  const [, value] = cookie.split('=') as [string, string]
  const id = /^s:([\w-]+)\./.exec(decodeURIComponent(value))![1]!
  const seen = async () => {
    const hash = createHash('sha256').update(id).digest()
    const { rows } = await house.database.owner.query('select last_seen_at from session where id_hash = $1', [hash])
    return (rows[0].last_seen_at as Date).toISOString()
  }
  house.setNow(new Date(castNow.getTime() + 20 * 60_000))
  expect((await asked(pages[0]!)).status).toBe(200)
  expect(await seen()).toBe(new Date(castNow.getTime() + 20 * 60_000).toISOString())
  house.setNow(new Date(castNow.getTime() + 45 * 60_000))
  expect((await asked(pages[0]!)).status).toBe(200)
})
