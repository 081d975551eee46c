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

export type Coming = {
  child_id: string
  name: string
  day: string
  unit_name: string
  /** No guardian has said yes, or one says no. */
  waits: boolean
  guardians: { id: string; name: string; answer: 'yes' | 'no' | null }[]
  /** How many there are, shown or not. */
  total: number
}
export type Setting = { waits_from: string | null; law_from: string }

export async function setting(tx: Read): Promise<Setting> {
  return await tx.one<Setting>`
    select (select value #>> '{}' from setting where key = 'handover.waits_from') as waits_from,
           (select value #>> '{}' from setting where key = 'handover.law_from') as law_from`
}

/** How many are shown at a time; the schools are there to choose among. */
const most = 200

/** Children from preschool to school, those whose documentation waits first. */
export async function handovers(tx: Read, school: string | null): Promise<Coming[]> {
  return await tx.rows<Coming>`
    select child_id, name, day, unit_name, waits, guardians, total from access.handovers(${school}, ${most})`
}

export async function schools(tx: Read): Promise<{ id: string; name: string }[]> {
  return await tx.rows<{ id: string; name: string }>`select id, name from unit where kind = 'school' order by name, id`
}
