import { z } from 'zod'
import { caseNumber } from '../web/case-number.ts'
import { required } from '../web/forms.ts'

/** As it is pasted: with spaces, in capitals, or among the words of a whole line. */
const checksum = required(400, 'archive.problem.checksum-missing').transform((value, context) => {
  const tight = value.toLowerCase().replace(/\s+/g, ' ')
  const found = tight.match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/)?.[0] ?? tight.replaceAll(' ', '')
  if (/^[0-9a-f]{64}$/.test(found)) return found
  context.addIssue({ code: 'custom', message: 'archive.problem.checksum' })
  return z.NEVER
})

export const receiptForm = z.object({
  receipt: caseNumber('archive.problem.receipt-missing', 'archive.problem.receipt'),
  checksum,
})
export type Receipt = z.infer<typeof receiptForm>
