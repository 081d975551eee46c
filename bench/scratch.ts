import { type ChildProcess, fork } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from '../seeds/load.ts'
import { hashPassword } from '../src/accounts/passwords.ts'
import { prepare } from '../src/boot.ts'
import { createKeyStore, type KeyStore, openKeyStore } from '../src/crypto/key-store.ts'
import { type Embedded, startEmbedded } from '../src/database/embedded.ts'
import { provision, type Urls } from '../src/database/provision.ts'
import { cast, password } from '../test/support/cast.ts'
import { dot } from '../test/support/dot.ts'
import { portalFlags } from './processes.ts'

type Drawn = Awaited<ReturnType<typeof dot>>

export type Scratch = {
  directory: string
  cluster: Embedded
  urls: Urls
  keys: KeyStore
  /** Starts the portal on it, with the flags of production and `more` of Node's, and the database of the converter unless told not to. */
  start: (more?: { flags?: string[]; converts?: boolean; environment?: Record<string, string> }) => Promise<Portal>
  /** Ends it all and leaves nothing. */
  close: () => Promise<void>
}
export type Portal = { url: string; pid: number; process: ChildProcess }

/** A small municipality of a benchmark's own: `people` in a cluster, with keys and pictures that look as `drawn`. */
export async function openScratch(name: string, people = cast(), drawn?: Drawn): Promise<Scratch> {
  const directory = await mkdtemp(join(tmpdir(), `insyn-bench-${name}-`))
  const [keyDirectory, mediaDirectory] = [join(directory, 'keys'), join(directory, 'media')]
  const cluster = await startEmbedded(directory)
  const urls = await provision(cluster)
  await createKeyStore(keyDirectory, new Date())
  const keys = await openKeyStore(keyDirectory)
  await prepare(urls.owner, keys)
  const picture = drawn ?? (await dot())
  await load(people, {
    ownerUrl: urls.owner,
    keys,
    mediaDirectory,
    passwordHash: await hashPassword(password),
    now: new Date(),
    draw: async () => picture,
  })
  const started: ChildProcess[] = []
  const start: Scratch['start'] = async ({ flags = [], converts = true, environment = {} } = {}) => {
    const portal = fork(join(import.meta.dirname, '..', 'src', 'server.ts'), {
      execArgv: [...portalFlags, ...flags],
      env: {
        ...{ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', PORT: '0', LOG_LEVEL: 'warn' },
        ...{ DATA_DIR: directory, KEY_DIR: keyDirectory, MEDIA_DIR: mediaDirectory, DATABASE_URL: urls.web },
        ...(converts ? { DATABASE_WORKER_URL: urls.worker } : {}),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    started.push(portal)
    const url = await new Promise<string>((resolve, reject) => {
      portal.once('exit', () => reject(new Error('the portal did not start')))
      portal.stdout!.on('data', (said) => {
        const found = /Insyn: (http:\S+)/.exec(String(said))
        if (found) resolve(found[1]!)
      })
    })
    return { url, pid: portal.pid!, process: portal }
  }
  const close = async () => {
    for (const portal of started) portal.kill()
    await cluster.leave()
    await rm(directory, { recursive: true, force: true })
  }
  return { directory, cluster, urls, keys, start, close }
}

/** What came out, in `results/<name>.json`. */
export async function writeResults(name: string, results: Record<string, unknown>): Promise<void> {
  const directory = join(import.meta.dirname, 'results')
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`)
}
