import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { connect, type Database } from '../../src/database/database.ts'
import { ground } from './ground.ts'

export type TestDatabase = {
  urls: { web: string; owner: string; retention: string; worker: string; roster: string }
  web: Database
  retention: Database
  worker: Database
  roster: Database
  /** The owner's connection, past all policies: to arrange and to look. */
  owner: pg.Client
  close: () => Promise<void>
}

/** A database of this test file's own, cloned from `insyn_cast` (people and documents) or `insyn_empty`. */
export async function testDatabase(from: 'cast' | 'empty' = 'cast'): Promise<TestDatabase> {
  const name = `insyn_test_${randomBytes(6).toString('hex')}`
  const { superuser } = ground()
  const admin = new pg.Client({ connectionString: superuser })
  await admin.connect()
  // Two files may clone at once; Postgres lets one at a time.
  await admin.query('select pg_advisory_lock(1)')
  // As files: half of the work of copying it page by page through the log, and there are hundreds of clones a run.
  await admin.query(`create database ${name} template insyn_${from} owner insyn_owner strategy file_copy`)
  await admin.query('select pg_advisory_unlock(1)')

  const url = (role: string) =>
    superuser.replace('postgres://postgres@', `postgres://${role}@`).replace('/postgres?', `/${name}?`)
  const urls = {
    web: url('insyn_web'),
    owner: url('insyn_owner'),
    retention: url('insyn_retention'),
    worker: url('insyn_worker'),
    roster: url('insyn_roster'),
  }
  const owner = new pg.Client({ connectionString: urls.owner })
  // A test that failed may have left these open when the cluster stops: the run goes on.
  for (const client of [admin, owner]) client.on('error', () => {})
  await owner.connect()
  const web = connect(urls.web, { planOnce: true, shared: true })
  const retention = connect(urls.retention, { max: 2 })
  const worker = connect(urls.worker, { max: 2 })
  const roster = connect(urls.roster, { max: 3 })
  return {
    urls,
    web,
    retention,
    worker,
    roster,
    owner,
    close: async () => {
      await Promise.all([web.close(), retention.close(), worker.close(), roster.close(), owner.end()])
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
