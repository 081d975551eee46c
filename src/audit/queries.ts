import type { Role } from '../access/roles.ts'
import type { Read } from '../database/as-actor.ts'
import type { AuditEvent } from './events.ts'
import type { AuditFilter } from './schema.ts'

export const pageLength = 50

/** How many lines one question looks through: a rare event in a large log is looked for a stretch at a time. */
const stretchLength = 2_000_000

/** A line; without an event it says from where, and when, the log goes on further back. */
export type AuditRow = {
  id: number
  at: Date
  event: AuditEvent | null
  actor_id: string | null
  actor_role: Role | 'system' | 'anyone' | null
  subject_id: string | null
}

/**
 * What was done and seen, newest first; one more than a page, to tell if there are more. Lines are numbered as they come,
 * so where a day ends is found by halving; those that were under way at midnight may stand a little out of order.
 */
export async function auditEventsOf(tx: Read, { event, to, before }: AuditFilter): Promise<AuditRow[]> {
  return tx.rows<AuditRow>`
    with recursive day as (
      select (${to}::date + 1)::timestamp at time zone 'Europe/Stockholm' as ends
    ), search (low, high) as (
      select min(id), max(id) + 1 from audit_event
      union all
      select case when early then middle + 1 else low end, case when early then high else middle end
      from (
        select low, high, middle, coalesce(
                 (select e.at < (select ends from day) from audit_event e where e.id >= middle order by e.id limit 1), false) as early
        from (select low, high, (low + high) / 2 as middle from search where low < high) as half
      ) as tried
    ), span as materialized (
      select coalesce(${before}::bigint, case when ${to}::date is not null then (select low + 1000 from search where low = high) end,
                      (select max(id) + 1 from audit_event)) as upper
    ), found as materialized (
      select id, at, event, actor_id, actor_role, subject_id from audit_event
      where (${event}::text is null or event = ${event}) and (${to}::date is null or at < (select ends from day))
        and id < (select upper from span) and id >= (select upper from span) - ${stretchLength}::bigint
      order by id desc limit ${pageLength + 1}
    ), further as (
      select id + 1 as id, at from audit_event
      where (select count(*) from found) <= ${pageLength} and id < (select upper from span) - ${stretchLength}::bigint
      order by id desc limit 1
    )
    select id, at, event::text, actor_id, actor_role, subject_id from found
    union all
    select id, at, null, null, null, null from further
    order by id desc`
}
