import { goalStep } from '../goals/presenter.ts'
import { mediaStep, storedMedia } from '../media/presenter.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { Remark } from '../wording/guard.ts'
import { linesByField } from '../wording/presenter.ts'
import { openItemKey } from './content.ts'
import type { Held } from './merging.ts'
import type { Reader } from './presenter.ts'
import { savedAt } from './saved-at.ts'
import type { Draft, Workplace } from './staff-queries.ts'

export type EditorValues = Pick<Held, 'title' | 'text' | 'words' | 'audience' | 'children' | 'goals' | 'group'> & {
  /** What was typed about pictures, where the form is shown again. */
  alt?: string
  alts?: Record<string, string>
  remove?: string[]
  subjects?: Record<string, string[]>
}

/** Two have changed the same: what is stored, for the fields where one's own stands in the form. */
export type Clash = { words: string; stored: Held; fields: string[] }

export function editorPage(
  given: {
    id: string
    draft: Draft | undefined
    values: EditorValues
    errors: Errors
    /** How much has come of the files that are under way (media/resume.ts). */
    come: Record<string, number>
    place: Workplace
    actorId: string
    /** What the form goes on from (saving.ts). */
    from: { revision: string; base: string; form: string }
    saved: boolean
    /** The draft was published, and is one again. */
    undone: boolean
    /** Saved together with what somebody else had changed. */
    together: boolean
    clash: Clash | undefined
    remarks: Remark[]
    acknowledged: boolean
    ffmpeg: boolean
  },
  { keys, t, language, clock }: Reader,
) {
  const { draft, place, values, clash } = given
  const group = place.groups.find(({ id }) => id === values.group)
  const about = { audience: values.audience, chosen: values.children, children: place.children }
  const stored = draft ? storedMedia(openItemKey(keys, draft), draft.media, about, given.come, values, t) : []
  const own = !draft || draft.author_id === given.actorId
  return {
    title: draft ? t('documentation.editor.title-edit') : t('documentation.editor.title-new'),
    id: given.id,
    action: addresses.draft(given.id),
    discardAction: draft && own ? addresses.discard(given.id) : null,
    isNew: !draft,
    saved: given.saved || given.together,
    undone: given.undone,
    together: given.together,
    state: draft ? stateOf(draft, given.actorId, savedAt(draft.saved_at, language, clock), t) : '',
    remarks: linesByField(given.remarks, t),
    acknowledged: given.acknowledged,
    stops: given.remarks.filter(({ level }) => level === 'STOP').length,
    values,
    from: given.from,
    errors: given.errors,
    clash: clash && clashOf(clash, place, t),
    sharing: {
      asked: own,
      shared: draft?.shared ?? false,
      unit: group?.unit_name ?? '',
      by: own ? null : (draft?.author_name ?? t('documentation.saving.colleague')),
    },
    groups: place.groups.map(({ id, name }) => ({ id, name })),
    children: place.children.map(({ id, name, given_name }) => ({ id, name, givenName: given_name })),
    unitName: group?.unit_name ?? '',
    goals: goalStep(group?.curriculum ?? '', swedishDay(clock()), values.goals, language, t),
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

function stateOf(draft: Draft, actorId: string, time: string, t: Translate): string {
  if (draft.saved_by === actorId) return t('documentation.saving.saved', { time })
  return t('documentation.saving.saved-by', { time, name: draft.saved_by_name ?? t('documentation.saving.colleague') })
}

function clashOf({ words, stored, fields }: Clash, place: Workplace, t: Translate) {
  const heading = (field: string) => {
    if (field.startsWith('alt.')) return t('media.step.alt-photo')
    if (field === 'group') return t('documentation.editor.group')
    if (field === 'audience') return t('documentation.editor.who')
    return t(`documentation.editor.${field === 'title' ? 'heading' : field}`)
  }
  const value = (field: string) => {
    if (field.startsWith('alt.')) return stored.alts[field.slice(4)] ?? ''
    if (field === 'group') return place.groups.find(({ id }) => id === stored.group)?.name ?? ''
    if (field === 'audience') return t(`documentation.editor.audience-${stored.audience}`)
    return stored[field as 'title' | 'text' | 'words']
  }
  const id = (field: string) => `f-${field.replace(/[^a-zA-Z0-9]+/g, '-')}`
  return {
    words,
    fields: fields.map((field) => ({ href: `#${id(field)}`, label: heading(field), value: value(field) })),
  }
}
