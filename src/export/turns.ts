import { TooMany } from '../errors.ts'

// Long work for the processor: a few at a time, so that everybody's pages go on meanwhile.
const atOnce = 2
const mostWaiting = 20

let running = 0
const waiting: (() => void)[] = []

/** Does the work when its turn has come; TooMany where the queue is long already. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) throw new TooMany(60)
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
