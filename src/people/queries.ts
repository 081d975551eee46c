import type { Read } from '../database/as-actor.ts'
import type { ChangeReason, HandKind } from './by-hand.ts'

export const pageLength = 30

export type Hits = { total: number; page: number; ids: string[] }

/** People whose name holds every one of the words, by family name; the last page where there are fewer. */
export async function findByName(tx: Read, words: string[], page: number): Promise<Hits> {
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  return tx.one<Hits>`
    with hit as materialized (
      select id, family_name, given_name from person
      where (given_name || ' ' || family_name) collate "sv-x-icu" ilike all (${patterns}::text[])
    ), size as (
      select count(*) as total, greatest(1, ceil(count(*) / ${pageLength}::numeric))::bigint as last from hit
    )
    select total, least(${page}, last) as page,
           array(select id from hit
                 order by family_name collate "sv-x-icu", given_name collate "sv-x-icu", id
                 offset (least(${page}, last) - 1) * ${pageLength} limit ${pageLength}) as ids
    from size`
}

/** R15: whom a whole personnummer belongs to, through the blind index. */
export async function findByNumber(tx: Read, index: Buffer): Promise<Hits> {
  const rows = await tx.rows<{ id: string }>`select id from person where personnummer_index = ${index}`
  return { total: rows.length, page: 1, ids: rows.map((row) => row.id) }
}

export type Kind = 'child' | 'guardian' | 'educator' | 'principal'
export type PersonRow = { id: string; name: string; kinds: Kind[]; places: string[] }

/** Who they are and where they are found today, in the order of the ids. */
export async function describe(tx: Read, ids: string[]): Promise<PersonRow[]> {
  return tx.rows<PersonRow>`
    select p.id, p.given_name || ' ' || p.family_name as name,
           array_remove(array[
             case when exists (select from placement x where x.child_id = p.id and range_contains_elem(x.valid, (select access.today())))
                    or exists (select from guardianship x where x.child_id = p.id and range_contains_elem(x.valid, (select access.today())))
                  then 'child' end,
             case when exists (select from guardianship x where x.guardian_id = p.id and range_contains_elem(x.valid, (select access.today())))
                  then 'guardian' end]
             || array(select distinct x.role from duty x where x.person_id = p.id and range_contains_elem(x.valid, (select access.today()))), null) as kinds,
           array(select distinct place from (
             select g.name || ', ' || u.name from placement x
             join unit_group g on g.id = x.group_id join unit u on u.id = g.unit_id
             where x.child_id = p.id and range_contains_elem(x.valid, (select access.today()))
             union all
             select u.name from duty x join unit u on u.id = x.unit_id
             where x.person_id = p.id and range_contains_elem(x.valid, (select access.today()))) as here(place) order by place) as places
    from unnest(${ids}::uuid[]) with ordinality as wanted(id, place)
    join person p on p.id = wanted.id
    order by wanted.place`
}

export type Person = {
  id: string
  name: string
  given_name: string
  family_name: string
  birth_date: string | null
  personnummer: Buffer | null
  origin: 'local' | 'roster'
}

export async function getPerson(tx: Read, id: string): Promise<Person> {
  return tx.one<Person>`
    select id, given_name || ' ' || family_name as name, given_name, family_name, birth_date, personnummer, origin from person where id = ${id}`
}

export type Relation = {
  heading: 'guardians' | 'children' | 'placements' | 'duties'
  label: string
  /** Of a duty that was given here and can be moved. */
  duty_id: string | null
  person_id: string | null
  role: Kind | null
  from: string
  /** The last day, inclusive; null while it lasts. */
  to: string | null
  current: boolean
}

/** How the person belongs, then and now, latest first. */
export async function relationsOf(tx: Read, id: string): Promise<Relation[]> {
  return tx.rows<Relation>`
    select heading, label, duty_id, person_id, role, lower(valid) as from, upper(valid) - 1 as to,
           range_contains_elem(valid, (select access.today())) as current
    from (
      select 'guardians' as heading, p.given_name || ' ' || p.family_name as label, null::uuid as duty_id, p.id as person_id, null as role, g.valid
      from guardianship g join person p on p.id = g.guardian_id where g.child_id = ${id}
      union all
      select 'children', p.given_name || ' ' || p.family_name, null, p.id, null, g.valid
      from guardianship g join person p on p.id = g.child_id where g.guardian_id = ${id}
      union all
      select 'placements', g.name || ', ' || u.name, null, null, null, x.valid
      from placement x join unit_group g on g.id = x.group_id join unit u on u.id = g.unit_id where x.child_id = ${id}
      union all
      select 'duties', concat_ws(', ', d.title, g.name, u.name),
             case when d.origin = 'local' and d.role = 'educator' and upper(d.valid) > (select access.today()) then d.id end, null, d.role, d.valid
      from duty d join unit u on u.id = d.unit_id left join unit_group g on g.id = d.group_id where d.person_id = ${id}
    ) as relation
    order by lower(valid) desc, label, person_id`
}

export type Block = {
  guardian_id: string
  name: string
  reason: string
  reference: string
  review_on: string
  from: string
}

export type Group = { id: string; name: string; unit_name: string }

/** What was done by hand; `other` is the child of a guardian's block, or a child's guardian. */
export type Done = { kind: HandKind; reason: ChangeReason; at: string; other: string | null }

export type Beside = { blocks: Block[]; groups: Group[]; done: Done[] }

/**
 * Guardians kept from this child today, and until when somebody must look at it again; where anybody can be given a duty;
 * and the latest that was done by hand.
 */
export async function besidePerson(tx: Read, id: string): Promise<Beside> {
  return tx.one<Beside>`
    select coalesce((
             select jsonb_agg(jsonb_build_object('guardian_id', b.guardian_id, 'name', p.given_name || ' ' || p.family_name, 'reason', b.reason,
                      'reference', b.reference, 'review_on', b.review_on, 'from', lower(b.valid)) order by p.given_name || ' ' || p.family_name, b.guardian_id)
             from guardian_block b join person p on p.id = b.guardian_id
             where b.child_id = ${id} and range_contains_elem(b.valid, (select access.today()))), '[]') as blocks,
           coalesce((
             select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'unit_name', u.name)
                              order by u.name collate "sv-x-icu", g.name collate "sv-x-icu", g.id)
             from unit_group g join unit u on u.id = g.unit_id), '[]') as groups,
           coalesce((
             select jsonb_agg(jsonb_build_object('kind', c.kind, 'reason', c.reason, 'at', c.changed_at,
                                                 'other', p.given_name || ' ' || p.family_name) order by c.id desc)
             from (select * from person_change where ${id} in (person_id, other_id) order by id desc limit 30) c
             left join person p on p.id = case when c.person_id = ${id} then c.other_id else c.person_id end), '[]') as done`
}

export type Due = {
  kind: 'block' | 'duty' | 'name'
  person_id: string
  name: string
  place: string | null
  day: string
}

/** What was decided here and is to be looked at again within a month, or should have been: the longest waiting first. */
export async function dueForReview(tx: Read): Promise<Due[]> {
  return tx.rows<Due>`
    with today as materialized (select access.today() as day)
    select kind, person_id, p.given_name || ' ' || p.family_name as name, place, due.day
    from (
      select 'block' as kind, b.child_id as person_id, null as place, b.review_on as day from guardian_block b, today
      where range_contains_elem(b.valid, today.day) and b.review_on <= today.day + 30
      union all
      select 'duty', d.person_id, g.name || ', ' || u.name, (upper(d.valid) - 1)::date
      from duty d join unit u on u.id = d.unit_id left join unit_group g on g.id = d.group_id, today
      where d.origin = 'local' and range_contains_elem(d.valid, today.day) and upper(d.valid) <= today.day + 31
        and exists (select from person_change c where c.person_id = d.person_id and c.kind = 'duty-given')
      union all
      select 'name', c.person_id, null, (max(c.corrected_at) at time zone 'Europe/Stockholm' + interval '1 year')::date
      from person_correction c, today group by c.person_id, today.day
      having (max(c.corrected_at) at time zone 'Europe/Stockholm' + interval '1 year')::date <= today.day + 30
    ) as due join person p on p.id = due.person_id
    order by due.day, name, person_id limit 200`
}
