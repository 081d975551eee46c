import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { type TestApp, testApp } from '../support/app.ts'
import { belongings } from './house.ts'
import { find, folderOf, town } from './register.ts'
import { type Interface, registerServer, token } from './server.ts'

const root = join(import.meta.dirname, '..', '..')
let house: TestApp
let register: Interface
beforeAll(async () => {
  house = await testApp()
  register = await registerServer(town())
})
afterAll(async () => {
  await register.close()
  await house.close()
})

function roster(words: string[], environment: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH!,
    KEY_DIR: house.services.config.keyDirectory,
    DATABASE_URL: house.database.urls.web,
    DATABASE_ROSTER_URL: house.database.urls.roster,
    ...environment,
  }
  return new Promise<{ code: number; said: string; complained: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'src', 'commands', 'roster.ts'), ...words],
      { env },
      (error, said, complained) => resolve({ code: error ? Number(error.code) : 0, said, complained }),
    )
  })
}

test('R15: npm run roster: looked at first as people read it, then brought in, then nothing new', async () => {
  const folder = await folderOf(town())
  const foreseen = await roster([folder, '--dry-run'])
  expect(foreseen.code).toBe(0)
  for (const words of [
    'Inget har ändrats',
    '5 vårdnadshavare får åtkomst',
    'Karin Norr, för Lina Norr',
    'Lina Norr: Ekorren, Eken',
  ])
    expect(foreseen.said).toContain(words)
  expect(foreseen.said).not.toMatch(/\d{8}-?\d{4}/)
  expect(await belongings(house)).toEqual([])
  expect(await roster([folder])).toMatchObject({ code: 0, said: expect.stringContaining('Klart.') })
  expect(await belongings(house)).toHaveLength(12)
  expect(await roster([folder])).toMatchObject({ code: 0, said: expect.stringContaining('Inget nytt') })
})

test('from an address with the token of the environment, and never without it', async () => {
  expect(await roster([register.base], { ROSTER_TOKEN: token })).toMatchObject({ code: 0 })
  const without = await roster([register.base])
  expect([without.code, without.complained]).toEqual([1, expect.stringContaining('ROSTER_TOKEN')])
})

test('what is broken is said with its record and field, and nothing is changed', async () => {
  const wrong = town()
  find(wrong, 'Maja Syd').givenName = 17
  const { code, complained } = await roster([await folderOf(wrong)])
  expect([code, complained]).toEqual([1, expect.stringContaining('givenName')])
  expect(complained).toContain('Inget har ändrats')
})

const misused: [string[], Record<string, string>, string][] = [
  [[], {}, 'Ange varifrån'],
  [['--allt'], {}, 'Jag förstår inte'],
  [['a', 'b'], {}, 'inte flera'],
  [['/tmp', '--changes'], {}, 'hela registret'],
  [['/tmp'], { DATABASE_ROSTER_URL: '' }, 'DATABASE_ROSTER_URL'],
]
test.each(misused)('used wrongly it says how: %j %j', async (words, environment, said) => {
  const { code, complained } = await roster(words, environment)
  expect([code, complained]).toEqual([2, expect.stringContaining(said)])
})
