import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { syncDirectory } from './durable.ts'
import { SealError } from './errors.ts'
import { release } from './release.ts'
import {
  CHUNK_BYTES,
  chunkCount,
  HEADER_BYTES,
  openChunk,
  openHeader,
  PREFIX_BYTES,
  parseHeader,
  SEALED_CHUNK_BYTES,
  type SealedFile,
  sealChunk,
  sealedLength,
  sealHeader,
} from './sealed-file-format.ts'

/**
 * How an unfinished file's name ends: `.<machine>-<process>-<start>-<random>.part`. One whose process is gone, or that is
 * hours old, was left by a kill and may be removed.
 */
export const UNFINISHED_SUFFIX = '.part'
export const thisProcess = {
  machine: createHash('sha256').update(hostname()).digest('hex').slice(0, 8),
  pid: process.pid,
  start: randomBytes(4).toString('hex'),
}
const ours = Object.values(thisProcess).join('-')

/** What is to be sealed; what comes piece by piece is asked for the next one when the last is no longer needed. */
export type Bytes = Buffer | AsyncIterable<Uint8Array>

/** First and last byte, both included, of the plain content. */
export type ByteRange = { start: number; end: number }

/**
 * R9: seals what comes from `source` into `path`, a chunk at a time. The file is there whole or not at all;
 * on failure (also of the source) nothing is left behind and the source is destroyed.
 */
export async function writeSealedFile(
  path: string,
  key: Buffer,
  id: string,
  source: Bytes,
): Promise<{ plainBytes: number }> {
  const unfinished = `${path}.${ours}-${randomBytes(6).toString('hex')}${UNFINISHED_SUFFIX}`
  // A source that fails before the first read must not take the process down; the loop below gets the error.
  if (source instanceof Readable) source.on('error', () => {})
  try {
    const plainBytes = await fill(unfinished, createSecretKey(key), id, source)
    await rename(unfinished, path)
    await syncDirectory(dirname(path))
    return { plainBytes }
  } catch (error) {
    if (source instanceof Readable) source.destroy()
    await rm(unfinished, { force: true }).catch(() => {})
    throw error
  }
}

/** Bytes of plain content, for `Content-Length`. Needs no key; the reading that follows proves it. */
export async function sealedFileSize(path: string): Promise<number> {
  const file = await open(path, 'r')
  try {
    return (await readHeader(file)).plainBytes
  } finally {
    await file.close()
  }
}

/**
 * The plain content, or a range of it; opens only the chunks that the range touches, and lets out no byte that has not
 * been proven. Emits SealError when the file was changed, RangeError when the range lies outside, ENOENT when it is gone.
 */
export function readSealedFile(path: string, key: Buffer, id: string, range?: ByteRange): Readable {
  return Readable.from(plainPieces(path, key, id, range), { objectMode: false, highWaterMark: CHUNK_BYTES })
}

async function fill(path: string, key: KeyObject, id: string, source: Bytes): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    const plainBytes = await sealInto(file, key, id, source)
    await file.sync()
    return plainBytes
  } finally {
    await file.close()
  }
}

async function sealInto(file: FileHandle, key: KeyObject, id: string, source: Bytes): Promise<number> {
  const prefix = randomBytes(PREFIX_BYTES)
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  let filled = 0
  let index = 0
  // A full chunk waits for the next byte: only then is it known not to be the last.
  for await (const piece of source instanceof Uint8Array ? [source] : source) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('A sealed file is written from bytes, not from text.')
    for (let taken = 0; taken < piece.length; ) {
      if (filled === CHUNK_BYTES) {
        await writeAll(file, sealChunk({ key, id, prefix }, index, false, chunk), chunkPosition(index))
        index += 1
        filled = 0
      }
      const part = piece.subarray(taken, taken + CHUNK_BYTES - filled)
      chunk.set(part, filled)
      filled += part.length
      taken += part.length
    }
  }
  await writeAll(file, sealChunk({ key, id, prefix }, index, true, chunk.subarray(0, filled)), chunkPosition(index))
  const plainBytes = index * CHUNK_BYTES + filled
  await writeAll(file, [sealHeader({ key, id, prefix }, plainBytes)], 0)
  return plainBytes
}

// The ciphertext is ours alone, and of no use once it is on disk.
async function writeAll(file: FileHandle, parts: Buffer[], position: number): Promise<void> {
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  const { bytesWritten } = await file.writev(parts, position)
  // The disk took a part: the next try says why, or takes more.
  if (bytesWritten === 0) throw new Error('The disk takes no more bytes.')
  if (bytesWritten < total) await writeAll(file, [Buffer.concat(parts).subarray(bytesWritten)], position + bytesWritten)
  for (const part of parts) release(part)
}

/** The same, a piece at a time, as its reader asks; each piece is the reader's own. */
export async function* plainPieces(
  path: string,
  key: Buffer,
  id: string,
  range?: ByteRange,
): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path, 'r')
  try {
    const header = await readHeader(file)
    const sealed = { key: createSecretKey(key), id, prefix: header.prefix }
    const room = Buffer.allocUnsafeSlow(Math.min(SEALED_CHUNK_BYTES, sealedLength(header.plainBytes) - HEADER_BYTES))
    openHeader(sealed, header)
    const { start, end } = range ? within(range, header.plainBytes) : { start: 0, end: header.plainBytes - 1 }
    const last = chunkCount(header.plainBytes) - 1
    const lastWanted = Math.max(0, Math.floor(end / CHUNK_BYTES))
    for (let index = Math.floor(start / CHUNK_BYTES); index <= lastWanted; index++) {
      const plain = await readChunk(file, sealed, index, index === last, header.plainBytes, room)
      const first = index * CHUNK_BYTES
      const piece = plain.subarray(Math.max(0, start - first), end - first + 1)
      if (piece.length > 0) yield piece
    }
  } finally {
    await file.close()
  }
}

async function readHeader(file: FileHandle) {
  const bytes = await readInto(Buffer.allocUnsafe(HEADER_BYTES), file, 0)
  const header = parseHeader(bytes)
  const { size } = await file.stat()
  if (size !== sealedLength(header.plainBytes)) throw new SealError('A sealed file has lost or gained bytes.')
  return header
}

function within(range: ByteRange, plainBytes: number): ByteRange {
  const { start, end } = range
  const fits = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end < plainBytes
  if (!fits) throw new RangeError(`Bytes ${start} to ${end} are not all within a file of ${plainBytes}.`)
  return range
}

async function readChunk(
  file: FileHandle,
  sealed: SealedFile,
  index: number,
  isLast: boolean,
  plainBytes: number,
  room: Buffer,
): Promise<Buffer> {
  const length = isLast ? sealedLength(plainBytes) - chunkPosition(index) : SEALED_CHUNK_BYTES
  return openChunk(sealed, index, isLast, await readInto(room.subarray(0, length), file, chunkPosition(index)))
}

async function readInto(bytes: Buffer, file: FileHandle, position: number): Promise<Buffer> {
  for (let got = 0; got < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, got, bytes.length - got, position + got)
    if (bytesRead === 0) throw new SealError('A sealed file ends too early.')
    got += bytesRead
  }
  return bytes
}

function chunkPosition(index: number): number {
  return HEADER_BYTES + index * SEALED_CHUNK_BYTES
}
