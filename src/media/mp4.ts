import { type Box, box, boxes, fullBox, list, numbers, one, sizeOf, typeAt } from './mp4-boxes.ts'
import { fragmentsInto } from './mp4-fragments.ts'
import { chunksOf, type Samples, tablesOf } from './mp4-samples.ts'
import type { Source } from './pieces.ts'
import { MediaProblem } from './problem.ts'

export type Track = {
  kind: 'video' | 'audio'
  id: number
  /** Four letters: avc1, hvc1, mp4a … */
  codec: string
  width: number
  height: number
  timescale: number
  /** In the track's own time. */
  duration: number
  /** Boxes that are carried over as they are: tkhd, edts, mdhd, vmhd or smhd, stsd. */
  kept: Record<string, Buffer>
  samples: Samples
}

export type Movie = { timescale: number; seconds: number; tracks: Track[]; mvhd: Buffer; fragmented: boolean }

const mostMoov = 64 * 1024 * 1024
const mostBoxes = 20_000
const block = 64 * 1024

/**
 * What an MP4 or QuickTime file holds: its pictures and its sound, and where every piece of them lies. Everything else
 * (places, devices, dates, hidden tracks, what was hung on behind) is not even looked at. Throws MediaProblem for a file
 * that does not hold together, is cut off, or points outside itself.
 */
export async function readMovie(source: Source): Promise<Movie> {
  try {
    return await read(source)
  } catch (error) {
    // A box shorter than its own fields.
    if (error instanceof RangeError) throw new MediaProblem('film-unreadable')
    throw error
  }
}

async function read(source: Source): Promise<Movie> {
  const top = await topLevel(source)
  const at = top.find((each) => each.type === 'moov')
  if (!at || at.size > mostMoov || top.filter((each) => each.type === 'moov').length > 1)
    throw new MediaProblem('film-unreadable')
  const moov = await source.read(at.at, at.size)
  const inside = boxes(moov, sizeOf(moov, moov.length).header)
  const header = one(inside, 'mvhd')
  const mvhd = Buffer.from(moov.subarray(header.start, header.end))
  const { timescale, duration } = timesOf(mvhd)
  const tracks = inside.filter((each) => each.type === 'trak').flatMap((trak) => trackIn(moov, trak, source.size))
  const mvex = inside.find((each) => each.type === 'mvex')
  const fragmented = mvex !== undefined && top.some((each) => each.type === 'moof')
  if (fragmented) await fragmentsInto(tracks, source, top, moov, mvex)
  if (tracks.length === 0 || tracks.every((track) => track.samples.sizes.length === 0))
    throw new MediaProblem('film-unreadable')
  const longest = Math.max(...tracks.map((track) => track.duration / track.timescale), duration / timescale || 0)
  if (fragmented) setDuration(mvhd, Math.round(longest * timescale))
  return { timescale, seconds: longest, tracks, mvhd, fragmented }
}

export type Flat = { size: number; stream: () => AsyncIterable<Buffer> }

/**
 * The film written anew: what describes it first, so that playing can begin at once and a pipe can be read; then the
 * samples and not one byte more. Without dates, names and whatever else came along.
 */
export function flatten(movie: Movie, source: Source): Flat {
  const chunks = movie.tracks
    .flatMap((track, index) => chunksOf(track.samples).map((chunk) => ({ ...chunk, index })))
    .sort((a, b) => a.at - b.at)
  const total = chunks.reduce((sum, chunk) => sum + chunk.size, 0)
  // The same bytes named a thousand times would make a large film of a small file.
  if (total > source.size || chunks.some((chunk) => chunk.at < 0 || chunk.at + chunk.size > source.size))
    throw new MediaProblem('film-unreadable')
  if (total > 0xf0000000) throw new MediaProblem('film-too-large')
  const offsets: number[][] = movie.tracks.map(() => [])
  const lay = (start: number) => {
    for (const each of offsets) each.length = 0
    let at = start
    for (const chunk of chunks) {
      offsets[chunk.index]!.push(at)
      at += chunk.size
    }
  }
  const ftyp = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2avc1mp41', 'latin1'))
  // Laid out twice: the first time only to learn how long the head is.
  lay(0)
  const begins = ftyp.length + moovOf(movie, offsets).length + 8
  lay(begins)
  const head = Buffer.concat([ftyp, moovOf(movie, offsets), numbers(total + 8), Buffer.from('mdat')])
  return {
    size: head.length + total,
    stream: () => inOrder(head, spans(chunks), source),
  }
}

async function* inOrder(head: Buffer, parts: { at: number; size: number }[], source: Source) {
  // A copy: who reads it may give it back.
  yield Buffer.from(head)
  for (const { at, size } of parts) yield* source.stream(at, size)
}

// What lies side by side is read in one go.
function spans(chunks: { at: number; size: number }[]): { at: number; size: number }[] {
  const merged: { at: number; size: number }[] = []
  for (const { at, size } of chunks) {
    const last = merged.at(-1)
    if (last && last.at + last.size === at) last.size += size
    else if (size > 0) merged.push({ at, size })
  }
  return merged
}

async function topLevel(source: Source): Promise<{ type: string; at: number; size: number }[]> {
  const found: { type: string; at: number; size: number }[] = []
  const near = inBlocks(source)
  for (let at = 0; at + 8 <= source.size; ) {
    const head = await near(at, Math.min(16, source.size - at))
    const { size } = sizeOf(head, source.size - at)
    const type = typeAt(head, 0)
    // Cut off, or longer than what was sent.
    if (at + size > source.size || found.length > mostBoxes) throw new MediaProblem('film-unreadable')
    found.push({ type, at, size })
    at += size
  }
  return found
}

// Small boxes lie many to a block, and each reading opens a sealed file anew.
function inBlocks(source: Source): Source['read'] {
  let from = -1
  let held: Buffer = Buffer.alloc(0)
  return async (at, length) => {
    if (from < 0 || at < from || at + length > from + held.length) {
      from = at
      held = await source.read(at, Math.min(block, source.size - at))
    }
    return held.subarray(at - from, at - from + length)
  }
}

function trackIn(moov: Buffer, trak: Box, fileSize: number): Track[] {
  const parts = boxes(moov, trak.body, trak.end)
  const mdia = boxes(moov, one(parts, 'mdia').body, one(parts, 'mdia').end)
  const handler = moov.toString('latin1', one(mdia, 'hdlr').body + 8, one(mdia, 'hdlr').body + 12)
  const kind = handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : undefined
  // Timed notes of place, chapters, subtitles, thumbnails: left behind.
  if (!kind) return []
  const minf = boxes(moov, one(mdia, 'minf').body, one(mdia, 'minf').end)
  refuseElsewhere(moov, minf)
  const stbl = boxes(moov, one(minf, 'stbl').body, one(minf, 'stbl').end)
  const copy = (found: Box | undefined) => (found ? Buffer.from(moov.subarray(found.start, found.end)) : undefined)
  const stsd = copy(one(stbl, 'stsd'))!
  if (stsd.length < 24) throw new MediaProblem('film-unreadable')
  const mdhd = copy(one(mdia, 'mdhd'))!
  const tkhd = copy(one(parts, 'tkhd'))!
  const { timescale, duration } = timesOf(mdhd)
  const media = minf.find((each) => each.type === 'vmhd' || each.type === 'smhd')
  const kept = { tkhd, mdhd, stsd, media: copy(media)!, edts: copy(parts.find((each) => each.type === 'edts'))! }
  const wide = tkhd[8] === 1 ? 88 + 8 : 76 + 8
  const track: Track = {
    kind,
    id: tkhd.readUInt32BE(tkhd[8] === 1 ? 28 : 20),
    codec: stsd.toString('latin1', 20, 24),
    width: kind === 'video' && stsd.length >= 52 ? stsd.readUInt16BE(48) : 0,
    height: kind === 'video' && stsd.length >= 52 ? stsd.readUInt16BE(50) : 0,
    timescale,
    duration,
    kept: Object.fromEntries(Object.entries(kept).filter(([, bytes]) => bytes)),
    samples: tablesOf(moov, stbl, fileSize),
  }
  if (tkhd.length < wide) throw new MediaProblem('film-unreadable')
  return [track]
}

// Bit 0 of an entry's flags: the media is in this very file. Anything else names a place to fetch it from.
function refuseElsewhere(moov: Buffer, minf: Box[]): void {
  const dinf = minf.find((each) => each.type === 'dinf')
  const dref = dinf && boxes(moov, dinf.body, dinf.end).find((each) => each.type === 'dref')
  if (!dref) return
  for (const entry of boxes(moov, dref.body + 8, dref.end)) {
    if (entry.end - entry.body < 4 || (moov.readUInt32BE(entry.body) & 1) === 0)
      throw new MediaProblem('film-elsewhere')
  }
}

// mvhd and mdhd begin alike: made, changed, units to a second, length.
function timesOf(header: Buffer): { timescale: number; duration: number } {
  const long = header[8] === 1
  if (header.length < (long ? 40 : 28)) throw new MediaProblem('film-unreadable')
  const timescale = header.readUInt32BE(long ? 28 : 20)
  const duration = long ? Number(header.readBigUInt64BE(32)) : header.readUInt32BE(24)
  if (timescale === 0) throw new MediaProblem('film-unreadable')
  const unknown = duration >= 0xffffffff && !long
  return { timescale, duration: unknown || !Number.isSafeInteger(duration) ? 0 : duration }
}

function setDuration(mvhd: Buffer, value: number): void {
  if (mvhd[8] === 1) mvhd.writeBigUInt64BE(BigInt(value), 32)
  else mvhd.writeUInt32BE(Math.min(value, 0xffffffff), 24)
}

function moovOf(movie: Movie, offsets: number[][]): Buffer {
  const traks = movie.tracks.map((track, index) => trakOf(track, offsets[index]!))
  return box('moov', withoutDates(movie.mvhd), ...traks)
}

function trakOf({ kind, kept, samples }: Track, offsets: number[]): Buffer {
  const handler = Buffer.concat([numbers(0), Buffer.from(kind === 'video' ? 'vide' : 'soun'), Buffer.alloc(13)])
  const here = box('dinf', fullBox('dref', 0, 0, numbers(1), fullBox('url ', 0, 1)))
  const stbl = box(
    'stbl',
    kept.stsd!,
    ...samples.carried,
    fullBox('stco', 0, 0, numbers(offsets.length), list(offsets)),
  )
  const media =
    kept.media ?? (kind === 'video' ? fullBox('vmhd', 0, 1, numbers(0, 0)) : fullBox('smhd', 0, 0, numbers(0)))
  return box(
    'trak',
    withoutDates(kept.tkhd!),
    ...(kept.edts ? [kept.edts] : []),
    box('mdia', withoutDates(kept.mdhd!), fullBox('hdlr', 0, 0, handler), box('minf', media, here, stbl)),
  )
}

// When it was recorded and changed stand first in mvhd, tkhd and mdhd.
function withoutDates(header: Buffer): Buffer {
  const clean = Buffer.from(header)
  clean.fill(0, 12, header[8] === 1 ? 28 : 20)
  return clean
}
