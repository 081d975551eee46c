import { z } from 'zod'
import { list, text } from '../web/forms.ts'
import { accountReasons, functions, ordinary } from './grounds.ts'

const reason = z.enum(accountReasons, 'accounts.problem.reason')
const hats = list(z.enum(ordinary, 'web.problem.choice'), ordinary.length)

/** Empty, one is made up. No place for a personnummer (R15): four digits in a row are the most. */
const username = text(60)
  .transform((value) => value.toLowerCase())
  .refine(
    (value) => value === '' || (/^[a-z0-9][a-z0-9._-]{1,59}$/.test(value) && !/\d{5}/.test(value.replace(/\D/g, ''))),
    'accounts.problem.username',
  )

export const makeForm = z.object({ username, hats, reason })
export type MakeForm = z.infer<typeof makeForm>

export const wearForm = z.object({ hats, reason })
export const functionForm = z.object({ function: z.enum(functions, 'accounts.problem.function'), reason })
export const reasonForm = z.object({ reason })
