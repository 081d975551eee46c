import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { createKeyStore, type KeyStore, openKeyStore } from '../src/crypto/key-store.ts'
import { connectForRetention } from '../src/database/database.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { provision } from '../src/database/provision.ts'
import { mediaPath, variants } from '../src/media/files.ts'
import { runRetention } from '../src/retention/run.ts'

export type RetentionContext = {
  /** A database with documents in it; what is measured is added and taken away again. */
  ownerUrl: string
  retentionUrl: string
  keys: KeyStore
  /** Where the pictures' files may stand meanwhile. */
  directory: string
  due?: number
  rounds?: number
}

export type RetentionFigures = {
  stored: number
  due: number
  files: number
  /** Documents a second: plain batched DELETE of the same rows, and with unlink of their files; retention on rows alone; retention, files and all. */
  plain: number
  plainWhole: number
  rowsOnly: number
  whole: number
  ratioRowsOnly: number
  ratio: number
  /** A run with nothing due, milliseconds. */
  idle: number
  /** How much the process grew while it worked, MB. */
  grew: number
}

const batch = 1_000
const now = new Date()

/** How fast what is due goes, beside a plain batched DELETE of the same rows with the same cascades, and unlink. Goal: 0.33 of it. */
export async function benchRetention(context: RetentionContext): Promise<RetentionFigures> {
  const { due = 50_000, rounds = 3, directory } = context
  const owner = new pg.Client({ connectionString: context.ownerUrl })
  await owner.connect()
  const database = connectForRetention(context.retentionUrl)
  const mediaDirectory = join(directory, 'bench-media')
  const retention = () =>
    runRetention({ database, keys: context.keys, mediaDirectory, now, batch, log: pino({ level: 'silent' }) })
  const figures = { plain: 0, plainWhole: 0, rowsOnly: 0, whole: 0 }
  let [files, grew] = [0, 0]
  try {
    await prepare(owner, due)
    const { rows } = await owner.query('select count(*) from document')
    const idle = await fastest(3, retention)
    for (let round = 0; round < rounds; round++) {
      await putBack(owner)
      figures.plain = Math.max(figures.plain, due / (await seconds(() => plainDelete(owner))))
      await putBack(owner)
      const paths = await pathsOf(owner, mediaDirectory)
      await writeFiles(paths)
      const unlinked = await seconds(() => plainDelete(owner).then(() => unlinkAll(paths)))
      figures.plainWhole = Math.max(figures.plainWhole, due / unlinked)
      await putBack(owner)
      figures.rowsOnly = Math.max(figures.rowsOnly, due / (await seconds(retention)))
      await putBack(owner)
      files = await writeFiles(await pathsOf(owner, mediaDirectory))
      const before = process.memoryUsage.rss()
      figures.whole = Math.max(figures.whole, due / (await seconds(retention)))
      grew = Math.max(grew, (process.memoryUsage.rss() - before) / 2 ** 20)
    }
    const ratio = (value: number, floor: number) => Math.round((value / floor) * 100) / 100
    return {
      stored: Number(rows[0].count),
      due,
      files,
      plain: Math.round(figures.plain),
      plainWhole: Math.round(figures.plainWhole),
      rowsOnly: Math.round(figures.rowsOnly),
      whole: Math.round(figures.whole),
      ratioRowsOnly: ratio(figures.rowsOnly, figures.plain),
      ratio: ratio(figures.whole, figures.plainWhole),
      idle: Math.round(idle * 1000),
      grew: Math.round(grew),
    }
  } finally {
    await owner.query('drop schema if exists bench cascade')
    await rm(mediaDirectory, { recursive: true, force: true })
    await database.close()
    await owner.end()
  }
}

const documentColumns =
  'id, unit_id, group_id, author_id, audience, created_at, saved_at, published_at, discarded_at, revision, key_month, sealed_key, sealed_content'
const mediaColumns =
  'id, document_id, position, kind, width, height, sealed_alt, responsible_id, created_at, discarded_at'

// The rows to be deleted stand beside, so that every round takes the very same: four pictures to every five documents, two
// files to a picture.
async function prepare(owner: pg.Client, due: number): Promise<void> {
  await owner.query(`
    drop schema if exists bench cascade;
    create schema bench;
    create table bench.document as select ${documentColumns} from document limit 0;
    create table bench.media as select ${mediaColumns} from media limit 0`)
  await owner.query(
    `insert into bench.document
     select gen_random_uuid(), unit_id, group_id, author_id, 'group', p, p, p, null, 1, key_month, sealed_key, sealed_content
     from (select d.*, timestamptz '2015-01-01' + row_number() over () * interval '1 minute' as p
           from (select * from document where published_at is not null limit least($1, 1000)) d,
                generate_series(1, ceil($1 / 1000.0)::int)) copied
     limit $1`,
    [due],
  )
  await owner.query(`
    insert into bench.media
    select gen_random_uuid(), id, 0, 'photo', 800, 600, sealed_key, author_id, created_at, null
    from (select *, row_number() over () as n from bench.document) d where n % 5 < 4`)
}

async function putBack(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into document (${documentColumns}) select * from bench.document;
    insert into document_scope (document_id, group_id, published_at) select id, group_id, published_at from bench.document;
    insert into media (${mediaColumns}) select * from bench.media;
    analyze document, document_scope, media`)
}

async function plainDelete(owner: pg.Client): Promise<void> {
  for (let deleted: number | null = batch; deleted === batch; ) {
    const result: pg.QueryResult = await owner.query(
      `delete from document where id in (
         select id from document where published_at < $1::timestamptz - interval '5 years' order by published_at limit $2)`,
      [now, batch],
    )
    deleted = result.rowCount
  }
}

/** Something sealed at each of these paths; how many. */
export async function writeFiles(paths: string[]): Promise<number> {
  const sealed = Buffer.alloc(4_096, 1)
  for (const path of paths) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, sealed)
  }
  return paths.length
}

async function pathsOf(owner: pg.Client, mediaDirectory: string): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>('select id from bench.media')
  return rows.flatMap(({ id }) => variants.map((variant) => mediaPath(mediaDirectory, id, variant)))
}

async function unlinkAll(paths: string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += batch)
    await Promise.all(paths.slice(at, at + batch).map((path) => unlink(path)))
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

async function fastest(times: number, work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let time = 0; time < times; time++) best = Math.min(best, await seconds(work))
  return best
}

/** A municipality with that many documents over the latest five years, made in bulk. For running this file by itself. */
export async function fill(superuserUrl: string, documents: number): Promise<void> {
  const owner = new pg.Client({ connectionString: superuserUrl })
  await owner.connect()
  // What lists show of the items is not asked here: kept out of the triggers a million rows are made in a minute.
  await owner.query(`
    set session_replication_role = replica;
    insert into unit select gen_random_uuid(), 'U' || n, 'preschool', 's', '1', 'c', 'p', 'e' from generate_series(1, 20) n;
    insert into unit_group select gen_random_uuid(), id, 'G', 'preschool', 'lpfo18' from unit, generate_series(1, 50);
    insert into person (id, given_name, family_name) values (gen_random_uuid(), 'Eva', 'Lind');
    insert into retention_rule (kind, years, decision, decided_on, valid)
    values ('documentation', 5, 'Bench', '2020-01-01', '[2020-01-01,)')`)
  await owner.query(
    `insert into document
     select gen_random_uuid(), g.unit_id, g.id, (select id from person limit 1), 'group', p, p, p, null, 1,
            to_char(p + interval '5 years', 'YYYY-MM'), decode(repeat('ab', 61), 'hex'), decode(repeat('cd', 700), 'hex')
     from (select $1::timestamptz - interval '5 years' + interval '3 days' + n * ((interval '5 years' - interval '4 days') / $2) as p, n
           from generate_series(1, $2::int) n) x
     join (select *, row_number() over () - 1 as k from unit_group) g on g.k = x.n % 1000`,
    [now, documents],
  )
  await owner.query(`
    insert into document_scope (document_id, group_id, published_at) select id, group_id, published_at from document;
    insert into media select gen_random_uuid(), id, 0, 'photo', 800, 600, sealed_key, author_id, created_at, null
      from (select *, row_number() over () as n from document) d where n % 5 < 2`)
  await owner.query('vacuum analyze')
  await owner.end()
}

async function alone(sizes: number[], rounds: number): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'insyn-bench-'))
  const cluster = await startEmbedded(directory)
  try {
    await createKeyStore(join(directory, 'keys'), now)
    const keys = await openKeyStore(join(directory, 'keys'))
    for (const size of sizes) {
      const name = `insyn_${size}`
      const urls = await provision(cluster, name)
      await migrate(urls.owner, keys.get('context'))
      await fill(cluster.superuser(name), size)
      console.log(await benchRetention({ ownerUrl: urls.owner, retentionUrl: urls.retention, keys, directory, rounds }))
    }
  } finally {
    await cluster.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

if (import.meta.main) await alone(process.argv.slice(2).map(Number), Number(process.env.ROUNDS ?? 3))
