import { randomUUID } from 'node:crypto'
import { inBoth, portalAt } from '../mail/words.ts'
import type { Services } from '../services.ts'
import { codeMinutes } from './confirm.ts'

/** The code, to the address that is to be confirmed. Whether the mail server took it. */
export async function sendCode({ mail, config }: Services, to: string, code: string): Promise<boolean> {
  if (!mail) return false
  const words = inBoth('contacts.mail.code-subject', 'contacts.mail.code', {
    code,
    minutes: codeMinutes,
    address: portalAt(config.baseUrl),
  })
  return (await mail.send({ id: randomUUID(), to, ...words })).handed === 'sent'
}

/** To the address that was theirs before: if it was somebody else's doing, this is where the owner learns of it. */
export async function tellFormer({ mail, config, log }: Services, to: string): Promise<void> {
  if (!mail) return
  const { handed, failure } = await mail.send({
    id: randomUUID(),
    to,
    ...inBoth('contacts.mail.former-subject', 'contacts.mail.former', { address: portalAt(config.baseUrl) }),
  })
  if (handed !== 'sent') log.warn({ handed, failure }, 'a former address was not told of the new one')
}
