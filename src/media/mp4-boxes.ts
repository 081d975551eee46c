import { MediaProblem } from './problem.ts'

/** A box of an ISO media file (MP4, MOV) inside a buffer: [start, end) with its content from `body`. */
export type Box = { type: string; start: number; body: number; end: number }

/** The boxes that lie side by side in buffer[from, to). Throws MediaProblem where one does not fit. */
export function boxes(buffer: Buffer, from = 0, to = buffer.length): Box[] {
  const found: Box[] = []
  for (let at = from; at + 8 <= to; ) {
    const { size, header } = sizeOf(buffer.subarray(at, at + 16), to - at)
    if (at + size > to || found.length > 100_000) throw new MediaProblem('film-unreadable')
    found.push({ type: typeAt(buffer, at), start: at, body: at + header, end: at + size })
    at += size
  }
  return found
}

/** A box's size with its header and the header's own; `left`: what there is, for a box that says "to the end". */
export function sizeOf(head: Buffer, left: number): { size: number; header: number } {
  const short = head.readUInt32BE(0)
  if (short === 0) return { size: left, header: 8 }
  if (short !== 1) {
    if (short < 8) throw new MediaProblem('film-unreadable')
    return { size: short, header: 8 }
  }
  if (head.length < 16) throw new MediaProblem('film-unreadable')
  const long = Number(head.readBigUInt64BE(8))
  if (long < 16 || !Number.isSafeInteger(long)) throw new MediaProblem('film-unreadable')
  return { size: long, header: 16 }
}

export function typeAt(buffer: Buffer, at: number): string {
  return buffer.toString('latin1', at + 4, at + 8)
}

export function one(list: Box[], type: string): Box {
  const box = list.find((each) => each.type === type)
  if (!box) throw new MediaProblem('film-unreadable')
  return box
}

export function box(type: string, ...parts: Buffer[]): Buffer {
  const head = Buffer.alloc(8)
  const size = parts.reduce((sum, part) => sum + part.length, 8)
  if (size > 0xffffffff) throw new MediaProblem('film-too-large')
  head.writeUInt32BE(size, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...parts])
}

/** A box with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...parts: Buffer[]): Buffer {
  return box(type, numbers((version << 24) | flags), ...parts)
}

/** 32-bit numbers, signed ones as they lie. */
export function numbers(...values: number[]): Buffer {
  const buffer = Buffer.allocUnsafe(values.length * 4)
  for (const [index, value] of values.entries()) buffer.writeUInt32BE(value >>> 0, index * 4)
  return buffer
}

export function list(values: number[] | Uint32Array): Buffer {
  const buffer = Buffer.allocUnsafe(values.length * 4)
  for (let index = 0; index < values.length; index += 1) buffer.writeUInt32BE(values[index]! >>> 0, index * 4)
  return buffer
}
