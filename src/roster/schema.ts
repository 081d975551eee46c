import { z } from 'zod'

/** What is asked for: to look, to bring in, or to go on although many lose access (then with a tick that the list is right). */
export const orderForm = z
  .object({
    order: z.enum(['look', 'bring', 'go-on'], 'web.problem.choice'),
    seen: z.literal('yes').optional().catch(undefined),
  })
  .refine(({ order, seen }) => order !== 'go-on' || seen === 'yes', {
    path: ['seen'],
    message: 'roster.problem-form.seen',
  })
