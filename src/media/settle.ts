import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { release } from '../crypto/release.ts'
import { type Bytes, writeSealedFile } from '../crypto/sealed-file.ts'
import { type Drawn, draw } from './artist.ts'
import { type FileKind, mediaPath, removePieces } from './files.ts'
import { largestFilm, largestPicture } from './limits.ts'
import { flatten, readMovie } from './mp4.ts'
import { onDisk, openPieces, type Place } from './pieces.ts'
import { MediaProblem } from './problem.ts'
import { sniff, sniffBytes } from './sniff.ts'

export type Settled =
  | { kind: 'photo'; state: 'ready'; width: number; height: number }
  | { kind: 'film' | 'sound'; state: 'waiting'; width: null; height: null }

/**
 * All pieces have come: a picture is redrawn at once and its pieces go; film and sound are looked at and wait for the
 * worker. Throws MediaProblem with the word for what cannot be used; the pieces are then the caller's to remove.
 */
export async function settle(place: Place, ffmpeg: string | undefined): Promise<Settled> {
  const source = await openPieces(place)
  if (!source) throw new MediaProblem('missing-pieces')
  const { kind, demuxer } = sniff(await source.read(0, sniffBytes))
  if (kind === 'photo') {
    if (source.size > largestPicture) throw new MediaProblem('too-large')
    const drawn = await draw(async () => ({ size: source.size, stream: () => source.stream(0, source.size) }))
    await keepDrawn(place, drawn)
    await removePieces(place.directory, place.id)
    return { kind, state: 'ready', width: drawn.width, height: drawn.height }
  }
  if (source.size > largestFilm) throw new MediaProblem('film-too-large')
  if (!ffmpeg && demuxer !== 'mov') throw new MediaProblem('not-played-here')
  // What is cut off or points elsewhere is said while the sender is still there.
  if (demuxer === 'mov') {
    const movie = await readMovie(source)
    if (!movie.fragmented) flatten(movie, source)
  }
  return { kind, state: 'waiting', width: null, height: null }
}

/** The picture's files, which are in memory no longer then. */
export async function keepDrawn(place: Place, { files }: Drawn): Promise<void> {
  for (const [kind, bytes] of Object.entries(files)) {
    await keepFile(place, kind as FileKind, bytes)
    release(bytes)
  }
}

export async function keepFile(place: Place, kind: FileKind, source: Bytes): Promise<void> {
  const path = mediaPath(place.directory, place.id, kind)
  await onDisk(async () => {
    await mkdir(dirname(path), { recursive: true })
    await writeSealedFile(path, place.key, `${place.id}.${kind}`, source)
  })
}
