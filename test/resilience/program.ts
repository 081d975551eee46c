import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { ground } from '../support/ground.ts'

const server = join(import.meta.dirname, '..', '..', 'src', 'server.ts')

export type Program = {
  child: ChildProcess
  /** What it has said so far, and what it has complained of. */
  said: () => string
  complained: () => string
  /** Its address, once it serves. */
  url: Promise<string>
  ended: Promise<number | null>
}

/** The portal as a program of its own, with nothing but the given environment. */
export function startPortal(environment: Record<string, string>): Program {
  const { PATH = '', HOME = '/' } = process.env
  const child = spawn(process.execPath, [server], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, complained] = ['', '']
  child.stdout!.on('data', (chunk) => {
    said += chunk
  })
  child.stderr!.on('data', (chunk) => {
    complained += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  const url = new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', () => {
      const found = /Insyn: (http:\S+)/.exec(said)
      if (found) resolve(found[1]!)
    })
    ended.then((code) => reject(new Error(`ended with ${code}: ${complained}`)))
  })
  url.catch(() => {})
  return { child, said: () => said, complained: () => complained, url, ended }
}

/** The environment of a portal on a database of its own, with the tests' keys. */
export function environmentFor(databaseUrl: string): Record<string, string> {
  const { directory, keyDirectory, mediaDirectory } = ground()
  return { PORT: '0', DATABASE_URL: databaseUrl, DATA_DIR: directory, KEY_DIR: keyDirectory, MEDIA_DIR: mediaDirectory }
}
