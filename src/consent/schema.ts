import { z } from 'zod'
import { idFrom } from '../web/forms.ts'
import { questions, statuses } from './questions.ts'

const answer = z.enum(['yes', 'no'], 'consent.problem.contradiction').optional()

/** One yes or no for each question that was touched; `text` is the wording that was shown. */
export const consentForm = z.object({
  ...Object.fromEntries(questions.map(({ input }) => [input, answer])),
  text: z.string().max(100).catch(''),
  withdraw: z.literal('all').optional(),
}) as unknown as z.ZodType<ConsentForm>

export type ConsentForm = { text: string; withdraw?: 'all' } & {
  [input: `${string}.${string}`]: 'yes' | 'no' | undefined
}

export type ConsentFilter = {
  unit: string | null
  group: string | null
  answer: string | null
  on: string | null
  page: number
}

/** The filter in the administrator's address; what is no id, no answer or no page is not there. */
export function filterFrom(query: Record<string, unknown>): ConsentFilter {
  const choice = (value: unknown) => (value === undefined || value === '' ? null : value)
  const [unit, group] = [choice(query.unit), choice(query.group)]
  return {
    unit: unit === null ? null : idFrom(unit),
    group: group === null ? null : idFrom(group),
    answer: z.enum(statuses).nullable().catch(null).parse(choice(query.answer)),
    // A past day, as it was then; what is no day is today.
    on: z.iso.date().nullable().catch(null).parse(choice(query.on)),
    page: z.coerce
      .number()
      .int()
      .min(1)
      .max(100_000)
      .catch(1)
      .parse(query.page ?? 1),
  }
}
