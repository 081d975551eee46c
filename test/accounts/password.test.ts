import { load as parse } from 'cheerio'
import { hashPassword, passwordMatches, passwordProblem } from '../../src/accounts/passwords.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { signIn, submit, wire } from '../support/wire.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const page = '/settings/password'
const long = 'sju sorters kakor på fatet'
const change = async (cookie: string, fields: { current?: string; new?: string; again?: string }) =>
  submit(house.url, page, { current: password, new: long, again: fields.new ?? long, ...fields }, cookie, page)
const lives = async (cookie: string) => (await wire(house.url, page, { cookie })).status === 200

test('the new one holds, the old one does not; every other session dies and this one lives', async () => {
  const [mine, other] = [await signIn(house.url, 'neighbour', password), await signIn(house.url, 'neighbour', password)]
  const reply = await change(mine.cookie, {})
  expect([reply.status, reply.headers.location]).toEqual([303, `${page}?saved`])
  expect([await lives(mine.cookie), await lives(other.cookie)]).toEqual([true, false])
  const saved = parse((await wire(house.url, `${page}?saved`, { cookie: mine.cookie })).text)
  expect(saved('[role=status]').text()).toContain('Lösenordet är bytt')
  expect((await signIn(house.url, 'neighbour', password)).status).toBe(422)
  expect((await signIn(house.url, 'neighbour', long)).status).toBe(303)
  const { rows } = await house.database.owner.query(
    "select count(*) from audit_event where event = 'account.password-changed' and actor_id = $1",
    [ids.neighbour],
  )
  expect(rows[0].count).toBe(1)
})

test('twice, and both times this session lives', async () => {
  const { cookie } = await signIn(house.url, 'stranger', password)
  await change(cookie, {})
  expect((await change(cookie, { current: long, new: `${long} igen` })).status).toBe(303)
  expect(await lives(cookie)).toBe(true)
})

test.each([
  ['current', { current: 'inte mitt lösenord' }, 'Det nuvarande lösenordet stämmer inte'],
  ['new', { new: 'fjorton tecken' }, 'minst 15 tecken'],
  ['new', { new: 'q'.repeat(201) }, 'för långt'],
  ['new', { new: 'passwordpassword' }, 'vanligt'],
  ['new', { new: 'ninininininininininini' }, 'vanligt'],
  ['new', { new: 'jag är guardian här idag' }, 'ditt namn'],
  ['new', { new: 'insyn är min hemlighet' }, 'ditt namn'],
  ['new', { new: 'Anna går till havet' }, 'ditt namn'],
  ['new', { new: 'vi bor alla i ale nu' }, 'ditt namn'],
  ['again', { again: `${long}!` }, 'inte lika'],
  ['new', { new: `${long}\0` }, 'tecken här som inte går att spara'],
])('beside %s: %j', async (field, fields, words) => {
  const { cookie } = await signIn(house.url, 'guardian', password)
  const reply = await change(cookie, fields)
  expect(reply.status).toBe(422)
  const $ = parse(reply.text)
  expect($(`#f-${field}-error`).text()).toContain(words)
  expect($(`input[name=${field}]`).attr('aria-describedby')).toContain(`f-${field}-error`)
  for (const value of Object.values(fields)) expect($('form[action="/settings/password"]').html()).not.toContain(value)
  expect((await signIn(house.url, 'guardian', password)).status).toBe(303)
})

test('the current one is not for guessing: ten wrong tries, then wait', async () => {
  const { cookie } = await signIn(house.url, 'pupil', password)
  for (let round = 0; round < 10; round += 1) expect((await change(cookie, { current: 'fel' })).status).toBe(422)
  const reply = await change(cookie, {})
  expect([reply.status, Number(reply.headers['retry-after']) > 0]).toEqual([429, true])
  expect(await lives(cookie)).toBe(true)
})

test('a short word of the service’s is only refused where it stands alone', () => {
  expect(passwordProblem('kalendern på väggen', ['ale'])).toBeUndefined()
  expect(passwordProblem('ale på väggen där borta', ['ale'])).toBe('accounts.problem.known')
})

test('å, ä and ö are the same however the keyboard makes them, and spaces count', async () => {
  const typed = 'Åäö är  bra ord, sa Åsa'
  const { cookie } = await signIn(house.url, 'mover', password)
  expect((await change(cookie, { new: typed.normalize('NFD') })).status).toBe(303)
  expect((await signIn(house.url, 'mover', typed.normalize('NFC'))).status).toBe(303)
  expect((await signIn(house.url, 'mover', typed.normalize('NFD'))).status).toBe(303)
  expect((await signIn(house.url, 'mover', typed.replace('  ', ' '))).status).toBe(422)
  expect((await signIn(house.url, 'mover', typed.toLowerCase())).status).toBe(422)
})

test('stored as argon2id at the recommended cost, and nobody’s password fits no account', async () => {
  const stored = await hashPassword(long)
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwordMatches(stored, long)).toBe(true)
  expect(await passwordMatches(undefined, long)).toBe(false)
})
