import type { Read } from '../database/as-actor.ts'
import type { Answer, Level, Medium, Status } from './questions.ts'

export type AskedChild = { id: string; name: string; groups: { id: string; name: string }[] }

/** The guardian's own child; NotFound for any other. */
export async function getOwnChild(tx: Read, childId: string): Promise<AskedChild> {
  return tx.one<AskedChild>`
    select c.id, c.given_name || ' ' || c.family_name as name,
           coalesce((
             select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name)
             from placement p join unit_group g on g.id = p.group_id
             where p.child_id = c.id and range_contains_elem(p.valid, (select access.today()))), '[]') as groups
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
}

/** The wording that holds today, in each language. */
export async function currentTexts(tx: Read): Promise<CurrentText[]> {
  return tx.rows<CurrentText>`
    select distinct on (language) id, language, title, body, version, valid_from
    from consent_text where valid_from <= (select access.today())
    order by language, version desc`
}

export type MyAnswer = { medium: Medium; level: Level; answer: Answer; answered_at: Date }

/** The guardian's own latest answer to each question about the child. */
export async function myAnswers(tx: Read, childId: string): Promise<MyAnswer[]> {
  return tx.rows<MyAnswer>`
    select distinct on (medium, level) medium, level, answer, answered_at
    from consent_answer
    where child_id = ${childId} and guardian_id = (select access.actor())
    order by medium, level, id desc`
}

export type StatusRow = { medium: Medium; level: Level; status: Status; guardians: number; answered: number }

/** What all guardians' answers come to (decision 4). */
export async function statusOf(tx: Read, childId: string): Promise<StatusRow[]> {
  return tx.rows<StatusRow>`
    select medium, level, status, guardians, answered from access.consent_status(array[${childId}::uuid])`
}
