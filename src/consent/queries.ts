import type { Read } from '../database/as-actor.ts'
import type { Answer, Level, Medium, Status } from './questions.ts'

export type AskedChild = {
  id: string
  name: string
  groups: { id: string; name: string }[]
  /** The guardian's other children. */
  siblings: { id: string; name: string }[]
}

/** The guardian's own child, or the pupil themself; NotFound for any other. */
export async function getOwnChild(tx: Read, childId: string): Promise<AskedChild> {
  return tx.one<AskedChild>`
    select c.id, c.given_name || ' ' || c.family_name as name,
           coalesce((
             select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name)
             from placement p join unit_group g on g.id = p.group_id
             where p.child_id = c.id and range_contains_elem(p.valid, (select access.today()))), '[]') as groups,
           coalesce((
             select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.given_name) order by s.birth_date desc, s.id)
             from person s where s.id = any ((select access.children())::uuid[]) and s.id <> c.id), '[]') as siblings
    from person c
    where c.id = ${childId} and c.id = any ((select access.children())::uuid[])`
}

export type CurrentText = {
  id: string
  language: string
  title: string
  body: string
  version: number
  valid_from: string
  /** Where the substance changed: the last day on which a yes to an earlier text counts. */
  earlier_until: string | null
}

/** The wording that holds today, in each language: for guardians, or the pupil's own. */
export async function currentTexts(tx: Read): Promise<CurrentText[]> {
  return tx.rows<CurrentText>`
    select distinct on (language) id, language, title, body, version, valid_from, earlier_until
    from consent_text
    where valid_from <= (select access.today()) and audience = ${tx.actor.role === 'pupil' ? 'pupil' : 'guardian'}
    order by language, version desc`
}

/** The same, noting that the one in this language has been shown about the children: who was asked what, and when first (R22). */
export async function showTexts(tx: Read, children: string[], language: string): Promise<CurrentText[]> {
  return tx.rows<CurrentText>`
    with current as materialized (
      select distinct on (language) id, language, title, body, version, valid_from, earlier_until
      from consent_text
      where valid_from <= (select access.today()) and audience = ${tx.actor.role === 'pupil' ? 'pupil' : 'guardian'}
      order by language, version desc
    ), shown as (
      insert into consent_shown (child_id, person_id, text_id, shown_at)
      select child, (select access.actor()), c.id, ${tx.now} from current c, unnest(${children}::uuid[]) as child where c.language = ${language}
      on conflict do nothing
    )
    select * from current`
}

export type MyAnswer = {
  child_id: string
  medium: Medium
  level: Level
  answer: Answer
  answered_at: Date
  text_id: string
  origin: 'portal' | 'paper' | 'phone' | 'staff'
  /** A yes to a text that has changed in substance since. */
  anew: boolean
  /** A yes on paper that nobody but who entered it has looked at: it does not count yet (decision 10). */
  unseen: boolean
}

/** One's own latest answer to each question about each of the children. */
export async function myAnswers(tx: Read, children: string[]): Promise<MyAnswer[]> {
  return tx.rows<MyAnswer>`
    select distinct on (child_id, medium, level) child_id, medium, level, answer, answered_at, text_id, origin,
           answer = 'yes' and text_id = any ((select access.changed_texts())::uuid[]) as anew,
           answer = 'yes' and coalesce(paper_id = any ((select access.unseen_papers())::uuid[]), false) as unseen
    from consent_answer
    where child_id = any (${children}::uuid[]) and guardian_id = (select access.actor())
    order by child_id, medium, level, id desc`
}

export type StatusRow = {
  medium: Medium
  level: Level
  status: Status
  /** How many must answer, and how many have. */
  guardians: number
  answered: number
}

/** What somebody has left to say about a child. */
export type Asked = { child_id: string; unanswered: number; anew: number; review: boolean }

export type Outcome = {
  statuses: StatusRow[]
  withheld: { kind: string; count: number }[]
  uses: number
  /** For each of one's own children. */
  asked: Asked[]
}

/** What all answers come to (decision 4), and how much left the portal at an instant because of them. */
export async function statusOf(tx: Read, childId: string, at: Date | null): Promise<Outcome> {
  return tx.one<Outcome>`
    select (select jsonb_agg(to_jsonb(s)) from access.consent_status(array[${childId}::uuid]) s) as statuses,
           (select coalesce(jsonb_agg(to_jsonb(w) order by w.kind desc), '[]') from access.withheld_at(${childId}, ${at}::timestamptz) w) as withheld,
           access.taken_down_at(${childId}, ${at}::timestamptz) as uses,
           (select coalesce(jsonb_agg(to_jsonb(w)), '[]') from access.asked() w) as asked`
}
