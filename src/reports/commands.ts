import { setHidden, setShown } from '../comments/commands.ts'
import { getComment } from '../comments/queries.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import type { Write } from '../database/as-actor.ts'
import { NotFound, TooMany } from '../errors.ts'
import type { Answers } from '../wording/overrides.ts'
import { reportable, reportableComment } from './queries.ts'
import { mostReportsADay, type Reason } from './reasons.ts'

/**
 * Hides an item for all but its writer and principals until one of these has decided. Once for each reader and version
 * of the text; what was shown again is not hidden by the same reader twice. Answers whether it was done. TooMany beyond a
 * day's worth; NotFound out of reach.
 */
export async function reportItem(tx: Write, id: string, reason: Reason): Promise<boolean> {
  const item = await reportable(tx, id)
  if (item.before) return false
  if (item.made >= mostReportsADay) throw new TooMany(24 * 60 * 60)
  await tx.rows`
    insert into report (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at)
    values ('document', ${id}, ${id}, ${item.revision}, ${reason}, ${tx.actor.id}, ${tx.actor.role}, ${tx.now})`
  await tx.audit('reports.made', { object: id })
  return true
}

/** The same for a comment: hidden for the rest of the family and the staff. NotFound for what one wrote oneself. */
export async function reportComment(tx: Write, id: string, reason: Reason): Promise<boolean> {
  const comment = await reportableComment(tx, id)
  if (comment.before) return false
  if (comment.made >= mostReportsADay) throw new TooMany(24 * 60 * 60)
  await tx.rows`
    insert into report (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at)
    values ('comment', ${id}, ${comment.document_id}, 1, ${reason}, ${tx.actor.id}, ${tx.actor.role}, ${tx.now})`
  await tx.audit('reports.made', { subject: comment.child_id, object: id })
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

/**
 * The same for a comment; kept hidden with words to whoever wrote it, which go through the check like any other text.
 * What is withheld is what the principal may change, so it is withheld last of all when shown, and first when hidden.
 */
export async function decideOnComment(
  tx: Write,
  keys: KeyStore,
  id: string,
  { decision, reason }: { decision: 'hide' | 'show'; reason: string },
  answers: Answers,
): Promise<void> {
  const comment = await getComment(tx, id)
  if (decision === 'show') await setShown(tx, id)
  const made = await tx.rows`
    insert into report_decision (kind, item_id, document_id, version, decision, decided_by, decided_at)
    select 'comment', c.id, c.document_id, 1, ${decision}, ${tx.actor.id}::uuid, ${tx.now}::timestamptz
    from comment c
    where c.id = ${id} and exists (select from report r where r.kind = 'comment' and r.item_id = c.id)
    returning id`
  if (made.length !== 1) throw new NotFound()
  if (decision === 'hide') await setHidden(tx, keys, comment, reason, answers)
  await tx.audit('reports.decided', { subject: comment.child_id, object: id })
}
