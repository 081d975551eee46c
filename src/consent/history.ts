import type { Read, Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { Answer, Level, Medium, Status } from './questions.ts'

export type HistoryRow = {
  medium: Medium
  level: Level
  answer: Answer
  answered_at: Date
  /** Whose answer; null where the name is not for this reader. */
  whose: string | null
  own: boolean
  origin: 'portal' | 'paper' | 'phone' | 'staff'
  entered_by: string | null
  version: number
  language: string
  title: string
  body: string
}

export type ChildHistory = {
  id: string
  name: string
  guardians: { id: string; name: string }[]
  statuses: { medium: Medium; level: Level; status: Status }[]
  rows: HistoryRow[]
}

const most = 2000

/** All that has been answered about a child, latest first, with the text that each answer was given to; NotFound out of reach. */
export async function historyOf(tx: Read, childId: string): Promise<ChildHistory> {
  return tx.one<ChildHistory>`
    select c.id, c.given_name || ' ' || c.family_name as name,
           (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.given_name || ' ' || g.family_name) order by g.given_name), '[]')
            from guardianship s join person g on g.id = s.guardian_id
            where s.child_id = c.id and range_contains_elem(s.valid, (select access.today()))) as guardians,
           (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from access.consent_status(array[c.id]) s) as statuses,
           (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
              select a.medium, a.level, a.answer, a.answered_at, p.given_name || ' ' || p.family_name as whose, a.capacity = 'child' as own,
                     a.origin, e.given_name || ' ' || e.family_name as entered_by, t.version, t.language, t.title, t.body
              from consent_answer a
              join consent_text t on t.id = a.text_id
              left join person p on p.id = a.guardian_id
              left join person e on e.id = a.entered_by
              where a.child_id = c.id
              order by a.id desc limit ${most}) r) as rows
    from person c
    where c.id = ${childId} and exists (select from access.consent_status(array[c.id]))
      and exists (select from placement x where x.child_id = c.id)`
}

export type OnPaper = {
  guardian: string
  origin: 'paper' | 'phone'
  language: 'sv' | 'en'
  answers: { medium: Medium; level: Level; answer: 'yes' | 'no' }[]
}

/** Decision 10: what a guardian said on paper or by telephone, entered by who received it, for the text in that language. */
export async function enterOnPaper(tx: Write, childId: string, given: OnPaper): Promise<void> {
  const { guardians } = await historyOf(tx, childId)
  if (!guardians.some(({ id }) => id === given.guardian)) throw new NotFound()
  // Sent twice it is one answer: the second waits here, and finds it given.
  await tx.rows`select pg_advisory_xact_lock(hashtextextended('consent|' || ${given.guardian} || ${childId}, 0))`
  await tx.rows`
    with latest as materialized (
      select distinct on (medium, level) medium, level, answer from consent_answer
      where child_id = ${childId} and guardian_id = ${given.guardian} order by medium, level, id desc
    )
    insert into consent_answer (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id, origin, entered_by)
    select ${childId}, ${given.guardian}, 'guardian', g.medium, g.level,
           case when g.answer = 'no' and l.answer = 'yes' then 'withdrawn' else g.answer end, ${tx.now}, t.id, ${given.origin}, ${tx.actor.id}
    from unnest(${given.answers.map(({ medium }) => medium)}::text[], ${given.answers.map(({ level }) => level)}::text[],
                ${given.answers.map(({ answer }) => answer)}::text[]) as g(medium, level, answer)
    left join latest l on l.medium = g.medium and l.level = g.level,
         lateral (select id from consent_text where audience = 'guardian' and language = ${given.language}
                  and valid_from <= (select access.today()) order by version desc limit 1) t
    where l.answer is distinct from g.answer and not (g.answer = 'no' and coalesce(l.answer, '') = 'withdrawn')`
  await tx.audit('consent.registered', { subject: childId })
}
