import type { Movie, Track } from './mp4.ts'
import { box, boxes, fullBox, numbers } from './mp4-boxes.ts'
import { MediaProblem } from './problem.ts'

/**
 * For a house without ffmpeg: the film as it is, where every browser plays it (H.264 with AAC), and only what describes
 * the pictures and the sound. Throws MediaProblem for anything else.
 */
export function asPlayed(movie: Movie): Movie {
  const [video, ...moreVideo] = movie.tracks.filter((track) => track.kind === 'video')
  const [audio, ...moreAudio] = movie.tracks.filter((track) => track.kind === 'audio')
  const plays = (!video || video.codec === 'avc1') && (!audio || audio.codec === 'mp4a')
  if (!plays || moreVideo.length + moreAudio.length > 0) throw new MediaProblem('not-played-here')
  const tracks = [video, audio].filter((track) => track !== undefined)
  return { ...movie, tracks: tracks.map((track) => ({ ...track, kept: { ...track.kept, stsd: described(track) } })) }
}

// The sample description: fixed fields, then boxes. The compressor's name, and boxes that no player needs, are left out.
function described({ kind, kept }: Track): Buffer {
  const entry = boxes(kept.stsd!, 16)[0]!
  const fixed = kind === 'video' ? 78 : 28
  const wanted = kind === 'video' ? ['avcC', 'pasp', 'colr'] : ['esds']
  if (entry.end - entry.body < fixed) throw new MediaProblem('film-unreadable')
  const head = Buffer.from(kept.stsd!.subarray(entry.body, entry.body + fixed))
  if (kind === 'video') head.fill(0, 42, 74)
  // QuickTime's own later versions of the sound's description.
  else if (head.readUInt16BE(8) !== 0) throw new MediaProblem('not-played-here')
  const parts = boxes(kept.stsd!, entry.body + fixed, entry.end).filter((each) => wanted.includes(each.type))
  if (!parts.some((each) => each.type === wanted[0])) throw new MediaProblem('not-played-here')
  const inside = parts.map((each) => kept.stsd!.subarray(each.start, each.end))
  return fullBox('stsd', 0, 0, numbers(1), box(entry.type, head, ...inside))
}
