import type { Writable } from 'node:stream'
import type pg from 'pg'

/** What is asked from now until `later` comes leaves in one write: each costs the process as much as a small query. */
export function sendTogether(client: pg.ClientBase, later: (done: () => void) => unknown): void {
  const stream = streamOf(client)
  if (stream.writableCorked > 0) return
  stream.cork()
  later(() => stream.uncork())
}

export function streamOf(client: pg.ClientBase): Writable {
  return (client as unknown as { connection: { stream: Writable } }).connection.stream
}
