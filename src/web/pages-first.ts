import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RequestHandler } from 'express'

// One thread answers everybody. Whoever opens a page waits for a person; what carries a film by the megabyte gives way
// between one piece and the next, and never waits so long that it comes to a standstill.
const longest = 20

let underWay = 0
const waiting = new Set<() => void>()

/** Counts the pages that are being made; pictures and films are none. */
export const pagesFirst: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' && !request.path.startsWith('/media/')) {
    underWay += 1
    response.once('close', () => {
      underWay -= 1
      if (underWay === 0) for (const goOn of waiting) goOn()
    })
  }
  next()
}

/** Asked between the pieces of something large: resolves when no page is being made, at the latest after 20 ms. */
export async function giveWay(): Promise<void> {
  await nextTurn()
  if (underWay === 0) return
  await new Promise<void>((resolve) => {
    const goOn = () => {
      clearTimeout(enough)
      waiting.delete(goOn)
      resolve()
    }
    const enough = setTimeout(goOn, longest)
    waiting.add(goOn)
  })
}
