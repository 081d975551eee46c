import pg from 'pg'
import { connect } from '../../src/database/database.ts'
import { runAlone } from '../../src/jobs/job-run.ts'
import { type House, retentionHouse } from '../retention/house.ts'

const now = new Date('2026-11-23T10:00:00Z')
const job = { name: 'retention', slot: '2026-11-23', asOf: now, byHand: false, clock: () => now } as const

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(() => house.clean())
afterAll(() => house.close())

const runs = async () =>
  (await house.database.owner.query('select outcome, by_hand from job_run order by heartbeat_at')).rows as {
    outcome: string | null
    by_hand: boolean
  }[]

test('two at once: one does it, the other says so and does nothing', async () => {
  await house.keep(Array.from({ length: 60 }, () => ({ publishedAt: '2021-01-01T00:00:00Z', pictures: 1 })))
  const other = connect(house.database.urls.retention, { max: 2 })
  const results = await Promise.all([house.run(now, { batch: 5 }), house.run(now, { batch: 5, database: other })])
  await other.close()
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'done'])
  expect(results.map(({ documents }) => documents).sort()).toEqual([0, 60])
  expect(await house.count(`audit_event where event = 'documentation.disposed'`)).toBe(60)
  expect(await runs()).toHaveLength(1)
})

test('a night that is done is not run again by the clock; by hand always; one that failed is', async () => {
  expect(await house.run(now, { nightly: true })).toMatchObject({ outcome: 'done' })
  expect(await house.run(now, { nightly: true })).toMatchObject({ outcome: 'already-done' })
  expect(await house.run(now)).toMatchObject({ outcome: 'done' })
  expect(await house.run(now)).toMatchObject({ outcome: 'done' })
  expect(await runs()).toHaveLength(3)
  await house.database.owner.query(`update job_run set outcome = 'failed'`)
  expect(await house.run(now, { nightly: true })).toMatchObject({ outcome: 'done' })
})

test('a run by hand does not stand in for the night’s', async () => {
  expect(await house.run(now)).toMatchObject({ outcome: 'done' })
  expect(await house.run(now, { nightly: true })).toMatchObject({ outcome: 'done' })
})

test('what a killed process left is taken over at once', async () => {
  await unfinished(0)
  expect(await house.run(now)).toMatchObject({ outcome: 'done' })
  expect((await runs()).map(({ outcome }) => outcome).sort()).toEqual(['done', 'failed'])
})

describe('a runner whose connection still stands', () => {
  let holder: pg.Client
  beforeEach(async () => {
    holder = new pg.Client({ connectionString: house.database.urls.retention })
    await holder.connect()
    await holder.query('begin')
    await holder.query('select pg_advisory_xact_lock(7415)')
  })
  afterEach(() => holder.end())

  test('is left in peace while its heart beats', async () => {
    await unfinished(50)
    expect(await house.run(now)).toMatchObject({ outcome: 'busy' })
    expect((await runs()).map(({ outcome }) => outcome)).toEqual([null])
  })

  test('is held for dead after 60 seconds without a heartbeat', async () => {
    await unfinished(61)
    expect(await house.run(now)).toMatchObject({ outcome: 'done' })
    expect((await runs()).map(({ outcome }) => outcome).sort()).toEqual(['done', 'failed'])
  })
})

test('whoever was taken over by mistake touches nothing more', async () => {
  await house.keep(Array.from({ length: 10 }, () => ({ publishedAt: '2021-01-01T00:00:00Z', pictures: 1 })))
  let taken: Promise<unknown> | undefined
  const seize = () => {
    taken ??= house.database.owner.query(
      `update job_run set outcome = 'failed', finished_at = now() where finished_at is null`,
    )
  }
  const { retention } = house.database
  const slowly: typeof retention = {
    ...retention,
    rows: (async (...all: Parameters<typeof retention.rows>) => {
      await taken
      return await retention.rows(...all)
    }) as typeof retention.rows,
    transaction: async (...all) => {
      await taken
      return await retention.transaction(...all)
    },
  }
  await expect(house.run(now, { batch: 2, database: slowly, onProgress: seize })).rejects.toThrow('taken over')
  expect(await house.documents()).toHaveLength(8)
  expect(await house.run(now)).toMatchObject({ documents: 8, files: 24 })
})

test('work that fails is written down as failed, and told', async () => {
  const failing = runAlone(house.database.retention, job, async () => {
    throw new Error('the disk is full')
  })
  await expect(failing).rejects.toThrow('the disk is full')
  expect(await runs()).toEqual([{ outcome: 'failed', by_hand: false }])
})

test('one that is told to stop stops between batches, and the next goes on', async () => {
  await house.keep(Array.from({ length: 20 }, () => ({ publishedAt: '2021-01-01T00:00:00Z' })))
  const stopping = new AbortController()
  const stop = ({ documents }: { documents: number }) => documents >= 10 && stopping.abort(new Error('told to stop'))
  await expect(house.run(now, { batch: 5, signal: stopping.signal, onProgress: stop })).rejects.toThrow('told to stop')
  expect(await house.documents()).toHaveLength(10)
  expect(await house.run(now)).toMatchObject({ documents: 10 })
})

// NIGHTS=200 for the whole goal; a score here.
test('two instances, night after night: every night once', async () => {
  const nights = Number(process.env.NIGHTS ?? 20)
  const other = connect(house.database.urls.retention, { max: 2 })
  let done = 0
  for (let night = 0; night < nights; night++) {
    const at = new Date(now.getTime() + night * 86_400_000)
    const results = await Promise.all([
      house.run(at, { nightly: true }),
      house.run(at, { nightly: true, database: other }),
    ])
    done += results.filter(({ outcome }) => outcome === 'done').length
  }
  await other.close()
  expect(done).toBe(nights)
  expect(await house.count(`job_run where outcome = 'done'`)).toBe(nights)
  expect(await house.count('job_run')).toBe(nights)
})

async function unfinished(seconds: number): Promise<void> {
  await house.database.owner.query(
    `insert into job_run (job, slot, as_of, heartbeat_at, started_at) values ('retention', '2026-11-22', $2, now() - make_interval(secs => $1), $2)`,
    [seconds, now],
  )
}
