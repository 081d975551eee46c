import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { pino } from 'pino'
import { connect, type Database } from '../../src/database/database.ts'
import { startClock } from '../../src/jobs/clock.ts'
import { type House, retentionHouse } from '../retention/house.ts'
import { ground } from '../support/ground.ts'

const log = pino({ level: 'silent' })
let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(() => house.clean())
afterAll(() => house.close())

const nightly = (database: Database) =>
  startClock((signal) => house.run('2026-11-23T10:00:00Z', { database, nightly: true, signal }), log)

test('a night that was missed is caught up as soon as the portal starts, and only once', async () => {
  await house.keep([{ publishedAt: '2021-01-01T00:00:00Z', pictures: 1 }])
  for (let start = 0; start < 3; start++) {
    const clock = nightly(house.database.retention)
    await settled(async () => (await house.count('job_run where finished_at is not null')) === 1)
    await clock.stop()
  }
  expect(await house.documents()).toEqual([])
  expect(await house.files()).toEqual([])
  expect(await house.count('job_run')).toBe(1)
})

test('a database that is away is outlived', async () => {
  const nowhere = connect('postgres://nobody@127.0.0.1:1/nothing')
  const clock = nightly(nowhere)
  await pause(200)
  await clock.stop()
  await nowhere.close()
})

test('a connection that is cut in the middle ends neither the process nor the work for good', async () => {
  await house.keep(Array.from({ length: 100 }, () => ({ publishedAt: '2021-01-01T00:00:00Z', pictures: 1 })))
  const superuser = new pg.Client({ connectionString: ground().superuser })
  await superuser.connect()
  const { rows } = await house.database.owner.query('select current_database() as name')
  let cut: Promise<unknown> | undefined
  const onProgress = () => {
    cut ??= superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'insyn_retention' and datname = $1`,
      [rows[0].name],
    )
  }
  const broken = connect(house.database.urls.retention, { max: 2 })
  await expect(house.run('2026-11-23T10:00:00Z', { database: broken, batch: 5, onProgress })).rejects.toMatchObject({
    status: 503,
  })
  await cut
  await superuser.end()
  await broken.close()
  await settled(async () => (await house.run('2026-11-23T10:00:00Z').catch(() => undefined))?.outcome === 'done')
  expect(await house.documents()).toEqual([])
  expect(await house.files()).toEqual([])
  expect(await house.count(`audit_event where event = 'documentation.disposed'`)).toBe(100)
})

test('stopping waits for the work under way, asks it to end, and no tick follows', async () => {
  const seen: string[] = []
  const clock = startClock(async (signal) => {
    seen.push('began')
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    await pause(50)
    seen.push('ended')
    return { outcome: 'busy' }
  }, log)
  await pause(20)
  await clock.stop()
  expect(seen).toEqual(['began', 'ended'])
})

async function settled(question: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await question()) return
    await pause(50)
  }
  throw new Error('it never came')
}
