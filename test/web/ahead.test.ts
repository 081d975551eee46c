import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
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
  expect(await asked(`/children/${ids.cia}`)).toMatchObject({ status: 404, statements: 1 })
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

test('R11: of who has signed in by a first password nothing is read before there is one of their own', async () => {
  await house.database.owner.query(`update session set data = data || '{"first": true}'`)
  const before = await recorded()
  for (const path of pages) expect([path, (await asked(path)).status]).toEqual([path, 303])
  expect(await recorded()).toBe(before)
})

test.each([
  ['the account is closed', 'update account set disabled_at = now() where person_id = $1'],
  ['its sign-ins were ended', 'update account set session_epoch = session_epoch + 1 where person_id = $1'],
  ['nobody is signed in', 'update session set account_id = null, epoch = null where $1::uuid is not null'],
  ['it is too old', "update session set created_at = created_at - interval '1 year' where $1::uuid is not null"],
])('a session reads nothing when %s', async (_what, change) => {
  const before = await recorded()
  await house.database.owner.query(change, [ids.guardian])
  for (const path of pages) expect([path, (await asked(path)).status]).toEqual([path, 303])
  expect(await recorded()).toBe(before)
})

test('a cookie that we have not signed costs no question, and an address that is no id none of a page', async () => {
  const before = await recorded()
  const [name, value] = cookie.split('=') as [string, string]
  for (const other of [`${name}=${value.slice(0, -6)}AAAAAA`, `${name}=${value.replace(/\..*/, '.')}`])
    for (const path of pages) expect([path, (await asked(path, other)).statements]).toEqual([path, 0])
  // Postgres would take it for the same.
  const digits = ids.docAlma.replaceAll('-', '')
  const oddly = [[0, 4], [4, 12], [12, 16], [16, 20], [20]].map(([from, to]) => digits.slice(from, to)).join('-')
  expect((await asked(`/documents/${oddly}`)).status).toBe(404)
  expect(await recorded()).toBe(before)
})

test('many at once, some of whom hang up: everybody has their own page', async () => {
  const [other, educator] = await Promise.all(
    ['stranger', 'educator'].map(async (who) => (await signIn(house.url, who, password)).cookie),
  )
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const named = (text: string) => /class="account-name">([^<]*)/.exec(text)?.[1]
  const whose = [
    { who: cookie, name: 'Anna', status: [200, 200, 200] },
    { who: other, name: 'Sara', status: [404, 404, 404] },
    { who: educator, name: 'Eva', status: [200, 200, 200] },
    { who: undefined, name: undefined, status: [303, 303, 303] },
  ]
  try {
    const asks = Array.from({ length: 48 }, async (_, n) => {
      const [{ who, name, status }, path] = [whose[n % 4]!, n % 3]
      if (n % 5 === 0)
        request(`${house.url}${pages[path]}`, { headers: { Cookie: who ?? '' } })
          .on('error', () => {})
          .end()
          .destroy()
      const { status: said, text } = await wire(house.url, pages[path]!, { cookie: who, agent })
      return { n, said, named: named(text)?.split(' ')[0], status: status[path], name }
    })
    for (const { n, said, named, status, name } of await Promise.all(asks))
      expect([n, said, named]).toEqual([n, status, name])
  } finally {
    agent.destroy()
  }
})
