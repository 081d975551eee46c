import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'

const root = join(import.meta.dirname, '..', '..')

describe('doors to the world', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase('empty')
  })
  afterAll(() => database.close())

  test('R10: the embedded database listens on no network address, and its socket is closed to other users', async () => {
    expect((await database.owner.query('show listen_addresses')).rows).toEqual([{ listen_addresses: '' }])
    const directory = new URL(ground().superuser).searchParams.get('host')!
    expect((await stat(directory)).mode & 0o077).toBe(0)
  })

  test('R10: with containers one port is published, the portal’s, and only to the machine itself', () => {
    const lines = readFileSync(join(root, 'docker-compose.yml'), 'utf8').split('\n')
    const published = lines.flatMap((line, at) => (/^\s+ports:/.test(line) ? lines.slice(at + 1, at + 3) : []))
    expect(published.filter((line) => line.trim().startsWith('- '))).toEqual([
      expect.stringMatching(/^\s+- 127\.0\.0\.1:\$\{PORT:-3000\}:3000$/),
    ])
    const database = lines.slice(lines.indexOf('  database:'), lines.indexOf('configs:')).join('\n')
    expect(database).toContain('networks: [inside]')
    expect(lines.slice(lines.indexOf('  inside:')).slice(0, 2).join()).toContain('internal: true')
  })
})
