import { addresses } from '../web/addresses.ts'
import type { Translate } from '../web/language.ts'
import { pagesOf } from '../web/pages.ts'
import type { Found, Place } from './admin-queries.ts'
import { pageLength } from './admin-queries.ts'
import { questions, statuses } from './questions.ts'
import type { ConsentFilter } from './schema.ts'

/** The administrator's list as consent/admin shows it: a row for each child, a cell for each question. */
export function presentAdministration(filter: ConsentFilter, places: Place[], found: Found, t: Translate) {
  const labels = statuses.map((value) => ({ value, label: t(`consent.label.status.${value}`) }))
  const label = Object.fromEntries(labels.map(({ value, label }) => [value, label]))
  return {
    title: t('consent.admin.title'),
    filter: { unit: filter.unit ?? '', group: filter.group ?? '', answer: filter.answer ?? '' },
    units: places.map(({ id, name }) => ({ id, name })),
    groups: groupsToChoose(filter, places),
    answers: labels,
    counts: labels.map(({ value, label }) => ({ value, label, count: found.counts[value] ?? 0 })),
    columns: questions.map(({ medium, level, input }) => ({
      key: input,
      label: t(`consent.label.level.${level}`),
      group: t(`consent.label.medium.${medium}`),
    })),
    rows: found.children.map((child) => ({
      childName: child.name,
      groupName: child.groups.join(', '),
      unitName: child.units.join(', '),
      cells: questions.map(({ medium, level }) => {
        const cell = child.cells.find((candidate) => candidate.medium === medium && candidate.level === level)
        const status = cell?.status ?? 'not_answered'
        return { status, label: label[status] }
      }),
    })),
    total: found.total,
    pages: pagesOf(found.page, found.total, pageLength, (page) => address(filter, page)),
  }
}

// With a unit chosen, its groups; else every group with its unit's name, since names repeat.
function groupsToChoose(filter: ConsentFilter, places: Place[]): { id: string; name: string }[] {
  const unit = places.find((place) => place.id === filter.unit)
  if (unit) return unit.groups
  return places.flatMap((place) => place.groups.map(({ id, name }) => ({ id, name: `${name}, ${place.name}` })))
}

function address({ unit, group, answer }: ConsentFilter, page: number): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ unit, group, answer })) if (value) query.set(name, value)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `${addresses.consents}?${query}` : addresses.consents
}
