import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { prepare } from '../src/boot.ts'
import { createKeyStore, type KeyStore, openKeyStore } from '../src/crypto/key-store.ts'
import { type Embedded, startEmbedded } from '../src/database/embedded.ts'
import { provision, type Urls } from '../src/database/provision.ts'
import { fill } from './fill.ts'

export type Store = { name: string; items: number; urls: Urls; superuser: string }
export type Ground = { directory: string; keys: KeyStore; cluster: Embedded; store: (items: number) => Promise<Store> }

export const directory = resolve('.data/bench')
export const keyDirectory = join(directory, 'keys')

// A kept data set ages: its oldest items must not fall due, and raising this number fills anew.
const version = 8
const oldest = 90

/** An embedded cluster of the benchmark's own, kept in .data/bench for the next run. */
export async function openGround(log: (line: string) => void): Promise<Ground> {
  const cluster = await startEmbedded(directory, {
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    max_connections: '100',
  })
  const exists = await access(keyDirectory).then(
    () => true,
    () => false,
  )
  if (!exists) await createKeyStore(keyDirectory, new Date())
  const keys = await openKeyStore(keyDirectory)
  await keys.extendTo(new Date())
  return { directory, keys, cluster, store: (items) => openStore(cluster, keys, items, log) }
}

// Policies and helpers are applied anew every time: what is measured is the code as it stands.
async function openStore(
  cluster: Embedded,
  keys: KeyStore,
  items: number,
  log: (line: string) => void,
): Promise<Store> {
  const name = `bench_${items}`
  const filled = await readMark(cluster, name)
  if (!filled) await recreate(cluster, name)
  const urls = await provision(cluster, name)
  await prepare(urls.owner, keys)
  const superuser = cluster.superuser(name)
  if (!filled) {
    const began = performance.now()
    log(`${items} items are being made …`)
    await fill(superuser, keys, items)
    await asSuperuser(cluster, `comment on database ${name} is '${version} ${new Date().toISOString()}'`)
    log(`… in ${Math.round((performance.now() - began) / 1000)} s`)
  }
  return { name, items, urls, superuser }
}

async function readMark(cluster: Embedded, name: string): Promise<boolean> {
  const [row] = await asSuperuser(
    cluster,
    `select shobj_description(oid, 'pg_database') as mark from pg_database where datname = '${name}'`,
  )
  const [made, at] = String(row?.mark ?? '').split(' ')
  return made === String(version) && Date.now() - Date.parse(at ?? '') < oldest * 86_400_000
}

async function recreate(cluster: Embedded, name: string): Promise<void> {
  await asSuperuser(cluster, `drop database if exists ${name} with (force)`)
}

async function asSuperuser(cluster: Embedded, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: cluster.superuser('postgres') })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
