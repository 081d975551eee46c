import type { Read, Write } from '../database/as-actor.ts'
import { Invalid } from '../errors.ts'
import { swedishDay } from '../web/dates.ts'
import { acknowledge } from './acknowledge.ts'
import type { Category, Finding } from './categories.ts'
import { check, strangersIn } from './check.ts'
import type { Answers } from './overrides.ts'

/** What was written, by the names of its fields. */
export type Texts = Record<string, string>

/** Where it will be read: a group, a child or a unit, or the whole unit of a group; and the children it is about. */
export type Place = { scope: string; unit: boolean; about: readonly string[] | 'everybody' }

export type Remark = Finding & { field: string; text: string }

/** Texts that cannot go out as they stand: something must be taken away, a reason is missing, or the rules are unread. */
export class Unworded extends Invalid {
  readonly remarks: Remark[]
  readonly acknowledged: boolean
  constructor(remarks: Remark[], acknowledged: boolean) {
    super('wording', 422)
    this.remarks = remarks
    this.acknowledged = acknowledged
  }
}

/** What the check has to say of the texts (R28, R29). NotFound where the actor does not write for the place. */
export async function remarksOn(
  tx: Read,
  texts: Texts,
  place: Place,
): Promise<{ remarks: Remark[]; acknowledged: boolean }> {
  return look(tx, texts, place)
}

/**
 * The door that every free text goes through on its way out: Unworded while something in it stops, or warns without an
 * answer, and for staff who have not read how we write within a year and do not say so now. An answer is counted by
 * unit, day and category, and stored nowhere else.
 */
export async function requireWording(tx: Write, texts: Texts, place: Place, answers: Answers): Promise<void> {
  const { unit, remarks, acknowledged } = await look(tx, texts, place)
  const open = ({ level, category }: Remark) => level === 'STOP' || (level === 'WARN' && !answers.reasons[category])
  if (remarks.some(open) || !(acknowledged || answers.acknowledged)) throw new Unworded(remarks, acknowledged)
  if (!acknowledged) await acknowledge(tx)
  const passed = categoriesOf(remarks, 'WARN')
  if (passed.length > 0) await tx.rows`select access.count_overrides(${unit}, ${passed}::text[])`
}

/**
 * The fields that hold what stops wherever it stands. For a single fact about oneself, such as an address, where the rest
 * of the check has nothing to say.
 */
export function fieldsThatStop(texts: Texts, now: Date): string[] {
  const today = swedishDay(now)
  return Object.keys(texts).filter((field) => check(texts[field]!, { today }).some(({ level }) => level === 'STOP'))
}

export function categoriesOf(remarks: readonly Remark[], level: Finding['level']): Category[] {
  return [...new Set(remarks.filter((remark) => remark.level === level).map(({ category }) => category))]
}

type Around = {
  unit_id: string
  /** Null for a family, which is told nobody's name. */
  tagged: string[] | null
  others: string[] | null
  staff: string[]
  elsewhere: string[] | null
  contacts: string[]
  acknowledged: boolean
}

async function look(tx: Read, texts: Texts, { scope, unit, about }: Place) {
  const today = swedishDay(tx.now)
  const words = Object.values(texts).flatMap((text) => strangersIn(text, today))
  const around = await tx.one<Around>`
    select * from access.names_around(${scope}, ${unit}, ${about === 'everybody' ? null : about}::uuid[], ${[...new Set(words)]}::text[])`
  const { tagged, others, staff, elsewhere, contacts: publicContacts } = around
  const known = tagged && others ? { tagged, others, hidden: elsewhere ?? [] } : {}
  const context = { today, staff, publicContacts, ...known }
  const remarks = Object.entries(texts).flatMap(([field, text]) =>
    check(text, context).map((finding) => ({ ...finding, field, text })),
  )
  return { unit: around.unit_id, remarks, acknowledged: around.acknowledged }
}
