import type { Read } from '../database/as-actor.ts'
import type { MyAnswer, StatusRow } from './queries.ts'

export type SittingChild = {
  id: string
  given_name: string
  unanswered: number
  anew: number
  /** The guardian's own latest answer to each question. */
  mine: MyAnswer[]
  statuses: StatusRow[]
  /** What left the portal with the guardian's latest answer about any of the children, and what has to come down. */
  withheld: { kind: string; count: number }[]
  uses: number
}

/** All of a guardian's children, the youngest first, with what is asked about each: one statement, however many. */
export async function sittingOf(tx: Read): Promise<SittingChild[]> {
  const rows = await tx.rows<
    Omit<SittingChild, 'mine'> & { mine: (Omit<MyAnswer, 'answered_at'> & { answered_at: string })[] }
  >`
    with mine as materialized (
      select distinct on (child_id, medium, level) child_id, medium, level, answer, answered_at, text_id, origin,
             answer = 'yes' and text_id = any ((select access.changed_texts())::uuid[]) as anew,
             answer = 'yes' and coalesce(paper_id = any ((select access.unseen_papers())::uuid[]), false) as unseen
      from consent_answer
      where guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[])
      order by child_id, medium, level, id desc
    ), status as materialized (
      select * from access.consent_status((select access.children())::uuid[])
    )
    select c.id, c.given_name, w.unanswered, w.anew,
           coalesce((select jsonb_agg(to_jsonb(m)) from mine m where m.child_id = c.id), '[]') as mine,
           coalesce((select jsonb_agg(to_jsonb(s)) from status s where s.child_id = c.id), '[]') as statuses,
           (select coalesce(jsonb_agg(to_jsonb(g) order by g.kind desc), '[]') from access.withheld_at(c.id, (select max(answered_at) from mine)) g) as withheld,
           access.taken_down_at(c.id, (select max(answered_at) from mine)) as uses
    from access.asked() w join person c on c.id = w.child_id
    order by c.birth_date desc nulls last, c.given_name, c.id`
  return rows.map((row) => ({
    ...row,
    mine: row.mine.map((answer) => ({ ...answer, answered_at: new Date(answer.answered_at) })),
  }))
}
