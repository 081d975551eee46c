import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Text = { from: string; to: string; message: string; authorization: string | undefined }
export type TextServer = {
  /** With a name and a password in it. */
  url: string
  received: Text[]
  /** What the gateway answers for a number that it does not take, or hangs up after having read it. */
  turns: Map<string, number | 'hangs up'>
  stop: () => Promise<void>
}

/** A gateway for text messages on this machine, that keeps what it is given. */
export async function textServer(): Promise<TextServer> {
  const received: Text[] = []
  const turns: TextServer['turns'] = new Map()
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const form = new URLSearchParams(Buffer.concat(pieces).toString('utf8'))
    const [from, to, message] = ['from', 'to', 'message'].map((name) => form.get(name) ?? '') as [
      string,
      string,
      string,
    ]
    const turn = request.method === 'POST' && request.url === '/sms' ? turns.get(to) : 404
    if (typeof turn === 'number') {
      // As they do, with the number in it.
      response.writeHead(turn, { 'Content-Type': 'text/plain', Location: '/elsewhere' }).end(`"to": ${to}`)
      return
    }
    received.push({ from, to, message, authorization: request.headers.authorization })
    if (turn === 'hangs up') request.socket.destroy()
    else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ to, status: 'created' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://ale:hem%40ligt@127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    received,
    turns,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
