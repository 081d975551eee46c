import pg from 'pg'
import { lost } from './lost.ts'
import type { Statement } from './sql.ts'
import { sendTogether } from './together.ts'

/** Who comes after a question that takes longer than this goes another way. */
const slowMs = 25
/** It is let go when nobody has used it for so long. */
const idleMs = 30_000

type Line = {
  client: pg.Client
  waiting: number
  /** When the question that is being answered began, or the line fell silent. */
  since: number
  idle: NodeJS.Timeout
}

/**
 * One connection on which the short questions of different requests follow each other without waiting for the answers.
 * Lent to one request at a time, a connection sleeps before every question and is woken for it, and each question is a
 * write and a read of its own: under load that was half of what a page cost Postgres, and a third of what it cost the
 * portal; one answers more than one thread can ask (docs/decisions/0013). Every question is its own transaction, and
 * fails by itself.
 */
export class SharedConnection {
  readonly #config: pg.ClientConfig
  readonly #idle: number
  #line: Line | undefined
  #opening: Promise<Line | undefined> | undefined
  #closed = false

  constructor(config: pg.ClientConfig, idle = idleMs) {
    this.#config = { ...config, pipeline: true } as pg.ClientConfig
    this.#idle = idle
  }

  /** The rows, or undefined where there is no connection or it is held up: then it is asked elsewhere. Rejects like pg. */
  async ask(statement: Statement): Promise<pg.QueryResultRow[] | undefined> {
    const line = this.#line ?? (await this.#open())
    if (!line || (line.waiting > 0 && performance.now() - line.since > slowMs)) return undefined
    if (line.waiting === 0) line.since = performance.now()
    line.waiting++
    // What the requests of one turn ask leaves together.
    sendTogether(line.client, setImmediate)
    try {
      return (await line.client.query(statement as pg.QueryConfig)).rows
    } catch (error) {
      // A moment before the connection ends.
      if (lost(error)) this.#leave(line)
      throw error
    } finally {
      line.waiting--
      line.since = performance.now()
      if (this.#line === line) line.idle.refresh()
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#opening
    const line = this.#line
    this.#line = undefined
    await line?.client.end()
  }

  #open(): Promise<Line | undefined> {
    if (this.#closed) return Promise.resolve(undefined)
    this.#opening ??= this.#connected()
      .catch(() => undefined)
      .finally(() => {
        this.#opening = undefined
      })
    return this.#opening
  }

  async #connected(): Promise<Line> {
    const client = new pg.Client(this.#config)
    // What waits on it is told by pg; without a listener the process would end (node-postgres 2386).
    client.on('error', () => this.#leave(line))
    client.on('end', () => this.#leave(line))
    const idle = setTimeout(() => {
      this.#leave(line)
      client.end().catch(() => {})
    }, this.#idle).unref()
    const line: Line = { client, waiting: 0, since: performance.now(), idle }
    await client.connect()
    this.#line = line
    return line
  }

  #leave(line: Line): void {
    clearTimeout(line.idle)
    if (this.#line === line) this.#line = undefined
  }
}
