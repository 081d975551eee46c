import { z } from 'zod'
import { caseNumber } from '../web/case-number.ts'
import { day, required } from '../web/forms.ts'
import { holdCauses } from './kinds.ts'

const address = /\/(documents|people|children)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#]|$)/i

/** What is to be held: the address of an item's or a person's page, as it is copied from the browser. */
const about = required(400, 'retention.problem.about-missing').transform((value, context) => {
  const [, kind, id] = value.match(address) ?? []
  if (!kind || !id) {
    context.addIssue({ code: 'custom', message: 'retention.problem.about' })
    return z.NEVER
  }
  return { kind: kind.toLowerCase() === 'documents' ? ('document' as const) : ('child' as const), id: id.toLowerCase() }
})

export const holdForm = z.object({
  about,
  cause: z.enum(holdCauses, 'retention.problem.cause'),
  reference: caseNumber('retention.problem.reference-missing', 'retention.problem.reference'),
  until: day('retention.problem.until'),
})
export type HoldForm = z.infer<typeof holdForm>
