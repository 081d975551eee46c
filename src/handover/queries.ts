import type { Read } from '../database/as-actor.ts'

/** What a guardian is told of a child on its way (src/handover/policy.ts). */
export type Handover = {
  stage: 'coming' | 'done' | 'leaving' | 'left'
  day: string
  from?: string
  to?: string
  gate?: 'waits' | 'open' | null
  mine?: 'yes' | 'no' | null
}

export type Waiting = {
  child_id: string
  name: string
  day: string
  unit_name: string
  guardians: { id: string; name: string; answer: 'yes' | 'no' | null }[]
}
export type Setting = { waits_from: string | null; law_from: string }

export async function setting(tx: Read): Promise<Setting> {
  return await tx.one<Setting>`
    select (select value #>> '{}' from setting where key = 'handover.waits_from') as waits_from,
           (select value #>> '{}' from setting where key = 'handover.law_from') as law_from`
}

export async function waitingHandovers(tx: Read): Promise<Waiting[]> {
  return await tx.rows<Waiting>`select child_id, name, day, unit_name, guardians from access.handovers_waiting()`
}
