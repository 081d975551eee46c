import type { Write } from '../database/as-actor.ts'
import { NotFound, TooMany } from '../errors.ts'
import { reportable } from './queries.ts'
import { mostReportsADay, type reportReasons } from './reasons.ts'

/**
 * Hides an item for all but its writer and principals until one of these has decided. Once for each reader and version
 * of the text; what was shown again is not hidden by the same reader twice. Answers whether it was done. TooMany beyond a
 * day's worth; NotFound out of reach.
 */
export async function reportItem(tx: Write, id: string, reason: (typeof reportReasons)[number]): Promise<boolean> {
  const item = await reportable(tx, id)
  if (item.before) return false
  if (item.made >= mostReportsADay) throw new TooMany(24 * 60 * 60)
  await tx.rows`
    insert into report (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at)
    values ('document', ${id}, ${id}, ${item.revision}, ${reason}, ${tx.actor.id}, ${tx.actor.role}, ${tx.now})`
  await tx.audit('reports.made', { object: id })
  return true
}

/** Keeps a reported item hidden or shows it again, as it was last reported. The latest decision counts. NotFound for what nobody reported. */
export async function decideOnItem(tx: Write, id: string, decision: 'hide' | 'show'): Promise<void> {
  const made = await tx.rows`
    insert into report_decision (kind, item_id, document_id, version, decision, decided_by, decided_at)
    select 'document', r.item_id, r.item_id, r.version, ${decision}, ${tx.actor.id}::uuid, ${tx.now}::timestamptz
    from report r where r.kind = 'document' and r.item_id = ${id} order by r.version desc limit 1
    returning id`
  if (made.length !== 1) throw new NotFound()
  await tx.audit('reports.decided', { object: id })
}
