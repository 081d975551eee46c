import { randomUUID } from 'node:crypto'
import type { Services } from '../services.ts'
import { translator } from '../web/language.ts'
import { codeMinutes } from './confirm.ts'

/** The code, to the address that is to be confirmed. Whether the mail server took it. */
export async function sendCode({ mail, config }: Services, to: string, code: string): Promise<boolean> {
  if (!mail) return false
  const words = inBoth('contacts.mail.code-subject', 'contacts.mail.code', {
    code,
    minutes: codeMinutes,
    address: portal(config.baseUrl),
  })
  return (await mail.send({ id: randomUUID(), to, ...words })).handed === 'sent'
}

/** To the address that was theirs before: if it was somebody else's doing, this is where the owner learns of it. */
export async function tellFormer({ mail, config, log }: Services, to: string): Promise<void> {
  if (!mail) return
  const { handed, failure } = await mail.send({
    id: randomUUID(),
    to,
    ...inBoth('contacts.mail.former-subject', 'contacts.mail.former', { address: portal(config.baseUrl) }),
  })
  if (handed !== 'sent') log.warn({ handed, failure }, 'a former address was not told of the new one')
}

function portal(baseUrl: string | undefined): string {
  return `${(baseUrl ?? '').replace(/\/+$/, '')}/`
}

// In both languages: which one somebody reads is theirs, and not stored. No name of anybody.
function inBoth(subject: string, text: string, values: Record<string, unknown>): { subject: string; text: string } {
  const [sv, en] = [translator('sv'), translator('en')]
  return { subject: sv(subject), text: `${sv(text, values)}\n\n–\n\n${en(text, values)}\n` }
}
