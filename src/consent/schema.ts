import { z } from 'zod'
import { day, type Errors, idFrom } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { questions, statuses } from './questions.ts'

const answer = z.enum(['yes', 'no'], 'consent.problem.contradiction').optional()

/** One yes or no for each question that was touched; `text` is the wording that was shown. */
export const consentForm = z
  .object({
    ...Object.fromEntries(questions.map(({ input }) => [input, answer])),
    text: z.string().max(100).catch(''),
    withdraw: z.literal('all').optional(),
  })
  .transform(({ text, withdraw, ...answers }) => ({ text, withdraw, answers: answers as ChildAnswers['answers'] }))

/** What was said about one child, by its questions. */
export type ChildAnswers = { id: string; answers: Record<string, 'yes' | 'no' | undefined> }

export type Sitting = {
  text: string
  children: ChildAnswers[]
  /** What was chosen, by `<child>.<question>`, to be shown again. */
  chosen: Record<string, 'yes' | 'no' | null>
  errors: Errors
}

const questionOf = new RegExp(
  `^([^.]{1,100})\\.(${questions.map(({ input }) => input.replace('.', '\\.')).join('|')})$`,
)

/** A sitting's form: each field names its child and its question, so that no answer is anybody else's. */
export function sittingFrom(body: unknown, t: Translate): Sitting {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : []
  const sitting: Sitting = { text: '', children: [], chosen: {}, errors: {} }
  for (const [name, value] of fields) {
    if (name === 'text') sitting.text = typeof value === 'string' ? value.slice(0, 100) : ''
    const [, id = '', input = ''] = questionOf.exec(name) ?? []
    if (!input) continue
    const said = answer.safeParse(value)
    if (!said.success) sitting.errors[name] = t('consent.problem.contradiction')
    if (!said.success || !said.data) continue
    sitting.chosen[name] = said.data
    const child = sitting.children.find((each) => each.id === id)
    if (child) child.answers[input] = said.data
    else sitting.children.push({ id, answers: { [input]: said.data } })
  }
  return sitting
}

export type ConsentFilter = {
  unit: string | null
  group: string | null
  answer: string | null
  on: string | null
  page: number
}

/** The filter in the administrator's address; what is no id, no answer or no page is not there. `today`: YYYY-MM-DD. */
export function filterFrom(query: Record<string, unknown>, today: string): ConsentFilter {
  const choice = (value: unknown) => (value === undefined || value === '' ? null : value)
  const [unit, group] = [choice(query.unit), choice(query.group)]
  return {
    unit: unit === null ? null : idFrom(unit),
    group: group === null ? null : idFrom(group),
    answer: z.enum(statuses).nullable().catch(null).parse(choice(query.answer)),
    // A past day, as it was then; what is no day, or has not been, is today.
    on: day()
      .refine((value) => value <= today)
      .nullable()
      .catch(null)
      .parse(choice(query.on)),
    page: z.coerce
      .number()
      .int()
      .min(1)
      .max(100_000)
      .catch(1)
      .parse(query.page ?? 1),
  }
}
