import { type Logger, pino } from 'pino'
import { type Mailer, mailer } from '../../src/mail/mailer.ts'
import { type MailServer, mailServer } from './mail-server.ts'

export type Mailing = {
  server: MailServer
  /** As a process that has just started has it: to our own server, or to `url`. */
  mailer: (url?: string) => Mailer
  log: Logger
  logged: string[]
  close: () => Promise<void>
}

/** A mail server, those who hand mail over to it, and what they write in the log. */
export async function mailing(): Promise<Mailing> {
  const server = await mailServer()
  const open: Mailer[] = []
  const logged: string[] = []
  return {
    server,
    logged,
    log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
    mailer: (url = server.url) => {
      const mail = mailer({ url, from: 'Insyn <insyn@example.se>' })
      open.push(mail)
      return mail
    },
    close: async () => {
      for (const mail of open) mail.close()
      await server.stop()
    },
  }
}
