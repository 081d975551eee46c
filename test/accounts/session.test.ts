import { createHash } from 'node:crypto'
import { type TestApp, testApp } from '../support/app.ts'
import { castNow, ids, password } from '../support/cast.ts'
import { open, signIn, submit, wire } from '../support/wire.ts'

const minute = 60_000
let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())
beforeEach(() => house.setNow(castNow))

const cookieFor = async (name: string) => (await signIn(house.url, name, password)).cookie
const later = (minutes: number) => house.setNow(new Date(castNow.getTime() + minutes * minute))
const lives = async (cookie: string, path = '/settings/password') =>
  (await wire(house.url, path, { cookie })).status === 200
const sql = (text: string, values: unknown[] = []) => house.database.owner.query(text, values)

test('half an hour unused ends it, and use keeps it', async () => {
  const [used, unused] = [await cookieFor('guardian'), await cookieFor('guardian')]
  later(29)
  expect(await lives(used)).toBe(true)
  later(31)
  expect(await lives(unused)).toBe(false)
  later(58)
  expect(await lives(used)).toBe(true)
  later(89)
  expect(await lives(used)).toBe(false)
})

test('twelve hours end it, however much it is used', async () => {
  const cookie = await cookieFor('guardian')
  for (let at = 25; at < 12 * 60; at += 25) {
    later(at)
    expect(await lives(cookie)).toBe(true)
  }
  later(12 * 60 - 1)
  expect(await lives(cookie)).toBe(true)
  later(12 * 60 + 1)
  expect(await lives(cookie)).toBe(false)
})

test('signing out ends it at the server, and is said in the log and to the browser', async () => {
  const cookie = await cookieFor('guardian')
  const reply = await submit(house.url, '/logout', {}, cookie)
  expect([reply.status, reply.headers.location]).toEqual([303, '/login'])
  expect(reply.headers['clear-site-data']).toContain('"cache"')
  expect(await lives(cookie)).toBe(false)
  const { rows } = await sql("select actor_id from audit_event where event = 'account.signed-out' order by id")
  expect(rows.at(-1)).toEqual({ actor_id: ids.guardian })
})

test('a slow page under way while signing out does not bring the session back, thirty times', async () => {
  for (let round = 0; round < 30; round += 1) {
    const cookie = await cookieFor('guardian')
    const { token } = await open(house.url, '/contact', cookie)
    // So that the slow request has a visit to write down.
    later(2)
    await sql('begin')
    await sql('lock table document in access exclusive mode')
    // A page whose session is read before it: one asked ahead (ahead.ts) would ask for both anew once the lock is there.
    const slow = wire(house.url, `/documents/${ids.docAlma}/report`, { cookie })
    await waitingForLock()
    const out = await submitWith(token, cookie, '/logout', {})
    expect(out.status).toBe(303)
    await sql('commit')
    expect((await slow).status).toBe(200)
    expect([await lives(cookie), await stored(cookie)]).toEqual([false, 0])
    house.setNow(castNow)
  }
})

test('nor does one that changes its session after the sign-out', async () => {
  for (let round = 0; round < 10; round += 1) {
    const cookie = await cookieFor('both')
    const { token } = await open(house.url, '/contact', cookie)
    await sql('begin')
    await sql('lock table audit_event in share row exclusive mode')
    const slow = submitWith(token, cookie, '/role', { role: round % 2 ? 'educator' : 'guardian' })
    await waitingForLock()
    // A sign-out would wait for the same table; what it does to the session, done here.
    await sql('delete from session where id_hash = $1', [hashOf(cookie)])
    await sql('commit')
    expect((await slow).status).toBe(303)
    expect([await lives(cookie), await stored(cookie)]).toEqual([false, 0])
  }
})

test('the same race through the portal itself: both end, the session stays dead', async () => {
  for (let round = 0; round < 30; round += 1) {
    const cookie = await cookieFor('both')
    const { token } = await open(house.url, '/contact', cookie)
    later(2)
    const slow = submitWith(token, cookie, '/role', { role: round % 2 ? 'educator' : 'guardian' })
    const out = submitWith(token, cookie, '/logout', {})
    const statuses = [(await slow).status, (await out).status]
    expect(statuses[1]).toBe(303)
    expect(await lives(cookie)).toBe(false)
    expect(await stored(cookie)).toBe(0)
    house.setNow(castNow)
  }
})

test('the red control: a store that inserts what is not there brings a dead session back', async () => {
  const cookie = await cookieFor('both')
  const { rows } = await sql('select * from session where id_hash = $1', [hashOf(cookie)])
  await submit(house.url, '/logout', {}, cookie)
  expect(await lives(cookie)).toBe(false)
  // What the usual store's last word would be.
  const { id_hash, account_id, epoch, data, created_at, last_seen_at } = rows[0]
  await sql(
    `insert into session (id_hash, account_id, epoch, data, created_at, last_seen_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (id_hash) do update set data = excluded.data`,
    [id_hash, account_id, epoch, data, created_at, last_seen_at],
  )
  expect(await lives(cookie)).toBe(true)
})

test('a closed account and a raised epoch end every session on the next request', async () => {
  const [one, two] = [await cookieFor('records'), await cookieFor('records')]
  await sql("update account set session_epoch = session_epoch + 1 where username = 'records'")
  expect([await lives(one), await lives(two)]).toEqual([false, false])
  const three = await cookieFor('records')
  expect(await lives(three)).toBe(true)
  await sql("update account set disabled_at = $1 where username = 'records'", [castNow])
  expect(await lives(three)).toBe(false)
  await sql("update account set disabled_at = null where username = 'records'")
})

test('custody that ends today closes the child on the next request', async () => {
  const cookie = await cookieFor('guardian2')
  expect(await lives(cookie, `/children/${ids.alma}`)).toBe(true)
  const end = (day: string) =>
    sql("update guardianship set valid = daterange('2020-01-01', $3::date) where guardian_id = $1 and child_id = $2", [
      ids.guardian2,
      ids.alma,
      day,
    ])
  await end('2026-11-23')
  for (const path of [`/children/${ids.alma}`, `/documents/${ids.docAlma}`, `/children/${ids.alma}/consent`]) {
    expect((await wire(house.url, path, { cookie })).status).toBe(404)
  }
})

test('a hat is one’s own or refused, and nothing changes', async () => {
  const cookie = await cookieFor('both')
  expect((await submit(house.url, '/role', { role: 'guardian' }, cookie)).status).toBe(303)
  expect(await lives(cookie, `/children/${ids.bo}`)).toBe(true)
  for (const role of ['admin', 'principal', 'dpo', 'insyn_owner', '', '__proto__', 'constructor']) {
    expect((await submit(house.url, '/role', { role }, cookie)).status).toBe(403)
    expect(await lives(cookie, '/admin/people')).toBe(false)
    expect(await lives(cookie, `/children/${ids.bo}`)).toBe(true)
  }
})

test('a hat that is taken away is off on the next request', async () => {
  const cookie = await cookieFor('both')
  await submit(house.url, '/role', { role: 'educator' }, cookie)
  expect(await lives(cookie, '/staff')).toBe(true)
  await sql(
    "delete from account_role where role = 'educator' and account_id = (select id from account where username = 'both')",
  )
  expect((await wire(house.url, '/staff', { cookie })).status).toBe(403)
  expect(await lives(cookie, `/children/${ids.bo}`)).toBe(true)
  await sql("insert into account_role (account_id, role) select id, 'educator' from account where username = 'both'")
})

test('the database holds no session id, only its hash', async () => {
  const cookie = await cookieFor('guardian')
  const { rows } = await sql('select row_to_json(s)::text as whole from session s')
  expect(rows.length).toBeGreaterThan(0)
  for (const { whole } of rows) expect(whole).not.toContain(idOf(cookie))
  expect(await stored(cookie)).toBe(1)
})

function submitWith(token: string, cookie: string, path: string, fields: Record<string, string>) {
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' }
  return wire(house.url, path, {
    method: 'POST',
    headers,
    cookie,
    body: String(new URLSearchParams({ _csrf: token, ...fields })),
  })
}

async function waitingForLock(): Promise<void> {
  for (;;) {
    const { rowCount } = await sql(
      'select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
    )
    if (rowCount) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function idOf(cookie: string): string {
  return decodeURIComponent(cookie.split('=')[1]!).slice(2).split('.')[0]!
}

function hashOf(cookie: string): Buffer {
  return createHash('sha256').update(idOf(cookie)).digest()
}

async function stored(cookie: string): Promise<number> {
  const { rowCount } = await sql('select from session where id_hash = $1', [hashOf(cookie)])
  return rowCount ?? 0
}
