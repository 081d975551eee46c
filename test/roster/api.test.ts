import { writeFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiDelivery } from '../../src/roster/api.ts'
import type { RosterOptions } from '../../src/roster/run.ts'
import { openSource } from '../../src/roster/source.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { belongings, bring } from './house.ts'
import { child, find, id, person, placement, town } from './register.ts'
import { type Interface, registerServer, token } from './server.ts'

let house: TestApp
let register: Interface
beforeEach(async () => {
  house = await testApp()
  register = await registerServer(town())
})
afterEach(async () => {
  await register.close()
  await house.close()
})

const fetched = (options: Partial<RosterOptions> = {}, using = token) =>
  bring(
    house,
    async (since) => apiDelivery({ base: register.base, token: async () => using, patience: 5, tries: 4 }, since),
    options,
  )

test('R15: page by page with the token it comes to the same as a folder; again it changes nothing', async () => {
  expect((await fetched()).outcome).toBe('done')
  expect(await belongings(house)).toHaveLength(12)
  const pages = register.asked.filter((each) => each.path.endsWith('/persons'))
  expect(pages).toHaveLength(3)
  expect(pages.slice(1).every((each) => each.query.pageToken && each.token === `Bearer ${token}`)).toBe(true)
  expect((await fetched()).outcome).toBe('unchanged')
})

test('R15: only changes: what is new comes, what was removed ends, the rest stays', async () => {
  await fetched()
  const before = await belongings(house)
  house.setNow('2026-11-24T02:30:00Z')
  register.asked.length = 0
  const { persons, placements } = register.register
  persons.push(child('Ny Barnsson', ['Nya Barnsson']), person('Nya Barnsson'))
  placements.push(placement('Ny Barnsson', 'Eken', 'Ekorren'))
  find(register.register, 'Lina Norr').responsibles = [
    { person: { id: id('Karin Norr') }, relationType: 'Vårdnadshavare' },
  ]
  for (const entry of [...persons.slice(-2), placements.at(-1)!, find(register.register, 'Lina Norr')])
    register.modified.set(entry.id, '2026-11-23T20:00:00Z')
  register.removed.push(
    { at: '2026-11-23T21:00:00Z', resource: 'placements', id: id('placement Maja Syd Lodjuret') },
    { at: '2026-11-23T21:00:00Z', resource: 'duties', id: id('duty Lars Lärare Ådalsskolan') },
    { at: '2025-01-01T00:00:00Z', resource: 'persons', id: id('Karin Norr') },
  )
  const result = await fetched({ changesOnly: true })
  expect([result.outcome, result.records]).toEqual(['done', 4])
  expect(register.asked.find((each) => each.path.endsWith('/persons'))!.query['meta.modified.after']).toBe(
    // An hour before the last time: the register's clock is not ours.
    '2026-11-23T09:00:00.000Z',
  )
  const after = await belongings(house)
  expect(after.filter((line) => !before.includes(line))).toEqual([
    'custody Johan → Lina [2026-11-23,2026-11-24)',
    'custody Nya → Ny [2026-11-24,)',
    'duty Lars educator at Ådalsskolan 3B [2024-08-01,2026-11-24)',
    'place Maja in Lodjuret [2024-08-15,2026-11-24)',
    'place Ny in Ekorren [2024-08-15,)',
  ])
  // The guardian of a child without a place has nothing to reach, and the custody itself is not taken back.
  expect(after).toContain('custody Sofia → Maja [2026-11-23,)')
  house.setNow('2026-11-24T03:30:00Z')
  expect((await fetched({ changesOnly: true })).outcome).toBe('unchanged')
})

test('R15: whoever has come to have another id in the register is told of by it in changes too', async () => {
  await fetched()
  house.setNow('2026-11-24T02:30:00Z')
  const again = id('Karin Norr again')
  register.register = JSON.parse(JSON.stringify(town()).replaceAll(id('Karin Norr'), again))
  expect((await fetched()).outcome).toBe('unchanged')
  const before = await belongings(house)
  house.setNow('2026-11-25T02:30:00Z')
  // Olle is told of, and points at her, who is not; the day after she is, and he is not.
  find(register.register, 'Olle Norr').familyName = 'Väst'
  register.modified.set(id('Olle Norr'), '2026-11-24T20:00:00Z')
  expect((await fetched({ changesOnly: true })).counts).toEqual({ 'person-changed': 1 })
  house.setNow('2026-11-26T02:30:00Z')
  register.register.persons.find((entry) => entry.id === again)!.familyName = 'Väst'
  register.modified.set(again, '2026-11-25T20:00:00Z')
  expect((await fetched({ changesOnly: true })).counts).toEqual({ 'person-changed': 1 })
  expect(await belongings(house)).toEqual(before)
})

test('the first time there is nothing to compare with, so that everything is asked for', async () => {
  expect((await fetched({ changesOnly: true })).outcome).toBe('done')
  expect(register.asked.every((each) => each.query['meta.modified.after'] === undefined)).toBe(true)
})

test('told to wait it waits, and comes through', async () => {
  register.trouble = (_request, response, count) => {
    if (count % 3 !== 0) return false
    response.writeHead(count % 2 ? 429 : 503, { 'Retry-After': '0' })
    response.end('{"code":"BUSY","message":"later"}')
    return true
  }
  expect((await fetched()).outcome).toBe('done')
  expect(await belongings(house)).toHaveLength(12)
})

test('what pages that move leave out is not gone: it is when a second reading has none of it either', async () => {
  await fetched()
  const before = await belongings(house)
  house.setNow('2026-11-24T02:30:00Z')
  const { placements } = register.register
  const maja = id('placement Maja Syd Lodjuret')
  find(register.register, 'Olle Norr').personStatus = 'Bortrest'
  let asked = 0
  register.trouble = (request) => {
    if (request.url!.includes('/placements?') && !request.url!.includes('pageToken')) asked += 1
    register.register.placements = placements.filter((entry) => asked !== 1 || entry.id !== maja)
    return false
  }
  const moved = await fetched()
  expect([moved.outcome, moved.records, moved.problems.counts]).toEqual(['unchanged', 25, { 'unknown-value': 1 }])
  expect([asked, await belongings(house)]).toEqual([2, before])
  register.trouble = undefined
  register.register.placements = placements.filter((entry) => entry.id !== maja)
  expect((await fetched()).counts).toEqual({ 'placement-lost': 1 })
})

test('a page that breaks off is asked for again', async () => {
  let broken = 0
  register.trouble = (request, response) => {
    if (!request.url!.includes('persons') || broken === 2) return false
    broken += 1
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '90000' })
    response.write(JSON.stringify({ data: register.register.persons.slice(0, 2) }).slice(0, -2))
    setTimeout(() => response.destroy(), 10)
    return true
  }
  expect((await fetched()).outcome).toBe('done')
  expect([broken, (await belongings(house)).length]).toEqual([2, 12])
})

type Fault = [what: string, trouble: NonNullable<Interface['trouble']>, code: string]
const faults: Fault[] = [
  [
    'dies half-way through a page',
    (request, response) => {
      if (!request.url!.includes('persons')) return false
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '9000' })
      response.write('{"data":[{"id":"')
      setTimeout(() => response.destroy(), 10)
      return true
    },
    'cut-off',
  ],
  [
    'is away from a page on',
    (request) => {
      if (!request.url!.includes('pageToken')) return false
      request.socket.destroy()
      return true
    },
    'unreachable',
  ],
  [
    'gives the same token for ever',
    (request, response) => {
      if (!request.url!.includes('persons')) return false
      response.end('{"data":[],"pageToken":"again"}')
      return true
    },
    'looping-page',
  ],
  [
    'answers with a page of its own',
    (request, response) => {
      if (!request.url!.includes('groups')) return false
      response.end('<!doctype html><title>Logga in</title>')
      return true
    },
    'json',
  ],
  [
    'is always busy',
    (_request, response) => {
      response.writeHead(503, { 'Retry-After': '0' })
      response.end()
      return true
    },
    'unreachable',
  ],
  [
    'has no such address',
    (_request, response) => {
      response.writeHead(404)
      response.end('{"code":"NOT_FOUND","message":"no"}')
      return true
    },
    'wrong-answer',
  ],
  [
    'sends on to somewhere else',
    (_request, response) => {
      response.writeHead(302, { Location: 'http://127.0.0.1:1/steal' })
      response.end()
      return true
    },
    'wrong-answer',
  ],
]

test.each(faults)('a register that %s: nothing is changed, and it is said in words', async (_what, trouble, code) => {
  await fetched()
  const before = await belongings(house)
  register.register.persons = register.register.persons.filter((entry) => entry.id !== id('Sofia Syd'))
  register.trouble = trouble
  const { outcome, problems } = await fetched()
  expect([outcome, problems.list.map((problem) => problem.code)]).toEqual(['refused', [code]])
  expect(await belongings(house)).toEqual(before)
})

// Made for this test, and opens nothing: nobody has vouched for it.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgroye68X+TpX3BWgW
QOBQ/Zppr/N9Mp1B3aPXsiYE5KShRANCAAR+9qD3P/9AnT5M9irwlW2UCWr/UjHm
6IyTggZo8EzkVhq93KMBvDwOSlVzp+ZKNaYisWFAlHW3b2hKBiy7mj6+
-----END PRIVATE KEY-----
`
const cert = `-----BEGIN CERTIFICATE-----
MIIBkjCCATegAwIBAgIUZZDORCtj1hcqgDDjYNPH8Y8BzKowCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTcmVnaXN0ZXIuZXhhbXBsZS5zZTAeFw0yNjExMjYyMTU2MjJa
Fw0zNjExMjMyMTU2MjJaMB4xHDAaBgNVBAMME3JlZ2lzdGVyLmV4YW1wbGUuc2Uw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR+9qD3P/9AnT5M9irwlW2UCWr/UjHm
6IyTggZo8EzkVhq93KMBvDwOSlVzp+ZKNaYisWFAlHW3b2hKBiy7mj6+o1MwUTAd
BgNVHQ4EFgQUjAjmGAeOWaJ7UF+lcaJNRqkvMZUwHwYDVR0jBBgwFoAUjAjmGAeO
WaJ7UF+lcaJNRqkvMZUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBG
AiEAlgiu+hEoX+wt5eziG5G7M9hpA3gQjxRbJzoyJGTiKKkCIQC+yC8QDquElWc2
rj+MblGaPTNnT8+HBxpkL3MDwshuDQ==
-----END CERTIFICATE-----
`

test('a register whose certificate nobody vouches for gets no token, and it is said at once', async () => {
  const asked: unknown[] = []
  const server = createServer({ key, cert }, (request, response) => {
    asked.push(request.headers)
    response.end('{"data":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `https://127.0.0.1:${(server.address() as AddressInfo).port}/v2.0`
  const { outcome, problems } = await bring(house, async () =>
    apiDelivery({ base, token: async () => token, patience: 60_000 }, null),
  )
  server.close()
  expect([outcome, problems.list.map(({ code }) => code), asked]).toEqual(['refused', ['untrusted'], []])
})

test('a token that ends in the middle is read anew from its file, and one that was not there is said to be missing', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'insyn-token-')), 'token')
  const { keys } = house.services
  const from = (since: Date | null) =>
    openSource({ from: register.base, token: file, keys, today: '2026-11-23' }, since)
  expect((await bring(house, from)).problems.list.map(({ code, record }) => [code, record])).toEqual([
    ['refused-token', 'ROSTER_TOKEN'],
  ])
  await writeFile(file, `${token}\n`)
  let refused = 0
  register.trouble = (request, response) => {
    if (!request.url!.includes('placements') || request.headers.authorization === 'Bearer the-next') return false
    refused += 1
    writeFileSync(file, 'the-next')
    response.writeHead(401)
    response.end('{"code":"UNAUTHORIZED","message":"expired"}')
    return true
  }
  register.also = 'Bearer the-next'
  expect([(await bring(house, from)).outcome, refused]).toEqual(['done', 1])
  expect(await belongings(house)).toHaveLength(12)
})

test('a wrong token is said to be one, and stands in no table and no line of the log', async () => {
  const { outcome, problems } = await fetched({}, 'wrong-token-value')
  expect([outcome, problems.list[0]!.code]).toEqual(['refused', 'refused-token'])
  const { rows } = await house.database.owner.query(
    `select (select string_agg(r::text, ' ') from roster_run r) || coalesce((select string_agg(p::text, ' ') from roster_problem p), '') as all`,
  )
  expect(rows[0].all).not.toMatch(/token-value|127\.0\.0\.1/)
})
