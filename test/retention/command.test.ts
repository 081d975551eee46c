import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { type House, retentionHouse } from './house.ts'

const now = '2026-11-23T10:00:00Z'

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(() => house.clean())
afterAll(() => house.close())

test('it says what it would take, takes it, and then has nothing to do', async () => {
  await house.keep([
    { publishedAt: '2021-11-20T10:00:00Z', pictures: 2 },
    { publishedAt: '2021-11-24T10:00:00Z', pictures: 1 },
  ])
  expect(await command(`--now=${now}`, '--dry-run')).toMatchObject({
    code: 0,
    said: expect.stringMatching(
      /5 år efter publicering \(UBN 2021\/1\)[\s\S]*Skulle ta bort: 1 dokumentation, .* 2 bilder/,
    ),
  })
  expect(await house.documents()).toHaveLength(2)
  expect(await command(`--now=${now}`)).toMatchObject({
    code: 0,
    said: expect.stringContaining('Borttaget: 1 dokumentation,'),
  })
  expect(await house.documents()).toHaveLength(1)
  expect(await house.files()).toHaveLength(3)
  expect(await command('--now', now)).toMatchObject({ code: 0, said: expect.stringContaining('0 dokumentationer') })
})

test('decision 7: no rule, no deletion, an alarm in words and exit code 1', async () => {
  await house.database.owner.query('truncate retention_rule')
  await house.keep([{ publishedAt: '2011-11-20T10:00:00Z' }])
  for (const options of [[], ['--dry-run']]) {
    expect(await command(...options)).toMatchObject({
      code: 1,
      complained: expect.stringMatching(/LARM.*Ingenting togs bort/),
    })
  }
  expect(await house.documents()).toHaveLength(1)
})

test.each([
  [['--now=igår'], 'ingen tidpunkt'],
  [['--now=2026-13-45'], 'ingen tidpunkt'],
  [['--now='], 'ingen tidpunkt'],
  [['--now'], 'Jag förstår inte'],
  [['--dryrun'], 'Jag förstår inte'],
  [['allt'], 'Jag förstår inte'],
  [['--batch=0'], '--batch ska vara'],
  [['--batch=många'], '--batch ska vara'],
])('wrong use is answered with words and exit code 2, and nothing goes: %j', async (options, words) => {
  await house.keep([{ publishedAt: '2011-11-20T10:00:00Z' }])
  const { code, complained } = await command(...options)
  expect([code, complained]).toEqual([2, expect.stringContaining(words)])
  expect(complained).toContain('npm run retention -- [--dry-run]')
  expect(complained).not.toMatch(/\n\s+at /)
  expect(await house.documents()).toHaveLength(1)
})

test('in production nobody looks ahead in earnest', async () => {
  await house.keep([{ publishedAt: '2026-01-01T10:00:00Z' }])
  const production = {
    NODE_ENV: 'production',
    TRUST_PROXY: '1',
    BASE_URL: 'https://insyn.example.se',
    DATABASE_URL: house.database.urls.web,
  }
  const ahead = '--now=2099-01-01'
  expect(await command([ahead], production)).toMatchObject({
    code: 2,
    complained: expect.stringContaining('--dry-run'),
  })
  expect(await house.documents()).toHaveLength(1)
  expect(await command([ahead, '--dry-run'], production)).toMatchObject({
    code: 0,
    said: expect.stringContaining('1 dokumentation'),
  })
})

test('another database’s keys, or a database that cannot be reached: words and no trace', async () => {
  const away = await command([], { DATABASE_RETENTION_URL: 'postgres://insyn_retention@127.0.0.1:1/insyn' })
  expect(away).toMatchObject({ code: 2, complained: expect.stringContaining('går inte att nå') })
  const keyless = await command([], { KEY_DIR: join(house.keyDirectory, 'nowhere') })
  expect(keyless).toMatchObject({ code: 2, complained: expect.stringContaining('Nyckelförvaret') })
})

type Said = { code: number; said: string; complained: string }

function command(...given: string[] | [string[], Record<string, string>]): Promise<Said> {
  const [options, environment] = Array.isArray(given[0])
    ? (given as [string[], Record<string, string>])
    : [given as string[], {}]
  const program = join(import.meta.dirname, '..', '..', 'src', 'commands', 'retention.ts')
  const env = {
    NODE_ENV: 'test',
    DATABASE_RETENTION_URL: house.database.urls.retention,
    KEY_DIR: house.keyDirectory,
    MEDIA_DIR: house.mediaDirectory,
    ...environment,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...options], { env }, (error, said, complained) => {
      resolve({ code: Number(error?.code ?? 0), said, complained })
    })
  })
}
