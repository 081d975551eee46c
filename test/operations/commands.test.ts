import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'

const root = join(import.meta.dirname, '..', '..')

/** A program of src/commands as npm runs it: exit code, what it said and what it complained of. */
function run(name: string, words: string[], environment: Record<string, string>) {
  return new Promise<{ code: number; said: string; complained: string }>((resolve) => {
    const env = { PATH: process.env.PATH!, ...environment }
    execFile(
      process.execPath,
      [join(root, 'src', 'commands', `${name}.ts`), ...words],
      { env },
      (error, said, complained) => resolve({ code: error ? Number(error.code) : 0, said, complained }),
    )
  })
}

describe('npm run keys and npm run migrate', () => {
  let database: TestDatabase
  let directory: string
  beforeAll(async () => {
    database = await testDatabase('empty')
    directory = await mkdtemp(join(tmpdir(), 'insyn-commands-'))
  })
  afterAll(async () => {
    await database.close()
    await rm(directory, { recursive: true })
  })

  test('R9: a new key store is closed to others, and is never made over an old one', async () => {
    const keys = join(directory, 'keys')
    expect(await run('keys', ['create'], { KEY_DIR: keys })).toMatchObject({
      code: 0,
      said: expect.stringContaining(keys),
    })
    expect((await stat(keys)).mode & 0o777).toBe(0o700)
    const before = await readdir(keys)
    expect(before.length).toBeGreaterThan(60)
    expect(await run('keys', ['create'], { KEY_DIR: keys })).toMatchObject({
      code: 1,
      complained: expect.stringContaining('already holds keys'),
    })
    expect(await readdir(keys)).toEqual(before)
  })

  test.each([[[]], [['delete']]])('other words are answered with the usage: %j', async (words) => {
    const { code, complained } = await run('keys', words, { KEY_DIR: join(directory, 'none') })
    expect([code, complained]).toEqual([2, expect.stringContaining('npm run keys -- create')])
    await expect(stat(join(directory, 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('migrating brings a policy that somebody dropped back, and may be repeated', async () => {
    const environment = { KEY_DIR: ground().keyDirectory, DATABASE_OWNER_URL: database.urls.owner }
    const policies = async () =>
      (await database.owner.query(`select count(*)::integer as n from pg_policies where tablename = 'document'`))
        .rows[0].n
    const before = await policies()
    await database.owner.query('drop policy published on document')
    for (let time = 0; time < 2; time++) {
      expect(await run('migrate', [], environment)).toMatchObject({ code: 0, said: 'Databasen är uppdaterad.\n' })
      expect(await policies()).toBe(before)
    }
  })

  test('migrating without the owner, the keys or a database is refused in words', async () => {
    const keys = { KEY_DIR: ground().keyDirectory }
    const owner = { DATABASE_OWNER_URL: database.urls.owner }
    const nowhere = { DATABASE_OWNER_URL: 'postgres://insyn_owner@127.0.0.1:1/insyn' }
    for (const [environment, words] of [
      [keys, 'Ange DATABASE_OWNER_URL'],
      [{ ...owner, KEY_DIR: join(directory, 'nothing') }, 'nothing'],
      [{ ...keys, ...nowhere }, 'går inte att nå'],
    ] as const) {
      const { code, complained } = await run('migrate', [], environment)
      expect([code, complained]).toEqual([1, expect.stringContaining(words)])
      expect(complained).not.toMatch(/\n\s+at /)
    }
  })
})

describe('npm run demo:reset', () => {
  test('touches nothing but a demo of its own', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'insyn-reset-'))
    await writeFile(join(directory, 'precious'), 'kept')
    const elsewhere = await run('demo-reset', [], { DATA_DIR: join(directory, 'data'), KEY_DIR: directory })
    expect([elsewhere.code, elsewhere.complained]).toEqual([1, expect.stringContaining('rörs inte')])
    const real = await run('demo-reset', [], {
      DATA_DIR: directory,
      DATABASE_URL: 'postgres://insyn_web@localhost/insyn',
    })
    expect([real.code, real.complained]).toEqual([1, expect.stringContaining('Bara demon')])
    expect(await readdir(directory)).toEqual(['precious'])
    await rm(directory, { recursive: true })
  })
})
