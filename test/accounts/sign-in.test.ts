import { hashPassword } from '../../src/accounts/passwords.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { cookieOf, open, signIn, wire } from '../support/wire.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())
beforeEach(() => house.database.owner.query('delete from sign_in_throttle'))

const start = (cookie: string) => wire(house.url, '/', { cookie })

test('the right password lets in, and the visit is written down', async () => {
  const visits = async () => {
    const query = "select actor_id from audit_event where event = 'account.signed-in' order by id"
    return (await house.database.owner.query(query)).rows.map((row) => row.actor_id)
  }
  const before = await visits()
  const { status, headers, cookie } = await signIn(house.url, 'guardian', password)
  expect([status, headers.location]).toEqual([303, '/'])
  expect((await start(cookie)).text).toContain('Alma')
  expect(await visits()).toEqual([...before, ids.guardian])
})

test.each(['Guardian', 'GUARDIAN', ' guardian', 'guardian  '])(
  'the name is read as it was meant: %j',
  async (typed) => {
    expect((await signIn(house.url, typed, password)).status).toBe(303)
  },
)

test('a wrong password, a name nobody has and a closed account get one and the same answer', async () => {
  await house.database.owner.query("update account set disabled_at = now() where username = 'former'")
  const tries = await Promise.all(
    [
      ['guardian', 'inte det lösenordet'],
      ['ingenalls', 'inte det lösenordet'],
      ['former', password],
    ].map(([name, typed]) => signIn(house.url, name!, typed!)),
  )
  const plain = (text: string) =>
    text.replaceAll(/name="_csrf" value="[^"]*"/g, '').replaceAll(/value="(guardian|ingenalls|former)"/g, '')
  expect(tries.map((reply) => reply.status)).toEqual([422, 422, 422])
  expect(new Set(tries.map((reply) => plain(reply.text))).size).toBe(1)
  expect(tries[0]!.text).toContain('hör inte ihop')
  for (const { cookie } of tries) expect((await start(cookie)).headers.location).toBe('/login')
})

test('nor does the time tell whether there is such an account', async () => {
  // The cast's own are cheap to check.
  await house.database.owner.query("update account set password_hash = $1 where username = 'guardian'", [
    await hashPassword(password),
  ])
  const time = async (name: string) => {
    const { token, cookie } = await open(house.url)
    const body = String(new URLSearchParams({ _csrf: token, username: name, password: 'inte det lösenordet' }))
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' }
    const began = performance.now()
    const { status } = await wire(house.url, '/login', { method: 'POST', headers, cookie, body })
    expect(status).toBe(422)
    return performance.now() - began
  }
  // Each pair stands next to each other in time, so that a busy machine weighs on both alike.
  const ratios: number[] = []
  for (let round = 0; round < 40; round += 1) {
    if (round % 8 === 0) await house.database.owner.query('delete from sign_in_throttle')
    if (round % 2) ratios.push((await time('guardian')) / (await time('ingenalls')))
    else ratios.push(1 / ((await time('ingenalls')) / (await time('guardian'))))
  }
  const median = ratios.sort((a, b) => a - b)[20]!
  expect(median).toBeGreaterThan(0.7)
  expect(median).toBeLessThan(1.4)
})

test('what was typed stays, but never the password', async () => {
  const { status, text } = await signIn(house.url, 'Någon "annan" <b>', 'hemligt')
  expect(status).toBe(422)
  expect(text).toContain('value="Någon &#34;annan&#34; &lt;b&gt;"')
  expect(text).not.toContain('hemligt')
})

test('the session gets a new id at sign-in, and the old one is nobody', async () => {
  const { before, cookie } = await signIn(house.url, 'guardian', password)
  expect(cookie).not.toBe(before)
  expect((await start(before)).headers.location).toBe('/login')
  expect((await start(cookie)).status).toBe(200)
})

test('an id that somebody else chose is not taken over', async () => {
  const planted = 'insyn=s%3Aplanted.planted'
  const { token, cookie } = await open(house.url, '/login', planted)
  expect(cookie).not.toBe(planted)
  const body = String(new URLSearchParams({ _csrf: token, username: 'guardian', password }))
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' }
  const reply = await wire(house.url, '/login', { method: 'POST', headers, cookie, body })
  expect(cookieOf(reply)).toBeDefined()
  expect((await start(planted)).headers.location).toBe('/login')
})

describe('where one was going', () => {
  const signInWith = async (goal: string) => {
    const { token, cookie } = await open(house.url)
    const body = String(new URLSearchParams({ _csrf: token, username: 'guardian', password }))
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' }
    return wire(house.url, '/login', { method: 'POST', headers, cookie: `${cookie}; goal=${goal}`, body })
  }

  test('is remembered past the sign-in, and forgotten again', async () => {
    const path = `/children/${ids.alma}`
    const turned = await wire(house.url, path)
    expect([turned.status, turned.headers.location]).toEqual([303, '/login'])
    const goal = turned.headers['set-cookie']!.find((line) => line.startsWith('goal='))!
    expect(goal).toMatch(/HttpOnly; SameSite=Lax/)
    const reply = await signInWith(goal.split(';')[0]!.slice(5))
    expect(reply.headers.location).toBe(path)
    expect(reply.headers['set-cookie']!.find((line) => line.startsWith('goal='))).toContain('1970')
  })

  test.each([
    ...['https://evil.example', '//evil.example', '///evil.example', '/\\evil.example', '/%5Cevil.example'],
    ...['javascript:alert(1)', '/%09/evil.example', '/%0d%0aSet-Cookie:x=1', '%2F%2Fevil.example', 'evil.example'],
    ...['/a@evil.example', '/x:y', '', '%00', '/a%20b', `/${'a'.repeat(10)}<script>`],
  ])('and is one of our own addresses or the start page: %s', async (goal) => {
    expect((await signInWith(goal)).headers.location).toBe('/')
  })
})
