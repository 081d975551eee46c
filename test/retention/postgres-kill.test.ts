import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { prepare } from '../../src/boot.ts'
import { openKeyStore } from '../../src/crypto/key-store.ts'
import { connect } from '../../src/database/database.ts'
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts'
import { provision } from '../../src/database/provision.ts'
import type { TestDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'
import { filesOf, type House, type Kept, retentionHouse } from './house.ts'

const now = '2026-11-23T10:00:00Z'
// PG_KILLS=15 for the whole goal; a few here.
const kills = Number(process.env.PG_KILLS ?? 3)

let directory: string
let cluster: Embedded
let house: House
// A server that is started again stands at another socket.
let ownerUrl: string
beforeAll(async () => {
  // Where the unprivileged user that Postgres runs as can walk in.
  directory = await mkdtemp(join(tmpdir(), 'insyn-kill-'))
  cluster = await startEmbedded(directory)
  await prepare((await provision(cluster)).owner, await openKeyStore(ground().keyDirectory))
  house = await retentionHouse(await mortal())
})
afterAll(async () => {
  await house.close()
  await cluster.stop()
  await rm(directory, { recursive: true, force: true })
})

test(`R14 Postgres killed ${kills} times in the middle: what was committed is gone once, what was not is there whole`, async () => {
  const stays = await house.keep(
    Array.from({ length: 50 }, () => ({ publishedAt: '2021-11-24T10:00:00Z', pictures: 1 })),
  )
  const due: Kept[] = []
  let interrupted = 0
  for (let kill = 0; kill < kills; kill++) {
    due.push(
      ...(await house.keep(Array.from({ length: 250 }, () => ({ publishedAt: '2021-11-20T10:00:00Z', pictures: 1 })))),
    )
    let begun = () => {}
    const working = new Promise<void>((resolve) => (begun = resolve))
    const ended = house.run(now, { batch: 7, onProgress: () => begun() }).then(
      () => 'done',
      () => 'broken',
    )
    await Promise.race([working, ended])
    await pause(Math.random() * 100)
    process.kill(await postmaster(), 'SIGKILL')
    if ((await ended) === 'broken') interrupted += 1
    await house.database.retention.close()
    await startAgain()
    Object.assign(house.database, await mortal())
    const { rows } = await house.database.owner.query<{ id: string }>('select id from media')
    const there = new Set(await house.files())
    expect(filesOf({ id: '', pictures: rows.map(({ id }) => id) }).filter((name) => !there.has(name))).toEqual([])
  }
  expect(interrupted).toBeGreaterThan(0)

  expect(await house.run(now)).toMatchObject({ outcome: 'done' })
  expect(await house.documents()).toEqual(stays.map(({ id }) => id).sort())
  expect(await house.files()).toEqual(filesOf(...stays))
  expect(await house.count('file_outbox')).toBe(0)
  expect(await house.count('erasure_outbox')).toBe(0)
  const { rows } = await house.database.owner.query<{ object_id: string; lines: number }>(
    `select object_id, count(*)::int as lines from audit_event where event = 'documentation.disposed' group by 1`,
  )
  expect(rows.filter(({ lines }) => lines !== 1)).toEqual([])
  expect(rows.map((row) => row.object_id).sort()).toEqual(due.map(({ id }) => id).sort())
  console.info(`${kills} kills of Postgres, ${interrupted} of them in the middle of a run, ${due.length} items`)
})

async function postmaster(): Promise<number> {
  return Number((await readFile(join(cluster.directory, 'postmaster.pid'), 'utf8')).split('\n')[0])
}

// Its children go within a moment. The dead one's note goes by hand: where nobody collects the dead, its number still
// counts as a process.
async function startAgain(): Promise<void> {
  await pause(1_000)
  await rm(join(cluster.directory, 'postmaster.pid'), { force: true })
  cluster = await startEmbedded(directory)
}

/** A database whose server may die: the owner asks on a new connection each time, the job's pool is new after each death. */
async function mortal(): Promise<TestDatabase> {
  const urls = await provision(cluster)
  ownerUrl = urls.owner
  const owner = {
    query: async (text: string, values?: unknown[]) => {
      const client = new pg.Client({ connectionString: ownerUrl })
      client.on('error', () => {})
      await client.connect()
      return await client.query(text, values).finally(() => client.end())
    },
  } as unknown as pg.Client
  const retention = connect(urls.retention, { max: 3 })
  const unused = connect(urls.web, { max: 1 })
  return { urls, owner, retention, web: unused, worker: unused, roster: unused, close: () => retention.close() }
}
