import { z } from 'zod'
import { list, text } from '../web/forms.ts'
import { choiceFields, provenFields } from './details.ts'
import { normalisePhone } from './phone.ts'

const phone = text(40).transform((value, context) => {
  if (value === '') return ''
  const number = normalisePhone(value)
  if (number) return number
  context.addIssue({ code: 'custom', message: 'contacts.problem.phone' })
  return z.NEVER
})

const email = text(254).refine((value) => value === '' || z.email().safeParse(value).success, 'contacts.problem.email')

const postalCode = text(10)
  .transform((value) => value.replace(/[\s-]/g, ''))
  .refine((value) => value === '' || /^[1-9]\d{4}$/.test(value), 'contacts.problem.postal-code')

const matching = (pattern: string) =>
  z
    .string('web.problem.choice')
    .regex(new RegExp(`^${pattern}$`, 'i'), 'web.problem.choice')
    .transform((value) => value.toLowerCase())
const place = '[0-9a-f-]{36}:[0-9a-f-]{36}'

/**
 * Five values, all of which may be empty, and what is shown: `<child>:<group>:<field>` for each ticked box. `asked`: the
 * `<child>:<group>` that the page had boxes for; none where it does not say.
 */
export const contactForm = z
  .object({
    phone,
    email,
    street: text(100),
    postalCode,
    city: text(60),
    asked: list(matching(place)),
    show: list(matching(`${place}:(${choiceFields.join('|')})`)),
    // Unticked is not sent.
    remind: z.literal('yes', 'web.problem.choice').optional(),
  })
  .superRefine(({ street, postalCode, city }, context) => {
    const parts = Object.entries({ street, postalCode, city })
    if (parts.every(([, value]) => value === '')) return
    for (const [path, value] of parts)
      if (value === '') context.addIssue({ code: 'custom', path: [path], message: 'contacts.problem.whole-address' })
  })

export type ContactForm = z.infer<typeof contactForm>

export const proofForm = z.object({ field: z.enum(provenFields, 'web.problem.choice') })

/** What was sent, as it was typed: six digits, spaces forgiven. */
export const codeForm = proofForm.extend({
  code: text(20)
    .transform((value) => value.replace(/\s/g, ''))
    .refine((value) => /^\d{6}$/.test(value), 'contacts.problem.code'),
})
