import { load as parse } from 'cheerio'
import pg from 'pg'
import { runRetention } from '../../src/retention/run.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ground } from '../support/ground.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const run = (now = house.now()) =>
  runRetention({
    database: house.database.retention,
    keys: house.services.keys,
    mediaDirectory: house.services.config.mediaDirectory,
    now,
    nightly: true,
    log: house.services.log,
  })
const owner = (text: string, ...values: unknown[]) => house.database.owner.query(text, values)

describe('/admin/retention', () => {
  test('the administrator sees the rule with its decision, what goes when, and what has run', async () => {
    await owner(
      `update document set published_at = '2021-11-24T01:00:00Z' where id = (select id from document where published_at is not null limit 1)`,
    )
    await owner('truncate job_run')
    await run()
    const admin = await house.as('admin')
    const { status, text } = await admin.get('/admin/retention')
    expect(status).toBe(200)
    const page = parse(text)
    const { rows } = await owner('select years, decision from retention_rule')
    expect(page('main').text()).toContain(rows[0].decision)
    expect(page('.bars li')).toHaveLength(12)
    // Due at two in the night: gone in the run of half past three.
    expect(page('.counts dd').first().text()).toBe('1')
    expect(page('.bars .bar-count').first().text()).toBe('1')
    expect(page('tbody tr')).toHaveLength(1)
    expect(text).not.toContain('Gallringen behöver dig')
    await owner('delete from document where published_at < $1', '2022-01-01')
  })

  test.each([
    ['the last run failed', `update job_run set outcome = 'failed'`, 'blev inte klar'],
    [
      'the last run is more than 26 hours old',
      `update job_run set outcome = 'done', finished_at = '2026-11-22T07:59:00Z'`,
      'över ett dygn',
    ],
    [
      'no rule is in force',
      `update retention_rule set valid = '[2020-01-01,2020-02-01)'`,
      'Ingen gallringsregel gäller i dag',
    ],
  ])('an alarm stands on the page when %s', async (_what, breakage, words) => {
    const { rows } = await owner('select valid::text from retention_rule')
    await owner('truncate job_run')
    await run()
    const admin = await house.as('admin')
    expect((await admin.get('/admin/retention')).text).not.toContain(words)
    await owner(breakage)
    expect((await admin.get('/admin/retention')).text).toContain(words)
    await owner('update retention_rule set valid = $1', rows[0].valid)
  })

  test('it takes at most six statements', async () => {
    const admin = await house.as('admin')
    const seen: string[] = []
    house.database.web.onStatement = (text) => seen.push(text)
    await admin.get('/admin/retention')
    delete house.database.web.onStatement
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.length).toBeLessThanOrEqual(6)
  })

  test.each(['guardian', 'educator', 'principal', 'pupil', 'records', 'dpo'])('%s may not', async (who) => {
    const browser = await house.as(who)
    expect((await browser.get('/admin/retention')).status).toBe(403)
  })
})

describe('/health', () => {
  const health = () => house.visitor().get('/health')

  test('well: 200 without signing in, with the last run and nothing about anybody', async () => {
    await owner('truncate job_run')
    await run()
    const { status, body, headers } = await health()
    expect(status).toBe(200)
    expect(body).toEqual({
      status: 'ok',
      database: 'ok',
      keys: 'ok',
      jobs: { retention: { lastFinished: expect.any(String), outcome: 'done', documents: 0, files: 0 }, alarm: null },
    })
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['set-cookie']).toBeUndefined()
  })

  test('a house that has run nothing yet is well for its first hour', async () => {
    await owner('truncate job_run')
    const { status, body } = await health()
    expect([status, body.jobs]).toEqual([200, { retention: null, alarm: null }])
  })

  test.each([
    ['failed', `update job_run set outcome = 'failed'`],
    ['no-rule', `update job_run set outcome = 'no-rule'`],
    ['late', `update job_run set finished_at = '2026-11-22T07:59:00Z'`],
  ])('503 when the deletion is not well: %s', async (alarm, breakage) => {
    await owner('truncate job_run')
    await run()
    await owner(breakage)
    const { status, body } = await health()
    expect([status, body.status, body.jobs.alarm]).toEqual([503, 'unwell', alarm])
  })

  test('a run by hand at another time says nothing of the nights', async () => {
    await owner('truncate job_run')
    await run()
    await owner(`insert into job_run (job, slot, as_of, by_hand, started_at, finished_at, outcome)
                 values ('retention', '2019-01-01', '2019-01-01', true, '2026-11-23T11:00:00Z', '2026-11-23T11:00:00Z', 'no-rule')`)
    expect((await health()).status).toBe(200)
  })

  test('503 when a key that the database is sealed with is missing', async () => {
    await owner(`insert into sealing_key (name, fingerprint) values ('month-2040-01', 'x')`)
    const { status, body } = await health()
    expect([status, body.keys]).toEqual([503, 'wrong'])
    await owner(`delete from sealing_key where name = 'month-2040-01'`)
  })

  test('503 within seconds when the database is away, and 200 when it is back', async () => {
    await owner('truncate job_run')
    await run()
    const { rows } = await owner('select current_database() as name')
    const superuser = new pg.Client({ connectionString: ground().superuser })
    await superuser.connect()
    await superuser.query(`alter database ${rows[0].name} allow_connections false`)
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'insyn_web' and datname = $1`,
      [rows[0].name],
    )
    const { status, body } = await health()
    expect([status, body.database]).toEqual([503, 'away'])
    await superuser.query(`alter database ${rows[0].name} allow_connections true`)
    await superuser.end()
    expect((await health()).status).toBe(200)
  })
})
