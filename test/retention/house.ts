import { randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { idOf } from '../../seeds/random.ts'
import { type KeyStore, openKeyStore } from '../../src/crypto/key-store.ts'
import { mediaPath, variants } from '../../src/media/files.ts'
import { type RetentionOptions, runRetention } from '../../src/retention/run.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'

const [unit, group, author] = ['unit', 'group', 'author'].map((name) => idOf(`retention ${name}`)) as [
  string,
  string,
  string,
]

export type Item = {
  id?: string
  publishedAt?: Date | string | null
  discardedAt?: Date | string
  /** A draft's last saving. */
  savedAt?: Date | string
  keyMonth?: string
  pictures?: number
  childId?: string
}
export type Kept = { id: string; pictures: string[] }
export type House = {
  database: TestDatabase
  keys: KeyStore
  keyDirectory: string
  mediaDirectory: string
  logged: { level: number; msg: string; alarm?: string }[]
  /** Items with what belongs to them and their files, as they would stand after a publication. */
  keep: (items: Item[]) => Promise<Kept[]>
  rule: (years: number, valid: string) => Promise<void>
  /** Rules for all that is not documentation, in force. */
  otherRules: () => Promise<void>
  run: (now: Date | string, options?: Partial<RetentionOptions>) => ReturnType<typeof runRetention>
  count: (what: string, ...values: unknown[]) => Promise<number>
  documents: () => Promise<string[]>
  files: () => Promise<string[]>
  /** Empty of items and runs again; the rule of five years in force. */
  clean: () => Promise<void>
  close: () => Promise<void>
}

/** An empty municipality with a key store and a media directory of its own; in a database of its own, or the one given. */
export async function retentionHouse(given?: TestDatabase): Promise<House> {
  const { directory, keyDirectory: shared } = ground()
  const own = await mkdtemp(join(directory, 'retention-'))
  const [keyDirectory, mediaDirectory] = [join(own, 'keys'), join(own, 'media')]
  await cp(shared, keyDirectory, { recursive: true })
  const keys = await openKeyStore(keyDirectory)
  const database = given ?? (await testDatabase('empty'))
  const { owner } = database
  await owner.query(`insert into unit values ($1, 'U', 'preschool', 's', '1', 'c', 'p', 'e')`, [unit])
  await owner.query(`insert into unit_group values ($1, $2, 'G', 'preschool', 'lpfo18')`, [group, unit])
  await owner.query(`insert into person (id, given_name, family_name) values ($1, 'Eva', 'Lind')`, [author])
  const logged: House['logged'] = []
  const log = pino({}, { write: (line: string) => logged.push(JSON.parse(line)) })

  const house: House = {
    database,
    keys,
    keyDirectory,
    mediaDirectory,
    logged,
    keep: async (items) => {
      const kept = items.map((item) => ({
        id: item.id ?? randomUUID(),
        pictures: Array.from({ length: item.pictures ?? 0 }, () => randomUUID()),
      }))
      await owner.query(insertItems, [
        JSON.stringify(items.map((item, index) => row(item, kept[index]!.id))),
        unit,
        group,
        author,
      ])
      await owner.query(insertPictures, [
        kept.flatMap(({ id, pictures }) => pictures.map(() => id)),
        kept.flatMap(({ pictures }) => pictures),
        author,
      ])
      await Promise.all(kept.flatMap(({ pictures }) => pictures).map((id) => writePicture(mediaDirectory, id)))
      return kept
    },
    rule: async (years, valid) => {
      await owner.query(
        `insert into retention_rule (kind, years, decision, decided_on, valid) values ('documentation', $1, 'UBN 2021/1', '2021-01-01', $2)`,
        [years, valid],
      )
    },
    otherRules: async () => {
      await owner.query(
        `insert into retention_rule (kind, years, hours, decision, decided_on, valid)
         select kind, years, hours, 'UBN 2021/2', '2021-01-01', '[2021-01-01,)'
         from (values ('withheld', 1, 0), ('draft', 1, 0), ('consent', 2, 0), ('audit', 2, 0), ('session', 0, 1), ('person', 5, 0)) as r(kind, years, hours)`,
      )
    },
    run: (now, options = {}) =>
      runRetention({ database: database.retention, keys, mediaDirectory, now: new Date(now), log, ...options }),
    count: async (what, ...values) => Number((await owner.query(`select count(*) from ${what}`, values)).rows[0].count),
    documents: async () => (await owner.query('select id from document order by id')).rows.map((each) => each.id),
    files: async () => {
      const found = await readdir(mediaDirectory, { recursive: true, withFileTypes: true }).catch(() => [])
      return found
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort()
    },
    clean: async () => {
      await owner.query(
        'truncate media_use, media_use_child, take_down, document, document_version, document_recall, document_scope, document_goal, follow_up_note, follow_up_version, media, media_subject, reading, comment, report, report_decision, audit_event, job_run, file_outbox, erasure_outbox, retention_hold, disposal, retention_rule, session',
      )
      await rm(mediaDirectory, { recursive: true, force: true })
      await house.rule(5, '[2021-01-01,)')
      await house.otherRules()
      logged.length = 0
    },
    close: async () => {
      await database.close()
      await rm(own, { recursive: true, force: true })
    },
  }
  await house.clean()
  return house
}

export async function writePicture(mediaDirectory: string, id: string): Promise<void> {
  for (const variant of variants) {
    const path = mediaPath(mediaDirectory, id, variant)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'sealed')
  }
}

export function filesOf(...kept: Kept[]): string[] {
  return kept.flatMap(({ pictures }) => pictures.flatMap((id) => variants.map((variant) => `${id}.${variant}`))).sort()
}

function row(item: Item, id: string) {
  const publishedAt = item.publishedAt ? new Date(item.publishedAt) : null
  const discardedAt = item.discardedAt ? new Date(item.discardedAt) : null
  return {
    id,
    published_at: publishedAt,
    discarded_at: discardedAt,
    saved_at: new Date(item.savedAt ?? item.publishedAt ?? '2026-11-20'),
    key_month: item.keyMonth ?? '2032-01',
    child_id: item.childId ?? null,
  }
}

const insertItems = `
  with item as (
    select * from jsonb_to_recordset($1::jsonb)
      as item(id uuid, published_at timestamptz, discarded_at timestamptz, saved_at timestamptz, key_month text, child_id uuid)
  ), document as (
    insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, published_at, discarded_at, key_month, sealed_key, sealed_content)
    select id, $2, $3, $4, case when child_id is null then 'group' else 'child' end,
           coalesce(published_at, '2020-01-01'), saved_at, published_at, discarded_at, key_month, '', ''
    from item
    returning 1
  )
  insert into document_scope (document_id, child_id, group_id, published_at)
  select id, child_id, case when child_id is null then $3::uuid end, published_at from item where published_at is not null`

const insertPictures = `
  insert into media (id, document_id, position, kind, width, height, sealed_alt, responsible_id, created_at)
  select picture, item, 0, 'photo', 1, 1, '', $3, '2020-01-01' from unnest($1::uuid[], $2::uuid[]) as p(item, picture)`
