import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { type Bytes, writeSealedFile } from '../crypto/sealed-file.ts'
import { draw, original } from './artist.ts'
import { convert, firstView, look } from './ffmpeg.ts'
import { piecesPath } from './files.ts'
import { longestMinutes } from './limits.ts'
import { type Flat, flatten, type Movie, readMovie } from './mp4.ts'
import { asPlayed } from './mp4-playable.ts'
import { onDisk, openPieces, openSealed, type Place, type Source } from './pieces.ts'
import { MediaProblem } from './problem.ts'
import { keepDrawn, keepFile } from './settle.ts'
import { type Demuxer, sniff, sniffBytes } from './sniff.ts'

export type Made = { kind: 'film' | 'sound'; width: number | null; height: number | null; seconds: number }

/**
 * From what was sent to what every browser plays, in sealed files: MP4 that begins at once (H.264, AAC) with a first view
 * for films. Without ffmpeg only what is such a film already. `progress` gets a share between 0 and 1.
 */
export async function makePlayable(
  place: Place,
  ffmpeg: string | undefined,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<Made> {
  const sent = await openPieces(place)
  if (!sent) throw new MediaProblem('missing-pieces')
  const { kind, demuxer } = sniff(await sent.read(0, sniffBytes))
  if (kind === 'photo') throw new MediaProblem('film-unreadable')
  return ffmpeg ? converted(place, ffmpeg, sent, demuxer, progress, signal) : carriedOver(place, sent, demuxer)
}

async function converted(
  place: Place,
  ffmpeg: string,
  sent: Source,
  demuxer: Demuxer,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<Made> {
  const open = await reader(sent, demuxer)
  const found = await look(ffmpeg, demuxer, open.stream(), signal)
  // Recorders that write as they go leave the length in a WAV's head at its highest: that is asked of what came out.
  if (demuxer !== 'wav') refuseTooLong(found.seconds ?? 0)
  // What ffmpeg writes to its pipe is sealed as it comes; then its many tables become the one that players like.
  const path = join(piecesPath(place.directory, place.id), 'fragments')
  const id = `${place.id}.fragments`
  const keep = (stream: Bytes) => onDisk(() => writeSealedFile(path, place.key, id, stream))
  await convert(ffmpeg, demuxer, measured(open, progress), found, keep, signal)
  const fragments = await openSealed(path, place.key, id)
  const movie = asPlayed(await readMovie(fragments))
  refuseTooLong(movie.seconds)
  const flat = flatten(movie, fragments)
  if (!found.video) return await kept(place, 'sound', movie, flat)
  const view = await firstView(ffmpeg, flat.stream(), movie.seconds, signal)
  await keepDrawn(place, await draw(async () => original(view)))
  return await kept(place, 'film', movie, flat)
}

async function carriedOver(place: Place, sent: Source, demuxer: Demuxer): Promise<Made> {
  if (demuxer !== 'mov') throw new MediaProblem('not-played-here')
  const read = await readMovie(sent)
  if (read.fragmented) throw new MediaProblem('not-played-here')
  const movie = asPlayed(read)
  refuseTooLong(movie.seconds)
  const video = movie.tracks.find((track) => track.kind === 'video')
  const flat = flatten(movie, sent)
  if (!video) return await kept(place, 'sound', movie, flat)
  const { width, height } = upright(video)
  await keepDrawn(place, await draw(async () => original(dusk(Math.min(width, 1280), Math.min(height, 1280)))))
  return await kept(place, 'film', movie, flat)
}

function refuseTooLong(seconds: number): void {
  if (seconds > longestMinutes * 60 + 5) throw new MediaProblem('too-long')
}

async function kept(place: Place, kind: 'film' | 'sound', movie: Movie, flat: Flat): Promise<Made> {
  await keepFile(place, kind, flat.stream())
  const video = movie.tracks.find((track) => track.kind === 'video')
  const size = kind === 'film' && video ? upright(video) : { width: null, height: null }
  return { kind, ...size, seconds: Math.round(movie.seconds) }
}

// A pipe cannot be leapt in: what describes the film must come first in it.
async function reader(sent: Source, demuxer: Demuxer): Promise<Flat> {
  const asItIs = { size: sent.size, stream: () => sent.stream(0, sent.size) }
  if (demuxer !== 'mov') return asItIs
  const movie = await readMovie(sent)
  return movie.fragmented ? asItIs : flatten(movie, sent)
}

async function* measured({ size, stream }: Flat, progress: (share: number) => void): AsyncGenerator<Buffer> {
  let read = 0
  for await (const chunk of stream()) {
    read += chunk.length
    progress(read / size)
    yield chunk
  }
}

// The film's own note that it lies on its side.
function upright({ kept, width, height }: Movie['tracks'][number]): { width: number; height: number } {
  const matrix = kept.tkhd!.subarray(kept.tkhd![8] === 1 ? 60 : 48)
  const lying = matrix.readInt32BE(0) === 0 && matrix.readInt32BE(4) !== 0
  if (width === 0 || height === 0) throw new MediaProblem('film-unreadable')
  return lying ? { width: height, height: width } : { width, height }
}

/** Where no ffmpeg can take a view out of the film: an even dark blue of its size, as PNG. */
function dusk(width: number, height: number): Buffer {
  const row = Buffer.alloc(1 + width * 3)
  for (let at = 1; at < row.length; at += 3) row.set([0x22, 0x29, 0x62], at)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
