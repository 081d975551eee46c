import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { Paper } from './paper.ts'

const fullAt = 512 * 1024

/** Sending it so far: said after each item. Waits for a slow reader, so that nothing heaps up here. */
export type Onward = (done: number) => Promise<void>

/**
 * Sends a paper while it is being written; nothing of it is ever stored here. `total` and the count in the file itself
 * let the page show how far it has come. What goes wrong on the way breaks the transfer: no half paper passes for a whole.
 */
export async function send(
  response: Response,
  sheet: Paper,
  total: number,
  write: (onward: Onward) => Promise<void>,
): Promise<void> {
  const { doc } = sheet
  response.set({
    'Content-Type': 'application/pdf',
    // Neutral: a name in the download list tells of nobody.
    'Content-Disposition': 'attachment; filename="insyn-dokumentation.pdf"',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Insyn-Items': String(total),
  })
  const sent = pipeline(doc, response)
  sent.catch(() => {})
  const onward: Onward = async (done) => {
    doc.ref({ InsynItem: done }).end(undefined as never)
    while (doc.readableLength > fullAt && !response.closed)
      await Promise.race([once(response, 'drain'), once(response, 'close')])
    // A reader who leaves is no failure; there is nobody to go on for.
    if (response.closed) throw new Left()
  }
  try {
    await write(onward)
    sheet.end()
    await sent
  } catch (error) {
    doc.destroy()
    response.destroy()
    if (!(error instanceof Left) && !response.closed) throw error
  }
}

class Left extends Error {}
