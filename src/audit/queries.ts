import type { Role } from '../access/roles.ts'
import type { Read } from '../database/as-actor.ts'
import type { AuditEvent } from './events.ts'
import type { AuditFilter } from './schema.ts'

export const pageLength = 50

export type AuditRow = {
  id: number
  at: Date
  event: AuditEvent
  actor_id: string | null
  actor_role: Role | 'system' | 'anyone'
  subject_id: string | null
}

/** What was done and seen, newest first; one more than a page, to tell if there are more. */
export async function auditEventsOf(tx: Read, { event, before }: AuditFilter): Promise<AuditRow[]> {
  return tx.rows<AuditRow>`
    select id, at, event, actor_id, actor_role, subject_id from audit_event
    where (${event}::text is null or event = ${event}) and id < coalesce(${before}::bigint, 9223372036854775807)
    order by id desc limit ${pageLength + 1}`
}
