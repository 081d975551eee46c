import type { CommentRow } from '../comments/queries.ts'
import type { Read } from '../database/as-actor.ts'

export type Reported = {
  id: string
  version: number
  audience: 'child' | 'group' | 'unit'
  published_at: Date
  key_month: string
  sealed_card: Buffer
  said: { reason: string; role: string }[]
  latest: Date
  decision: 'hide' | 'show' | null
  decided_at: Date | null
}

/** What was reported of one's own texts, as each was last reported; for a principal, of all that reach them. Undecided first. */
export function reportedItems(tx: Read): Promise<Reported[]> {
  return tx.rows<Reported>`
    select d.id, r.version, d.audience, d.published_at, d.key_month, d.sealed_card, r.said, r.latest, x.decision, x.decided_at
    from (
      select distinct on (item_id) item_id, version, max(reported_at) as latest,
             jsonb_agg(jsonb_build_object('reason', reason, 'role', reporter_role) order by reported_at) as said
      from report where kind = 'document' group by item_id, version order by item_id, version desc
    ) r
    join document d on d.id = r.item_id
    left join lateral (
      select decision, decided_at from report_decision
      where kind = 'document' and item_id = d.id and version = r.version order by id desc limit 1
    ) x on true
    order by (x.decision is null) desc, r.latest desc
    limit 50`
}

export type ReportedComment = CommentRow & {
  key_month: string
  sealed_key: Buffer
  said: { reason: string; role: string }[]
  decision: 'hide' | 'show' | null
  decided_at: Date | null
}

/** The comments that were reported, for a principal. Undecided first. */
export function reportedComments(tx: Read): Promise<ReportedComment[]> {
  return tx.rows<ReportedComment>`
    select c.id, c.document_id, c.child_id, p.given_name || ' ' || p.family_name as child_name, c.author_id, c.author_role,
           c.author_id = any ((select access.hidden())::uuid[]) as author_hidden, c.written_at, c.sealed_text, c.sealed_reason,
           c.reported, d.key_month, d.sealed_key, r.said, x.decision, x.decided_at
    from (
      select item_id, max(reported_at) as latest,
             jsonb_agg(jsonb_build_object('reason', reason, 'role', reporter_role) order by reported_at) as said
      from report where kind = 'comment' group by item_id
    ) r
    join comment c on c.id = r.item_id
    join person p on p.id = c.child_id
    join document d on d.id = c.document_id
    left join lateral (
      select decision, decided_at from report_decision where kind = 'comment' and item_id = c.id order by id desc limit 1
    ) x on true
    order by (x.decision is null) desc, r.latest desc
    limit 50`
}

export type Reportable = {
  id: string
  revision: number
  key_month: string
  sealed_card: Buffer
  /** How many the actor has made today. */
  made: number
  /** The actor has reported this very version before. */
  before: boolean
}

/** A published item in reach; NotFound for any other. */
export function reportable(tx: Read, id: string): Promise<Reportable> {
  return tx.one<Reportable>`
    select d.id, d.revision, d.key_month, d.sealed_card, access.reports_today()::integer as made,
           access.has_reported('document', d.id, d.revision) as before
    from document d where d.id = ${id} and d.published_at is not null`
}

export type ReportableComment = {
  id: string
  document_id: string
  child_id: string
  key_month: string
  sealed_key: Buffer
  sealed_text: Buffer
  made: number
  before: boolean
}

/** A comment that the actor meets and did not write; NotFound for any other. */
export function reportableComment(tx: Read, id: string): Promise<ReportableComment> {
  return tx.one<ReportableComment>`
    select c.id, c.document_id, c.child_id, d.key_month, d.sealed_key, c.sealed_text,
           access.reports_today()::integer as made, access.has_reported('comment', c.id, 1) as before
    from comment c join document d on d.id = c.document_id
    where c.id = ${id} and c.withdrawn_at is null and c.author_id <> ${tx.actor.id}`
}
