import type { Writable } from 'node:stream'
import { release } from '../crypto/release.ts'
import { giveWay } from '../web/pages-first.ts'

/**
 * Writes a piece and waits until it has left, so that no more than one is under way; its memory is given back then, so it
 * is not the caller's any longer. False where the other side has gone.
 */
export async function handOver(to: Writable, piece: Uint8Array): Promise<boolean> {
  if (to.destroyed || to.closed) return false
  await new Promise<void>((resolve) => {
    const done = () => {
      to.off('close', done)
      resolve()
    }
    to.once('close', done)
    to.write(piece, done)
  })
  if (to.destroyed) return false
  release(piece)
  return true
}

// What a page shows goes at once; a film is longer.
const atOnce = 8

/** Hands over all of something, giving way to pages where it is large. False where the other side has gone. */
export async function handOverAll(to: Writable, pieces: AsyncIterable<Uint8Array>): Promise<boolean> {
  let gone = 0
  for await (const piece of pieces) {
    if (!(await handOver(to, piece))) return false
    gone += 1
    if (gone >= atOnce) await giveWay()
  }
  return true
}
