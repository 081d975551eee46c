import { z } from 'zod'
import { required } from '../web/forms.ts'
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

/** The case's number and nothing else: letters, digits and a few signs, at least one of them a digit. */
const reference = required(60, 'retention.problem.reference-missing')
  .refine((value) => /^[\p{L}\d .:/§-]{2,60}$/u.test(value) && /\d/.test(value), 'retention.problem.reference')
  // A case is numbered; whoever it is about is not.
  .refine((value) => !/\d{6}[-+ ]?\d{4}/.test(value), 'retention.problem.reference')

export const holdForm = z.object({
  about,
  cause: z.enum(holdCauses, 'retention.problem.cause'),
  reference,
  until: z.iso.date('retention.problem.until'),
})
export type HoldForm = z.infer<typeof holdForm>
