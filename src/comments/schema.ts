import { z } from 'zod'
import { uuid } from '../web/forms.ts'
import { requiredFreeText } from '../wording/free-text.ts'

export const longestComment = 2_000

export const commentForm = z.object({
  child: uuid,
  text: requiredFreeText(longestComment, 'comments.problem.empty'),
})
export const hideForm = z.object({ reason: requiredFreeText(300, 'comments.problem.reason') })
export const openingForm = z.object({ open: z.enum(['yes', 'no']) })
