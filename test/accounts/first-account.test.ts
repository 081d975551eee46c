import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestApp, testApp } from '../support/app.ts'
import { password } from '../support/cast.ts'

const root = join(import.meta.dirname, '..', '..')
let house: TestApp
beforeAll(async () => {
  house = await testApp({ from: 'empty' })
})
afterAll(() => house.close())

async function first(words: string[], secret: string, environment: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH!, DATABASE_OWNER_URL: house.database.urls.owner, ...environment }
  const made = spawn(process.execPath, [join(root, 'src', 'commands', 'first-account.ts'), ...words], { env })
  made.stdin.end(secret)
  const [said, complained, code] = await Promise.all([
    text(made.stdout),
    text(made.stderr),
    new Promise<number>((resolve) => made.on('close', resolve)),
  ])
  return { code, said, complained }
}

test.each([
  [['ada'], password, {}, 'npm run first-account'],
  [['Ada Stav', 'Ada', 'Stav'], password, {}, 'npm run first-account'],
  [['ada', 'Ada', 'Stav'], 'kort', {}, 'minst'],
  [['ada', 'Ada', 'Stav'], password, { DATABASE_OWNER_URL: '' }, 'DATABASE_OWNER_URL'],
])('R11: %j with “%s” is refused in words', async (words, secret, environment, said) => {
  const { code, complained } = await first(words, secret, environment as Record<string, string>)
  expect([code, complained]).toEqual([2, expect.stringContaining(said)])
})

test('R11: a new installation gets its first two administrators, who can sign in and confirm each other, and no third', async () => {
  expect(await first(['ada', 'Ada', 'Stav'], `${password}\n`)).toMatchObject({ code: 0 })
  const ada = await house.as('ada')
  expect((await ada.get('/admin/people')).status).toBe(200)
  const taken = await first(['ada', 'Eva', 'Lind'], password)
  expect([taken.code, taken.complained]).toEqual([1, expect.stringContaining('upptaget')])
  expect(await first(['eva', 'Eva', 'Lind'], password)).toMatchObject({ code: 0 })
  const again = await first(['per', 'Per', 'Lind'], password)
  expect([again.code, again.complained]).toEqual([1, expect.stringContaining('redan två administratörer')])
})
