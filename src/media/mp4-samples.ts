import { type Box, one } from './mp4-boxes.ts'
import { MediaProblem } from './problem.ts'

/** A track's samples: their sizes, in which chunks they lie and where, and the tables that are carried over unread. */
export type Samples = {
  sizes: Uint32Array | number[]
  /** Offset in the file and number of samples of each chunk. */
  chunks: { at: number; samples: number }[]
  carried: Buffer[]
}

const mostSamples = 4_000_000

/** From the boxes of `stbl`. Throws MediaProblem where they contradict each other or the file. */
export function tablesOf(moov: Buffer, stbl: Box[], fileSize: number): Samples {
  const sizes = sizesOf(moov, stbl)
  const offsets = offsetsOf(moov, stbl)
  const chunks = perChunk(moov, one(stbl, 'stsc'), offsets, sizes.length)
  if (offsets.some((at) => at < 0 || at >= fileSize)) throw new MediaProblem('film-unreadable')
  const carried = ['stts', 'ctts', 'stss', 'stsc', 'stsz', 'stz2'].flatMap((type) => {
    const found = stbl.find((each) => each.type === type)
    return found ? [Buffer.from(moov.subarray(found.start, found.end))] : []
  })
  return { sizes, chunks, carried }
}

export function chunksOf({ sizes, chunks }: Samples): { at: number; size: number }[] {
  let sample = 0
  return chunks.map(({ at, samples }) => {
    let size = 0
    for (const end = sample + samples; sample < end; sample += 1) size += sizes[sample]!
    return { at, size }
  })
}

function sizesOf(moov: Buffer, stbl: Box[]): Uint32Array {
  const stsz = stbl.find((each) => each.type === 'stsz')
  const from = stsz ?? one(stbl, 'stz2')
  need(from, 12)
  const fixed = stsz ? moov.readUInt32BE(from.body + 4) : 0
  const bits = stsz ? 32 : moov[from.body + 7]!
  const count = moov.readUInt32BE(from.body + 8)
  if (count > mostSamples) throw new MediaProblem('film-unreadable')
  if (fixed > 0) return new Uint32Array(count).fill(fixed)
  if (![4, 8, 16, 32].includes(bits)) throw new MediaProblem('film-unreadable')
  need(from, 12 + Math.ceil((count * bits) / 8))
  const at = from.body + 12
  return Uint32Array.from({ length: count }, (_, index) => {
    if (bits === 32) return moov.readUInt32BE(at + index * 4)
    if (bits === 16) return moov.readUInt16BE(at + index * 2)
    if (bits === 8) return moov[at + index]!
    return (moov[at + (index >> 1)]! >> (index % 2 === 0 ? 4 : 0)) & 15
  })
}

function offsetsOf(moov: Buffer, stbl: Box[]): number[] {
  const long = stbl.find((each) => each.type === 'co64')
  const from = long ?? one(stbl, 'stco')
  need(from, 8)
  const count = moov.readUInt32BE(from.body + 4)
  if (count > mostSamples) throw new MediaProblem('film-unreadable')
  need(from, 8 + count * (long ? 8 : 4))
  return Array.from({ length: count }, (_, index) =>
    long ? Number(moov.readBigUInt64BE(from.body + 8 + index * 8)) : moov.readUInt32BE(from.body + 8 + index * 4),
  )
}

// Runs: from this chunk on, so many samples to a chunk.
function perChunk(moov: Buffer, stsc: Box, offsets: number[], samples: number): Samples['chunks'] {
  need(stsc, 8)
  const runs = moov.readUInt32BE(stsc.body + 4)
  if (runs > mostSamples) throw new MediaProblem('film-unreadable')
  need(stsc, 8 + runs * 12)
  const chunks: Samples['chunks'] = []
  let counted = 0
  for (let run = 0; run < runs; run += 1) {
    const at = stsc.body + 8 + run * 12
    const first = moov.readUInt32BE(at)
    const each = moov.readUInt32BE(at + 4)
    const next = run + 1 < runs ? moov.readUInt32BE(at + 12) : offsets.length + 1
    if (first !== chunks.length + 1 || next < first || next > offsets.length + 1 || each === 0)
      throw new MediaProblem('film-unreadable')
    for (let chunk = first; chunk < next; chunk += 1) {
      chunks.push({ at: offsets[chunk - 1]!, samples: each })
      counted += each
    }
    if (counted > samples) throw new MediaProblem('film-unreadable')
  }
  if (counted !== samples) throw new MediaProblem('film-unreadable')
  return chunks
}

function need(box: Box, bytes: number): void {
  if (box.end - box.body < bytes) throw new MediaProblem('film-unreadable')
}
