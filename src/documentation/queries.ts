import type { Ask } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { GoalRow } from '../goals/presenter.ts'
import type { Handover } from '../handover/queries.ts'
import type { MediaRow } from '../media/queries.ts'
import { beginning, everything, type OfferedGoal, type Wanted } from './filter.ts'
import type { Leaves, LeavingSoon } from './leaving.ts'
import { type ItemRow, type Line, linesOf } from './line.ts'
import type { Cursor } from './schema.ts'

export type Group = { id: string; name: string }

export type ChildRow = {
  id: string
  given_name: string
  name: string
  unit_name: string | null
  groups: Group[]
  scopes: string[]
  siblings?: number
  /** For a guardian: the child is on its way (decision 8). */
  handover?: Handover | null
  /** For the pupil: what leaves soon. */
  leaving?: LeavingSoon
  /** For staff: what the preschool wrote waits for a guardian. */
  waits?: boolean
}

/**
 * A child whose documentation the actor follows, and one page of its items, newest first and one more than a page to tell
 * if there are more; NotFound for any other child. The reading is recorded (reading.ts).
 */
export async function readTimeline(
  ask: Ask,
  childId: string,
  before?: Cursor,
  { audiences, kinds, earliest, until, goal }: Wanted = everything,
): Promise<{ child: ChildRow; items: Line[] }> {
  const { at, id } = beginning(before, until)
  const [page] = await ask.page<{
    head: ChildRow
    items: string
  }>`read_timeline(${childId}, ${at}, ${id}, ${audiences}, ${kinds}, ${earliest}, ${goal})`
  if (!page) throw new NotFound()
  return { child: page.head, items: linesOf(page.items) }
}

/** One page of all a guardian's children, newest first and one more, each item with whose it is. The reading is recorded. */
export async function readFamily(
  ask: Ask,
  before?: Cursor,
  { audiences, kinds, earliest, until, goal }: Wanted = everything,
): Promise<{ children: ChildRow[]; items: Line[] }> {
  const { at, id } = beginning(before, until)
  const [page] = await ask.page<{
    head: ChildRow[]
    items: string
  }>`read_family(${at}, ${id}, ${audiences}, ${kinds}, ${earliest}, ${goal})`
  return { children: page?.head ?? [], items: linesOf(page?.items ?? '') }
}

/** The goals that a child's timeline can be chosen by, or with null all of a guardian's children's. None out of reach. */
export function readGoals(ask: Ask, child: string | null): Promise<OfferedGoal[]> {
  return ask.page<OfferedGoal>`read_goals(${child})`
}

export type StartChild = ChildRow & {
  new_count: number
  unanswered: number
  /** Answered yes to a text that has changed in substance since. */
  anew: number
  /** A yes is more than a year old. */
  review: boolean
  latest: string[]
  leaving: LeavingSoon
}

/** A guardian's children with how much is new since `since` and their three latest items. The reading is recorded. */
export async function readStart(ask: Ask, since: Date): Promise<{ children: StartChild[]; items: Line[] }> {
  const [page] = await ask.page<{ head: StartChild[]; items: string }>`read_start(${since})`
  return { children: page?.head ?? [], items: linesOf(page?.items ?? '') }
}

export type DocumentRow = Omit<
  ItemRow,
  'sealed_key' | 'sealed_card' | 'media_id' | 'width' | 'height' | 'sealed_alt' | 'pictures'
> &
  Leaves & {
    sealed_key: Buffer
    sealed_content: Buffer
    /** Somebody has reported it: only its writer and principals come here. */
    reported: boolean
    unit_name: string
    group_name: string | null
    about: { id: string; name: string }[]
    home: { id: string; given_name: string; siblings: number } | null
    /** Whether something has been said of it, or may be. */
    talk: boolean
    /** The cards of the items before and after (line.ts). */
    newer: string | null
    older: string | null
    media: MediaRow[]
    goals: GoalRow[]
  }

/**
 * One published item with its pictures and what stands before and after it in the timeline of `child`, or of one of the
 * reader's children where it is not theirs; NotFound out of reach. The reading is recorded, and the item read from here on.
 */
export async function readDocument(ask: Ask, id: string, child: string | null = null): Promise<DocumentRow> {
  const [found] = await ask.page<DocumentRow>`read_document(${id}, ${child})`
  if (!found) throw new NotFound()
  return found
}
