import { createTransport } from 'nodemailer'
import type { MailConfig } from '../config.ts'

export type Mail = { id: string; to: string; subject: string; text: string }

/**
 * sent: the server took it. refused: it never will. again: it did not, and may later. unknown: the line went while it was
 * being handed over, so nobody knows, and it must not go twice.
 */
export type Handed = 'sent' | 'refused' | 'again' | 'unknown'

export type Mailer = {
  /** Whether the server answers and lets us in; asked before anything is taken out of a queue. */
  ready: () => Promise<boolean>
  /** One mail to one person. `failure` is a code for the log: what servers answer holds addresses, and is not kept. */
  send: (mail: Mail) => Promise<{ handed: Handed; failure?: string }>
  close: () => void
}

/** Hands one over where the server lets us in; otherwise it was not taken, and may be later. */
export async function sendIfReady(mailer: Mailer, mail: Mail): Promise<{ handed: Handed; failure?: string }> {
  return (await mailer.ready()) ? await mailer.send(mail) : { handed: 'again', failure: 'no answer' }
}

const patience = 15_000
// A no for good to anything before is about who sends: a password that has changed, an address that may not. That is mended.
const aboutTheMail = new Set<string | undefined>(['RCPT TO', 'DATA'])

/** The municipality's mail server. One connection, over TLS unless the server is this very machine (R8). */
export function mailer({ url, from }: MailConfig): Mailer {
  const { hostname, port, protocol, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    pool: true,
    maxConnections: 1,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isHere(hostname),
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: 2 * patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '')

  return {
    ready: () =>
      transport.verify().then(
        () => true,
        () => false,
      ),
    send: async ({ id, to, subject, text }) => {
      try {
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          // Nobody's holiday reply is asked for.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
        return { handed: 'sent' }
      } catch (error) {
        const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string }
        const failure = String(responseCode ?? code ?? 'unknown')
        if (!responseCode) return { handed: 'unknown', failure }
        return { handed: responseCode >= 500 && aboutTheMail.has(command) ? 'refused' : 'again', failure }
      }
    },
    close: () => transport.close(),
  }
}

function isHere(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
}
