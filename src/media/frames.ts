import type { Readable } from 'node:stream'
import { release } from '../crypto/release.ts'

// What the portal and the process that draws say to each other: a head in JSON, its length before it, then bytes.
const mostHead = 64 * 1024

export function headOf(value: object): Buffer {
  const json = Buffer.from(JSON.stringify(value))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(json.length)
  return Buffer.concat([length, json])
}

export type Taking = {
  /** Undefined where nothing more comes. */
  head: () => Promise<unknown>
  bytes: (count: number) => Promise<Buffer>
}

/** Takes heads and bytes from a stream, copied together as they come. Throws where it ends in the middle of them. */
export function taking(stream: Readable): Taking {
  const chunks = stream.iterator({ destroyOnReturn: false })
  let chunk: Buffer | undefined
  let read = 0
  const more = async () => {
    if (chunk && read < chunk.length) return true
    if (chunk) release(chunk)
    const next = await chunks.next()
    ;[chunk, read] = [next.done ? undefined : (next.value as Buffer), 0]
    return chunk !== undefined
  }
  const bytes = async (count: number) => {
    const all = Buffer.allocUnsafeSlow(count)
    for (let filled = 0; filled < count; ) {
      if (!(await more())) throw new Error('the other side has gone')
      const part = chunk!.subarray(read, read + count - filled)
      all.set(part, filled)
      filled += part.length
      read += part.length
    }
    return all
  }
  const head = async () => {
    if (!(await more())) return undefined
    const length = (await bytes(4)).readUInt32BE()
    if (length > mostHead) throw new Error('that is no head')
    return JSON.parse((await bytes(length)).toString())
  }
  return { head, bytes }
}
