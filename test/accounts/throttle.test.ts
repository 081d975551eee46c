import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from '../../src/app.ts'
import { connect } from '../../src/database/database.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { password } from '../support/cast.ts'
import { signIn } from '../support/wire.ts'

let house: TestApp
beforeEach(async () => {
  house = await testApp({ environment: { TRUST_PROXY: '1' } })
})
afterEach(() => house.close())

const from = (address: string) => ({ 'X-Forwarded-For': address })
const wrong = (name: string, address = '192.0.2.1', url = house.url) =>
  signIn(url, name, 'fel fel fel fel', from(address))

async function wear(name: string, times: number, address?: string, url?: string) {
  const replies = await Promise.all(Array.from({ length: times }, () => wrong(name, address, url)))
  return replies.map((reply) => reply.status)
}

test('ten wrong tries, then words and a time to wait, also for the right password', async () => {
  expect(new Set(await wear('guardian', 10))).toEqual(new Set([422]))
  const reply = await signIn(house.url, 'guardian', password, from('192.0.2.1'))
  expect(reply.status).toBe(429)
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
  expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(900)
  expect(reply.text).toContain('Vänta en liten stund')
})

test('a hundred at once are counted as a hundred', async () => {
  const statuses = await wear('guardian', 30)
  expect(statuses.filter((status) => status === 422)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(20)
})

test('another account from the same address, and the same account from another, still come in', async () => {
  await wear('guardian', 11)
  expect((await signIn(house.url, 'neighbour', password, from('192.0.2.1'))).status).toBe(303)
  expect((await signIn(house.url, 'guardian', password, from('192.0.2.2'))).status).toBe(303)
})

test('one account is tried at most sixty times an hour, from however many addresses', async () => {
  const statuses: number[] = []
  for (let address = 0; address < 8; address += 1) statuses.push(...(await wear('guardian', 9, `192.0.2.${address}`)))
  expect(statuses.filter((status) => status === 422)).toHaveLength(60)
})

test('the name’s case and spaces are one name, and a name nobody has is counted too', async () => {
  for (const name of ['guardian', 'GUARDIAN', ' guardian']) await wear(name, 4)
  expect((await wrong('guardian')).status).toBe(429)
  await wear('ingenalls', 10)
  expect((await wrong('ingenalls')).status).toBe(429)
})

test('the right password forgives the slips', async () => {
  await wear('guardian', 9)
  expect((await signIn(house.url, 'guardian', password, from('192.0.2.1'))).status).toBe(303)
  expect(new Set(await wear('guardian', 10))).toEqual(new Set([422]))
})

test('two instances agree', async () => {
  const second = connect(house.database.urls.web)
  const server = createServer(createApp({ ...house.services, database: second }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await wear('guardian', 5)
  await wear('guardian', 5, undefined, url)
  expect((await wrong('guardian')).status).toBe(429)
  expect((await wrong('guardian', undefined, url)).status).toBe(429)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await second.close()
})

test('what is counted names nobody: neither account nor address can be read or looked up', async () => {
  await wear('guardian', 3, '203.0.113.77')
  const { rows } = await house.database.owner.query('select key, row_to_json(t)::text as whole from sign_in_throttle t')
  expect(rows).toHaveLength(3)
  for (const { key, whole } of rows) {
    expect(whole).not.toMatch(/guardian|203\.0|z3Vhcm|Z3VhcmRpYW4/)
    expect(key).toMatch(/^(pair|account|address):[\w-]{43}$/)
  }
})
