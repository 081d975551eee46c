import type { Read } from '../database/as-actor.ts'
import type { Answer, Level, Medium, Status } from './questions.ts'

export type HistoryRow = {
  medium: Medium
  level: Level
  answer: Answer
  answered_at: string
  /** Whose answer; null where the name is not for this reader. */
  whose: string | null
  own: boolean
  origin: 'portal' | 'paper' | 'phone' | 'staff'
  entered_by: string | null
  text_id: string
  paper_id: string | null
}

/** An answer that came on paper: who signed it when, and who has looked at it. A name is null where it is not for this reader. */
export type PaperRow = {
  id: string
  whose: string | null
  said_on: string
  kind: 'jpeg' | 'pdf'
  entered_at: Date
  entered_by: string | null
  /** Entered by the reader, or about the reader's own child: then somebody else has to be the second. */
  mine: boolean
  countersigned_at: Date | null
  countersigned_by: string | null
}

export type ChildHistory = {
  id: string
  name: string
  guardians: { id: string; name: string }[]
  /** The reader's own child: others enter for it. */
  own: boolean
  statuses: { medium: Medium; level: Level; status: Status }[]
  rows: HistoryRow[]
  papers: PaperRow[]
  /** Each text that something was answered to, the latest first. */
  texts: { id: string; version: number; language: 'sv' | 'en'; title: string; body: string }[]
}

const most = 2000

/** All that has been answered about a child, latest first, with the text that each answer was given to; NotFound out of reach. */
export async function historyOf(tx: Read, childId: string): Promise<ChildHistory> {
  return tx.one<ChildHistory>`
    select c.id, c.given_name || ' ' || c.family_name as name,
           (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.given_name || ' ' || g.family_name) order by g.given_name), '[]')
            from guardianship s join person g on g.id = s.guardian_id
            where s.child_id = c.id and range_contains_elem(s.valid, (select access.today()))) as guardians,
           exists (select from guardianship s where s.child_id = c.id and s.guardian_id = (select access.actor())) as own,
           (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from access.consent_status(array[c.id]) s) as statuses,
           (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
              select a.medium, a.level, a.answer, a.answered_at, p.given_name || ' ' || p.family_name as whose, a.capacity = 'child' as own,
                     a.origin, e.given_name || ' ' || e.family_name as entered_by, a.text_id, a.paper_id
              from consent_answer a
              left join person p on p.id = a.guardian_id
              left join person e on e.id = a.entered_by
              where a.child_id = c.id
              order by a.id desc limit ${most}) r) as rows,
           (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
              select d.id, g.given_name || ' ' || g.family_name as whose, d.said_on, d.kind, d.entered_at,
                     e.given_name || ' ' || e.family_name as entered_by, d.entered_by = (select access.actor()) as mine,
                     d.countersigned_at, s.given_name || ' ' || s.family_name as countersigned_by
              from consent_paper d
              left join person g on g.id = d.guardian_id
              left join person e on e.id = d.entered_by
              left join person s on s.id = d.countersigned_by
              where d.child_id = c.id
              order by d.entered_at desc, d.id limit ${most}) r) as papers,
           (select coalesce(jsonb_agg(to_jsonb(t) order by t.version desc, t.language desc, t.audience), '[]') from (
              select t.id, t.version, t.language, t.title, t.body, t.audience from consent_text t
              where t.id in (select a.text_id from consent_answer a where a.child_id = c.id)) t) as texts
    from person c
    where c.id = ${childId} and exists (select from access.consent_status(array[c.id]))
      and exists (select from placement x where x.child_id = c.id)`
}
