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

/** How many of those there are, and how many wait for a decision. */
export async function countReports(tx: Read): Promise<{ made: number; waiting: number }> {
  return tx.one<{ made: number; waiting: number }>`
    select count(*)::integer as made,
           count(*) filter (where not exists (
             select from report_decision x
             where x.kind = 'document' and x.item_id = r.item_id and x.version = r.version))::integer as waiting
    from (select item_id, max(version) as version from report where kind = 'document' group by item_id) r`
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
