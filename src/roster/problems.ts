import type { Delivery, Resource } from './resources.ts'

/** What can be wrong in a delivery; each has its words in the catalogue (roster.problem.…). */
export const problemCodes = [
  // Nothing of the delivery is used.
  ...['json', 'cut-off', 'no-data', 'missing-file', 'missing-column', 'row', 'unreachable', 'refused-token'],
  ...['looping-page', 'too-many-pages', 'wrong-type', 'missing', 'not-an-id', 'not-a-date', 'end-before-start'],
  ...['too-long', 'characters', 'empty', 'own-guardian', 'two-names', 'wrong-answer', 'untrusted'],
  // The rest goes on.
  ...[
    'unknown-value',
    'no-person',
    'no-unit',
    'no-group',
    'same-number',
    'taken-number',
    'wrong-number',
    'test-number',
  ],
  ...['many-guardians', 'no-guardian', 'no-marking', 'too-high', 'no-place', 'not-a-unit', 'not-ours'],
] as const
export type ProblemCode = (typeof problemCodes)[number]

export type Problem = {
  code: ProblemCode
  resource: Resource | 'delivery'
  /** The record's id where it has one, otherwise where it stands. Never a value out of it. */
  record: string | null
  field: string | null
  /** Where it stands, in tables whose rows nobody knows by id. */
  place?: string
  /** With one such nothing at all is changed. */
  stops: boolean
}

const most = 500

/** Gathers what is wrong; beyond the first hundreds they are counted only. */
export class Problems {
  readonly list: Problem[] = []
  readonly counts: Partial<Record<ProblemCode, number>> = {}
  stopped = false
  private readonly told = new Set<string>()
  /** The delivery's own, once it is open. */
  placeOf: Delivery['placeOf']

  add(told: Problem, times = 1): void {
    const problem = { ...told, ...(told.record ? this.placeOf?.(told.resource, told.record, told.field) : {}) }
    // What is read twice is told of once.
    const { code, resource, record, field } = problem
    const key = `${code} ${resource} ${record} ${field}`
    if (record && this.told.has(key)) return
    this.told.add(key)
    this.counts[problem.code] = (this.counts[problem.code] ?? 0) + times
    this.stopped ||= problem.stops
    if (this.list.length < most || (problem.stops && this.list.length < 2 * most)) this.list.push(problem)
  }
}
