import { cpSync, mkdirSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Express } from 'express'
import { pino } from 'pino'
import supertest from 'supertest'
import type { Role } from '../../src/access/roles.ts'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openKeyStore } from '../../src/crypto/key-store.ts'
import { type Actor, actors } from '../../src/database/as-actor.ts'
import { readMunicipality } from '../../src/information/municipality.ts'
import type { Services } from '../../src/services.ts'
import { castNow, ids, type Name, password } from './cast.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { ground } from './ground.ts'
import { tokenIn } from './token.ts'

export type TestApp = {
  app: Express
  url: string
  services: Services
  database: TestDatabase
  /** Everything that was logged. */
  logged: string[]
  now: () => Date
  setNow: (now: Date | string) => void
  /** A browser of that account's own, signed in. */
  as: (username: string) => Promise<Browser>
  /** A browser nobody has signed in with. */
  visitor: () => Browser
  /** An actor for going straight at Postgres. */
  actor: (name: Name, role: Role) => Actor
  close: () => Promise<void>
}

export type Answer = supertest.Response
export type Fields = Record<string, unknown>
export type Sent = { name: string; body: Buffer; type?: string }

export type Browser = {
  agent: ReturnType<typeof supertest.agent>
  /** The form token that `page` shows. */
  token: (page?: string) => Promise<string>
  get: (path: string) => Promise<Answer>
  /** Sends a form with the page's own token; `page` is where the form stands. */
  post: (path: string, fields?: Fields, page?: string) => Promise<Answer>
  /** A multipart form with files. */
  upload: (path: string, fields: Fields, files?: Sent[], page?: string) => Promise<Answer>
}

type Options = { from?: 'cast' | 'empty'; now?: Date; environment?: Record<string, string> }

/** The real application on a cloned database, with the clock in the test's hand. */
export async function testApp(options: Options = {}): Promise<TestApp> {
  const database = await testDatabase(options.from ?? 'cast')
  const { keyDirectory, mediaDirectory, directory } = ground()
  // Keys and files of its own: a night in one test must not take what another still reads.
  const own = await mkdtemp(join(directory, 'portal-'))
  const [ownKeys, ownMedia] = [join(own, 'keys'), join(own, 'media')]
  // A tenth of the work of copying file by file. Open keys would be refused.
  mkdirSync(ownKeys, { mode: 0o700 })
  cpSync(keyDirectory, ownKeys, { recursive: true })
  cpSync(mediaDirectory, ownMedia, { recursive: true })
  let now = options.now ?? castNow
  const clock = () => now
  const logged: string[] = []
  const keys = await openKeyStore(ownKeys)
  const environment = {
    NODE_ENV: 'test',
    DATA_DIR: directory,
    KEY_DIR: ownKeys,
    MEDIA_DIR: ownMedia,
    DATABASE_URL: database.urls.web,
    ...options.environment,
  }
  const services: Services = {
    config: { ...readConfig(environment), demo: true },
    database: database.web,
    actors: actors(database.web, keys.get('context'), clock),
    keys,
    clock,
    log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
    municipality: readMunicipality(),
    demoPassword: password,
    mail: undefined,
    texts: undefined,
    roster: undefined,
  }
  const app = createApp(services)
  const server: Server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    app,
    url,
    services,
    database,
    logged,
    now: clock,
    setNow: (value) => {
      now = new Date(value)
    },
    as: (username) => signIn(url, username),
    visitor: () => browser(url),
    actor: (name, role) => ({ id: ids[name], role, assurance: 1 }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await database.close()
    },
  }
}

export async function signIn(url: string, username: string): Promise<Browser> {
  const own = browser(url)
  const answer = await own.post('/login', { username, password }, '/login')
  if (answer.status !== 303) throw new Error(`${username} could not sign in: ${answer.status}`)
  return own
}

function browser(url: string): Browser {
  const agent = supertest.agent(url)
  agent.set('Sec-Fetch-Site', 'same-origin')
  const token = async (page = '/contact') => {
    const { text } = await agent.get(page)
    return tokenIn(text)
  }
  return {
    agent,
    token,
    get: (path) => agent.get(path),
    post: async (path, fields = {}, page) => {
      const body = new URLSearchParams({ _csrf: await token(page) })
      for (const [name, value] of entries(fields)) body.append(name, value)
      return agent.post(path).type('form').send(body.toString())
    },
    upload: async (path, fields, files = [], page) => {
      const request = agent.post(path).field('_csrf', await token(page))
      for (const [name, value] of entries(fields)) request.field(name, value)
      for (const { name, body, type = 'image/jpeg' } of files) {
        request.attach('picture', body, { filename: name, contentType: type })
      }
      return request
    },
  }
}

function entries(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each): [string, string] => [name, String(each)]),
  )
}
