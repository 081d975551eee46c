import { type Lacking, type Obstacle, obstaclesFrom } from '../consent/lacking.ts'
import { undoMinutes } from '../corrections/limits.ts'
import { justOf } from '../corrections/presenter.ts'
import type { Just } from '../corrections/queries.ts'
import type { Actor } from '../database/as-actor.ts'
import { chosenGoals } from '../goals/presenter.ts'
import { shownMedia } from '../media/presenter.ts'
import { takeDownNotice } from '../uses/presenter.ts'
import { addresses } from '../web/addresses.ts'
import type { Remark } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { questionErrors, questionsOf } from '../wording/presenter.ts'
import { openContent, openItemKey } from './content.ts'
import type { Line } from './line.ts'
import { blocksOf } from './notation.ts'
import { card, headingOf, type Reader, turn } from './presenter.ts'
import { savedAt } from './saved-at.ts'
import type { Draft, DraftRow, Readers, UnitRow, Waiting, Workplace } from './staff-queries.ts'

export function groupsPage(
  units: UnitRow[],
  drafts: DraftRow[],
  waits: Waiting,
  just: { just: Just[]; recalled: number },
  { keys, t, language, clock }: Pick<Reader, 'keys' | 't' | 'language' | 'clock'>,
  { id: actorId, role }: Actor,
) {
  const principal = role === 'principal'

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
      title: headingOf(openContent(openItemKey(keys, draft), draft), t),
      href: addresses.draft(draft.id),
      savedAt: draft.saved_at,
      by: draft.author_id === actorId ? null : (draft.author_name ?? t('documentation.saving.colleague')),
      shared: draft.shared,
    })),
    just: justOf(just, keys, clock(), t),
    writeHref: addresses.newDocument(),
    reports: {
      href: addresses.reports,
      text: waits.waiting > 0 ? t('reports.staff.waiting', { count: waits.waiting }) : null,
      any: waits.made > 0,
    },
    takeDowns: takeDownNotice(waits.takeDowns, { t, language, clock }),
  }
}

export function groupPage(
  group: Workplace['groups'][number],
  children: Workplace['children'],
  lines: Line[],
  reader: Reader,
) {
  const { shown, older } = turn(lines, addresses.staffGroup(group.id), (line) => card(line, reader))
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
    items: shown,
    older,
    writeHref: addresses.newDocument(group.id),
    contactsHref: addresses.contacts(group.id),
  }
}

export function unitPage(unit: UnitRow, group: string | undefined, lines: Line[], comments: boolean, reader: Reader) {
  const path = addresses.staffUnit(unit.id)
  const { shown, older } = turn(lines, path, (line) => card(line, reader))
  return {
    title: unit.name,
    wordingHref: addresses.unitWording(unit.id),
    unit: { id: unit.id, name: unit.name },
    groups: unit.groups.map(({ id, name, children }) => ({ id, name, count: children })),
    filter: { group: group ?? '' },
    comments: { open: comments, action: addresses.unitComments(unit.id) },
    items: shown,
    older: older && group ? `${older}&group=${group}` : older,
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
    /** It was saved since it was reviewed: this is how it is now. */
    since: boolean
  },
  { keys, t, language, clock }: Reader,
) {
  const { draft, readers, problems } = given
  const label = (field: string) => {
    const [what, id] = field.split('.')
    const kind = draft.media.find((medium) => medium.id === id)?.kind
    if (what === 'captions') return t('media.step.captions')
    return kind ? t(`media.step.alt-${kind}`) : t(`documentation.editor.${what === 'title' ? 'heading' : what}`)
  }
  const wording = questionsOf(given.remarks, { ...given, label }, t)
  const itemKey = openItemKey(keys, draft)
  const content = openContent(itemKey, draft)
  const obstacles = obstaclesFrom(given.lacking, draft.media, t)
  const media = shownMedia(itemKey, draft.media, t)
  const lastBy = draft.saved_by_name ?? t('documentation.saving.colleague')
  const time = savedAt(draft.saved_at, language, clock)
  return {
    title: t('documentation.review.title'),
    id: draft.id,
    revision: draft.revision,
    heading: headingOf(content, t),
    since: given.since ? t('documentation.review.since', { name: lastBy, time }) : null,
    savedBy: t('documentation.saving.saved-by', { name: lastBy, time }),
    blocks: blocksOf(content.text),
    words: content.words ? { heading: t('documentation.item.words'), text: content.words } : null,
    media,
    // Not a hindrance: a reminder, while it can still be written.
    undescribed: media.filter(({ alt }) => alt === '').length,
    goals: chosenGoals(content.goals ?? [], language, t),
    audience: draft.audience,
    audienceLabel: t(`documentation.label.audience.${draft.audience}`),
    about: draft.audience === 'child' ? given.concerned.map((child) => child.name) : [given.place],
    readers: {
      total: readers.total,
      guardians: readers.guardians,
      pupils: readers.pupils.map((pupil) => pupil.name),
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
    undoMinutes,
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
