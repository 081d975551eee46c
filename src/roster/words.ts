import { type Translate, translator } from '../web/language.ts'
import type { Problem } from './problems.ts'
import type { ChangeKind, ChangeRow } from './report.ts'

/** What a delivery comes to, in words; the terminal's are Swedish, a page's in the reader's language. */
export function sayHeading(kind: ChangeKind, count: number, t: Translate = translator('sv')): string {
  return t(`roster.change.${kind}`, { count })
}

export function sayChange(
  { person, other, unit, group }: Omit<ChangeRow, 'kind'>,
  t: Translate = translator('sv'),
): string {
  const place = [group, unit].filter(Boolean).join(', ')
  if (other) return t('roster.line.custody', { person, other })
  return place ? t('roster.line.place', { person, place }) : person
}

export function sayProblem(
  { code, resource, record, field }: Omit<Problem, 'stops'>,
  t: Translate = translator('sv'),
): string {
  const where = [resource === 'delivery' ? null : `${resource}.json`, record, field].filter(Boolean).join(' · ')
  return where ? `${t(`roster.problem.${code}`)} (${where})` : t(`roster.problem.${code}`)
}
