import { z } from 'zod'
import { list, uuid } from '../web/forms.ts'
import { freeText } from '../wording/free-text.ts'

export const longestNote = 5_000
const mostItems = 20

/** Which place a new note is about, and in which term; the term is looked up among those offered. */
export const aboutQuery = z.object({
  group: uuid.optional().catch(undefined),
  unit: uuid.optional().catch(undefined),
  term: z.string().max(20).optional().catch(undefined),
})

export const noteForm = z
  .object({
    version: z.coerce.number().int().min(0).max(100_000).catch(0),
    title: freeText(200),
    analysis: freeText(longestNote),
    next: freeText(longestNote),
    items: list(uuid, 500).refine((ids) => ids.length <= mostItems, {
      error: 'follow-up.problem.too-many',
      params: { max: mostItems },
    }),
  })
  .refine(({ analysis, next }) => analysis !== '' || next !== '', {
    path: ['analysis'],
    error: 'follow-up.problem.empty',
  })

/** `offer`: the button that shows all of the term's items; `shown`: they are shown already. */
export const offerForm = z
  .object({ offer: z.literal('all').optional().catch(undefined), shown: z.literal('all').optional().catch(undefined) })
  .catch({})

export const typedItems = z.object({ items: list(z.string().catch('')) }).catch({ items: [] })
