import type { Database } from '../database/database.ts'
import { swedishDay } from '../web/dates.ts'
import { type Kind, kinds } from './kinds.ts'

/** How long a kind of record is kept, from what its kind says, and the decision that gives the right. */
export type Rule = {
  kind: Kind
  years: number
  days: number
  hours: number
  fate: 'delete' | 'preserve'
  decision: string
  decided_on: string
}

export type Rules = Partial<Record<Kind, Rule>>

/** The rules in force on the Swedish day of `now`; a kind without one is not touched (decision 7). */
export async function rulesAt(database: Database, now: Date): Promise<Rules> {
  const rows = await database.rows<Rule>`
    select kind, years, days, hours, fate, decision, decided_on from retention_rule where valid @> ${swedishDay(now)}::date`
  return Object.fromEntries(rows.map((rule) => [rule.kind, rule]))
}

export function missingFrom(rules: Rules): Kind[] {
  return kinds.filter((kind) => !rules[kind])
}

/** Somebody changed the rule, or it ran out, while the run was at it: the rest waits for the next, which asks anew. */
export class RuleChanged extends Error {
  constructor(kind: Kind) {
    super(`the rule for "${kind}" is not the one that the run began with`)
    this.name = 'RuleChanged'
  }
}
