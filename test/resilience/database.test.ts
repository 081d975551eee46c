import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { load } from '../../seeds/load.ts'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { createApp } from '../../src/app.ts'
import { type House, open } from '../../src/boot.ts'
import { readConfig } from '../../src/config.ts'
import { cast, castNow, ids, password } from '../support/cast.ts'
import { dot } from '../support/dot.ts'
import { type Reply, signIn, wire } from '../support/wire.ts'

const run = promisify(execFile)
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

let directory: string
let house: House
let server: Server
let url: string
let cookie: string
let cluster: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'insyn-own-'))
  const config = readConfig({ NODE_ENV: 'test', DATA_DIR: directory, LOG_LEVEL: 'silent', DATABASE_POOL: '5' })
  house = await open(config, () => castNow)
  cluster = await dataDirectory(house.ownerUrl!)
  const drawn = await dot()
  await load(cast(), {
    ...{ ownerUrl: house.ownerUrl!, keys: house.services.keys, mediaDirectory: config.mediaDirectory, now: castNow },
    ...{ passwordHash: await hashPassword(password), draw: async () => drawn },
  })
  server = createServer(createApp(house.services))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  cookie = (await signIn(url, 'guardian', password)).cookie
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await house.close()
  await rm(directory, { recursive: true, force: true })
  await rm(dirname(cluster), { recursive: true, force: true })
})

const pages = () => ['/contact', '/', `/children/${ids.alma}`, `/documents/${ids.docAlma}`, '/settings/contact-details']

test('Postgres dies under fifty requests a second: words within three seconds, the process lives, and all is well by itself', async () => {
  const replies: (Reply & { at: number; took: number })[] = []
  const began = performance.now()
  const asked: Promise<unknown>[] = []
  const timer = setInterval(() => {
    const at = performance.now() - began
    const path = pages()[asked.length % 5]!
    asked.push(
      wire(url, path, { cookie }).then((reply) => replies.push({ ...reply, at, took: performance.now() - began - at })),
    )
  }, 20)
  await wait(500)
  await postgres('stop', '-m', 'immediate')
  const [gone, health] = [performance.now() - began, await wire(url, '/health')]
  expect([health.status, JSON.parse(health.text).database]).toEqual([503, 'away'])
  await wait(2_000)
  const returning = performance.now() - began
  await postgres('start', '-l', join(cluster, 'again.log'))
  const back = performance.now() - began
  await wait(1_500)
  clearInterval(timer)
  await Promise.all(asked)

  expect(replies.every(({ status }) => status === 200 || status === 503)).toBe(true)
  const away = replies.filter(({ at }) => at > gone && at < returning - 100)
  expect(away.length).toBeGreaterThan(20)
  for (const { status, text, headers, took } of away) {
    expect(status).toBe(503)
    expect(text).toContain('Insyn vilar en stund')
    expect(text).not.toMatch(/\.ts:|ECONN|ENOENT|terminat/)
    expect(headers['retry-after']).toBe('5')
    expect(took).toBeLessThan(3_000)
  }
  const after = replies.filter(({ at }) => at > back + 500)
  expect(after.length).toBeGreaterThan(10)
  expect(new Set(after.map(({ status }) => status))).toEqual(new Set([200]))
  await nothingLeaks()
})

test('ten times as many at once as there are connections: all are answered, none wait for each other for ever', async () => {
  const began = performance.now()
  const replies = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      if (index % 10 === 0) return signIn(url, 'neighbour', password)
      return wire(url, pages()[index % 5]!, { cookie })
    }),
  )
  for (const { status } of replies) expect([200, 303, 503]).toContain(status)
  expect(replies.filter(({ status }) => status !== 503).length).toBeGreaterThan(25)
  expect(performance.now() - began).toBeLessThan(10_000)
  await nothingLeaks()
})

test('every connection held by somebody else: words, and then all is well; what is read most is read all the while', async () => {
  const { pool } = house.services.database
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
  const began = performance.now()
  const reply = await wire(url, '/settings/contact-details', { cookie })
  expect([reply.status, performance.now() - began < 3_000]).toEqual([503, true])
  expect((await wire(url, `/children/${ids.alma}`, { cookie })).status).toBe(200)
  for (const client of held) client.release()
  expect((await wire(url, '/', { cookie })).status).toBe(200)
  await nothingLeaks()
})

async function nothingLeaks(): Promise<void> {
  const { pool } = house.services.database
  expect([pool.waitingCount, pool.totalCount - pool.idleCount]).toEqual([0, 0])
  const [row] = await house.services.database.rows<{ open: number; stuck: number }>`
    select count(*) as open, count(*) filter (where state like 'idle in transaction%') as stuck
    from pg_stat_activity where application_name = 'insyn web' and datname = current_database()`
  expect(row!.open).toBeLessThanOrEqual(5)
  expect(row!.stuck).toBe(0)
}

async function dataDirectory(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl.replace('insyn_owner@', 'postgres@') })
  await client.connect()
  const { rows } = await client.query('show data_directory')
  await client.end()
  return rows[0].data_directory
}

// The same cluster in the same place, as whoever runs the database would.
async function postgres(...command: string[]): Promise<void> {
  const program = (await readFile(join(cluster, 'postmaster.opts'), 'utf8')).split(' ')[0]!
  const { uid, gid } = await stat(cluster)
  const [what, ...options] = command as [string, ...string[]]
  await run(join(dirname(program), 'pg_ctl'), [what, '-w', '-s', '-D', cluster, ...options], {
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    cwd: '/',
  })
}
