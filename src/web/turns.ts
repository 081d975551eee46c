import { TooMany } from '../errors.ts'

export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/**
 * For what is long work for the processor: so many at a time, that everybody's pages go on meanwhile. Does the work when
 * its turn has come; TooMany where `mostWaiting` are in the queue already.
 */
export function turns(atOnce: number, mostWaiting: number): Turns {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
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
}
