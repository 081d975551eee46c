import { once } from 'node:events'
import { createServer, type Socket, connect as socketTo } from 'node:net'
import pg from 'pg'
import { connect, type Database } from '../../src/database/database.ts'
import { SharedConnection } from '../../src/database/shared.ts'
import { sql } from '../../src/database/sql.ts'
import { Unavailable } from '../../src/errors.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'

let database: TestDatabase
let web: Database
beforeEach(async () => {
  database = await testDatabase('empty')
  web = database.web
})
afterEach(() => database.close())

const many = Array.from({ length: 200 }, (_, n) => n)
const connections = async () => {
  const { rows } = await database.owner.query(
    "select pid from pg_stat_activity where usename = 'insyn_web' and datname = current_database()",
  )
  return rows.map(({ pid }) => pid as number)
}

test('many at once share a connection, and each has its own answer', async () => {
  const pids = async () => {
    const answers = await Promise.all(
      many.map((n) => web.quick<{ n: number; pid: number }>`select ${n}::integer as n, pg_backend_pid() as pid`),
    )
    expect(answers.map(([row]) => row!.n)).toEqual(many)
    return new Set(answers.map(([row]) => row!.pid))
  }
  // A busy machine is sometimes slow enough for some to go another way.
  let least = many.length
  for (let tries = 0; least > 1 && tries < 10; tries++) least = Math.min(least, (await pids()).size)
  expect(least).toBe(1)
})

test('each is a transaction of its own: one that fails takes nobody along, and none sees another’s settings', async () => {
  const asked = many.map((n) =>
    n % 3 === 0
      ? web.quick<{ n: number }>`select 1 / (${n}::integer - ${n}::integer) as n`
      : web.quick<{
          before: string
          own: string
        }>`select coalesce(current_setting('app.context', true), '') as before, set_config('app.context', ${String(n)}, true) as own`,
  )
  const answers = await Promise.allSettled(asked)
  expect(answers.map(({ status }) => status === 'rejected')).toEqual(many.map((n) => n % 3 === 0))
  for (const [n, answer] of answers.entries())
    if (answer.status === 'fulfilled') expect(answer.value).toEqual([{ before: '', own: String(n) }])
  const [left] = await web.quick<{
    context: string
  }>`select coalesce(current_setting('app.context', true), '') as context`
  expect(left!.context).toBe('')
})

test('nobody waits long behind one that takes long', async () => {
  await Promise.all(many.map((n) => web.quick`select ${n}::integer as n`))
  const slow = [web.quick`select pg_sleep(1.5)`, web.quick`select pg_sleep(1.5)`]
  await new Promise((resolve) => setTimeout(resolve, 60))
  const began = performance.now()
  const answers = await Promise.all(many.slice(0, 20).map((n) => web.quick<{ n: number }>`select ${n}::integer as n`))
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(answers).toHaveLength(20)
  await Promise.all(slow)
})

test('who has to wait for a lock holds nobody up, and has an answer when it is free', async () => {
  await database.owner.query('begin')
  await database.owner.query('lock table session')
  // The second is sent before the first is known to Postgres by its name.
  const count = () => web.quick<{ n: number }>`select count(*) as n from session`
  const waiting = Promise.all([count(), count()])
  const began = performance.now()
  await Promise.all(many.slice(0, 20).map((n) => web.quick`select ${n}::integer as n`))
  expect(performance.now() - began).toBeLessThan(1_000)
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  await database.owner.query('commit')
  expect(await waiting).toEqual([[{ n: 0 }], [{ n: 0 }]])
})

test('a connection that Postgres ends fails those that wait on it as unavailable, and another takes its place', async () => {
  await Promise.all(many.map((n) => web.quick`select ${n}::integer as n`))
  const before = await connections()
  const waiting = Promise.allSettled([web.quick`select pg_sleep(20)`, web.quick`select pg_sleep(20)`])
  await new Promise((resolve) => setTimeout(resolve, 100))
  const admin = new pg.Client({ connectionString: ground().superuser })
  await admin.connect()
  for (const pid of before) await admin.query('select pg_terminate_backend($1)', [pid])
  await admin.end()
  for (const answer of await waiting) expect((answer as PromiseRejectedResult).reason).toBeInstanceOf(Unavailable)
  const [row] = await web.quick<{ n: number }>`select 1 as n`
  expect(row!.n).toBe(1)
  expect(before).not.toEqual(expect.arrayContaining(await connections()))
})

test('where nothing can be reached it is said within seconds', async () => {
  const { hostname, port } = new URL('http://127.0.0.1:1')
  const nowhere = connect(`postgres://insyn_web@${hostname}:${port}/none`, { shared: true })
  await expect(nowhere.quick`select 1`).rejects.toBeInstanceOf(Unavailable)
  await nowhere.close()
})

test('after closing nothing is open', async () => {
  const other = connect(database.urls.web, { shared: true })
  await Promise.all(many.map((n) => other.quick`select ${n}::integer as n`))
  await other.close()
  // Postgres takes a moment to see that somebody has gone.
  for (let tries = 0; tries < 50 && (await connections()).length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await connections()).toEqual([])
})

describe('a network that says nothing', () => {
  test('what has not answered for long is given up, and what has nothing to do is closed', async () => {
    const url = new URL(database.urls.web.replace('postgres://', 'http://'))
    const host = decodeURIComponent(url.searchParams.get('host') ?? url.hostname)
    let deaf = false
    const held: Socket[] = []
    const proxy = createServer((client) => {
      const server = host.startsWith('/')
        ? socketTo(`${host}/.s.PGSQL.${url.port || url.searchParams.get('port') || 5432}`)
        : socketTo(Number(url.port), host)
      held.push(client, server)
      client.on('data', (bytes) => !deaf && server.write(bytes))
      server.on('data', (bytes) => client.write(bytes))
      for (const socket of [client, server]) socket.on('error', () => {})
      client.on('close', () => server.destroy())
      server.on('close', () => client.destroy())
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port } = proxy.address() as { port: number }
    const address = `postgres://insyn_web@127.0.0.1:${port}${url.pathname}`
    const shared = new SharedConnection({ connectionString: address, query_timeout: 300 }, 600)
    const lent = connect(address, { patience: 300 })
    try {
      expect(await shared.ask(sql`select 1 as n`)).toEqual([{ n: 1 }])
      deaf = true
      await expect(shared.ask(sql`select 2 as n`)).rejects.toThrow(/timeout/)
      deaf = false
      expect(await shared.ask(sql`select 3 as n`)).toEqual([{ n: 3 }])
      expect(await connections()).not.toHaveLength(0)

      await lent.rows`select 4`
      deaf = true
      const began = performance.now()
      const transaction = lent.transaction('', [], (rows) => rows`select 5`)
      await expect(transaction).rejects.toBeInstanceOf(Unavailable)
      await expect(lent.rows`select 6`).rejects.toBeInstanceOf(Unavailable)
      // The second had to connect first, and that has a limit of its own.
      expect(performance.now() - began).toBeLessThan(3_500)
      deaf = false
      expect(await lent.rows`select 7 as n`).toEqual([{ n: 7 }])
      await lent.close()

      await new Promise((resolve) => setTimeout(resolve, 900))
      expect(await connections()).toEqual([])
    } finally {
      await shared.close()
      for (const socket of held) socket.destroy()
      proxy.close()
    }
  })
})
