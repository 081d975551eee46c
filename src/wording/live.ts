import { z } from 'zod'
import { list, text, uuid } from '../web/forms.ts'

/** What is being written, sent now and then by the page's script: looked at, answered and forgotten. */
export const writingForm = z.object({
  group: uuid.optional(),
  unit: uuid.optional(),
  about: z.literal('everybody').optional().catch(undefined),
  audience: z.enum(['child', 'group', 'unit']).catch('child'),
  children: list(uuid),
  field: list(z.string().max(60), 60),
  text: list(text(20_000), 60),
})

/** The same for words of a child: a comment, or why one is hidden. */
export const sayingForm = z.object({
  child: uuid,
  field: list(z.string().max(60), 10),
  text: list(text(2_000), 10),
})
