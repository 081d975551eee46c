import type { Writable } from 'node:stream'
import type pg from 'pg'

/** What is asked from now until `later` comes leaves in one write: each costs the process as much as a small query. */
export function sendTogether(client: pg.ClientBase, later: (done: () => void) => unknown): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (stream.writableCorked > 0) return
  stream.cork()
  later(() => stream.uncork())
}
