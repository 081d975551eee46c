import { JSONParser } from '@streamparser/json'
import { BrokenDelivery } from './resources.ts'

export type Found = { value: unknown } | { pageToken: string | null }

const smallest = 65_536

/**
 * The records of `{"data":[…],"pageToken":…}` one by one as the bytes come, so that a file of any size takes the memory
 * of one record. Throws BrokenDelivery where it is cut off or is no such thing.
 */
export async function* recordsIn(chunks: AsyncIterable<Uint8Array>, place: string): AsyncGenerator<Found> {
  const found: Found[] = []
  let records = 0
  let head = Buffer.alloc(0)
  const parser = new JSONParser({ paths: ['$.data.*', '$.pageToken'], keepStack: false })
  parser.onValue = ({ value, key, stack }) => {
    if (stack.length === 1) found.push({ pageToken: typeof value === 'string' && value !== '' ? value : null })
    // `data` as an object, or something deeper of that name.
    else if (typeof key !== 'number') throw new BrokenDelivery('no-data', place)
    else {
      records += 1
      found.push({ value })
    }
  }
  for await (const chunk of chunks) {
    if (head.length < smallest) head = Buffer.concat([head, chunk.subarray(0, smallest)])
    reading(() => parser.write(chunk), place)
    yield* found.splice(0)
  }
  if (!parser.isEnded) reading(() => parser.end(), place)
  if (!parser.isEnded) throw new BrokenDelivery('cut-off', place)
  yield* found.splice(0)
  if (records === 0 && !isEmptyList(head)) throw new BrokenDelivery('no-data', place)
}

function reading(step: () => void, place: string): void {
  try {
    step()
  } catch (error) {
    if (error instanceof BrokenDelivery) throw error
    const cut = /ended in mid-parsing/.test((error as Error).message)
    throw new BrokenDelivery(cut ? 'cut-off' : 'json', place, { cause: error })
  }
}

function isEmptyList(text: Buffer): boolean {
  try {
    return Array.isArray(JSON.parse(text.toString('utf8').replace(/^\uFEFF/, '')).data)
  } catch {
    return false
  }
}
