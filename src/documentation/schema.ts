import { z } from 'zod'
import { goalsField } from '../goals/schema.ts'
import { mostMedia } from '../media/limits.ts'
import { list, text, uuid } from '../web/forms.ts'
import { freeText } from '../wording/free-text.ts'

export const longestTitle = 200
export const longestText = 20_000
export const longestWords = 2_000

/** The editor's fields. A draft may be as unfinished as it is; what publishing needs is asked at the review. */
export const editorForm = z.object({
  /** What the page began from: the number of that saving, all of it sealed (base.ts), and the page itself. */
  revision: z.coerce.number().int().min(0).max(1_000_000).catch(0),
  base: z.base64().max(200_000).optional().catch(undefined),
  form: uuid.nullable().catch(null).default(null),
  group: uuid,
  /** The group whose children the page listed: another choice since then means other children. */
  listed: uuid.optional().catch(undefined),
  title: freeText(longestTitle),
  text: freeText(longestText),
  words: freeText(longestWords).optional().default(''),
  audience: z.enum(['child', 'group', 'unit'], 'documentation.problem.audience'),
  children: list(uuid),
  goals: goalsField,
  remove: list(uuid, mostMedia),
  alt: freeText(500).optional().default(''),
  /** Where the page asked whether colleagues write on it too, and the answer. */
  sharing: z.literal('asked').optional().catch(undefined),
  shared: z.literal('yes').optional().catch(undefined),
  /** `auto` is the script's own saving while somebody writes. */
  action: z.enum(['save', 'review', 'group', 'auto']).catch('save'),
})

/** Boxes as they were ticked, for showing again. */
const boxes = list(z.string().catch(''))
export const typedLists = z
  .object({ children: boxes, remove: boxes, goals: boxes })
  .catch({ children: [], remove: [], goals: [] })

export type EditorValues = z.infer<typeof editorForm>

/** What is being written, to be shown as it will look; stored nowhere. */
export const previewForm = z.object({ text: text(longestText) })

export const publishForm = z.object({ revision: z.coerce.number().int().min(1).max(1_000_000) })

const cursor = /^(\d{10,15})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

export type Cursor = { at: Date; id: string }

/** Before everything: a list from its newest item. */
export const newest: Cursor = { at: new Date('9999-12-31T00:00:00Z'), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** Where a list goes on, `<milliseconds>_<id>`; anything else is the beginning. */
export function cursorFrom(value: unknown): Cursor | undefined {
  const found = typeof value === 'string' ? cursor.exec(value) : null
  return found ? { at: new Date(Number(found[1])), id: found[2]! } : undefined
}

export function cursorAfter(item: { publishedAt: Date; id: string }): string {
  return `${item.publishedAt.getTime()}_${item.id}`
}

/** Whose timeline an item was opened from; anything else says nothing. */
export function childFrom(value: unknown): string | null {
  return uuid.safeParse(value).data ?? null
}

/** One group of the staff's lists, or all. */
export const groupFilter = z.object({ group: uuid.optional().catch(undefined) })
