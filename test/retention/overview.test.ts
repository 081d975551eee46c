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

  /** A film of some draft's, in that state since so long ago. */
  const wait = (state: string, queued: string, moved: string) =>
    owner(
      `insert into media (id, document_id, position, kind, state, bytes, sealed_alt, responsible_id, created_at, queued_at, moved_at)
       select gen_random_uuid(), id, 90 + (random() * 900)::integer, 'film', $1, 1000, 'x', author_id, now(), now() - $2::interval, now() - $3::interval
       from document where published_at is null limit 1`,
      state,
      queued,
      moved,
    )
  afterEach(() => owner(`delete from media where state in ('receiving', 'waiting', 'working')`))

  test('well: 200 without signing in, with the last run and nothing about anybody', async () => {
    await owner('truncate job_run')
    await run()
    const { status, body, headers } = await health()
    expect(status).toBe(200)
    expect(body).toEqual({
      status: 'ok',
      database: 'ok',
      keys: 'ok',
      jobs: {
        retention: { lastFinished: expect.any(String), outcome: 'done', problem: null, documents: 0, files: 0 },
        alarm: null,
      },
      films: { waiting: 0, oldestSeconds: null, stuck: false },
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
    ['clock', `update job_run set problem = 'clock'`],
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

  test('the films that wait, in numbers', async () => {
    await owner('truncate job_run')
    await wait('waiting', '3 minutes', '3 minutes')
    await wait('working', '40 minutes', '20 minutes')
    const { status, body } = await health()
    expect(status).toBe(200)
    expect(body.films).toEqual({ waiting: 2, oldestSeconds: expect.any(Number), stuck: false })
    expect(Math.abs(body.films.oldestSeconds - 2400)).toBeLessThan(60)
    expect((await house.as('admin').then((admin) => admin.get('/admin/retention'))).text).toContain(
      '2 filer väntar på att göras i ordning. Den äldsta kom för 40 minuter sedan.',
    )
  })

  test.each([
    ['nobody works and one has waited', 'waiting', '11 minutes', true],
    ['nobody works yet', 'waiting', '9 minutes', false],
    ['the one at work gives no sign', 'working', '31 minutes', true],
  ] as const)('films that stand still: %s', async (_what, state, moved, stuck) => {
    await owner('truncate job_run')
    await wait(state, '2 hours', moved)
    const { status, body } = await health()
    expect([status, body.films.stuck]).toEqual([stuck ? 503 : 200, stuck])
    const { text } = await house.as('admin').then((admin) => admin.get('/admin/retention'))
    expect(text.includes('Film och ljud står still')).toBe(stuck)
  })

  test('a sign from the one at work is a queue that moves, and what was thrown away does not wait', async () => {
    await wait('working', '2 hours', '31 minutes')
    await owner(`update media set progress = 40 where state = 'working'`)
    expect((await health()).body.films).toMatchObject({ waiting: 1, stuck: false })
    await owner(`update media set discarded_at = now() where state = 'working'`)
    expect((await health()).body.films).toMatchObject({ waiting: 0, stuck: false })
  })

  test('how the queue goes is told to the portal and the administrator, to no other role', async () => {
    const { rows } = await owner(
      `select rolname from pg_roles where rolname like 'insyn\\_%' and rolname <> 'insyn_owner'
         and has_function_privilege(oid, 'access.film_queue()', 'execute') order by 1`,
    )
    expect(rows.map(({ rolname }) => rolname)).toEqual(['insyn_admin', 'insyn_web'])
  })

  test('the hours that a file was on its way are no wait', async () => {
    await wait('receiving', '20 hours', '20 hours')
    await owner(`update media set state = 'waiting' where state = 'receiving'`)
    const { films } = (await health()).body
    expect([films.waiting, films.stuck, films.oldestSeconds < 60]).toEqual([1, false, true])
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
