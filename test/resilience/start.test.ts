import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyStore } from '../../src/crypto/key-store.ts'
import { castNow } from '../support/cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { wire } from '../support/wire.ts'
import { environmentFor, startPortal } from './program.ts'

let database: TestDatabase
let directory: string
beforeAll(async () => {
  database = await testDatabase()
  directory = await mkdtemp(join(tmpdir(), 'insyn-start-'))
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true, force: true })
})

/** Ends with code 1, says `words`, and shows no trace. */
async function refuses(environment: Record<string, string>, words: RegExp): Promise<void> {
  const portal = startPortal(environment)
  expect(await portal.ended).toBe(1)
  expect(portal.complained()).toMatch(words)
  expect(portal.complained()).not.toMatch(/\n\s+at |node:internal|Error:/)
}

test('a port that is taken; and the one who has it notices nothing', async () => {
  const first = startPortal(environmentFor(database.urls.web))
  const url = await first.url
  const { port } = new URL(url)
  await refuses({ ...environmentFor(database.urls.web), PORT: port }, new RegExp(`Porten ${port} är upptagen.*PORT=`))
  expect((await wire(url, '/contact')).status).toBe(200)
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
})

test('a second start on the same data directory is stopped at the port, before it touches anything', async () => {
  const first = startPortal(environmentFor(database.urls.web))
  const { port } = new URL(await first.url)
  const own = join(directory, 'untouched')
  await refuses({ PORT: port, DATA_DIR: own }, /upptagen/)
  expect(await readdir(directory)).not.toContain('untouched')
  first.child.kill('SIGTERM')
  await first.ended
})

test.each([
  [{ PORT: 'abc' }, /PORT/],
  [{ PORT: '70000' }, /PORT/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL: ska börja med postgres/],
  [{ BASE_URL: 'insyn' }, /BASE_URL/],
  [{ NODE_ENV: 'prodution' }, /NODE_ENV/],
  [{ NODE_ENV: 'production' }, /DATABASE_URL: måste anges(.|\n)*KEY_DIR/],
] as [Record<string, string>, RegExp][])('a wrong environment: %j', async (environment, words) => {
  await refuses(environment, words)
})

test('R28, R29: a word list that is broken, with its file and line; mended, it starts, and `npm run wording` knows the words', async () => {
  const own = join(directory, 'ord')
  await mkdir(own)
  const environment = { ...environmentFor(database.urls.web), WORDING_DIR: own }
  await refuses(environment, /Katalogen med ordlistor är tom: .*ord/)
  const file = join(own, 'kommunen.json')
  const lines = [
    '{',
    '  "category": "insult",',
    '  "groups": [',
    '    { "id": "lokalt", "kind": "noun",',
    '      "when": "ibland", "level": "warn", "words": ["struntprat"] }',
    '  ]',
    '}',
  ]
  await writeFile(file, lines.join('\n'))
  await refuses(
    environment,
    /kommunen\.json stämmer inte med formatet.*\n +rad 5, groups\.0\.when: ska vara något av always/,
  )
  await writeFile(file, lines.join('\n').replace('"noun",', '"noun"'))
  await refuses(environment, /kommunen\.json, rad 5: ingen giltig JSON/)
  await writeFile(file, lines.join('\n').replace('ibland', 'always'))
  const portal = startPortal(environment)
  await portal.url
  portal.child.kill('SIGTERM')
  expect(await portal.ended).toBe(0)
  const texts = join(directory, 'texter.jsonl')
  await writeFile(texts, '{"id":1,"text":"Struntpratet fortsätter"}\n')
  const command = join(import.meta.dirname, '..', '..', 'src', 'commands', 'wording.ts')
  const env = { PATH: process.env.PATH!, WORDING_DIR: own }
  expect(execFileSync(process.execPath, [command, texts], { env, encoding: 'utf8' })).toBe(
    '{"id":1,"labels":["insult"]}\n',
  )
  await refuses(
    { ...environment, WORDING_DIR: join(directory, 'borta') },
    /Katalogen med ordlistor går inte att läsa: .*borta/,
  )
})

test('a data directory that cannot be written', async () => {
  const file = join(directory, 'a-file')
  await writeFile(file, '')
  await refuses({ PORT: '0', DATA_DIR: file }, /Kan inte skriva i .*DATA_DIR/)
  await refuses({ PORT: '0', DATA_DIR: join(file, 'below') }, /Kan inte skriva i .*DATA_DIR/)
})

test('a Postgres that cannot be reached, or lets nobody in', async () => {
  const away = { ...environmentFor('postgres://insyn_web@127.0.0.1:1/insyn') }
  await refuses(away, /Databasen går inte att nå.*DATABASE_URL/)
  const nobody = database.urls.web.replace('insyn_web@', 'nobody@')
  await refuses(environmentFor(nobody), /Databasen går inte att nå/)
})

test('a Postgres that is too old for production', async () => {
  const production = { NODE_ENV: 'production', BASE_URL: 'https://insyn.example.se', TRUST_PROXY: '1' }
  await refuses({ ...environmentFor(database.urls.web), ...production }, /Postgres 18\.\d är för gammal: minst 18\.7/)
})

test('a database that nobody has made tables in', async () => {
  const bare = database.urls.web.replace(/insyn_test_\w+/, 'postgres')
  await refuses(environmentFor(bare), /npm run migrate/)
})

test('keys that are missing, or another database’s', async () => {
  const missing = { ...environmentFor(database.urls.web), KEY_DIR: join(directory, 'no-keys') }
  await refuses(missing, /no-keys/)
  expect(await readdir(directory)).not.toContain('no-keys')
  const others = join(directory, 'other-keys')
  await createKeyStore(others, castNow)
  await refuses({ ...environmentFor(database.urls.web), KEY_DIR: others }, /annan databas/)
})

test('killed outright it starts again at once, with everything in place', async () => {
  const environment = environmentFor(database.urls.web)
  const before = performance.now()
  const first = startPortal(environment)
  const { port } = new URL(await first.url)
  const usual = performance.now() - before
  first.child.kill('SIGKILL')
  await first.ended
  const began = performance.now()
  const second = startPortal({ ...environment, PORT: port })
  expect((await wire(await second.url, '/contact')).text).toContain('Björkens förskola')
  // A busy machine is busy for both.
  expect(performance.now() - began).toBeLessThan(Math.max(5_000, 3 * usual))
  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
})
