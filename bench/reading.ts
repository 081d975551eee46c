import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Portal } from './scratch.ts'

/** Loaded into the portal: what its thread is held up by. */
export const eventLoop = `--import=${join(import.meta.dirname, 'event-loop.ts')}`

export type Loop = { held: { p99: number; longest: number }; thread: { p50: number; p95: number } }
export type Read = { p50: number; p95: number } & Loop

/** Somebody who opens one page every other moment, in a process of their own; the portal was started with `eventLoop`. */
export function pageReader(portal: Portal, page: { path: string; cookie: string }) {
  const reader = fork(join(import.meta.dirname, 'reader.ts'))
  const heldUp = async (): Promise<Loop> => {
    const answer = once(portal.process, 'message')
    portal.process.send('how long')
    return (await answer)[0] as Loop
  }
  return {
    /** How long the page took for as long as `work` goes on, and the portal's event loop. */
    reading: async (work: Promise<unknown>): Promise<Read> => {
      await heldUp()
      reader.send({ url: `${portal.url}${page.path}`, cookie: page.cookie })
      await work
      const answer = once(reader, 'message')
      reader.send('stop')
      const [said] = (await answer) as [{ times: number[] } | { error: string }]
      if ('error' in said) throw new Error(said.error)
      const times = said.times.toSorted((a, b) => a - b)
      const at = (share: number) => times[Math.floor(times.length * share)]!
      return { p50: at(0.5), p95: at(0.95), ...(await heldUp()) }
    },
    stop: () => void reader.kill(),
  }
}
