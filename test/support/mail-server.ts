import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { from: string; to: string[]; raw: string }
export type MailServer = {
  url: string
  received: Received[]
  /** What the server answers an address with, for those that it does not take: 550, 450, or hangs up after the text. */
  turns: Map<string, number | 'hangs up'>
  stop: () => Promise<void>
}

/** A real mail server on this machine, that keeps what it is given. */
export async function mailServer(port = 0): Promise<MailServer> {
  const received: Received[] = []
  const turns: MailServer['turns'] = new Map()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const turn = turns.get(address)
      if (typeof turn !== 'number') return done()
      done(Object.assign(new Error(`<${address}> is not taken`), { responseCode: turn }))
    },
    onData: (stream, { envelope }, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to,
          raw: Buffer.concat(pieces).toString('utf8'),
        })
        if (to.some((address) => turns.get(address) === 'hangs up')) {
          for (const connection of server.connections) connection.close()
          return
        }
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const at = (server.server.address() as AddressInfo).port
  return {
    url: `smtp://127.0.0.1:${at}`,
    received,
    turns,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
