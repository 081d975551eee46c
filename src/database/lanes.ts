import pg from 'pg'
import type { Statement } from './sql.ts'
import { sendTogether, streamOf } from './together.ts'

/** Who comes after a question that takes longer than this goes another way. */
const slowMs = 25
/** Milliseconds: a connection on which nothing has come back for so long is lost, whatever the network says; one that nobody has used is let go. */
const limits = { lookEvery: 5_000, lost: 15_000, idle: 30_000 }

type Lane = {
  client: pg.Client
  waiting: number
  /** When the question that is being answered began, or the lane fell silent. */
  since: number
}

/**
 * Connections on which the short questions of different requests follow each other without waiting for the answers.
 * Lent to one request at a time, a connection sleeps before every question and is woken for it, and each question is a
 * write and a read of its own: under load that was half of what a page cost Postgres, and a third of what it cost the
 * portal (docs/decisions/0013). Every question is its own transaction, and fails by itself.
 */
export class Lanes {
  readonly #config: pg.ClientConfig
  readonly #most: number
  readonly #limits: typeof limits
  #lanes: Lane[] = []
  #opening: Promise<Lane> | undefined
  #looking: NodeJS.Timeout | undefined
  #closed = false

  constructor(config: pg.ClientConfig, most: number, times = limits) {
    this.#config = { ...config, pipeline: true } as pg.ClientConfig
    this.#most = most
    this.#limits = times
  }

  /** The rows, or undefined where no lane is to be had or all are held up: then it is asked elsewhere. Rejects like pg. */
  async ask(statement: Statement): Promise<pg.QueryResultRow[] | undefined> {
    const lane = this.#free() ?? (await this.#first())
    if (!lane) return undefined
    if (lane.waiting > 0 && this.#lanes.length < this.#most) this.#open().catch(() => {})
    if (lane.waiting === 0) lane.since = performance.now()
    lane.waiting++
    // What the requests of one turn ask leaves together.
    sendTogether(lane.client, setImmediate)
    try {
      return (await lane.client.query(statement as pg.QueryConfig)).rows
    } catch (error) {
      // 57P01 to 57P03: the connection was told to end, a moment before it does. Nobody else is sent there.
      if (String((error as { code?: string }).code).startsWith('57P0')) this.#leave(lane)
      throw error
    } finally {
      lane.waiting--
      lane.since = performance.now()
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#looking)
    await this.#opening?.catch(() => {})
    await Promise.all(this.#lanes.splice(0).map(({ client }) => client.end()))
  }

  /** Where fewest wait, unless what is being answered there takes long. */
  #free(): Lane | undefined {
    const now = performance.now()
    let best: Lane | undefined
    for (const lane of this.#lanes) {
      if (lane.waiting > 0 && now - lane.since > slowMs) continue
      if (!best || lane.waiting < best.waiting) best = lane
    }
    return best
  }

  async #first(): Promise<Lane | undefined> {
    if (this.#lanes.length > 0 || this.#closed) return undefined
    return await this.#open().catch(() => undefined)
  }

  #open(): Promise<Lane> {
    this.#opening ??= this.#connected().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #connected(): Promise<Lane> {
    const client = new pg.Client(this.#config)
    const lane = { client, waiting: 0, since: performance.now() }
    // What waits on it is told by pg; without a listener the process would end (node-postgres 2386).
    client.on('error', () => this.#leave(lane))
    client.on('end', () => this.#leave(lane))
    await client.connect()
    if (this.#closed) {
      await client.end()
      throw new Error('closed meanwhile')
    }
    this.#lanes.push(lane)
    this.#looking ??= setInterval(() => this.#look(), this.#limits.lookEvery).unref()
    return lane
  }

  #leave(lane: Lane): void {
    this.#lanes = this.#lanes.filter((each) => each !== lane)
  }

  #look(): void {
    const now = performance.now()
    for (const lane of [...this.#lanes]) {
      const quiet = now - lane.since
      if (quiet < (lane.waiting > 0 ? this.#limits.lost : this.#limits.idle)) continue
      this.#leave(lane)
      if (lane.waiting > 0) streamOf(lane.client).destroy(new Error('connection terminated: nothing came back'))
      else lane.client.end().catch(() => {})
    }
    if (this.#lanes.length > 0) return
    clearInterval(this.#looking)
    this.#looking = undefined
  }
}
