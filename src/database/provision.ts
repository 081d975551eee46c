import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Embedded } from './embedded.ts'

export type Urls = { web: string; owner: string; retention: string; worker: string; roster: string }

/** The embedded cluster's roles and one database; returns how each role reaches it. Harmless when they exist. */
export async function provision(cluster: Embedded, database = 'insyn'): Promise<Urls> {
  const client = new pg.Client({ connectionString: cluster.superuser('postgres') })
  await client.connect()
  try {
    await client.query(await readFile(join(import.meta.dirname, 'roles.sql'), 'utf8'))
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)} owner insyn_owner`)
  } finally {
    await client.end()
  }
  return {
    web: cluster.as('insyn_web', database),
    owner: cluster.as('insyn_owner', database),
    retention: cluster.as('insyn_retention', database),
    worker: cluster.as('insyn_worker', database),
    roster: cluster.as('insyn_roster', database),
  }
}
