import type { Track } from './mp4.ts'
import { type Box, box, boxes, fullBox, list, numbers, one, sizeOf } from './mp4-boxes.ts'
import type { Source } from './pieces.ts'
import { MediaProblem } from './problem.ts'

type Run = {
  durations: number[]
  sizes: number[]
  later: number[]
  keys: number[]
  chunks: { at: number; samples: number }[]
  begins: number
}
type Defaults = { duration: number; size: number; flags: number }

const mostSamples = 4_000_000
const mostFragment = 16 * 1024 * 1024

/**
 * A film that was written to a pipe comes in fragments, each with its own table. Here they become one table a track, as
 * players like it: the tracks are filled in as if the film had been written in one piece.
 */
export async function fragmentsInto(
  tracks: Track[],
  source: Source,
  top: { type: string; at: number; size: number }[],
  moov: Buffer,
  mvex: Box,
): Promise<void> {
  const runs = new Map<number, Run>(tracks.map((track) => [track.id, emptyRun()]))
  const defaults = defaultsIn(moov, mvex)
  for (const { type, at, size } of top) {
    if (type !== 'moof') continue
    if (size > mostFragment) throw new MediaProblem('film-unreadable')
    const moof = await source.read(at, size)
    for (const traf of boxes(moof, sizeOf(moof, moof.length).header).filter((each) => each.type === 'traf'))
      addFragment(moof, traf, at, runs, defaults)
  }
  for (const track of tracks) fill(track, runs.get(track.id)!)
}

function emptyRun(): Run {
  return { durations: [], sizes: [], later: [], keys: [], chunks: [], begins: 0 }
}

function defaultsIn(moov: Buffer, mvex: Box): Map<number, Defaults> {
  const trex = boxes(moov, mvex.body, mvex.end).filter((each) => each.type === 'trex' && each.end - each.body >= 24)
  return new Map(
    trex.map(({ body }) => [
      moov.readUInt32BE(body + 4),
      {
        duration: moov.readUInt32BE(body + 12),
        size: moov.readUInt32BE(body + 16),
        flags: moov.readUInt32BE(body + 20),
      },
    ]),
  )
}

function addFragment(
  moof: Buffer,
  traf: Box,
  moofAt: number,
  runs: Map<number, Run>,
  all: Map<number, Defaults>,
): void {
  const parts = boxes(moof, traf.body, traf.end)
  const head = reader(moof, one(parts, 'tfhd'))
  const flags = head.number() & 0xffffff
  const id = head.number()
  const run = runs.get(id)
  if (!run) return
  const given = all.get(id) ?? { duration: 0, size: 0, flags: 0 }
  const base = flags & 0x1 ? head.long() : moofAt
  if (flags & 0x2) head.number()
  const duration = flags & 0x8 ? head.number() : given.duration
  const size = flags & 0x10 ? head.number() : given.size
  const sampleFlags = flags & 0x20 ? head.number() : given.flags
  const tfdt = parts.find((each) => each.type === 'tfdt')
  if (tfdt && run.sizes.length === 0) {
    const time = reader(moof, tfdt)
    run.begins = time.number() >>> 24 === 1 ? time.long() : time.number()
  }
  let at = base
  for (const trun of parts.filter((each) => each.type === 'trun')) {
    const table = reader(moof, trun)
    const version = table.number()
    const has = version & 0xffffff
    const count = table.number()
    if (run.sizes.length + count > mostSamples) throw new MediaProblem('film-unreadable')
    if (has & 0x1) at = base + (table.number() | 0)
    const first = has & 0x4 ? table.number() : sampleFlags
    const begins = at
    for (let sample = 0; sample < count; sample += 1) {
      run.durations.push(has & 0x100 ? table.number() : duration)
      const bytes = has & 0x200 ? table.number() : size
      const own = has & 0x400 ? table.number() : sample === 0 ? first : sampleFlags
      run.later.push(has & 0x800 ? table.number() | 0 : 0)
      run.sizes.push(bytes)
      // Bit 16: not a key frame.
      if ((own & 0x10000) === 0) run.keys.push(run.sizes.length)
      at += bytes
    }
    if (count > 0) run.chunks.push({ at: begins, samples: count })
  }
}

function fill(track: Track, run: Run): void {
  const duration = run.durations.reduce((sum, each) => sum + each, 0)
  track.duration = run.begins + duration
  track.samples = {
    sizes: run.sizes,
    chunks: run.chunks,
    carried: [
      fullBox('stts', 0, 0, ...counted(pairs(run.durations))),
      ...(run.later.some(Boolean) ? [fullBox('ctts', 1, 0, ...counted(pairs(run.later)))] : []),
      ...(run.keys.length < run.sizes.length ? [fullBox('stss', 0, 0, numbers(run.keys.length), list(run.keys))] : []),
      fullBox('stsc', 0, 0, ...counted(chunkRuns(run.chunks), 3)),
      fullBox('stsz', 0, 0, numbers(0, run.sizes.length), list(run.sizes)),
    ],
  }
  const mediaTime = (header: Buffer, at: [short: number, long: number], value: number) => {
    if (header[8] === 1) header.writeBigUInt64BE(BigInt(value), at[1])
    else header.writeUInt32BE(Math.min(value, 0xffffffff), at[0])
  }
  mediaTime(track.kept.mdhd!, [24, 32], duration)
  // The film's own clock in ffmpeg's files goes in thousandths.
  const inFilm = (value: number) => Math.round((value * 1000) / track.timescale)
  mediaTime(track.kept.tkhd!, [28, 36], inFilm(track.duration))
  if (run.begins > 0) {
    const waits = numbers(2, inFilm(run.begins), -1, 0x10000, inFilm(duration), 0, 0x10000)
    track.kept.edts = box('edts', fullBox('elst', 0, 0, waits))
  } else delete track.kept.edts
}

/** Equal neighbours as [how many, what]. */
function pairs(values: number[]): number[] {
  const found: number[] = []
  for (const value of values) {
    if (found.length > 0 && found.at(-1) === value) found[found.length - 2]! += 1
    else found.push(1, value)
  }
  return found
}

function chunkRuns(chunks: { samples: number }[]): number[] {
  return chunks.flatMap(({ samples }, index) => (chunks[index - 1]?.samples === samples ? [] : [index + 1, samples, 1]))
}

function counted(flat: number[], width = 2): Buffer[] {
  return [numbers(flat.length / width), list(flat)]
}

function reader(buffer: Buffer, { body, end }: Box) {
  let at = body
  const take = (bytes: number) => {
    if (at + bytes > end) throw new MediaProblem('film-unreadable')
    at += bytes
    return at - bytes
  }
  return { number: () => buffer.readUInt32BE(take(4)), long: () => Number(buffer.readBigUInt64BE(take(8))) }
}
