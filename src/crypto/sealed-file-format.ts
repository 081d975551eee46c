import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { SealError } from './errors.ts'

// R9. A sealed file, after the STREAM construction (as in Tink and age):
//   header: magic (4) | version (1) | prefix (7, random) | plain length (8) | tag (16)
//   chunks: 64 KiB of plain bytes each, the last 0 to 64 KiB; ciphertext | tag (16)
// Every nonce is prefix | counter (4) | flag (1). The counter stops chunks from changing places, the flag from being cut
// or continued. The header's tag proves the length, so that a range of a shortened file does not open either.
export const CHUNK_BYTES = 64 * 1024
export const PREFIX_BYTES = 7
const TAG_BYTES = 16
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
const MAGIC = Buffer.from('INSF', 'latin1')
const VERSION = 1
const PREFIX_AT = 5
const LENGTH_AT = PREFIX_AT + PREFIX_BYTES
const TAG_AT = LENGTH_AT + 8
export const HEADER_BYTES = TAG_AT + TAG_BYTES

const [MORE, LAST, HEADER] = [0, 1, 2] as const
const HEADER_COUNTER = 0xffffffff

/** What every part of one file is sealed with and bound to. */
export type SealedFile = { key: KeyObject; id: string; prefix: Buffer }
export type Header = { prefix: Buffer; plainBytes: number; bytes: Buffer }

/** An empty file has one empty chunk, so that its emptiness is proven too. */
export function chunkCount(plainBytes: number): number {
  return Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES))
}

export function sealedLength(plainBytes: number): number {
  return HEADER_BYTES + plainBytes + chunkCount(plainBytes) * TAG_BYTES
}

export function sealHeader(file: SealedFile, plainBytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(header)
  header[MAGIC.length] = VERSION
  file.prefix.copy(header, PREFIX_AT)
  header.writeBigUInt64BE(BigInt(plainBytes), LENGTH_AT)
  sealPart(file, HEADER_COUNTER, HEADER, header.subarray(0, TAG_AT), nothing)[1].copy(header, TAG_AT)
  return header
}

/** Reads what the header says; `openHeader` proves it. */
export function parseHeader(bytes: Buffer): Header {
  const length = bytes.readBigUInt64BE(LENGTH_AT)
  const known = MAGIC.equals(bytes.subarray(0, MAGIC.length)) && bytes[MAGIC.length] === VERSION
  if (!known || length > BigInt(Number.MAX_SAFE_INTEGER))
    throw new SealError('This is not a sealed file of a known version.')
  return { prefix: bytes.subarray(PREFIX_AT, LENGTH_AT), plainBytes: Number(length), bytes }
}

export function openHeader(file: SealedFile, { bytes }: Header): void {
  openPart(file, HEADER_COUNTER, HEADER, bytes.subarray(0, TAG_AT), bytes.subarray(TAG_AT))
}

/** Ciphertext and tag, to be written one after the other. */
export function sealChunk(file: SealedFile, index: number, isLast: boolean, plain: Buffer): [Buffer, Buffer] {
  if (index >= HEADER_COUNTER) throw new RangeError('A sealed file holds at most 256 TiB.')
  return sealPart(file, index, isLast ? LAST : MORE, nothing, plain)
}

/** The plain bytes. Throws SealError when the chunk is not this file's, at this place, unchanged. */
export function openChunk(file: SealedFile, index: number, isLast: boolean, sealed: Buffer): Buffer {
  return openPart(file, index, isLast ? LAST : MORE, nothing, sealed)
}

function sealPart(file: SealedFile, counter: number, flag: number, shown: Buffer, plain: Buffer): [Buffer, Buffer] {
  const cipher = createCipheriv('aes-256-gcm', file.key, nonce(file.prefix, counter, flag), {
    authTagLength: TAG_BYTES,
  })
  cipher.setAAD(boundTo(file.id, shown))
  const body = cipher.update(plain)
  cipher.final()
  return [body, cipher.getAuthTag()]
}

function openPart(file: SealedFile, counter: number, flag: number, shown: Buffer, sealed: Buffer): Buffer {
  const tagAt = sealed.length - TAG_BYTES
  if (tagAt < 0) throw new SealError('A sealed file ends too early.')
  const at = nonce(file.prefix, counter, flag)
  const decipher = createDecipheriv('aes-256-gcm', file.key, at, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(file.id, shown)).setAuthTag(sealed.subarray(tagAt))
  const plain = decipher.update(sealed.subarray(0, tagAt))
  try {
    decipher.final()
  } catch {
    throw new SealError('A sealed file does not open: it was changed, moved, or sealed with another key.')
  }
  return plain
}

function nonce(prefix: Buffer, counter: number, flag: number): Buffer {
  const bytes = Buffer.allocUnsafe(PREFIX_BYTES + 5)
  prefix.copy(bytes)
  bytes.writeUInt32BE(counter, PREFIX_BYTES)
  bytes[PREFIX_BYTES + 4] = flag
  return bytes
}

// The fixed part has a fixed length and the id comes last: no two files read the same.
function boundTo(id: string, shown: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`insyn file ${VERSION}|${shown.length}|`), shown, Buffer.from(id)])
}

const nothing = Buffer.alloc(0)
