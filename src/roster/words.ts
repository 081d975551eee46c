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

export function sayProblem({ code }: Pick<Problem, 'code'>, t: Translate = translator('sv')): string {
  return t(`roster.problem.${code}`)
}

/** Where it stands: the row and the column of a table, or the record's id and the field that the standard gives it. */
export function sayWhere(
  { resource, record, field, place }: Pick<Problem, 'resource' | 'record' | 'field'> & { place?: string | null },
  t: Translate = translator('sv'),
): string {
  const at = place ?? record
  const [, table, row] = at?.match(/^(\S+\.csv) (\d+)$/) ?? []
  const file = place || resource === 'delivery' || at?.includes('.json ') ? null : `${resource}.json`
  return [file, table ? t('roster.line.row', { table, row }) : at, field].filter(Boolean).join(' · ')
}
