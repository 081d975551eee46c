import type { KeyStore } from '../crypto/key-store.ts'
import type { Tag } from '../database/database.ts'
import { giveWay } from '../web/pages-first.ts'
import { marksIn } from './known.ts'
import type { Problems } from './problems.ts'
import { problemsIn, type Records, schemas } from './records.ts'
import { type Delivery, type Piece, type Resource, resources } from './resources.ts'
import { type Reading, rowsOf } from './rows.ts'
import { fewer, forget, marked, measured, store } from './store.ts'

// Small enough that no page waits for one, where the portal itself brings them in.
const batch = 100

export type Staging = {
  rows: Tag
  keys: KeyStore
  problems: Problems
  /** The Swedish day, YYYY-MM-DD. */
  today: string
  production: boolean
  onRead: (records: number) => Promise<void>
  signal?: AbortSignal
}

/**
 * Reads the delivery to its end into the tables that hold it (schema roster, next_…), record by record, and says what
 * is wrong with which. Nothing that anybody sees is touched. Throws BrokenDelivery where it cannot be read.
 */
export async function stage(delivery: Delivery, staging: Staging): Promise<number> {
  const { rows, problems, onRead, signal } = staging
  const [setting] = await rows<{ sends: boolean }>`
    select value = 'true' as sends from setting where key = 'roster.sends_marking'`
  const same = await rows<{ delivered_id: string; person_id: string }>`
    select delivered_id, person_id from roster.same_person`
  const reading: Reading = {
    ...staging,
    marked: new Map(),
    silence: setting?.sends === false ? 'none' : 'unknown',
    same: new Map(same.map((each) => [each.delivered_id, each.person_id])),
  }
  let records = 0
  let told = 0
  const read = async (pieces: AsyncIterable<Piece>, again: boolean) => {
    let waiting: { resource: Resource; records: Map<string, Records[Resource]>; written: Set<string> } | undefined
    const flush = async () => {
      if (!waiting || waiting.records.size === 0) return
      if (!problems.stopped) {
        const ids = [...waiting.records.keys()]
        // What is whole begins with nothing: there is only what came before in the same delivery.
        const there = delivery.whole && !again ? ids.filter((id) => waiting!.written.has(id)) : ids
        await store(rows, waiting.resource, rowsOf(waiting.resource, [...waiting.records.values()], reading), there)
        for (const id of ids) waiting.written.add(id)
      }
      waiting.records.clear()
      await giveWay()
      // The page that follows it looks every few seconds.
      if (records - told < 1_000) return
      told = records
      await onRead(records)
    }
    let number = 0
    for await (const { resource, place, value } of pieces) {
      signal?.throwIfAborted()
      if (waiting?.resource !== resource) {
        await flush()
        waiting = { resource, records: new Map(), written: new Set() }
      }
      number += 1
      if (!again) records += 1
      const parsed = schemas[resource].safeParse(value, { reportInput: true })
      if (parsed.success) {
        // The same record twice, when pages move while they are read: the later one holds.
        waiting.records.set(parsed.data.id, parsed.data)
        for (const [id, marking] of marksIn(value))
          if (marking !== 'unknown' || !reading.marked.has(id)) reading.marked.set(id, marking)
      } else
        for (const found of problemsIn(parsed.error.issues).slice(0, 5))
          problems.add({ ...found, resource, record: recordName(value, place), stops: true })
      if (waiting.records.size >= batch) await flush()
      else if (number % 20 === 0) await giveWay()
    }
    await flush()
  }
  await read(delivery.pieces, false)
  if (delivery.whole && delivery.again && !problems.stopped) {
    // Pages move when something is removed while they are read, and what stood at the edge is in none of them. Nobody
    // loses anything by that: it is gone when it is in neither reading.
    const short = await fewer(rows)
    if (short.length > 0) await read(delivery.again(short), true)
  }
  if (!problems.stopped) {
    await marked(rows, reading.marked)
    const removed = await delivery.removed()
    for (const resource of resources) if (removed[resource]?.length) await forget(rows, resource, removed[resource])
    await measured(rows)
  }
  return records
}

function recordName(value: unknown, place: string): string {
  const id = (value as { id?: unknown } | null)?.id
  return typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id) ? id.toLowerCase() : place
}
