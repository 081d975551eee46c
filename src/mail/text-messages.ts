import type { TextConfig } from '../config.ts'
import type { Handed } from './mailer.ts'

export type TextMessages = {
  /** One text to one number (+46701234567). `failure` is the answer's number or a code, for the log. */
  send: (text: { to: string; text: string }) => Promise<{ handed: Handed; failure?: string }>
}

const patience = 15_000
// The gateway understood, and does not take this text to this number; everything else is about itself or about us.
const aboutTheNumber = new Set([400, 422])

/**
 * The municipality's gateway for text messages: an address that takes the form `from`, `to`, `message` by POST, with the
 * name and password that stand in it (docs/operations.md). What it answers is not read: it holds the number.
 */
export function textMessages({ url, from }: TextConfig): TextMessages {
  const { username, password } = new URL(url)
  const address = new URL(url)
  address.username = address.password = ''
  const headers: Record<string, string> =
    username || password
      ? {
          Authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
        }
      : {}

  return {
    send: async ({ to, text }) => {
      try {
        const answer = await fetch(address, {
          method: 'POST',
          headers,
          body: new URLSearchParams({ from, to, message: text }),
          // The name and password are for that address alone.
          redirect: 'manual',
          signal: AbortSignal.timeout(patience),
        })
        await answer.body?.cancel()
        if (answer.ok) return { handed: 'sent' }
        return { handed: aboutTheNumber.has(answer.status) ? 'refused' : 'again', failure: String(answer.status) }
      } catch (error) {
        const { cause, name } = error as { cause?: { code?: string }; name: string }
        return { handed: 'unknown', failure: cause?.code ?? name }
      }
    },
  }
}
