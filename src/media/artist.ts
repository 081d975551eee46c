import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { type PictureKind, pictureKinds } from './files.ts'
import { headOf, type Taking, taking } from './frames.ts'
import { handOver, handOverAll } from './hand-over.ts'
import { MediaProblem } from './problem.ts'
import type { Size } from './sizes.ts'

/** Squares of a picture that are made unrecognisable, counted from the top left row by row. */
export type Mask = { columns: number; rows: number; cells: number[] }
/** What is to be drawn, a piece at a time; each piece is then no longer the giver's. */
export type Original = { size: number; stream: () => AsyncIterable<Uint8Array> }
export type Drawn = Size & { files: Partial<Record<PictureKind, Buffer>> }
/** Heads of what is said (frames.ts); the original's bytes follow the one, the files' the other. */
export type Order = { bytes: number; mask?: Mask }
export type Answer = { problem: 'pixels' | 'unreadable' } | (Size & { files: [PictureKind, number][] })

const program = join(import.meta.dirname, 'artist-process.ts')
const longest = 60_000
const idleFor = 15_000
/** A redrawn picture of 2 048 points weighs a tenth of it. */
const mostBytes = 32 * 1024 * 1024

/** Of bytes in memory; they stay the giver's. */
export function original(bytes: Buffer): Original {
  async function* stream() {
    for (let at = 0; at < bytes.length; at += step) yield Buffer.from(bytes.subarray(at, at + step))
  }
  return { size: bytes.length, stream }
}
const step = 64 * 1024

type Artist = { child: ChildProcess; answers: Taking }
let artist: Artist | undefined
let dismissal: NodeJS.Timeout | undefined
let queue: Promise<unknown> = Promise.resolve()

/**
 * A picture made anew from what was sent: upright, in up to three sizes, as WebP and as JPEG, without place, device or
 * anything else that came along. Throws MediaProblem for what is not a JPEG, PNG or WebP, is broken, or is larger than 64
 * million pixels. Done one at a time by a process of its own with low priority: everybody's pages go first, the memory that
 * millions of pixels take is given back, and a file that breaks the decoder breaks nothing else.
 */
export function draw(load: () => Promise<Original>, mask?: Mask): Promise<Drawn> {
  const work = queue.then(async () => commission(await load(), mask))
  queue = work.catch(() => {})
  return work
}

async function commission(original: Original, mask: Mask | undefined): Promise<Drawn> {
  clearTimeout(dismissal)
  artist ??= engage()
  const at = artist
  const tooLong = setTimeout(() => at.child.kill('SIGKILL'), longest)
  let answered = false
  try {
    await order(at, original, mask)
    const answer = await answerOf(at)
    answered = true
    if ('problem' in answer) throw new MediaProblem(answer.problem)
    return answer
  } finally {
    clearTimeout(tooLong)
    // Stopped in the middle of something it can be told nothing else: the next picture gets another.
    if (!answered) discharge(at)
    dismissal = setTimeout(() => artist && discharge(artist), idleFor)
    dismissal.unref()
  }
}

async function order({ child }: Artist, { size, stream }: Original, mask: Mask | undefined): Promise<void> {
  await handOver(child.stdin!, headOf({ bytes: size, ...(mask ? { mask } : {}) } satisfies Order))
  await handOverAll(child.stdin!, stream())
}

async function answerOf({ answers }: Artist): Promise<Drawn | { problem: 'pixels' | 'unreadable' }> {
  try {
    const answer = (await answers.head()) as Answer | undefined
    if (!answer) throw new Error('the process that draws has gone')
    if ('problem' in answer) return answer
    const { width, height } = answer
    const files: Drawn['files'] = {}
    for (const [kind, bytes] of answer.files) {
      // It has read what strangers sent: what it says becomes a file's name only where it is one of ours.
      if (!pictureKinds.includes(kind) || bytes > mostBytes) throw new Error('the process that draws is not itself')
      files[kind] = await answers.bytes(bytes)
    }
    return { width, height, files }
  } catch {
    throw new MediaProblem('unreadable')
  }
}

function engage(): Artist {
  const child = spawn(process.execPath, [...flags, program], {
    // Nothing that a hostile picture could read: no keys, no connection strings.
    env: { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const engaged = { child, answers: taking(child.stdout!) }
  child.once('exit', () => {
    if (artist === engaged) artist = undefined
  })
  child.on('error', () => {})
  child.stdin!.on('error', () => {})
  child.stdout!.on('error', () => {})
  // Neither the process nor its pipes keep the portal from ending.
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) (pipe as Socket).unref()
  try {
    setPriority(child.pid!, 10)
  } catch {
    // Where priorities cannot be set it works beside everybody else.
  }
  return engaged
}

// It holds pixels, which lie outside the heap, and little else.
const flags = ['--max-old-space-size=32', '--max-semi-space-size=1', '--single-threaded-gc']

function discharge(one: Artist): void {
  one.child.kill('SIGKILL')
  if (artist === one) artist = undefined
}
