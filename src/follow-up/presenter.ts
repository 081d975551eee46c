import type { KeyStore } from '../crypto/key-store.ts'
import { openCard } from '../documentation/content.ts'
import { leaving } from '../documentation/leaving.ts'
import { headingOf, paragraphs } from '../documentation/presenter.ts'
import type { UnitRow } from '../documentation/staff-queries.ts'
import { type Area, areas, curriculumOn } from '../goals/curricula.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import type { Remark } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { linesByField, questionErrors, questionsOf } from '../wording/presenter.ts'
import { type NoteContent, openNote, openNoteKey, opensAs } from './content.ts'
import { plotOf } from './plot.ts'
import type { Chance, Item, Note, NoteRow, Place, Quiet, VersionRow, Work } from './queries.ts'
import { type Term, termsOn } from './terms.ts'

export type Reader = { keys: KeyStore; t: Translate; language: Language; now: Date }

/** How long without an item about the child itself puts its name in the list of those to think of. */
export const quietDays = 42

export function placesPage(units: UnitRow[], t: Translate) {
  return {
    title: t('follow-up.places.title'),
    units: units.map((unit) => ({
      id: unit.id,
      name: unit.name,
      href: addresses.followUpUnit(unit.id),
      groups: unit.groups.map(({ id, name, children }) => ({
        name,
        href: addresses.followUpGroup(id),
        children: t('follow-up.places.children', { count: children }),
      })),
    })),
  }
}

export function groupPage(place: Place, term: Term, work: Work[], chances: Chance[], reader: Reader) {
  const { t } = reader
  const since = new Date(reader.now.getTime() - quietDays * 86_400_000)
  const children = chances.toSorted(byName).map(({ id, name, last, own, shared }) => ({
    name,
    href: addresses.child(id),
    last,
    areas: areas.map((area) => (own.includes(area) ? 'own' : shared.includes(area) ? 'shared' : 'none')),
  }))
  return {
    ...followed(place, term, work, reader),
    title: t('follow-up.page.title', { name: place.group!.name }),
    lead: place.unit.name,
    path: addresses.followUpGroup(place.group!.id),
    groups: [],
    unitHref: addresses.followUpUnit(place.unit.id),
    children,
    areaNames: areas.map((area) => t(`goals.area.${area}`)),
    quiet: children
      .filter(({ last }) => !last || last < since)
      .map(({ name, href, last }) => ({ name, href, last, group: '' })),
  }
}

export function unitPage(place: Place, term: Term, work: Work[], quiet: Quiet[], reader: Reader) {
  const { t } = reader
  return {
    ...followed(place, term, work, reader),
    title: t('follow-up.page.title', { name: place.unit.name }),
    lead: '',
    path: addresses.followUpUnit(place.unit.id),
    groups: place.groups.map(({ id, name }) => ({ name, href: `${addresses.followUpGroup(id)}?term=${term.key}` })),
    unitHref: null,
    children: [],
    areaNames: [],
    quiet: quiet
      .toSorted(byName)
      .map(({ id, name, group_name, last }) => ({ name, href: addresses.child(id), last, group: group_name })),
  }
}

// What a group's and a unit's page have in common: the term, the plot with its table, goal by goal, the notes.
function followed(place: Place, term: Term, work: Work[], reader: Reader) {
  const { t, language } = reader
  const cells = work.filter((row) => row.kind === 'month')
  const whole = work.find((row) => row.kind === 'all')
  const about = place.group ? { group: place.group.id } : { unit: place.unit.id }
  return {
    terms: termsOn(swedishDay(reader.now)).map((each) => ({ value: each.key, label: termName(each, t) })),
    term: { key: term.key, name: termName(term, t) },
    items: whole?.items ?? 0,
    plot: plotPage(cells, term, t, language),
    goals: goalTable(place, term, work, t, language),
    notes: place.notes.map((note) => noteLine(note, reader)),
    newNote: addresses.newNote(about, term.key),
    quietDays,
    back: { href: addresses.followUp, label: t('follow-up.places.title') },
  }
}

function plotPage(cells: Parameters<typeof plotOf>[0], term: Term, t: Translate, language: Language) {
  const drawn = plotOf(cells, term.months)
  const name = (area: string) => t(`goals.area.${area}`)
  return {
    ...drawn,
    columns: drawn.columns.map(({ month, x }) => ({ x, label: monthName(month, language) })),
    rows: drawn.rows.map((row) => ({ ...row, label: name(row.area) })),
    title: t('follow-up.plot.title', { term: termName(term, t) }),
    head: [t('follow-up.plot.area'), ...term.months.map((month) => monthName(month, language))],
    table: areas.map((area) => [
      name(area),
      ...term.months.map((month) => cells.find((cell) => cell.area === area && cell.month === month)?.items ?? 0),
    ]),
  }
}

// Every goal that held when the term began, of the curricula that the groups have, worked with or not; and any other that was.
function goalTable(place: Place, term: Term, work: Work[], t: Translate, language: Language) {
  const counted = work.filter((row) => row.kind === 'goal')
  const codes = [...new Set(place.groups.map(({ curriculum }) => curriculum))]
  const rows = new Map<string, { area: Area; words: string; items: number }>(
    codes.flatMap((code) => {
      const goals = curriculumOn(code, term.from)?.goals ?? []
      return goals.map((goal) => [`${code}.${goal.id}`, { area: goal.area, words: goal[language], items: 0 }] as const)
    }),
  )
  for (const { curriculum, goal, area, items, ...said } of counted) {
    const key = `${curriculum}.${goal}`
    const row = rows.get(key) ?? { area, words: said[`words_${language}`], items: 0 }
    rows.set(key, { ...row, items: row.items + items })
  }
  return areas.flatMap((area) => {
    const goals = [...rows.values()].filter((row) => row.area === area)
    return goals.length > 0 ? [{ area: t(`goals.area.${area}`), goals }] : []
  })
}

function noteLine(row: NoteRow, reader: Reader) {
  const note = { ...row, sealed_key: Buffer.from(row.sealed_key, 'base64') }
  const content = opened(noteKey(note, reader.keys), row.id, row)
  return {
    href: addresses.note(row.id),
    title: content ? content.title || reader.t('follow-up.note.untitled') : reader.t('follow-up.note.closed-title'),
    group: row.group_name,
    writtenAt: new Date(row.written_at),
    by: content && byline(content.signature, row.author_hidden),
  }
}

export function notePage(note: Note, items: Item[], saved: boolean, reader: Reader) {
  const { t } = reader
  const key = noteKey(note, reader.keys)
  const versions = note.versions.map((row) => {
    const content = opened(key, note.id, row)
    return {
      number: row.version,
      writtenAt: new Date(row.written_at),
      closed: content === null,
      by: content ? byline(content.signature, row.author_hidden) : '',
      title: content?.title ?? '',
      analysis: paragraphs(content?.analysis ?? ''),
      next: paragraphs(content?.next ?? ''),
      chosen: content?.items ?? [],
    }
  })
  const [latest, ...earlier] = versions
  return {
    title: latest!.closed ? t('follow-up.note.closed-title') : latest!.title || t('follow-up.note.untitled'),
    saved,
    place: note.group_name ?? note.unit_name,
    term: termName(termOf(note.term), t),
    latest: latest!,
    leaving: leaving(note, { ...reader, clock: () => reader.now }),
    earlier,
    items: items.filter(({ id }) => latest!.chosen.includes(id)).map((item) => itemLine(item, reader)),
    editHref: key && addresses.editNote(note.id),
    back: placeBack(note.unit_id, note.group_id, note.term, note.group_name ?? note.unit_name),
  }
}

/** The ids of the items that the latest version leans on; none where it does not open. */
export function itemsOf(note: Note, keys: KeyStore): string[] {
  return latestOf(note, keys)?.items ?? []
}

/** What the latest version says, or null where it does not open. */
export function latestOf(note: Note, keys: KeyStore): NoteContent | null {
  return opened(noteKey(note, keys), note.id, note.versions[0]!)
}

/** The note's key; null where it is gone or damaged, and nothing of the note opens any more. */
export function noteKey(note: Parameters<typeof openNoteKey>[1], keys: KeyStore): Buffer | null {
  return opensAs(() => openNoteKey(keys, note))
}

export function editPage(
  given: {
    id: string
    version: number
    place: { unitId: string; unitName: string; groupId: string | null; groupName: string | null }
    term: string
    values: { title: string; analysis: string; next: string; items: string[] }
    choice: { items: Item[]; more: boolean }
    /** All of the term's items are shown. */
    all?: boolean
    errors: Errors
    /** What the check said of what was sent, and what was answered. */
    said?: { remarks: readonly Remark[]; acknowledged: boolean; answers: Answers } | undefined
  },
  reader: Reader,
) {
  const { t } = reader
  const { place, values, said } = given
  const label = (field: string) => t(`follow-up.edit.${field === 'title' ? 'heading' : field}`)
  const wording = said ? questionsOf(said.remarks, { ...said, label }, t) : null
  const name = place.groupName ?? place.unitName
  return {
    title: given.version === 0 ? t('follow-up.edit.title-new') : t('follow-up.edit.title'),
    lead: t('follow-up.edit.lead', { name, term: termName(termOf(given.term), t) }),
    action: addresses.note(given.id),
    about: place.groupId ? { group: place.groupId } : { unit: place.unitId },
    term: given.term,
    version: given.version,
    values,
    more: given.choice.more,
    all: given.all ?? false,
    items: given.choice.items.map((item) => ({
      ...itemLine(item, reader),
      id: item.id,
      checked: values.items.includes(item.id),
    })),
    remarks: said ? linesByField(said.remarks, t) : {},
    wording,
    errors: wording ? { ...given.errors, ...questionErrors(wording) } : given.errors,
    back:
      given.version === 0
        ? placeBack(place.unitId, place.groupId, given.term, name)
        : { href: addresses.note(given.id), label: t('follow-up.edit.back') },
  }
}

function itemLine(item: Item, { keys, t }: Reader) {
  return {
    href: addresses.document(item.id),
    title: headingOf(openCard(keys, item), t),
    publishedAt: item.published_at,
  }
}

function placeBack(unit: string, group: string | null, term: string, label: string) {
  const path = group ? addresses.followUpGroup(group) : addresses.followUpUnit(unit)
  return { href: `${path}?term=${term}`, label }
}

function opened(key: Buffer | null, id: string, row: Pick<VersionRow, 'version' | 'sealed_content'>) {
  return key && opensAs(() => openNote(key, id, row.version, Buffer.from(row.sealed_content, 'base64')))
}

// `Name, role` as it was signed; of somebody who is under protection today the role alone (decision 3).
function byline(signature: string, hidden: boolean): string {
  return hidden ? signature.slice(signature.indexOf(', ') + 2) : signature
}

function termOf(key: string): Pick<Term, 'year' | 'season'> {
  const [year, season] = key.split('-')
  return { year: Number(year), season: season as Term['season'] }
}

function termName({ year, season }: Pick<Term, 'year' | 'season'>, t: Translate): string {
  return t(`follow-up.term.${season}`, { year: String(year) })
}

function monthName(month: string, language: Language): string {
  return shortMonths[language].format(new Date(`${month}-15T12:00:00Z`)).replace('.', '')
}

const shortMonths = {
  sv: new Intl.DateTimeFormat('sv-SE', { month: 'short', timeZone: 'Europe/Stockholm' }),
  en: new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'Europe/Stockholm' }),
}

const alphabet = new Intl.Collator('sv')

function byName(a: { name: string }, b: { name: string }): number {
  return alphabet.compare(a.name, b.name)
}
