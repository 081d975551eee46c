import type { Request } from 'express'
import { z } from 'zod'
import { Conflict, NotFound } from '../errors.ts'
import { unknownGoals } from '../goals/presenter.ts'
import { nobodyIn } from '../media/presenter.ts'
import { list, typed, uuid } from '../web/forms.ts'
import type { DraftChange } from './commands.ts'
import type { Held } from './merging.ts'
import type { EditorValues } from './schema.ts'
import { signatureOf } from './signature.ts'
import type { Draft, Workplace } from './staff-queries.ts'

type Group = Workplace['groups'][number]

/** What the form holds, as it is compared with what is stored. */
export function heldFrom(values: EditorValues, body: unknown, draft: Draft | undefined): Held {
  const { title, text, words, audience, group } = values
  const unique = (ids: string[]) => [...new Set(ids)]
  return {
    ...{ title, text, words, audience, group, children: unique(values.children), goals: unique(values.goals) },
    alts: altsFrom(body, draft),
    subjects: subjectsTyped(body, draft),
  }
}

/** Whether colleagues may write on it too; undefined where the page did not ask. */
export function sharedFrom({ sharing, shared }: EditorValues): boolean | undefined {
  return sharing ? shared === 'yes' : undefined
}

/** A marked child who is not in the group any more, though one was when the page was made. */
export class ChildLeft extends Conflict {}

/**
 * The change that saves `held`. A child who is not in the group is not there, whoever's id it is; of one who left while
 * the page lay open (`known` of old), what was written is kept: ChildLeft.
 */
export function changeFrom(
  request: Request,
  given: {
    id: string
    held: Held
    values: EditorValues
    where: Group
    /** Who is in the group today. */
    here: string[]
    known: Set<string>
    draft: Draft | undefined
    added: DraftChange['added']
    captioned: string[]
  },
): DraftChange {
  const { held, values, where, draft } = given
  const here = new Set(given.here)
  const gone = held.children.filter((child) => !here.has(child))
  if (gone.some((child) => !given.known.has(child))) throw new NotFound()
  if (gone.length > 0) throw new ChildLeft()
  const stored = new Set(draft?.media.map((media) => media.id))
  // Of those the item is about; a child who is not in it is not in its pictures either.
  const about = held.audience === 'child' ? new Set(held.children) : here
  const shown = shownSubjects(request.body, draft)
  return {
    id: given.id,
    groupId: where.id,
    unitId: where.unit_id,
    audience: held.audience as DraftChange['audience'],
    content: {
      title: held.title,
      text: held.text,
      ...(held.words ? { words: held.words } : {}),
      children: held.children,
      goals: held.goals,
    },
    signature: signatureOf(request, where),
    shared: sharedFrom(values),
    form: values.form,
    added: given.added,
    media: {
      removed: values.remove.filter((mediaId) => stored.has(mediaId)),
      alts: held.alts,
      captioned: given.captioned,
      subjects: {
        shown,
        ticked: shown.flatMap((media) =>
          (held.subjects[media] ?? []).filter((child) => about.has(child)).map((child) => ({ media, child })),
        ),
        nobody: shown.filter((media) => held.subjects[media]?.includes(nobodyIn)),
      },
    },
  }
}

/** A goal belongs to the group's curriculum as it is today, or was chosen when an earlier one was in force. */
export function strangeGoals(values: EditorValues, group: Group, before: Held | undefined, day: string): string[] {
  return unknownGoals(values.goals, group.curriculum, day, before?.goals ?? [])
}

export function altsFrom(body: unknown, draft: Draft | undefined): Record<string, string> {
  return Object.fromEntries((draft?.media ?? []).flatMap(({ id }) => altFor(body, id)))
}

function altFor(body: unknown, mediaId: string): [string, string][] {
  const value = typed(body, `alt.${mediaId}`)[`alt.${mediaId}`]
  return value === undefined || value === '' ? [] : [[mediaId, value.slice(0, 500)]]
}

// The form says which media it showed boxes for: none ticked is an answer too.
function shownSubjects(body: unknown, draft: Draft | undefined): string[] {
  const ids = (draft?.media ?? []).map(({ id }) => id)
  return ids.filter((id) => typed(body, `subjects.${id}`)[`subjects.${id}`] !== '')
}

/** Who was ticked in each medium whose boxes were shown. */
export function subjectsTyped(body: unknown, draft: Draft | undefined): Record<string, string[]> {
  return Object.fromEntries(shownSubjects(body, draft).map((id) => [id, subjectsOf(body, id)]))
}

function subjectsOf(body: unknown, media: string): string[] {
  const given = z.record(z.string(), z.unknown()).catch({}).parse(body)[`subject.${media}`]
  const ids = list(z.union([uuid, z.literal(nobodyIn)]), 100).safeParse(given)
  return ids.success ? [...new Set(ids.data)] : []
}
