import { createHash } from 'node:crypto'
import type { Municipality } from '../information/municipality.ts'
import type { Kind } from './kinds.ts'
import type { Disposal, Recorded } from './queries.ts'

/** What a run removed of one kind by one decision, as the archive wants it told. */
export type Entry = {
  kind: Kind
  decision: string
  decidedOn: string
  period: { years: number; days: number; hours: number }
  items: number
  files: number
  held: number
  /** When what went began to count: the earliest and the latest. */
  from: Date | null
  to: Date | null
  /** SHA-256 over the checksums of the lists, in the order of the batches, and each of those. */
  checksum: string
  lists: { at: Date; items: number; checksum: string }[]
  /** What the archive had signed for before it went: each package and the archive's own number. */
  handedOver: { package: string; receipt: string }[]
}

export type Protocol = {
  authority: string
  run: string
  began: Date
  ended: Date | null
  outcome: string
  byHand: boolean
  entries: Entry[]
}

/** Law A5: which authority, by which decision, what, how much, when, how, what was passed over. No names, no titles. */
export function protocolOf({ run, batches }: Recorded, municipality: Municipality): Protocol {
  const groups = Map.groupBy(batches, (batch) =>
    [batch.kind, batch.decision, batch.years, batch.days, batch.hours].join(),
  )
  return {
    authority: municipality.controller.sv,
    run: run.id,
    began: run.started_at,
    ended: run.finished_at,
    outcome: run.outcome ?? 'running',
    byHand: run.by_hand,
    entries: [...groups.values()].map(entryOf),
  }
}

function entryOf(batches: Disposal[]): Entry {
  const { kind, decision, decided_on, years, days, hours } = batches[0]!
  const removing = batches.filter(({ items }) => items > 0)
  const whole = createHash('sha256')
  for (const { checksum } of removing) whole.update(checksum)
  return {
    kind,
    decision,
    decidedOn: decided_on,
    period: { years, days, hours },
    items: sum(batches, 'items'),
    files: sum(batches, 'files'),
    held: sum(batches, 'passed'),
    from: edge(removing, 'first_from', (a, b) => a < b),
    to: edge(removing, 'last_from', (a, b) => a > b),
    checksum: whole.digest('hex'),
    lists: removing.map(({ at, items, checksum }) => ({ at, items, checksum: checksum.toString('hex') })),
    handedOver: removing.flatMap(({ package_id, receipt }) =>
      package_id ? [{ package: package_id, receipt: receipt ?? '' }] : [],
    ),
  }
}

const sum = (batches: Disposal[], what: 'items' | 'files' | 'passed') =>
  batches.reduce((all, batch) => all + batch[what], 0)

function edge(
  batches: Disposal[],
  what: 'first_from' | 'last_from',
  beyond: (a: Date, b: Date) => boolean,
): Date | null {
  return batches.reduce<Date | null>((far, batch) => {
    const at = batch[what]
    return at && (!far || beyond(at, far)) ? at : far
  }, null)
}
