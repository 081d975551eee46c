import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type pg from 'pg'
import { directory, keyDirectory, type Store } from './ground.ts'
import type { Load, Order } from './load.ts'

export type Server = { urls: string[]; pids: number[]; stop: () => Promise<void> }

const here = import.meta.dirname

/** The settings of production: its own database roles, https before it, templates kept, little logged. */
export function portalEnvironment(store: Store, port: number): Record<string, string> {
  return {
    DATABASE_URL: store.urls.web,
    BASE_URL: 'https://insyn.example',
    DATA_DIR: directory,
    KEY_DIR: keyDirectory,
    MEDIA_DIR: join(directory, 'media'),
    TRUST_PROXY: '1',
    LOG_LEVEL: 'warn',
    VIEW_CACHE: 'on',
    HOST: '127.0.0.1',
    PORT: String(port),
  }
}

/** As `npm start` and the image have them: a small nursery and a bound keep memory low, at no cost in speed. */
export const portalFlags = [
  '--min-semi-space-size=8',
  '--max-semi-space-size=8',
  '--max-old-space-size=128',
  '--single-threaded-gc',
  '--no-separate-gc-phases',
]

export async function startPortal(store: Store): Promise<Server> {
  const port = await freePort()
  return await startServer(
    join(here, '..', 'src', 'server.ts'),
    portalFlags,
    port,
    portalEnvironment(store, port),
    '/health',
  )
}

export async function startFloor(store: Store): Promise<Server> {
  const port = await freePort()
  const environment = { DATABASE_URL: store.superuser, PORT: String(port), NODE_ENV: 'production' }
  return await startServer(join(here, 'floor.ts'), [], port, environment, '/')
}

async function startServer(
  file: string,
  flags: string[],
  port: number,
  environment: Record<string, string>,
  ready: string,
): Promise<Server> {
  const child = spawn(process.execPath, [...flags, file], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  endWithUs(child)
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 200) throw new Error(`${file} did not start`)
    const answer = await fetch(url + ready).catch(() => undefined)
    if (answer?.ok) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { urls: [url], pids: [child.pid!], stop: () => end(child) }
}

/** As many of a server as there are processors to use, taken as one. */
export async function several(count: number, start: () => Promise<Server>): Promise<Server> {
  const all = await Promise.all(Array.from({ length: count }, start))
  return {
    urls: all.flatMap(({ urls }) => urls),
    pids: all.flatMap(({ pids }) => pids),
    stop: async () => {
      await Promise.all(all.map((each) => each.stop()))
    },
  }
}

export type Generator = { run: (order: Order) => Promise<Load>; stop: () => Promise<void> }

export function startGenerator(): Generator {
  const child = fork(join(here, 'load.ts'))
  endWithUs(child)
  return {
    run: async (order) => {
      child.send(order)
      const [answer] = (await once(child, 'message')) as [{ load: Load } | { error: string }]
      if ('error' in answer) throw new Error(answer.error)
      return answer.load
    },
    stop: () => end(child),
  }
}

/** Seconds of processor time that processes have had, and the memory in MB of the one that has most. */
export async function usageOf(pids: number[]): Promise<{ cpu: number; rss: number } | undefined> {
  const all = await Promise.all(pids.map(usage))
  if (all.some((each) => !each)) return undefined
  return { cpu: all.reduce((sum, each) => sum + each!.cpu, 0), rss: Math.max(...all.map((each) => each!.rss)) }
}

/** Seconds of processor time that a process has had, and its memory in MB; undefined where /proc is not to be had. */
export async function usage(pid: number): Promise<{ cpu: number; rss: number } | undefined> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')
    return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, rss: (Number(fields[21]) * 4096) / 2 ** 20 }
  } catch {
    return undefined
  }
}

/** The same for all of Postgres. */
export async function databaseCpu(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()')
  const all = await Promise.all(rows.map(({ pid }) => usage(pid)))
  return all.reduce((sum, each) => sum + (each?.cpu ?? 0), 0)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

function endWithUs(child: ChildProcess): void {
  process.on('exit', () => child.kill())
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill()
  await once(child, 'exit')
}
