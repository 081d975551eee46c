import { z } from 'zod'
import { required, uuid } from '../web/forms.ts'

export const longestComment = 2_000

export const commentForm = z.object({ child: uuid, text: required(longestComment, 'comments.problem.empty') })
export const hideForm = z.object({ reason: required(300, 'comments.problem.reason') })
export const openingForm = z.object({ open: z.enum(['yes', 'no']) })
