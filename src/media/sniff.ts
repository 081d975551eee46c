import { MediaProblem } from './problem.ts'

/** What a file is, by its first bytes; `demuxer` is the one reader of ffmpeg's that may open it, so that none is guessed. */
export type Sniffed = { kind: 'photo'; demuxer?: never } | { kind: 'film' | 'sound'; demuxer: Demuxer }
export type Demuxer = 'mov' | 'matroska' | 'avi' | 'mpegts' | 'ogg' | 'mp3' | 'aac' | 'wav' | 'flac' | 'amr'

export const sniffBytes = 400

/** Throws MediaProblem for what is nothing that we take; names and announced types are never asked. */
export function sniff(head: Buffer): Sniffed {
  if (head.length === 0) throw new MediaProblem('empty')
  const at = (offset: number, text: string) => head.subarray(offset, offset + text.length).toString('latin1') === text
  if (at(0, '\xff\xd8\xff') || at(0, '\x89PNG\r\n\x1a\n')) return { kind: 'photo' }
  if (at(0, 'RIFF') && at(8, 'WEBP')) return { kind: 'photo' }
  if (at(4, 'ftyp')) return isoMedia(head)
  // QuickTime before it had a name for itself.
  if (['moov', 'mdat', 'wide', 'free', 'skip'].some((type) => at(4, type))) return { kind: 'film', demuxer: 'mov' }
  if (at(0, '\x1aE\xdf\xa3')) return { kind: 'film', demuxer: 'matroska' }
  if (at(0, 'RIFF') && at(8, 'AVI ')) return { kind: 'film', demuxer: 'avi' }
  if (head[0] === 0x47 && head[188] === 0x47 && head[376] === 0x47) return { kind: 'film', demuxer: 'mpegts' }
  if (at(0, 'OggS')) return { kind: 'sound', demuxer: 'ogg' }
  if (at(0, 'RIFF') && at(8, 'WAVE')) return { kind: 'sound', demuxer: 'wav' }
  if (at(0, 'fLaC')) return { kind: 'sound', demuxer: 'flac' }
  if (at(0, '#!AMR')) return { kind: 'sound', demuxer: 'amr' }
  if (at(0, 'ID3')) return { kind: 'sound', demuxer: 'mp3' }
  if (head[0] === 0xff && (head[1]! & 0xf6) === 0xf0) return { kind: 'sound', demuxer: 'aac' }
  if (head[0] === 0xff && (head[1]! & 0xe0) === 0xe0) return { kind: 'sound', demuxer: 'mp3' }
  throw new MediaProblem('unknown')
}

function isoMedia(head: Buffer): Sniffed {
  const brand = head.subarray(8, 12).toString('latin1')
  if (/^(heic|heix|hevc|hevx|heim|heis|hevm|hevs|mif1|msf1|avif|avis)$/.test(brand)) throw new MediaProblem('heic')
  return { kind: /^(M4A |M4B )$/.test(brand) ? 'sound' : 'film', demuxer: 'mov' }
}
