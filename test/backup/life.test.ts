import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { backUp } from '../../src/backup/backup.ts'
import { replay, restore } from '../../src/backup/restore.ts'
import { type KeyStore, openKeyStore } from '../../src/crypto/key-store.ts'
import { readSealedFile } from '../../src/crypto/sealed-file.ts'
import { mediaKey, openContent, openItemKey, type Sealed } from '../../src/documentation/content.ts'
import { mediaPath } from '../../src/media/files.ts'
import { runRetention } from '../../src/retention/run.ts'
import { signIn } from '../support/app.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'
import { bareDatabase, startPortal, type Urls } from './portal.ts'

/** R14 and the backups: what has gone stays gone, whatever is read back in. */
let database: TestDatabase
let place: string
let keys: KeyStore
let keyDirectory: string
let mediaDirectory: string
beforeEach(async () => {
  database = await testDatabase('cast')
  place = await mkdtemp(join(ground().directory, 'life-'))
  ;[keyDirectory, mediaDirectory] = [join(place, 'keys'), join(place, 'media')]
  await cp(ground().keyDirectory, keyDirectory, { recursive: true })
  await cp(ground().mediaDirectory, mediaDirectory, { recursive: true })
  keys = await openKeyStore(keyDirectory)
})
afterEach(async () => {
  await database.close()
  await rm(place, { recursive: true, force: true })
})

type Item = Sealed & { child: string; medium: string | null; published_at: Date }

async function items(where = 'true'): Promise<Item[]> {
  const { rows } = await database.owner.query<Item>(
    `select d.id, d.key_month, d.sealed_key, d.sealed_content, d.published_at, s.child_id as child,
            (select id from media m where m.document_id = d.id and m.state = 'ready' limit 1) as medium
     from document d join document_scope s on s.document_id = d.id and s.child_id is not null
     where d.published_at is not null and ${where} order by d.published_at`,
  )
  return rows
}

const night = (now: string) =>
  runRetention({
    database: database.retention,
    keys,
    mediaDirectory,
    now: new Date(now),
    log: pino({ level: 'silent' }),
  })
const copy = (now: string) => backUp(database.urls.owner, keys, mediaDirectory, join(place, 'copies'), new Date(now))
const environment = (urls: Urls, media: string) => ({
  DATABASE_URL: urls.web,
  DATABASE_RETENTION_URL: urls.retention,
  KEY_DIR: keyDirectory,
  MEDIA_DIR: media,
  DATA_DIR: place,
})
const ask = async (url: string, text: string, ...values: unknown[]) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return await client.query(text, values).finally(() => client.end())
}

test('R14 copied, deleted, the month passed, copied back: never served, gone again by itself, and its bytes open nowhere', async () => {
  const [oldest] = await items('exists (select from media m where m.document_id = d.id)')
  const month = oldest!.key_month
  await copy(`${month}-01T00:00:00Z`)
  const after = `${Number(month.slice(0, 4)) + (month.endsWith('12') ? 1 : 0)}-${String((Number(month.slice(5)) % 12) + 1).padStart(2, '0')}-20T10:00:00Z`
  // It opens while it is there: what follows is not a test of something that never worked.
  expect(openContent(openItemKey(keys, oldest!), oldest!).title).toBeTruthy()
  const dark = openItemKey(keys, oldest!)
  const ran = await night(after)
  expect(ran.documents).toBeGreaterThan(0)
  expect(ran.keysDestroyed).toContain(month)

  const [folder] = await copies()
  const [target, media] = [await bareDatabase(), join(place, 'restored-media')]
  const fresh = await openKeyStore(keyDirectory)
  const restored = await restore(target.urls.owner, fresh, media, folder!, false)
  expect(restored.replayed.documents).toBe(ran.documents + ran.drafts)
  expect(restored.replayed.keys).toBe(ran.keysDestroyed.length)

  // Nobody wrote SQL: the portal starts, and the family that had it does not.
  const portal = await startPortal(environment(target.urls, media), new Date(after))
  const guardian = await signIn(portal.url, 'guardian')
  expect((await guardian.get(`/documents/${oldest!.id}`)).status).toBe(404)
  expect((await guardian.get(`/media/${oldest!.medium}/large`)).status).toBe(404)
  await portal.close()
  const left = await ask(target.urls.owner, 'select count(*)::int as n from document where key_month <= $1', month)
  expect(left.rows).toEqual([{ n: 0 }])
  const noted = await ask(
    target.urls.owner,
    `select count(*)::int as n from audit_event where event = 'documentation.disposed' and object_id = $1`,
    oldest!.id,
  )
  expect(noted.rows).toEqual([{ n: 1 }])

  // The bytes that the backup holds, with the keys that exist: the row's and the file's.
  expect(() => openItemKey(fresh, oldest!)).toThrow('destroyed')
  const file = mediaPath(join(folder!, 'media'), oldest!.medium!, 'large')
  for (const each of fresh.names()) {
    const guess = mediaKey(fresh.get(each), oldest!.medium!)
    await expect(drain(readSealedFile(file, guess, `${oldest!.medium}.large`))).rejects.toThrow()
  }
  // With the key that is gone it would have opened: the file in the copy is the real one.
  await drain(readSealedFile(file, mediaKey(dark, oldest!.medium!), `${oldest!.medium}.large`))
  await target.drop()
})

test('R14 what was erased early goes again with the start, without a command and without a rule', async () => {
  const [item] = await items()
  await copy('2026-11-23T10:00:00Z')
  // As an early erasure does: the row goes, by whatever road.
  await database.owner.query('delete from document where id = $1', [item!.id])
  await night('2026-11-23T11:00:00Z')
  expect(await readFile(join(keyDirectory, `erased-${item!.key_month}`), 'utf8')).toContain(item!.id)

  // Read in by other tools: the replay of `npm run restore` is not there to help.
  const target = await bareDatabase()
  const media = join(place, 'restored-media')
  const ledger = join(keyDirectory, `erased-${item!.key_month}`)
  const said = await readFile(ledger)
  await rm(ledger)
  const [folder] = await copies()
  await restore(target.urls.owner, keys, media, folder!, false)
  const there = async () =>
    (await ask(target.urls.owner, 'select count(*)::int as n from document where id = $1', item!.id)).rows[0].n
  expect(await there()).toBe(1)
  await ask(target.urls.owner, 'delete from retention_rule')
  await writeFile(ledger, said)

  // One that may not delete refuses to serve it; one that may deletes it before it serves anybody.
  const { DATABASE_RETENTION_URL: _, ...without } = environment(target.urls, media)
  await expect(startPortal(without, new Date('2026-11-24T10:00:00Z'))).rejects.toThrow('npm run restore -- --replay')
  const portal = await startPortal(environment(target.urls, media), new Date('2026-11-24T10:00:00Z'))
  expect(await there()).toBe(0)
  await portal.close()
  await (await startPortal(without, new Date('2026-11-24T10:00:00Z'))).close()
  await target.drop()
})

test('control: without the ledger the copy brings it back, so the ledger is what keeps it away', async () => {
  const [item] = await items()
  await copy('2026-11-23T10:00:00Z')
  await database.owner.query('delete from document where id = $1', [item!.id])
  await night('2026-11-23T11:00:00Z')
  await rm(join(keyDirectory, `erased-${item!.key_month}`))
  const target = await bareDatabase()
  const [folder] = await copies()
  const { replayed } = await restore(target.urls.owner, keys, join(place, 'restored-media'), folder!, false)
  expect(replayed.documents).toBe(0)
  const portal = await startPortal(
    environment(target.urls, join(place, 'restored-media')),
    new Date('2026-11-23T12:00:00Z'),
  )
  const { rows } = await ask(target.urls.owner, 'select count(*)::int as n from document where id = $1', item!.id)
  expect(rows).toEqual([{ n: 1 }])
  await portal.close()
  await target.drop()
})

test('R14 what a copy that was cut off left behind goes with the next, but not one that may be under way', async () => {
  const left = (at: string) => join(place, 'copies', `insyn-${at}Z.part`)
  for (const at of ['2026-11-20T02-00-00', '2026-11-23T09-00-00'])
    await mkdir(join(left(at), 'media'), { recursive: true })
  await mkdir(join(place, 'copies', 'somebody-elses.part'))
  await copy('2026-11-23T10:00:00Z')
  expect((await readdir(join(place, 'copies'))).sort()).toEqual([
    'insyn-2026-11-23T09-00-00Z.part',
    'insyn-2026-11-23T10-00-00Z',
    'somebody-elses.part',
  ])
})

test('a line that a kill cut off names nothing and spoils nothing; a second replay finds nothing', async () => {
  const [first, second] = await items()
  const ledger = join(keyDirectory, `erased-${first!.key_month}`)
  await writeFile(ledger, second!.id.slice(0, 20))
  await database.owner.query('delete from document where id = $1', [first!.id])
  await night('2026-11-23T11:00:00Z')
  const lines = (await readFile(ledger, 'utf8')).split('\n')
  expect(lines).toEqual([second!.id.slice(0, 20), first!.id, ''])
  await database.owner.query('select 1')
  expect(await replay(database.urls.owner, keys)).toMatchObject({ documents: 0 })
  expect((await items()).map(({ id }) => id)).toContain(second!.id)
})

async function copies(): Promise<string[]> {
  return (await readdir(join(place, 'copies'))).map((name) => join(place, 'copies', name))
}

async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let pieces = 0
  for await (const _ of stream) pieces += 1
  return pieces
}
