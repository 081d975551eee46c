import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { MediaProblem } from './problem.ts'

export type Sheet = 'large' | 'small' | 'large-jpeg' | 'small-jpeg'
/** Squares of a picture that are made unrecognisable, counted from the top left row by row. */
export type Mask = { columns: number; rows: number; cells: number[] }
export type Drawn = { width: number; height: number; files: Record<Sheet, Uint8Array> }

const program = join(import.meta.dirname, 'artist-process.ts')
const longest = 60_000
const idleFor = 15_000

let artist: ChildProcess | undefined
let dismissal: NodeJS.Timeout | undefined
let queue: Promise<unknown> = Promise.resolve()

/**
 * A picture made anew from what was sent: upright, in two sizes, as WebP and as JPEG, without place, device or anything
 * else that came along. Throws MediaProblem for what is not a JPEG, PNG or WebP, is broken, or is larger than 64 million
 * pixels. Done one at a time by a process of its own with low priority: everybody's pages go first, the memory that
 * millions of pixels take is given back, and a file that breaks the decoder breaks nothing else.
 */
export function draw(load: () => Promise<Buffer>, mask?: Mask): Promise<Drawn> {
  // The file is read when its turn has come, so that only one is held.
  const work = queue.then(async () => commission(await load(), mask))
  queue = work.catch(() => {})
  return work
}

async function commission(source: Buffer, mask: Mask | undefined): Promise<Drawn> {
  clearTimeout(dismissal)
  artist ??= engage()
  const at = artist
  try {
    return await new Promise<Drawn>((resolve, reject) => {
      const tooLong = setTimeout(() => at.kill('SIGKILL'), longest)
      const gone = () => reject(new MediaProblem('unreadable'))
      at.once('exit', gone)
      at.once('message', (answer: Drawn | { problem: 'pixels' | 'unreadable' }) => {
        clearTimeout(tooLong)
        at.off('exit', gone)
        if ('problem' in answer) reject(new MediaProblem(answer.problem))
        else resolve(answer)
      })
      at.send({ source, mask }, (error) => error && at.kill('SIGKILL'))
    })
  } finally {
    dismissal = setTimeout(dismiss, idleFor)
    dismissal.unref()
  }
}

function engage(): ChildProcess {
  const child = fork(program, {
    serialization: 'advanced',
    // Nothing that a hostile picture could read: no keys, no connection strings.
    env: { MALLOC_ARENA_MAX: '2' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.once('exit', () => {
    if (artist === child) artist = undefined
  })
  child.on('error', () => {})
  // Neither the process nor its channel keeps the portal from ending.
  child.unref()
  child.channel?.unref()
  try {
    // Somebody waits for it, so not last of all.
    setPriority(child.pid!, 5)
  } catch {
    // Where priorities cannot be set it works beside everybody else.
  }
  return child
}

function dismiss(): void {
  artist?.kill()
  artist = undefined
}
