import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { handOverAll } from './hand-over.ts'
import { largestFilm, longestMinutes } from './limits.ts'
import { MediaProblem } from './problem.ts'
import type { Demuxer } from './sniff.ts'

export type Found = { video: boolean; audio: boolean; seconds: number | undefined }

const memory = 2 * 1024 ** 3
const cpuSeconds = 2 * 60 * 60
/** How long at most: a look, one view, the whole. */
const minute = 60_000
const slowest = { look: minute, view: 5 * minute, convert: 3 * 60 * minute }

/** What ffmpeg sees in a file, asked of its sibling ffprobe. Throws MediaProblem where it sees neither picture nor sound. */
export async function look(
  ffmpeg: string,
  demuxer: Demuxer,
  source: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<Found> {
  const probe = ffmpeg.replace(/ffmpeg(\.exe)?$/, 'ffprobe$1')
  const wanted = 'format=duration:stream=codec_type:stream_disposition=attached_pic'
  const running = start(probe, [...input(demuxer), '-show_entries', wanted, '-of', 'json'], slowest.look, signal)
  const said: Buffer[] = []
  running.child.stdout!.on('data', (chunk: Buffer) => said.push(chunk))
  await Promise.all([feed(source, running.child), running.ended])
  const { streams = [], format = {} } = JSON.parse(Buffer.concat(said).toString() || '{}') as {
    streams?: { codec_type?: string; disposition?: { attached_pic?: number } }[]
    format?: { duration?: string }
  }
  const video = streams.some((each) => each.codec_type === 'video' && !each.disposition?.attached_pic)
  const audio = streams.some((each) => each.codec_type === 'audio')
  if (!video && !audio) throw new MediaProblem('film-unreadable')
  const seconds = Number(format.duration)
  return { video, audio, seconds: Number.isFinite(seconds) ? seconds : undefined }
}

/**
 * H.264 and AAC of any film, AAC of any sound, as a fragmented MP4 stream: from pipe to pipe, nothing in the clear on
 * disk. `made` gets the stream and must read it to its end; `source` is left on failure.
 */
export async function convert(
  ffmpeg: string,
  demuxer: Demuxer,
  source: AsyncIterable<Buffer>,
  found: Found,
  made: (stream: AsyncIterable<Buffer>) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const options = [
    ...input(demuxer),
    ...['-map', '0:V:0?', '-map', '0:a:0?', '-map_metadata', '-1', '-map_chapters', '-1', '-dn', '-sn'],
    ...(found.video ? picture : ['-vn']),
    ...['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'],
    // A little more than is allowed: so that what is longer shows.
    ...['-t', String(longestMinutes * 60 + 30), '-fs', String(largestFilm), '-max_muxing_queue_size', '1024'],
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
    ...['-movflags', 'frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets'],
    ...['-frag_duration', '4000000', '-f', 'mp4', 'pipe:1'],
  ]
  const running = start(ffmpeg, options, slowest.convert, signal)
  await Promise.all([feed(source, running.child), made(running.child.stdout!), running.ended])
}

/** One picture out of a film that convert() made, a little way in, as JPEG. */
export async function firstView(
  ffmpeg: string,
  source: AsyncIterable<Buffer>,
  seconds: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const at = String(Math.min(1, seconds / 3))
  const options = [
    ...input('mov'),
    // After the input: a pipe is read forwards only.
    '-ss',
    at,
    '-map',
    '0:v:0',
    '-frames:v',
    '1',
    '-c:v',
    'mjpeg',
    '-q:v',
    '2',
    '-f',
    'image2pipe',
    'pipe:1',
  ]
  const running = start(ffmpeg, options, slowest.view, signal)
  const chunks: Buffer[] = []
  running.child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk))
  await Promise.all([feed(source, running.child), running.ended])
  if (chunks.length === 0) throw new MediaProblem('film-unreadable')
  return Buffer.concat(chunks)
}

// Upright by the decoder's own hand; within 1280 points, even sides, at most 30 pictures a second, a key frame every
// other second so that one can leap; and without the encoder's own notes (type 6).
const picture = [
  ...['-vf', "scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1"],
  ...[
    '-pix_fmt',
    'yuv420p',
    '-fpsmax',
    '30',
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-profile:v',
    'high',
    '-crf',
    '24',
  ],
  ...['-maxrate', '3500k', '-bufsize', '7000k', '-g', '60', '-bsf:v', 'filter_units=remove_types=6'],
  ...['-threads', String(Math.max(1, availableParallelism() - 1))],
]

// B10: the one demuxer that the file's own first bytes named, and no protocol but the pipe: a list of addresses is never
// read as one, and nothing is fetched from anywhere.
function input(demuxer: Demuxer): string[] {
  const guarded = ['-v', 'quiet', '-protocol_whitelist', 'pipe', '-f', demuxer]
  const limited = ['-max_alloc', String(512 * 1024 * 1024), '-analyzeduration', '10M', '-probesize', '20M']
  return [
    ...guarded,
    ...(demuxer === 'mov' ? ['-enable_drefs', '0', '-use_absolute_path', '0'] : []),
    ...limited,
    '-i',
    'pipe:0',
  ]
}

type Running = { child: ChildProcess; ended: Promise<void> }

/** Low priority, little memory, bounded time, an empty environment; ended with the signal. */
function start(program: string, options: string[], milliseconds: number, signal: AbortSignal): Running {
  signal.throwIfAborted()
  const first = program.endsWith('ffprobe') ? [] : ['-hide_banner', '-nostdin']
  const limits = [
    '/usr/bin/prlimit',
    `--as=${memory}`,
    `--cpu=${cpuSeconds}`,
    '--core=0',
    '--nofile=64',
    '--fsize=0',
    '--',
  ]
  const polite = ['/usr/bin/nice', '-n', '10']
  const line = [
    ...(existsSync(limits[0]!) ? limits : []),
    ...(existsSync(polite[0]!) ? polite : []),
    program,
    ...first,
    ...options,
  ]
  const child = spawn(line[0]!, line.slice(1), {
    cwd: '/',
    env: { LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
    killSignal: 'SIGKILL',
  })
  const tooLong = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(signal.aborted ? signal.reason : error))
    child.once('close', (code) => {
      clearTimeout(tooLong)
      if (code === 0) resolve()
      else reject(signal.aborted ? signal.reason : new MediaProblem('film-unreadable'))
    })
  })
  ended.catch(() => {})
  return { child, ended }
}

// A reader that has seen enough closes its end; whether that was well is told by how it exits.
async function feed(source: AsyncIterable<Buffer>, child: ChildProcess): Promise<void> {
  const stdin = child.stdin!.on('error', () => {})
  try {
    if (await handOverAll(stdin, source)) stdin.end()
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}
