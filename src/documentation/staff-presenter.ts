import { type Lacking, type Obstacle, obstaclesFrom } from '../consent/lacking.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { chosenGoals, goalStep } from '../goals/presenter.ts'
import { mediaStep, shownMedia, storedMedia } from '../media/presenter.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import type { Remark } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { linesByField, questionErrors, questionsOf } from '../wording/presenter.ts'
import { openContent, openItemKey } from './content.ts'
import { card, headingOf, paragraphs, type Reader, turn } from './presenter.ts'
import type { ItemRow } from './queries.ts'
import type { Draft, DraftRow, Readers, UnitRow, Workplace } from './staff-queries.ts'

export function groupsPage(
  units: UnitRow[],
  drafts: DraftRow[],
  reports: { waiting: number; made: number },
  keys: KeyStore,
  t: Translate,
  principal: boolean,
) {
  return {
    title: t('documentation.groups.title'),
    units: units.map((unit) => ({
      id: unit.id,
      name: unit.name,
      href: principal ? addresses.staffUnit(unit.id) : null,
      groups: unit.groups.map((group) => ({
        id: group.id,
        name: group.name,
        href: addresses.staffGroup(group.id),
        childCount: group.children,
        lastPublishedAt: group.last ? new Date(group.last) : null,
      })),
    })),
    drafts: drafts.map((draft) => ({
      id: draft.id,
      title: headingOf(openContent(openItemKey(keys, draft), draft).title, t),
      href: addresses.draft(draft.id),
      savedAt: draft.saved_at,
    })),
    writeHref: addresses.newDocument(),
    reports: {
      href: addresses.reports,
      text: reports.waiting > 0 ? t('reports.staff.waiting', { count: reports.waiting }) : null,
      any: reports.made > 0,
    },
  }
}

export function groupPage(
  group: Workplace['groups'][number],
  children: Workplace['children'],
  rows: ItemRow[],
  reader: Reader,
) {
  const { shown, older } = turn(rows, addresses.staffGroup(group.id))
  return {
    title: group.name,
    group: { id: group.id, name: group.name },
    unit: { id: group.unit_id, name: group.unit_name },
    children: children.map((child) => ({
      id: child.id,
      name: child.name,
      href: addresses.child(child.id),
      lastPublishedAt: child.last,
    })),
    items: shown.map((row) => card(row, reader)),
    older,
    writeHref: addresses.newDocument(group.id),
    contactsHref: addresses.contacts(group.id),
  }
}

export function unitPage(unit: UnitRow, group: string | undefined, rows: ItemRow[], comments: boolean, reader: Reader) {
  const path = addresses.staffUnit(unit.id)
  const { shown, older } = turn(rows, path)
  return {
    title: unit.name,
    wordingHref: addresses.unitWording(unit.id),
    unit: { id: unit.id, name: unit.name },
    groups: unit.groups.map(({ id, name, children }) => ({ id, name, count: children })),
    filter: { group: group ?? '' },
    comments: { open: comments, action: addresses.unitComments(unit.id) },
    items: shown.map((row) => card(row, reader)),
    older: older && group ? `${older}&group=${group}` : older,
  }
}

export type EditorValues = {
  title: string
  text: string
  audience: string
  children: string[]
  goals: string[]
  group: string
  /** What was typed about pictures, where the form is shown again. */
  alt?: string
  alts?: Record<string, string>
  remove?: string[]
  subjects?: Record<string, string[]>
}

export function editorPage(given: {
  id: string
  draft: Draft | undefined
  values: EditorValues
  errors: Errors
  /** How much has come of the files that are under way (media/resume.ts). */
  come: Record<string, number>
  place: Workplace
  keys: KeyStore
  t: Translate
  language: Language
  /** Today in Sweden. */
  day: string
  saved: boolean
  remarks: Remark[]
  acknowledged: boolean
  ffmpeg: boolean
}) {
  const { draft, t, place, values } = given
  const group = place.groups.find(({ id }) => id === values.group)
  const about = { audience: values.audience, chosen: values.children, children: place.children }
  const stored = draft ? storedMedia(openItemKey(given.keys, draft), draft.media, about, given.come, values, t) : []
  return {
    title: draft ? t('documentation.editor.title-edit') : t('documentation.editor.title-new'),
    id: given.id,
    action: addresses.draft(given.id),
    discardAction: draft ? addresses.discard(given.id) : null,
    isNew: !draft,
    saved: given.saved,
    remarks: linesByField(given.remarks, t),
    acknowledged: given.acknowledged,
    stops: given.remarks.filter(({ level }) => level === 'STOP').length,
    values,
    revision: draft?.revision ?? 0,
    errors: given.errors,
    groups: place.groups.map(({ id, name }) => ({ id, name })),
    children: place.children.map(({ id, name, given_name }) => ({ id, name, givenName: given_name })),
    unitName: group?.unit_name ?? '',
    goals: goalStep(group?.curriculum ?? '', given.day, values.goals, given.language, t),
    media: mediaStep({
      documentId: given.id,
      stored,
      alt: values.alt ?? '',
      errors: given.errors,
      ffmpeg: given.ffmpeg,
      t,
    }),
    back: { href: addresses.staff, label: t('documentation.editor.back') },
  }
}

export function reviewPage(
  given: {
    draft: Draft
    concerned: { id: string; name: string }[]
    place: string
    readers: Readers
    problems: string[]
    remarks: Remark[]
    acknowledged: boolean
    answers: Answers | undefined
    lacking: Lacking[]
  },
  keys: KeyStore,
  t: Translate,
  language: Language,
) {
  const { draft, readers, problems } = given
  const label = (field: string) => {
    const [what, id] = field.split('.')
    const kind = draft.media.find((medium) => medium.id === id)?.kind
    if (what === 'captions') return t('media.step.captions')
    return kind ? t(`media.step.alt-${kind}`) : t(`documentation.editor.${what === 'title' ? 'heading' : 'text'}`)
  }
  const wording = questionsOf(given.remarks, { ...given, label }, t)
  const itemKey = openItemKey(keys, draft)
  const content = openContent(itemKey, draft)
  const obstacles = obstaclesFrom(given.lacking, draft.media, t)
  return {
    title: t('documentation.review.title'),
    id: draft.id,
    revision: draft.revision,
    heading: headingOf(content.title, t),
    paragraphs: paragraphs(content.text),
    media: shownMedia(itemKey, draft.media, t),
    goals: chosenGoals(content.goals ?? [], language, t),
    audience: draft.audience,
    audienceLabel: t(`documentation.label.audience.${draft.audience}`),
    about: draft.audience === 'child' ? given.concerned.map((child) => child.name) : [given.place],
    readers: {
      total: readers.guardians.length + readers.pupils.length + readers.staff.count,
      guardians: readers.guardians,
      pupils: readers.pupils,
      staffCount: readers.staff.count,
      staffLabel: readers.staff.units.join(', '),
    },
    action: addresses.publish(draft.id),
    editHref: addresses.draft(draft.id),
    problems,
    wording,
    errors: questionErrors(wording),
    obstacles,
    narrow: narrowTo(draft, obstacles, given.concerned),
    ready: problems.length === 0 && wording.stops.length === 0 && obstacles.length === 0,
  }
}

// One child alone is recognisable in it all: it can be for that child's own family.
function narrowTo(draft: Draft, obstacles: Obstacle[], present: { id: string; name: string }[]) {
  if (obstacles.length === 0 || obstacles.some((each) => each.unmarked)) return null
  const inIt = new Set(draft.media.flatMap((medium) => medium.subjects))
  const child = inIt.size === 1 ? present.find(({ id }) => inIt.has(id)) : undefined
  return child ? { action: addresses.narrow(draft.id), ...child } : null
}
