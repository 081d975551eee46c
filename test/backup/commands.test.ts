import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { openKeyStore } from '../../src/crypto/key-store.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'
import { bareDatabase, startPortal } from './portal.ts'

const root = join(import.meta.dirname, '..', '..')

type Said = { code: number; said: string; complained: string }

let database: TestDatabase
let place: string
let keyDirectory: string
let mediaDirectory: string
beforeAll(async () => {
  database = await testDatabase('cast')
  place = await mkdtemp(join(ground().directory, 'commands-'))
  ;[keyDirectory, mediaDirectory] = [join(place, 'keys'), join(place, 'media')]
  await cp(ground().keyDirectory, keyDirectory, { recursive: true })
  await cp(ground().mediaDirectory, mediaDirectory, { recursive: true })
})
afterAll(async () => {
  await database.close()
  await rm(place, { recursive: true, force: true })
})

const here = () => ({
  DATABASE_OWNER_URL: database.urls.owner,
  DATABASE_URL: database.urls.web,
  KEY_DIR: keyDirectory,
  MEDIA_DIR: mediaDirectory,
})

/** A line of docs/operations.md as it stands there, with this test's places for the document's. */
async function follow(line: string, environment: Record<string, string>): Promise<Said> {
  const latest = (await readdir(join(place, 'copies')).catch(() => [])).sort().at(-1)
  const words = line
    .replace(/\/backup\/insyn\/insyn-\S+/, join(place, 'copies', latest ?? 'none'))
    .replace('/backup/insyn', join(place, 'copies'))
    .replace('/elsewhere/insyn-keys', join(place, 'keys-copy'))
  const [, name, ...rest] = words.match(/^npm run (\w+) -- (.*)$/)!
  return await run(name!, rest[0]!.split(' '), environment)
}

function run(name: string, words: string[], environment: Record<string, string>): Promise<Said> {
  const env = { PATH: process.env.PATH!, NODE_ENV: 'test', DATA_DIR: place, ...environment }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'src', 'commands', `${name}.ts`), ...words],
      { env },
      (error, said, complained) => resolve({ code: error ? Number(error.code) : 0, said, complained }),
    )
  })
}

test('docs/operations.md: copy, copy of the keys, drill, keys back, copy back, replay: each line does what it says', async () => {
  const text = await readFile(join(root, 'docs', 'operations.md'), 'utf8')
  const lines = text.split('\n').filter((line) => /^npm run (backup|restore) -- /.test(line))
  expect(lines).toHaveLength(6)
  const [backup, mirror, drill, keysBack, back, replay] = lines as [string, string, string, string, string, string]

  const copied = await follow(backup, here())
  expect(copied).toMatchObject({ code: 0, said: expect.stringMatching(/Kopian är klar: .*\n[1-9]\d* rader/) })
  expect(await follow(mirror, here())).toMatchObject({ code: 0, said: expect.stringContaining('lik förvaret') })
  expect(await readdir(join(place, 'keys-copy'))).toEqual(await readdir(keyDirectory))

  const before = await readdir(place)
  const drilled = await follow(drill, here())
  expect(drilled).toMatchObject({ code: 0, said: expect.stringMatching(/Prövat: ([1-9]\d*) av \1 [^\n]* med [1-9]/) })
  expect(drilled.said).toContain('Övningen är klar')
  expect(await readdir(place)).toEqual(before)

  // Another machine: nothing but the two copies.
  const target = await bareDatabase()
  const machine = {
    DATABASE_OWNER_URL: target.urls.owner,
    KEY_DIR: join(place, 'machine', 'keys'),
    MEDIA_DIR: join(place, 'machine', 'media'),
  }
  expect(await follow(keysBack, machine)).toMatchObject({ code: 0 })
  expect(await follow(keysBack, machine)).toMatchObject({ code: 1, complained: expect.stringContaining('finns redan') })
  expect(await follow(back, machine)).toMatchObject({ code: 0, said: expect.stringContaining('går att öppna') })
  // Again over what is there, but only when that is said, and with nobody connected.
  expect(await follow(back.replace(' --replace', ''), machine)).toMatchObject({
    code: 1,
    complained: expect.stringContaining('--replace'),
  })
  const somebody = new pg.Client({ connectionString: target.urls.web })
  await somebody.connect()
  somebody.on('error', () => {})
  expect(await follow(back, machine)).toMatchObject({ code: 1, complained: expect.stringContaining('Stoppa portalen') })
  await somebody.end()
  expect(await follow(back, machine)).toMatchObject({ code: 0 })
  expect(await follow(replay, machine)).toMatchObject({ code: 0, said: expect.stringContaining('0 dokumentationer') })

  expect(await rowsOf(target.urls.owner)).toEqual(await rowsOf(database.urls.owner))
  // Numbers go on where they were, and a portal stands on it.
  const portal = await startPortal(
    { ...machine, DATABASE_URL: target.urls.web, DATABASE_RETENTION_URL: target.urls.retention, DATA_DIR: place },
    new Date('2026-11-23T10:00:00Z'),
  )
  expect((await fetch(`${portal.url}/contact`)).status).toBe(200)
  expect((await fetch(`${portal.url}/`, { redirect: 'manual' })).status).toBe(303)
  await portal.close()
  await target.drop()
})

test('R9 the copy shows nothing to somebody without the keys: no name, no text', async () => {
  await run('backup', [join(place, 'secret')], here())
  const [folder] = await readdir(join(place, 'secret'))
  const bytes = await readFile(join(place, 'secret', folder!, 'database.sealed'))
  const { rows } = await database.owner.query<{ name: string }>('select given_name as name from person limit 50')
  const long = rows.map(({ name }) => name).filter((name) => name.length > 4)
  expect(long.length).toBeGreaterThan(3)
  expect(long.filter((name) => bytes.includes(name))).toEqual([])
  await rm(join(place, 'secret'), { recursive: true })
})

test('a copy that was cut off, changed, or sealed with other keys is refused in words, and the database is left alone', async () => {
  await run('backup', [join(place, 'bad')], here())
  const [name] = await readdir(join(place, 'bad'))
  const folder = join(place, 'bad', name!)
  const target = await bareDatabase()
  const onto = { ...here(), DATABASE_OWNER_URL: target.urls.owner, MEDIA_DIR: join(place, 'bad-media') }

  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8')
  await writeFile(join(folder, 'manifest.json'), manifest.slice(0, 100))
  expect(await run('restore', [folder], onto)).toMatchObject({ code: 1, complained: expect.stringContaining('skadad') })
  await rm(join(folder, 'manifest.json'))
  expect(await run('restore', [folder], onto)).toMatchObject({ code: 1, complained: expect.stringContaining('saknas') })
  await writeFile(join(folder, 'manifest.json'), manifest.replace(/("contact": ")./, '$1!'))
  expect(await run('restore', [folder], onto)).toMatchObject({
    code: 1,
    complained: expect.stringContaining('andra nycklar'),
  })
  await writeFile(join(folder, 'manifest.json'), manifest)

  const sealed = await readFile(join(folder, 'database.sealed'))
  const changed = Buffer.from(sealed)
  changed[changed.length - 40]! ^= 1
  await writeFile(join(folder, 'database.sealed'), changed)
  expect((await run('restore', [folder], onto)).code).not.toBe(0)
  // Half a database is no database: nobody starts on it until it has been read in whole.
  await expect(startPortal({ ...onto, DATABASE_URL: target.urls.web, DATA_DIR: place }, new Date())).rejects.toThrow(
    'npm run restore',
  )
  await writeFile(join(folder, 'database.sealed'), sealed)
  expect(await run('restore', [folder], onto)).toMatchObject({ code: 0 })
  await target.drop()
})

test('older copies go when the new one is whole; files that did not change are shared', async () => {
  const shelf = join(place, 'shelf')
  await run('backup', [shelf], here())
  const [first] = await readdir(shelf)
  const old = 'insyn-2020-01-01T00-00-00Z'
  await cp(join(shelf, first!), join(shelf, old), { recursive: true })
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  const { said } = await run('backup', [shelf, '--keep-days=35'], here())
  expect(said).toContain(`Gamla kopior borttagna: ${old}`)
  expect(said).toMatch(/([1-9]\d*) filer \(\1 fanns redan\)/)
  expect(await readdir(shelf)).toHaveLength(2)
})

describe('the keys’ copy', () => {
  let store: string
  beforeEach(async () => {
    store = await mkdtemp(join(place, 'store-'))
    await cp(keyDirectory, store, { recursive: true })
  })
  const there = () => ({ ...here(), KEY_DIR: store })

  test('R14 forgets what was destroyed, bytes and all, and follows the ledger', async () => {
    const copy = join(place, 'mirror')
    const keys = await openKeyStore(store)
    await writeFile(join(store, 'erased-2027-01'), '')
    expect((await run('backup', [`--keys=${copy}`], there())).code).toBe(0)
    await keys.destroyMonth('2026-11')
    await rm(join(store, 'erased-2027-01'))
    expect(await run('backup', [`--keys=${copy}`], there())).toMatchObject({
      code: 0,
      said: expect.stringContaining('month-2026-11'),
    })
    expect(await readdir(copy)).toEqual(await readdir(store))
    expect(await readFile(join(copy, 'month-2026-11.destroyed'), 'utf8')).toBe('')
  })

  test('a store that has lost a key spoils nothing there, and another store’s copy is left alone', async () => {
    const copy = join(place, 'mirror-2')
    expect((await run('backup', [`--keys=${copy}`], there())).code).toBe(0)
    const hurt = join(place, 'hurt')
    await cp(store, hurt, { recursive: true })
    await rm(join(hurt, 'contact.key'))
    expect((await run('backup', [`--keys=${copy}`], { ...there(), KEY_DIR: hurt })).code).toBe(1)
    expect(await readdir(copy)).toContain('contact.key')
    const other = join(place, 'other')
    expect((await run('keys', ['create'], { KEY_DIR: other })).code).toBe(0)
    expect(await run('backup', [`--keys=${copy}`], { ...there(), KEY_DIR: other })).toMatchObject({
      code: 1,
      complained: expect.stringContaining('annat förvars'),
    })
  })

  test.each([
    ['the store itself', (): string[] => [`--keys=${join(keyDirectory, 'copy')}`]],
    ['beside the media', () => [join(mediaDirectory, 'copies')]],
    ['the directory above the keys', () => [place]],
  ])('never in the same place: %s', async (_what, words) => {
    expect(await run('backup', words(), here())).toMatchObject({
      code: 1,
      complained: expect.stringContaining('någon annanstans'),
    })
  })

  test.each([[[]], [['a', 'b']], [['a', '--keep-days=0']], [['a', '--keep-days=x']], [['--what']]])(
    'wrong use is answered with the usage: %j',
    async (words) => {
      expect(await run('backup', words, here())).toMatchObject({
        code: 2,
        complained: expect.stringContaining('npm run backup -- <katalog>'),
      })
      if (words.length === 1) return
      expect(await run('restore', words, here())).toMatchObject({
        code: 2,
        complained: expect.stringContaining('npm run restore -- <kopia>'),
      })
    },
  )
})

async function rowsOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
         and relname not in ('session', 'sign_in_throttle', 'migration', 'migration_lock') order by 1`,
    )
    const sums: Record<string, string> = {}
    for (const { name } of rows) {
      const found = await client.query(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
      )
      sums[name] = found.rows[0].sum
    }
    return sums
  } finally {
    await client.end()
  }
}
