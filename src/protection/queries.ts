import type { Read } from '../database/as-actor.ts'
import type { Cause, DecisionKind, DecisionReason } from './grounds.ts'

export const pageLength = 30

export type Listed = {
  id: string
  given_name: string
  family_name: string
  birth_date: string | null
  causes: Cause[]
  since: string
  places: string[]
  state: 'waits' | 'free' | 'mine'
}
export type ListOf = { total: number; page: number; rows: Listed[]; ending: EndingAlias[]; again: Again[] }
export type EndingAlias = { person_id: string; name: string; last: string }
export type Again = { person_id: string; name: string; day: string }

/**
 * Everybody protected whom the actor is responsible for or nobody is: first those about whom the register is silent and
 * nobody has looked, then those whom no officer has taken, then the actor's own; aliases that end within a month, and what
 * was found about silence of the register a year ago.
 */
export async function protectedPeople(tx: Read, page: number): Promise<ListOf> {
  return tx.one<ListOf>`
    with today as materialized (select access.today() as day), found as materialized (
      select x.person_id, array_agg(distinct x.cause) as causes, min(lower(x.valid)) as since
      from protected_identity x, today where range_contains_elem(x.valid, today.day) group by 1
    ), state as materialized (
      select f.*, case when f.causes = '{unknown}' then 'waits'
                       when (select d.officer_id from protection_decision d where d.person_id = f.person_id order by d.number desc limit 1)
                            = (select access.actor()) then 'mine'
                       else 'free' end as state
      from found f
    ), size as (
      select count(*) as total, greatest(1, ceil(count(*) / ${pageLength}::numeric))::int as last from state
    ), shown as (
      select s.*, row_number() over (order by array_position('{waits,free,mine}', s.state), s.since desc, s.person_id) as place
      from state s order by place
      offset (select (least(${page}, last) - 1) * ${pageLength} from size) limit ${pageLength}
    )
    select total, least(${page}, last) as page,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'given_name', p.given_name, 'family_name', p.family_name, 'birth_date', p.birth_date,
                 'causes', to_jsonb(s.causes), 'since', s.since, 'state', s.state, 'places', to_jsonb(array(
                   select distinct g.name || ', ' || u.name from placement x
                   join unit_group g on g.id = x.group_id join unit u on u.id = g.unit_id
                   where x.child_id = p.id and range_contains_elem(x.valid, (select day from today))))) order by s.place)
        from shown s join person p on p.id = s.person_id), '[]') as rows,
      coalesce((
        select jsonb_agg(jsonb_build_object('person_id', a.person_id, 'name', p.given_name || ' ' || p.family_name, 'last', upper(a.valid) - 1)
                         order by upper(a.valid), a.alias_id)
        from protection_alias a join person p on p.id = a.alias_id, today
        where range_contains_elem(a.valid, today.day) and upper(a.valid) <= today.day + 31), '[]') as ending,
      coalesce((
        select jsonb_agg(jsonb_build_object('person_id', p.id, 'name', p.given_name || ' ' || p.family_name, 'day', d.review_on)
                         order by d.review_on, p.id)
        from (select distinct on (person_id) person_id, kind, review_on from protection_decision
              where kind in ('set', 'confirmed', 'cleared', 'lifted') order by person_id, number desc) d
        join person p on p.id = d.person_id, today
        where d.kind = 'cleared' and d.review_on <= today.day + 30
          and not exists (select from found f where f.person_id = d.person_id)), '[]') as again
    from size`
}

export type Near = { id: string; name: string; as: 'guardian' | 'child' | 'household' | 'sibling'; marked: boolean }
export type Alias = {
  id: string
  name: string
  child_id: string | null
  reference: string
  agreed_on: string
  last: string
  current: boolean
}
export type Decision = {
  id: string
  kind: DecisionKind
  reason: DecisionReason
  sealed_note: string | null
  at: string
  by: string | null
}
export type Person = {
  id: string
  given_name: string
  family_name: string
  birth_date: string | null
  grounds: { cause: Cause; origin: 'local' | 'roster'; from: string }[]
  near: Near[]
  places: { id: string; name: string }[]
  aliases: Alias[]
  decisions: Decision[]
  officer_id: string | null
  /** What was found about the register's silence stands, and is looked at again on this day. */
  review_on: string | null
  /** An alias itself: nobody to protect. */
  alias: boolean
  officers: { id: string; name: string }[]
}

/** One person as an officer needs to know them; NotFound for those who are another officer's. */
export async function getPerson(tx: Read, id: string): Promise<Person> {
  return tx.one<Person>`
    with today as materialized (select access.today() as day)
    select p.id, p.given_name, p.family_name, p.birth_date,
      coalesce((
        select jsonb_agg(jsonb_build_object('cause', x.cause, 'origin', x.origin, 'from', lower(x.valid)) order by lower(x.valid), x.origin)
        from protected_identity x where x.person_id = p.id and range_contains_elem(x.valid, today.day)), '[]') as grounds,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.given_name || ' ' || o.family_name, 'as', n.role, 'marked',
                 exists (select from protected_identity x where x.person_id = o.id and range_contains_elem(x.valid, today.day)))
                 order by array_position('{guardian,child,household,sibling}', n.role), o.given_name, o.id)
        from (
          select distinct on (other) other, role from (
            select guardian_id as other, 'guardian' as role, 1 as first from guardianship
            where child_id = p.id and range_contains_elem(valid, today.day)
            union all
            select child_id, 'child', 2 from guardianship where guardian_id = p.id and range_contains_elem(valid, today.day)
            union all
            select h.person_id, 'household', 3 from household_member m join household_member h using (household_id)
            where m.person_id = p.id and h.person_id <> p.id
            union all
            -- Hidden too, until it is known who lives together.
            select s.child_id, 'sibling', 4 from guardianship g join guardianship s on s.guardian_id = g.guardian_id and s.child_id <> p.id
            where g.child_id = p.id and range_contains_elem(g.valid, today.day) and range_contains_elem(s.valid, today.day)
              and not exists (select from household_member m where m.person_id = p.id)
          ) as every_one order by other, first
        ) n join person o on o.id = n.other), '[]') as near,
      coalesce((
        select jsonb_agg(distinct jsonb_build_object('id', g.id, 'name', g.name || ', ' || u.name))
        from placement x join unit_group g on g.id = x.group_id join unit u on u.id = g.unit_id
        where x.child_id = p.id and range_contains_elem(x.valid, today.day)), '[]') as places,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', a.alias_id, 'name', n.given_name || ' ' || n.family_name, 'child_id', a.child_id,
                 'reference', a.reference, 'agreed_on', a.agreed_on, 'last', upper(a.valid) - 1,
                 'current', range_contains_elem(a.valid, today.day)) order by a.child_id nulls first, a.made_at, a.alias_id)
        from protection_alias a join person n on n.id = a.alias_id where a.person_id = p.id), '[]') as aliases,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'reason', d.reason, 'sealed_note', encode(d.sealed_note, 'base64'),
                 'at', d.decided_at, 'by', b.given_name || ' ' || b.family_name) order by d.number desc)
        from protection_decision d left join person b on b.id = d.decided_by where d.person_id = p.id), '[]') as decisions,
      (select d.officer_id from protection_decision d where d.person_id = p.id order by d.number desc limit 1) as officer_id,
      (select case when d.kind = 'cleared' then d.review_on end
       from protection_decision d where d.person_id = p.id and d.kind in ('set', 'confirmed', 'cleared', 'lifted')
       order by d.number desc limit 1) as review_on,
      exists (select from protection_alias a where a.alias_id = p.id) as alias,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by o.name, o.id) from access.protection_officers() o), '[]') as officers
    from person p, today where p.id = ${id}`
}

export type Hit = { id: string; name: string; birth_date: string | null; places: string[]; protected: boolean }
const mostHits = 20

/** People by name, or by the index of a whole personnummer, protected or not: twenty, and how many there are. */
export async function findPeople(
  tx: Read,
  words: string[],
  index: Buffer | null,
): Promise<{ total: number; hits: Hit[] }> {
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  return tx.one`
    with hit as materialized (
      select id, given_name, family_name, birth_date from person
      where case when ${index}::bytea is null then (given_name || ' ' || family_name) collate "sv-x-icu" ilike all (${patterns}::text[])
                 else personnummer_index = ${index} end
        and id not in (select alias_id from protection_alias)
    ), shown as (
      select * from hit order by family_name collate "sv-x-icu", given_name collate "sv-x-icu", id limit ${mostHits}
    )
    select (select count(*) from hit) as total, coalesce((
      select jsonb_agg(jsonb_build_object('id', h.id, 'name', h.given_name || ' ' || h.family_name, 'birth_date', h.birth_date,
        'protected', exists (select from protected_identity x where x.person_id = h.id and range_contains_elem(x.valid, (select access.today()))),
        'places', to_jsonb(array(
          select distinct u.name from placement x join unit_group g on g.id = x.group_id join unit u on u.id = g.unit_id
          where x.child_id = h.id and range_contains_elem(x.valid, (select access.today()))))))
      from shown h), '[]') as hits`
}

/** What somebody did; without an event it says from where, and when, the log goes on further back. */
export type ReaderRow = {
  id: number
  at: Date | null
  event: string | null
  actor_role: string | null
  name: string | null
  place: string | null
}

/** Who has met somebody hidden in the last ninety days; one more than a page, to tell if there are more. */
export async function readersOf(tx: Read, id: string, before: number | null): Promise<ReaderRow[]> {
  return tx.rows<ReaderRow>`
    select id, at, event, actor_role, name, place from access.protection_readers(${id}, ${before}::bigint)`
}

export type UseRow = { place: string; used_on: string; unit: string; due_on: string | null; done_at: Date | null }

export async function usesOf(tx: Read, id: string): Promise<UseRow[]> {
  return tx.rows<UseRow>`select place, used_on, unit, due_on, done_at from access.protection_uses(${id})`
}
