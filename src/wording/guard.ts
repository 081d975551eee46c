import type { Read, Write } from '../database/as-actor.ts'
import { Invalid } from '../errors.ts'
import { swedishDay } from '../web/dates.ts'
import type { Category, Finding } from './categories.ts'
import { check, strangersIn } from './check.ts'
import type { Answers } from './overrides.ts'

/** What was written, by the names of its fields. */
export type Texts = Record<string, string>

/** Where it will be read: a group or a unit, and the children it is about. */
export type Place = { scope: string; about: readonly string[] }

export type Remark = Finding & { field: string; text: string }

/** Texts that cannot go out as they stand: something must be taken away, or a reason is missing. */
export class Unworded extends Invalid {
  readonly remarks: Remark[]
  constructor(remarks: Remark[]) {
    super('wording', 422)
    this.remarks = remarks
  }
}

/** What the check has to say of the texts (R28, R29). NotFound where the actor does not write for the place. */
export async function remarksOn(tx: Read, texts: Texts, place: Place): Promise<Remark[]> {
  return (await look(tx, texts, place)).remarks
}

/**
 * The door that every free text goes through on its way out: Unworded while something in it stops, or warns without an
 * answer. An answer is counted by unit, day and category, and stored nowhere else.
 */
export async function requireWording(tx: Write, texts: Texts, place: Place, answers: Answers): Promise<void> {
  const { unit, remarks } = await look(tx, texts, place)
  if (remarks.some(({ level, category }) => level === 'STOP' || (level === 'WARN' && !answers[category])))
    throw new Unworded(remarks)
  const passed = categoriesOf(remarks, 'WARN')
  if (passed.length > 0) await tx.rows`select access.count_overrides(${unit}, ${passed}::text[])`
}

export function categoriesOf(remarks: readonly Remark[], level: Finding['level']): Category[] {
  return [...new Set(remarks.filter((remark) => remark.level === level).map(({ category }) => category))]
}

type Around = {
  unit_id: string
  tagged: string[]
  others: string[]
  staff: string[]
  elsewhere: string[]
  contacts: string[]
}

async function look(tx: Read, texts: Texts, { scope, about }: Place): Promise<{ unit: string; remarks: Remark[] }> {
  const today = swedishDay(tx.now)
  const words = Object.values(texts).flatMap((text) => strangersIn(text, today))
  const around = await tx.one<Around>`
    select * from access.names_around(${scope}, ${about}::uuid[], ${[...new Set(words)]}::text[])`
  const { tagged, others, staff, elsewhere: hidden, contacts: publicContacts } = around
  const context = { today, tagged, others, staff, hidden, publicContacts }
  const remarks = Object.entries(texts).flatMap(([field, text]) =>
    check(text, context).map((finding) => ({ ...finding, field, text })),
  )
  return { unit: around.unit_id, remarks }
}
