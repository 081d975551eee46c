import type { Tag } from '../database/database.ts'
import { noUnit } from './difference.ts'
import type { Problem, Problems } from './problems.ts'

/** What a delivery changes, in the order in which people read it: what is lost first. */
export const changeKinds = [
  ...['custody-lost', 'placement-lost', 'duty-lost', 'custody-gained', 'placement-gained', 'duty-gained'],
  ...['person-new', 'person-changed'],
] as const
export type ChangeKind = (typeof changeKinds)[number]

export type Counts = Partial<Record<ChangeKind, number>>

/** So many of each kind are written down one by one; all are counted. */
const most = 500

/**
 * Writes down what the plan changes for people, as ids, and counts it, with how much there is to tell of at all. Whoever
 * is protected is in none of it (decision 3).
 */
export async function writeReport(
  rows: Tag,
  run: string,
  today: string,
  problems: Problems,
): Promise<{ counts: Counts; told: number }> {
  const counted = await rows<{ kind: ChangeKind | null; count: number }>`
    with hidden as materialized (
      select unnest(access.hidden_from_import(${today}::date)) as person_id
      union select person_id from roster.plan_protection where hidden
      union select person_id from roster.plan_household
      union select id from roster.next_person where marking <> 'none'
      union select c.guardian_id from roster.next_custody c join roster.next_person n on n.id = c.child_id and n.marking <> 'none'
    ), change as (
      select case when before @> ${today}::date then 'custody-lost' else 'custody-gained' end as kind,
             guardian_id as person_id, child_id as other_id, nullif(unit_id, ${noUnit}::uuid) as unit_id, null::uuid as group_id
      from roster.plan_custody where (before @> ${today}::date) <> (after @> ${today}::date)
      union all
      select case when before @> ${today}::date then 'placement-lost' else 'placement-gained' end, child_id, null, unit_id, group_id
      from roster.plan_placement where (before @> ${today}::date) <> (after @> ${today}::date)
      union all
      select case when before @> ${today}::date then 'duty-lost' else 'duty-gained' end, person_id, null, unit_id, group_id
      from roster.plan_duty where (before @> ${today}::date) <> (after @> ${today}::date)
      union all
      select 'person-' || kind, id, null, null, null from roster.plan_person
    ), open as (
      select c.*, row_number() over (partition by kind order by unit_id nulls first, person_id, other_id, group_id) as place from change c
      where person_id not in (select person_id from hidden) and (other_id is null or other_id not in (select person_id from hidden))
    ), written as (
      insert into roster_change (run_id, position, kind, person_id, other_id, unit_id, group_id)
      select ${run}::uuid, row_number() over (order by array_position(${[...changeKinds]}::text[], kind), place),
             kind, person_id, other_id, unit_id, group_id
      from open where place <= ${most}
    )
    select kind, count(*) from open group by 1
    union all
    -- All that anybody may know of, days to come and places among it.
    select null, (select count(*) from roster.plan_unit) + (select count(*) from roster.plan_group) + (
      select count(*) from (
        select child_id as person_id, guardian_id as other_id from roster.plan_custody
        union all select child_id, null from roster.plan_placement union all select person_id, null from roster.plan_duty
        union all select id, null from roster.plan_person
      ) every_one where person_id not in (select person_id from hidden) and (other_id is null or other_id not in (select person_id from hidden)))`
  await writeProblems(rows, run, problems)
  const counts = Object.fromEntries(counted.flatMap(({ kind, count }) => (kind ? [[kind, count]] : [])))
  return { counts, told: counted.find(({ kind }) => kind === null)!.count }
}

export async function writeProblems(rows: Tag, run: string, { list }: Problems): Promise<void> {
  if (list.length === 0) return
  await rows`
    insert into roster_problem (run_id, position, code, resource, record, field, place, stops)
    select ${run}::uuid, position, code, resource, record, field, place, stops
    from unnest(${list.map((_, index) => index + 1)}::int[], ${list.map((each) => each.code)}::text[],
                ${list.map((each) => each.resource)}::text[], ${list.map((each) => each.record)}::text[],
                ${list.map((each) => each.field)}::text[], ${list.map((each) => each.place ?? null)}::text[],
                ${list.map((each) => String(each.stops))}::boolean[])
      as p(position, code, resource, record, field, place, stops)`
}

export type ChangeRow = {
  kind: ChangeKind
  person: string
  other: string | null
  unit: string | null
  group: string | null
}

/** The written changes of a run with their names, as whoever runs the import reads them. */
export async function changesOf(rows: Tag, run: string, today: string): Promise<ChangeRow[]> {
  return await rows<ChangeRow>`
    with hidden as materialized (select unnest(access.hidden_from_import(${today}::date)) as id),
    named as (
      select id, given_name || ' ' || family_name as name from person
      union all
      select id, given_name || ' ' || family_name from roster.next_person n where not exists (select from person p where p.id = n.id)
    )
    select c.kind, p.name as person, o.name as other, coalesce(u.name, n.name) as unit, coalesce(g.name, m.name) as group
    from roster_change c
    join named p on p.id = c.person_id left join named o on o.id = c.other_id
    left join unit u on u.id = c.unit_id left join roster.next_organisation n on n.id = c.unit_id
    left join unit_group g on g.id = c.group_id left join roster.next_group m on m.id = c.group_id
    where c.run_id = ${run} and c.person_id not in (select id from hidden)
      and (c.other_id is null or c.other_id not in (select id from hidden))
    order by c.position`
}

export type NamedProblem = Omit<Problem, 'place'> & {
  place: string | null
  person_id: string | null
  name: string | null
}

/** What was wrong in a run, with whom it is about, as whoever runs the import reads it. */
export async function problemsOf(rows: Tag, run: string, today: string): Promise<NamedProblem[]> {
  return await rows<NamedProblem>`
    select code, resource, record, field, place, stops, person_id, name
    from roster.problems_of(${run}::uuid, access.hidden_from_import(${today}::date))`
}
