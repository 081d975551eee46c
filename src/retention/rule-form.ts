import { z } from 'zod'
import { caseNumber } from '../web/case-number.ts'
import { day, text } from '../web/forms.ts'
import { authorities, bases, kinds } from './kinds.ts'

const whole = (most: number) =>
  text(6).transform((value, context) => {
    const number = value === '' ? 0 : /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
    if (number <= most) return number
    context.addIssue({ code: 'custom', message: 'retention.problem.period-number' })
    return z.NEVER
  })
const ruleDay = day('retention.problem.day')

/** A rule as somebody enters it. What holds of its days beside each other and today is asked in problemOf. */
export const ruleForm = z.object({
  kind: z.enum(kinds, 'retention.problem.kind'),
  years: whole(100),
  days: whole(36_500),
  hours: whole(8_760),
  fate: z.enum(['delete', 'preserve'], 'retention.problem.fate'),
  decision: caseNumber('retention.problem.decision-missing', 'retention.problem.decision'),
  decided_on: ruleDay,
  authority: z.enum(authorities, 'retention.problem.authority'),
  basis: z.enum(bases, 'retention.problem.basis'),
  valid_from: ruleDay,
  valid_until: z.union([z.literal(''), ruleDay], 'retention.problem.day').transform((value) => value || null),
})
export type RuleForm = z.infer<typeof ruleForm>

export const ruleFields = Object.keys(ruleForm.shape) as (keyof RuleForm)[]

/** What is wrong with it as a whole on a Swedish day, by field; nothing where it can stand. */
export function problemOf(rule: RuleForm, today: string): Partial<Record<keyof RuleForm, string>> | undefined {
  const { kind, years, days, hours, decided_on, valid_from, valid_until } = rule
  const problems = {
    ...(years + days + hours === 0 ? { years: 'retention.problem.period-nothing' } : {}),
    ...(kind === 'documentation' && (years === 0 || days + hours > 0)
      ? { years: 'retention.problem.period-years' }
      : {}),
    ...(decided_on > today ? { decided_on: 'retention.problem.decided-later' } : {}),
    // Never for a day that has begun: a night's run is at it.
    ...(valid_from <= today ? { valid_from: 'retention.problem.from-later' } : {}),
    ...(valid_until && valid_until < valid_from ? { valid_until: 'retention.problem.until-before' } : {}),
  }
  return Object.keys(problems).length > 0 ? problems : undefined
}
