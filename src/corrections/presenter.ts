import { type Lacking, obstaclesFrom } from '../consent/lacking.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { openAlt, openCaptions, openCard, openContent, openItemKey } from '../documentation/content.ts'
import { leaving } from '../documentation/leaving.ts'
import { blocksOf } from '../documentation/notation.ts'
import { headingOf, type Reader, signatureOf } from '../documentation/presenter.ts'
import type { Readers, Workplace } from '../documentation/staff-queries.ts'
import { chosenGoals, goalStep } from '../goals/presenter.ts'
import type { Captions } from '../media/captions.ts'
import { type Medium, shownMedia } from '../media/presenter.ts'
import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import type { Remark } from '../wording/guard.ts'
import type { Answers } from '../wording/overrides.ts'
import { linesByField, questionErrors, questionsOf } from '../wording/presenter.ts'
import { takesCaptions } from './captions.ts'
import { compare, type Piece } from './compare.ts'
import { undoMinutes } from './limits.ts'
import type { After, Captioned, Just, Published, Recalled, Version, Versions } from './queries.ts'
import { openReason } from './sealing.ts'

const minute = 60_000

/** Until when a publication can be undone, and how many minutes are left, at least one; null when it is over. */
function undoUntil(publishedAt: Date, now: Date): { until: Date; minutes: number } | null {
  const until = new Date(publishedAt.getTime() + undoMinutes * minute)
  const left = until.getTime() - now.getTime()
  return left > 0 ? { until, minutes: Math.ceil(left / minute) } : null
}

/** What staff can do with an item they read: views/corrections/undo.ejs and tools.ejs. */
export function afterOf(id: string, row: After, now: Date) {
  const undo = row.own && !row.corrected_at ? undoUntil(row.published_at, now) : null
  return {
    undo: undo && { ...undo, action: addresses.undo(id) },
    correctHref: row.may_amend ? addresses.correct(id) : null,
    recallHref: row.may_amend ? addresses.recall(id) : null,
    versionsHref: row.versions > 0 ? addresses.versions(id) : null,
  }
}

/** What the actor has just published, in the staff's list. */
export function justOf(
  { just, recalled }: { just: Just[]; recalled: number },
  keys: KeyStore,
  now: Date,
  t: Translate,
) {
  return {
    items: just.flatMap((row) => {
      const undo = undoUntil(new Date(row.published_at), now)
      if (!undo) return []
      const card = openCard(keys, row)
      return [{ ...undo, title: headingOf(card, t), href: addresses.document(row.id), action: addresses.undo(row.id) }]
    }),
    recalled,
  }
}

/** Why something is to be taken back. */
export function recallPage(
  item: Published,
  keys: KeyStore,
  given: {
    reason: string
    errors: Errors
    remarks?: Remark[]
    acknowledged?: boolean
    answers?: Answers | undefined
  },
  t: Translate,
) {
  const { remarks = [], acknowledged = true, answers } = given
  const wording = questionsOf(remarks, { answers, acknowledged, label: () => t('corrections.recall.reason') }, t)
  const content = openContent(openItemKey(keys, item), item)
  return {
    title: t('corrections.recall.title'),
    heading: headingOf(content, t),
    publishedAt: item.published_at,
    audienceLabel: t(`documentation.label.audience.${item.audience}`),
    about: item.audience === 'child' ? item.tagged.map((child) => child.name).join(', ') : placeName(item),
    reason: given.reason,
    remarks: linesByField(remarks, t).reason ?? [],
    wording,
    errors: { ...given.errors, ...questionErrors(wording) },
    action: addresses.recall(item.id),
    back: { href: addresses.document(item.id), label: t('corrections.back') },
  }
}

const placeName = (item: Published) => (item.audience === 'unit' ? item.unit_name : item.group_name)

/** What has been taken back. */
export function recalledPage(
  rows: Recalled[],
  given: { restores: boolean; recalled: boolean; putBack: boolean },
  reader: Reader,
) {
  const { keys, t } = reader
  const notice = given.recalled
    ? t('corrections.recalled.done')
    : given.putBack
      ? t('corrections.recalled.put-back')
      : null
  return {
    title: t('corrections.recalled.title'),
    notice,
    restores: given.restores,
    items: rows.map((row) => {
      const itemKey = openItemKey(keys, row)
      const content = row.sealed_content && openContent(itemKey, { id: row.id, sealed_content: row.sealed_content })
      const { reason, signature } = openReason(itemKey, row.id, row.sealed_reason)
      const place = row.audience === 'unit' ? row.unit_name : row.group_name
      return {
        id: row.id,
        heading: content ? headingOf(content, t) : t('corrections.recalled.closed'),
        blocks: content ? blocksOf(content.text) : [],
        words: content?.words ?? '',
        signature: content?.signature ?? null,
        pictures: row.pictures,
        audienceLabel: t(`documentation.label.audience.${row.audience}`),
        about: row.audience === 'child' ? row.about.join(', ') : place,
        publishedAt: row.published_at,
        recalledAt: row.recalled_at,
        by: signatureOf(signature, row.recaller_hidden),
        reason,
        readers: row.readers,
        leaving: leaving(row, reader),
        action: given.restores ? addresses.putBack(row.id) : null,
      }
    }),
    back: { href: addresses.staff, label: t('documentation.groups.title') },
  }
}

/** What was typed of a correction, for showing again. */
export type Typed = {
  revision: string
  title: string
  text: string
  words: string
  audience: string
  children: string[]
  goals: string[]
  alts: Record<string, string>
  captions: Record<string, string>
  remove: string[]
}

/** The item as it stands, in the form that corrects it. */
export function typedFrom(item: Captioned, keys: KeyStore): Typed {
  const itemKey = openItemKey(keys, item)
  const { title, text, words = '' } = openContent(itemKey, item)
  const alts = item.media.map(({ id, sealed_alt }) => [id, openAlt(itemKey, id, Buffer.from(sealed_alt, 'base64'))])
  return {
    revision: String(item.revision),
    title,
    text,
    words,
    audience: item.audience,
    children: item.tagged.map((child) => child.id),
    goals: item.goals,
    alts: Object.fromEntries(alts),
    captions: Object.fromEntries(
      item.media.flatMap((film) =>
        film.id in item.captions && takesCaptions(film, item.captions) ? [[film.id, item.captions[film.id]!]] : [],
      ),
    ),
    remove: [],
  }
}

export type Around = { keys: KeyStore; t: Translate; language: Language; day: string }

export function correctPage(
  item: Captioned,
  values: Typed,
  given: { children: Workplace['children']; errors: Errors; latest?: boolean },
  { keys, t, language, day }: Around,
) {
  const media = shownMedia(openItemKey(keys, item), item.media, t)
  const here = given.children.map(({ id, name }) => ({ id, name }))
  const others = item.tagged.filter((child) => !here.some(({ id }) => id === child.id))
  const now = typedFrom(item, keys)
  return {
    title: t('corrections.correct.title'),
    action: addresses.correct(item.id),
    values,
    errors: given.errors,
    // What somebody else wrote meanwhile, to carry over by hand.
    latest: given.latest
      ? { heading: headingOf(now, t), blocks: blocksOf(now.text), words: now.words, href: addresses.versions(item.id) }
      : null,
    children: [...others, ...here],
    groupName: item.group_name,
    unitName: item.unit_name,
    goals: goalStep(item.curriculum, day, values.goals, language, t),
    media: media.map((medium, index) => ({
      ...medium,
      // Null where it takes none.
      captioning: takesCaptions(item.media[index]!, item.captions) ? (values.captions[medium.id] ?? '') : null,
      name: `alt.${medium.id}`,
      label: t(`media.step.alt-${medium.kind}`),
      value: values.alts[medium.id] ?? medium.alt,
      remove: values.remove.includes(medium.id),
    })),
    back: { href: addresses.document(item.id), label: t('corrections.back') },
  }
}

export function reviewPage(
  item: Captioned,
  values: Typed,
  given: {
    concerned: { id: string; name: string }[]
    place: string
    before: Readers
    after: Readers
    lacking: Lacking[]
    remarks: Remark[]
    acknowledged: boolean
    answers: Answers | undefined
  },
  { keys, t, language }: Around,
) {
  const itemKey = openItemKey(keys, item)
  const was = typedFrom(item, keys)
  const label = (field: string) => {
    const [what, id] = field.split('.')
    if (what === 'captions') return t('media.step.captions')
    const kind = item.media.find((medium) => medium.id === id)?.kind
    return kind
      ? t(`media.step.alt-${kind}`)
      : t(`documentation.editor.${what === 'title' ? 'heading' : what === 'words' ? 'words' : 'text'}`)
  }
  const wording = questionsOf(given.remarks, { ...given, label }, t)
  const media = shownMedia(itemKey, item.media, t)
    .filter((medium) => !values.remove.includes(medium.id))
    .map((medium): Medium => ({ ...medium, alt: values.alts[medium.id] ?? medium.alt }))
  const { added, removed } = moved(given.before, given.after)
  return {
    title: t('corrections.review.title'),
    heading: headingOf(values, t),
    titleChanges: changesOf(was.title, values.title),
    textChanges: changesOf(was.text, values.text),
    wordsChanges: changesOf(was.words, values.words),
    captionChanges: captionChangesOf(was.captions, values.captions),
    media,
    // Not a hindrance: the text goes out, and these do not.
    withheld: obstaclesFrom(given.lacking, media, t),
    mediaTaken: values.remove.length,
    goals: chosenGoals(values.goals, language, t),
    audienceLabel: t(`documentation.label.audience.${values.audience}`),
    about: values.audience === 'child' ? given.concerned.map((child) => child.name) : [given.place],
    readers: {
      total: given.after.total,
      guardians: given.after.guardians,
      pupils: given.after.pupils.map((pupil) => pupil.name),
      staffCount: given.after.staff.count,
      staffLabel: given.after.staff.units.join(', '),
      added,
      removed,
    },
    hidden: hiddenFields(values),
    action: addresses.correct(item.id),
    wording,
    errors: questionErrors(wording),
    ready: wording.stops.length === 0,
  }
}

const everybodyIn = ({ guardians, pupils }: Readers) =>
  new Map([...guardians, ...pupils].map(({ id, name }) => [id, name]))

function moved(before: Readers, after: Readers): { added: string[]; removed: string[] } {
  const [was, is] = [everybodyIn(before), everybodyIn(after)]
  const missing = (from: Map<string, string>, among: Map<string, string>) =>
    [...from].filter(([id]) => !among.has(id)).map(([, name]) => name)
  return { added: missing(is, was), removed: missing(was, is) }
}

function changesOf(before: string, after: string): Piece[] | null {
  return before === after ? null : compare(before, after)
}

function captionChangesOf(before: Typed['captions'], after: Typed['captions']): Piece[][] {
  return Object.entries(after).flatMap(([id, text]) => {
    const pieces = changesOf(before[id] ?? '', text)
    return pieces ? [pieces] : []
  })
}

// The form goes along with its own review, so that nothing is stored before it is sent.
function hiddenFields({ alts, captions, children, goals, remove, ...single }: Typed): [string, string][] {
  return [
    ...Object.entries(single),
    ...Object.entries(alts).map(([id, alt]): [string, string] => [`alt.${id}`, alt]),
    ...Object.entries(captions).map(([id, text]): [string, string] => [`captions.${id}`, text]),
    ...children.map((id): [string, string] => ['children', id]),
    ...goals.map((key): [string, string] => ['goals', key]),
    ...remove.map((id): [string, string] => ['remove', id]),
  ]
}

/** Every version with what it changed in the one before it, the latest first. */
export function versionsPage(
  { item, versions }: { item: Versions; versions: Version[] },
  names: Map<string, string>,
  { keys, t, language }: Around,
) {
  const itemKey = openItemKey(keys, item)
  const opened = versions.map((row) => ({
    row,
    content: openContent(itemKey, { id: item.id, sealed_content: row.sealed_content }),
  }))
  const said = item.captions.map(({ id, version, sealed }) => ({
    id,
    version,
    text: openCaptions(itemKey, id, Buffer.from(sealed, 'base64')),
  }))
  const saidIn = ({ version }: Version): Captions =>
    Object.fromEntries(said.filter((each) => each.version <= version).map(({ id, text }) => [id, text]))
  return {
    title: t('corrections.versions.title'),
    heading: headingOf(opened[0]!.content, t),
    publishedAt: item.published_at,
    versions: opened.map(({ row, content }, index) => {
      const earlier = opened[index + 1]
      return {
        number: opened.length - index,
        writtenAt: row.written_at,
        first: !earlier,
        by: signatureOf(content.corrected?.signature ?? content.signature, row.author_hidden),
        heading: headingOf(content, t),
        blocks: blocksOf(content.text),
        words: content.words ?? '',
        title: earlier ? changesOf(earlier.content.title, content.title) : null,
        text: earlier ? changesOf(earlier.content.text, content.text) : null,
        said: earlier ? changesOf(earlier.content.words ?? '', content.words ?? '') : null,
        captions: earlier ? captionChangesOf(saidIn(earlier.row), saidIn(row)) : [],
        lines: earlier ? linesOf(earlier.row, row) : [],
        alts: earlier ? altsOf(earlier.row, row) : [],
      }
    }),
    back: { href: addresses.document(item.id), label: t('corrections.back') },
  }

  function linesOf(before: Version, after: Version): string[] {
    const minus = (a: string[], b: string[]) => a.filter((each) => !b.includes(each))
    const said = (ids: string[]) => {
      const known = ids.flatMap((id) => names.get(id) ?? [])
      const more = ids.length - known.length
      return [...known, ...(more > 0 ? [t('corrections.versions.more-children', { count: more })] : [])].join(', ')
    }
    const goals = (goalKeys: string[]) =>
      chosenGoals(goalKeys, language, t)
        .map(({ words }) => words)
        .join('; ')
    const about = (key: string, list: string[], text: (list: string[]) => string) =>
      list.length > 0 ? [t(key, { list: text(list) })] : []
    const moving = before.audience !== after.audience
    const audience = (row: Version) => t(`documentation.label.audience.${row.audience}`)
    return [
      ...(moving ? [t('corrections.versions.audience', { before: audience(before), after: audience(after) })] : []),
      ...about('corrections.versions.children-added', !moving ? minus(after.scopes, before.scopes) : [], said),
      ...about('corrections.versions.children-removed', !moving ? minus(before.scopes, after.scopes) : [], said),
      ...about('corrections.versions.goals-added', minus(after.goals, before.goals), goals),
      ...about('corrections.versions.goals-removed', minus(before.goals, after.goals), goals),
      ...gone(before, after),
    ]
  }

  function gone(before: Version, after: Version): string[] {
    const taken = Object.keys(before.sealed_alts).filter((id) => !(id in after.sealed_alts)).length
    return taken > 0 ? [t('corrections.versions.media-removed', { count: taken })] : []
  }

  function altsOf(before: Version, after: Version): Piece[][] {
    const open = (row: Version, id: string) => openAlt(itemKey, id, Buffer.from(row.sealed_alts[id]!, 'base64'))
    const both = Object.keys(after.sealed_alts).filter((id) => id in before.sealed_alts)
    return both.map((id) => changesOf(open(before, id), open(after, id))).filter((changes) => changes !== null)
  }
}
