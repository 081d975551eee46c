import { addresses } from '../web/addresses.ts'
import { dates } from '../web/dates.ts'
import { languages, type Translate } from '../web/language.ts'
import { pagesOf } from '../web/pages.ts'
import type { Found, Late, Place, Reminders, Settings } from './admin-queries.ts'
import { pageLength } from './admin-queries.ts'
import type { Reader } from './presenter.ts'
import { questions, statuses } from './questions.ts'
import type { ConsentFilter } from './schema.ts'

/** The administrator's list as consent/admin shows it: a row for each child, a cell for each question. */
export function presentAdministration(
  filter: ConsentFilter,
  places: Place[],
  found: Found,
  mail: boolean,
  { t, language, now }: Reader,
) {
  const labels = statuses.map((value) => ({ value, label: t(`consent.label.status.${value}`) }))
  const label = Object.fromEntries(labels.map(({ value, label }) => [value, label]))
  return {
    title: t('consent.admin.title'),
    filter: { unit: filter.unit ?? '', group: filter.group ?? '', answer: filter.answer ?? '', on: filter.on ?? '' },
    on: filter.on,
    csv: address(filter, 1, addresses.consentsCsv),
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
      href: addresses.consentHistory(child.id),
      groupName: child.groups.join(', '),
      unitName: child.units.join(', '),
      // Where a medium's columns begin its name stands beside them on a phone, a line for each medium.
      cells: questions.map(({ medium, level }, i) => {
        const cell = child.cells.find((candidate) => candidate.medium === medium && candidate.level === level)
        const status = cell?.status ?? 'not_asked'
        const begins = medium !== questions[i - 1]?.medium
        return { status, label: label[status], medium: begins ? t(`consent.label.medium.${medium}`) : null }
      }),
    })),
    total: found.total,
    printed: printedOf(filter, places, found, { t, language, now }),
    papers: {
      said: found.papers.count > 0 ? t('consent.admin.papers', { count: found.papers.count }) : null,
      children: found.papers.first.map(({ id, name }) => ({ name, href: addresses.consentHistory(id) })),
    },
    reminders: found.reminders && remindersOf(found.reminders, mail, t),
    forms: formsOf(filter, found.total > 0 ? places : [], t),
    late: found.late.length > 0 ? lateOf(found.late, t) : null,
    settings: {
      lead: t('consent.settings.lead', { date: dates(language, () => now).date(new Date(found.settings.changed_at)) }),
      lines: settingsInWords(found.settings, mail, t),
    },
    pages: pagesOf(found.page, found.total, pageLength, (page) => address(filter, page)),
  }
}

function remindersOf({ sent, waiting, failed }: Reminders, mail: boolean, t: Translate): string[] {
  if (!mail) return [t('consent.admin.noMail')]
  return [
    t('consent.admin.reminded', { count: sent }),
    ...(waiting > 0 ? [t('consent.admin.remindersWait', { count: waiting })] : []),
    ...(failed > 0 ? [t('consent.admin.remindersFailed', { count: failed })] : []),
  ]
}

// On paper there is no form to read it from: what was chosen, which of them these are, and when.
function printedOf({ unit, group, answer }: ConsentFilter, places: Place[], found: Found, reader: Reader): string {
  const { t, language, now } = reader
  const chosen = [
    places.find(({ id }) => id === unit)?.name ?? t('consent.admin.allUnits'),
    places.flatMap(({ groups }) => groups).find(({ id }) => id === group)?.name,
    answer && t(`consent.label.status.${answer}`),
  ]
  const from = (found.page - 1) * pageLength + 1
  return t('consent.admin.printed', {
    chosen: chosen.filter(Boolean).join(', '),
    from,
    to: from - 1 + found.children.length,
    at: dates(language, () => now).dateTime(now),
  })
}

// For a group that is chosen, a form for each child; without a name always.
function formsOf({ group }: ConsentFilter, places: Place[], t: Translate) {
  const chosen = places.flatMap((place) => place.groups).find(({ id }) => id === group)
  const links = (what: 'group' | 'blank') =>
    languages.map((language) => ({
      href: `${addresses.consentForm()}?${new URLSearchParams({ ...(what === 'group' ? { group: chosen!.id } : {}), language })}`,
      label: t(`consent.form.${what}-${language}`, { name: chosen?.name }),
    }))
  return {
    links: [...(chosen ? links('group') : []), ...links('blank')],
    hint: chosen ? null : t('consent.form.choose'),
  }
}

function lateOf(late: Late[], t: Translate): string {
  const units = late.map(({ unit, count, refused }) => {
    const said = t('consent.admin.late-unit', { unit, count })
    return refused ? t('consent.admin.late-refused', { said }) : said
  })
  return t('consent.admin.late', { what: units.join('; ') })
}

// Decisions 4 to 6: each is a setting, told in words to whoever administers.
function settingsInWords(settings: Settings, mail: boolean, t: Translate): string[] {
  const level = (name: 'pupil' | 'group' | 'school') =>
    t(`consent.settings.${name}`, { what: t(`consent.settings.needs-${settings.needed[name]}`) })
  return [
    t(`consent.settings.${settings.every_guardian ? 'every' : 'one'}`),
    t('consent.settings.own', { age: settings.own_age }),
    level('pupil'),
    level('group'),
    level('school'),
    t('consent.settings.outside'),
    t('consent.settings.paper'),
    t('consent.settings.review'),
    t('consent.settings.takeDown', { count: settings.take_down_days }),
    ...(mail
      ? [
          t('consent.settings.again', { count: settings.take_down_remind_days }),
          t('consent.settings.remind', { count: settings.remind_after_days }),
        ]
      : []),
  ]
}

/** The same as a table for a spreadsheet. */
export function tableOf(filter: ConsentFilter, found: Found, t: Translate): string[][] {
  const what = ({ medium, level }: { medium: string; level: string }) =>
    `${t(`consent.label.medium.${medium}`)}, ${t(`consent.label.level.${level}`).toLowerCase()}`
  return [
    [t('consent.admin.child'), t('consent.admin.group'), t('consent.admin.unit'), ...questions.map(what)],
    ...found.children.map((child) => [
      child.name,
      child.groups.join(', '),
      child.units.join(', '),
      ...questions.map(({ medium, level }) => {
        const cell = child.cells.find((each) => each.medium === medium && each.level === level)
        return t(`consent.label.status.${cell?.status ?? 'not_asked'}`)
      }),
    ]),
    [t('consent.admin.asOf', { date: filter.on ?? t('consent.admin.today') })],
  ]
}

// With a unit chosen, its groups; else every group with its unit's name, since names repeat.
function groupsToChoose(filter: ConsentFilter, places: Place[]): { id: string; name: string }[] {
  const unit = places.find((place) => place.id === filter.unit)
  if (unit) return unit.groups
  return places.flatMap((place) => place.groups.map(({ id, name }) => ({ id, name: `${name}, ${place.name}` })))
}

function address({ unit, group, answer, on }: ConsentFilter, page: number, path: string = addresses.consents): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ unit, group, answer, on })) if (value) query.set(name, value)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `${path}?${query}` : path
}
