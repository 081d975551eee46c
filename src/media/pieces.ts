import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { release } from '../crypto/release.ts'
import { plainPieces, sealedFileSize, UNFINISHED_SUFFIX, writeSealedFile } from '../crypto/sealed-file.ts'
import { Invalid, Unavailable } from '../errors.ts'
import { giveWay } from '../web/pages-first.ts'
import { piecesPath } from './files.ts'
import { pieceBytes } from './limits.ts'

/** A medium's place on disk and the key that seals it. */
export type Place = { directory: string; id: string; key: Buffer }

/** Bytes that can be read anywhere in, however they lie. */
export type Source = {
  size: number
  read: (at: number, length: number) => Promise<Buffer>
  /** A piece at a time; each is the reader's own. */
  stream: (at: number, length: number) => AsyncIterable<Buffer>
}

/**
 * R9: one piece of what is being sent, sealed before it touches the disk. It is there whole or not at all, so that what
 * has come is exactly the pieces that are there, also after a lost line or a killed process. Sent again it is replaced.
 * Throws Invalid when it is not `bytes` long.
 */
export async function storePiece(place: Place, number: number, bytes: number, body: Readable): Promise<void> {
  const path = await pieceAt(place, number)
  await onDisk(() => writeSealedFile(path, place.key, pieceId(place.id, number), exactly(body, bytes)))
}

/**
 * All that a stream holds, as pieces, each sealed as it comes; returns how many bytes there were. `beyond` is asked with
 * each that comes: from true on nothing is kept.
 */
export async function storePieces(
  place: Place,
  body: AsyncIterable<Buffer>,
  beyond: (bytes: number) => boolean,
): Promise<number> {
  const chunks = body[Symbol.asyncIterator]()
  let total = 0
  let held: Buffer | undefined
  const more = async () => {
    while (!held?.length) {
      const next = await chunks.next()
      if (next.done) return false
      total += next.value.length
      // Read on without keeping: what was typed after the file in the form is wanted.
      if (!beyond(total)) held = next.value
    }
    return true
  }
  async function* one() {
    for (let given = 0; given < pieceBytes && (await more()); ) {
      const part = held!.subarray(0, pieceBytes - given)
      held = held!.subarray(part.length)
      given += part.length
      yield part
      await giveWay()
    }
  }
  try {
    for (let number = 0; await more(); number += 1) {
      const path = await pieceAt(place, number)
      await onDisk(() => writeSealedFile(path, place.key, pieceId(place.id, number), one()))
    }
  } catch (error) {
    await chunks.return?.()
    throw error
  }
  return total
}

/** How many pieces a file of that many bytes comes in, and how long the given one is. */
export function piecesOf(bytes: number): number {
  return Math.ceil(bytes / pieceBytes)
}

export function pieceLength(bytes: number, number: number): number {
  return Math.min(pieceBytes, bytes - number * pieceBytes)
}

/** The numbers of the pieces that have come. */
export async function piecesThere(place: Place): Promise<number[]> {
  const names = await readdir(piecesPath(place.directory, place.id)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => !name.endsWith(UNFINISHED_SUFFIX) && /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}

/** What was sent, to be read anywhere in. Undefined while pieces are missing. */
export async function openPieces(place: Place): Promise<Source | undefined> {
  const there = await piecesThere(place)
  if (there.length === 0 || there.some((number, index) => number !== index)) return undefined
  const last = there.length - 1
  const size = last * pieceBytes + (await sealedFileSize(join(piecesPath(place.directory, place.id), `${last}`)))
  const stream = (at: number, length: number) => across(place, at, Math.min(length, size - at))
  return { size, stream, read: (at, length) => gathered(stream(at, length)) }
}

/** One sealed file, the same way. */
export async function openSealed(path: string, key: Buffer, id: string): Promise<Source> {
  const size = await sealedFileSize(path)
  async function* stream(at: number, length: number) {
    const bytes = Math.min(length, size - at)
    if (bytes > 0) yield* plainPieces(path, key, id, { start: at, end: at + bytes - 1 })
  }
  return { size, stream, read: (at, length) => gathered(stream(at, length)) }
}

/** A full disk, or one that cannot be written, is said as such: refuse, keep living. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code && /^(ENOSPC|EDQUOT|EROFS|EACCES|EMFILE|ENFILE)$/.test(code)) throw new Unavailable(`disk: ${code}`)
    throw error
  }
}

async function* across(place: Place, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = start; at < start + length; ) {
    const number = Math.floor(at / pieceBytes)
    const from = at - number * pieceBytes
    const to = Math.min(pieceBytes, from + start + length - at) - 1
    const path = join(piecesPath(place.directory, place.id), `${number}`)
    yield* plainPieces(path, place.key, pieceId(place.id, number), { start: from, end: to })
    at += to - from + 1
  }
}

async function* exactly(body: Readable, bytes: number): AsyncGenerator<Buffer> {
  let received = 0
  try {
    for await (const chunk of body) {
      received += chunk.length
      if (received > bytes) throw new Invalid('a piece too long', 413)
      yield chunk
      release(chunk)
      await giveWay()
    }
  } catch (error) {
    throw error instanceof Invalid ? error : new Invalid('the sender left')
  }
  if (received < bytes) throw new Invalid('a piece too short')
}

async function gathered(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function pieceAt(place: Place, number: number): Promise<string> {
  const directory = piecesPath(place.directory, place.id)
  await onDisk(() => mkdir(directory, { recursive: true, mode: 0o700 }))
  return join(directory, `${number}`)
}

function pieceId(id: string, number: number): string {
  return `${id}.piece.${number}`
}
