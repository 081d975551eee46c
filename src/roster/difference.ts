import type { Tag } from '../database/database.ts'
import { leading, led, others, teaching } from './known.ts'
import type { Problems } from './problems.ts'

/** Where the custody of a child stands that is placed nowhere. */
export const noUnit = '00000000-0000-0000-0000-000000000000'

export type Difference = {
  /** Relations that hold today and would not: access that somebody loses. */
  losses: number
  gains: number
  /** Relations from the register that hold today. */
  present: number
  newlyHidden: number
  people: number
  /** What is to be done, in rows. */
  planned: number
}

/**
 * What the delivery means and what it changes, worked out in Postgres over what was staged: marks are spread, conflicts
 * found, and for each relation the days before and after written down (schema roster, plan_…). `today` in Sweden.
 */
export async function compare(rows: Tag, problems: Problems, today: string, whole: boolean): Promise<Difference> {
  await rows`select roster.join_people(${whole}, access.hidden_from_import(${today}::date))`
  await setApart(rows, problems)
  await settleMarkings(rows, problems, today)
  await settleNumbers(rows, problems, today)
  await missing(rows, problems, today)
  await planPlacements(rows, today)
  await planDuties(rows, today)
  await planCustody(rows, today, problems)
  await planPlaces(rows)
  await planPeople(rows)
  await rows`analyze roster.plan_person, roster.plan_placement, roster.plan_custody, roster.plan_duty`
  await planProtection(rows, today)
  return await measure(rows, today)
}

// Decision 8: units of somebody else are none here.
async function setApart(rows: Tag, problems: Problems): Promise<void> {
  const tops = await rows<{ id: string }>`
    select o.id from roster.next_organisation o left join roster.next_organisation above on above.id = o.parent_id
    where o.type = ${others} and above.type is distinct from ${others} order by 1`
  if (tops.length === 0) return
  await rows`
    update roster.next_organisation set type = ${others}
    where id in (
      with recursive below as (
        select id from roster.next_organisation where type = ${others}
        union
        select o.id from below b join roster.next_organisation o on o.parent_id = b.id
      )
      select id from below)`
  for (const { id } of tops)
    problems.add({ code: 'not-ours', resource: 'organisations', record: id, field: 'organisationNumber', stops: false })
}

async function settleMarkings(rows: Tag, problems: Problems, today: string): Promise<void> {
  await rows`
    update roster.next_person p set marking = m.marking
    from (select person_id, min(marking) as marking from roster.marked group by person_id) m
    where p.id = m.person_id and p.marking in ('none', 'unknown')`
  // Whoever is marked only where they are referred to loses name and number here too.
  await rows`
    update roster.next_person set given_name = '–', family_name = '–', birth_date = null, number_index = null, number_sealed = null
    where marking in ('confidential', 'protected') and given_name <> '–'`
  // Told of the register, however many there are and whatever was found since: of nobody in it.
  const [silent] = await rows`select from roster.next_person where marking = 'unknown' limit 1`
  if (silent)
    problems.add({ code: 'no-marking', resource: 'persons', record: null, field: 'securityMarking', stops: false })
  // Whoever is protected may come again under another id, from a register that does not know it: the number tells.
  await rows`
    update roster.next_person n set marking = 'unknown' from person p
    where n.marking = 'none' and p.personnummer_index = n.number_index and p.id <> n.id
      and p.id = any ((select access.hidden_from_import(${today}::date))::uuid[])`
  // Silence that an officer has looked into stands for what they found, until the register marks the person again.
  await rows`
    update roster.next_person n set marking = 'none'
    where n.marking = 'unknown' and exists (
      select from (select kind, decided_at from protection_decision d
                   where d.person_id = n.id and d.kind in ('set', 'confirmed', 'cleared', 'lifted') order by number desc limit 1) d
      where d.kind in ('cleared', 'lifted') and not exists (
        select from protected_identity x
        where x.person_id = n.id and x.origin = 'roster' and x.cause <> 'unknown' and (upper_inf(x.valid) or upper(x.valid) > d.decided_at::date)))`
}

// R15: one number, one person. Who has it keeps it; of two new ones neither gets it, and both are told of; but of somebody
// protected neither they nor that anybody else has the number (decision 3).
async function settleNumbers(rows: Tag, problems: Problems, today: string): Promise<void> {
  const same = await rows<{ id: string; taken: boolean; told: boolean }>`
    with hidden as materialized (
      select unnest(access.hidden_from_import(${today}::date)) as id
      union select id from roster.next_person where marking <> 'none'
      union select c.guardian_id from roster.next_custody c join roster.next_person n on n.id = c.child_id and n.marking <> 'none'
    ), twice as (
      select number_index from roster.next_person where number_index is not null group by 1 having count(*) > 1
    ), other as (
      select n.id, p.id as by from roster.next_person n join person p on p.personnummer_index = n.number_index and p.id <> n.id
      -- Unless the one who has it gives it up in this very delivery.
      where not exists (select from roster.next_person o where o.id = p.id and o.number_index is distinct from p.personnummer_index)
    )
    select n.id, n.id in (select id from other where by not in (select id from hidden)) as taken,
           n.id not in (select id from hidden)
             and (exists (select from other o where o.id = n.id and o.by not in (select id from hidden))
               or exists (select from roster.next_person o where o.number_index = n.number_index and o.id <> n.id
                          and o.id not in (select id from hidden))) as told
    from roster.next_person n
    where (n.number_index in (select number_index from twice) or n.id in (select id from other))
    order by n.id`
  for (const { id, taken } of same.filter(({ told }) => told))
    problems.add({
      code: taken ? 'taken-number' : 'same-number',
      resource: 'persons',
      record: id,
      field: 'civicNo',
      stops: false,
    })
  if (same.length > 0)
    await rows`
      update roster.next_person n set number_index = null, number_sealed = null
      where n.id = any (${same.map(({ id }) => id)}::uuid[])
        and not exists (select from person p where p.id = n.id and p.personnummer_index = n.number_index)`
}

// What is pointed at and is not there. The relation is not made; the rest is.
async function missing(rows: Tag, problems: Problems, today: string): Promise<void> {
  const found = await rows<{
    code: 'no-person' | 'no-unit' | 'no-group' | 'no-place' | 'not-a-unit' | 'too-high'
    resource: never
    record: string
    field: string
  }>`
    select 'no-person' as code, 'persons' as resource, c.child_id as record, 'responsibles' as field
    from roster.next_custody c where c.kind = 'Vårdnadshavare'
      and not exists (select from roster.next_person p where p.id = c.guardian_id)
    union all
    select 'no-person', 'placements', p.id, 'child' from roster.next_placement p
    where not exists (select from roster.next_person c where c.id = p.child_id)
    union all
    select 'no-unit', 'placements', p.id, 'placedAt' from roster.next_placement p
    where not exists (select from roster.next_organisation o where o.id = p.unit_id)
    union all
    select 'no-group', 'placements', p.id, 'group' from roster.next_placement p
    where p.group_id is not null and not exists (select from roster.next_group g where g.id = p.group_id and g.kind is not null)
    union all
    select 'no-group', 'placements', p.id, 'group' from roster.next_placement p
    where p.group_id is null and not exists (select from roster.next_group g join roster.next_member m on m.group_id = g.id
                                             where g.unit_id = p.unit_id and m.person_id = p.child_id)
    union all
    select 'no-unit', 'groups', g.id, 'organisation' from roster.next_group g
    where not exists (select from roster.next_organisation o where o.id = g.unit_id)
    union all
    select 'not-a-unit', 'groups', g.id, 'organisation' from roster.next_group g
    join roster.next_organisation o on o.id = g.unit_id and o.type not in ('Skolenhet', ${others}) where g.kind is not null
    union all
    select 'no-person', 'groups', m.group_id, 'groupMemberships' from roster.next_member m
    where not exists (select from roster.next_person p where p.id = m.person_id)
    union all
    select 'no-unit', 'persons', e.person_id, 'enrolments' from roster.next_enrolment e
    where not exists (select from roster.next_organisation o where o.id = e.unit_id)
    union all
    -- A pupil of a school with classes who is in none of them.
    select distinct 'no-group', 'persons', e.person_id, 'enrolments' from roster.next_enrolment e
    where range_contains_elem(e.valid, ${today}::date)
      and e.unit_id in (select unit_id from roster.next_group where kind = 'class')
      and not exists (select from roster.next_group g join roster.next_member m on m.group_id = g.id
                      where g.kind = 'class' and g.unit_id = e.unit_id and m.person_id = e.person_id)
    union all
    -- In a group, and neither placed nor enrolled anywhere.
    select distinct 'no-place', 'persons', m.person_id, case g.kind when 'class' then 'enrolments' else 'placements' end
    from roster.next_member m join roster.next_group g on g.id = m.group_id and g.kind is not null
    join roster.next_person c on c.id = m.person_id and not c.gone
    where range_contains_elem(m.valid * g.valid, ${today}::date)
      and not exists (select from roster.next_duty d where d.person_id = m.person_id)
      and not exists (select from roster.next_placement p where p.child_id = m.person_id and range_contains_elem(p.valid, ${today}::date))
      and not exists (select from roster.next_enrolment e where e.person_id = m.person_id and range_contains_elem(e.valid, ${today}::date))
    union all
    select 'no-person', 'duties', d.id, 'person' from roster.next_duty d
    where d.person_id is null or not exists (select from roster.next_person p where p.id = d.person_id)
    union all
    select 'no-unit', 'duties', d.id, 'dutyAt' from roster.next_duty d
    where not exists (select from roster.next_organisation o where o.id = d.organisation_id)
    union all
    select 'too-high', 'duties', d.id, 'dutyAt' from roster.next_duty d join roster.next_organisation o on o.id = d.organisation_id
    where d.role = any (${leading}::text[]) and o.type <> all (${[...led, others]}::text[])
    union all
    select 'no-group', 'duties', a.duty_id, 'assignmentRole' from roster.next_assignment a
    where not exists (select from roster.next_group g where g.id = a.group_id)
    order by 2, 4, 3`
  for (const each of found) problems.add({ ...each, stops: false })
}

// By the days: a spell that the register still gives, or gives otherwise, is as it says; one that it gives no more ends
// with yesterday; what was over long ago stays, for what was documented then.
async function planPlacements(rows: Tag, today: string): Promise<void> {
  await rows`delete from roster.plan_placement`
  await rows`
    insert into roster.plan_placement
    with room as materialized (
      -- A unit that is closed has nobody after its last day, whatever stands in it.
      select g.id, g.unit_id, g.kind, g.valid * daterange(null, u.closed_on, '[]') as valid from roster.next_group g
      join roster.next_organisation u on u.id = g.unit_id and u.type = 'Skolenhet' where g.kind is not null
    ), spell as (
      select p.child_id, g.id as group_id, g.unit_id, p.valid * g.valid as valid
      from roster.next_placement p join room g on g.id = p.group_id
      union all
      select p.child_id, g.id, g.unit_id, p.valid * g.valid * m.valid
      from roster.next_placement p join room g on g.unit_id = p.unit_id and g.kind <> 'class'
      join roster.next_member m on m.group_id = g.id and m.person_id = p.child_id
      where p.group_id is null
      union all
      select m.person_id, g.id, g.unit_id, m.valid * g.valid * e.valid
      from room g join roster.next_member m on m.group_id = g.id
      join roster.next_enrolment e on e.person_id = m.person_id and e.unit_id = g.unit_id
      where g.kind = 'class'
    ), wanted as (
      select s.child_id, s.group_id, min(s.unit_id::text)::uuid as unit_id, range_agg(s.valid) as valid
      from spell s join roster.next_person c on c.id = s.child_id and not c.gone
      where not isempty(s.valid) group by 1, 2
    ), has as (
      select p.child_id, p.group_id, min(g.unit_id::text)::uuid as unit_id,
             coalesce(range_agg(p.valid) filter (where p.origin = 'roster'), '{}') as valid,
             coalesce(range_agg(p.valid) filter (where p.origin = 'local'), '{}') as own
      from placement p join unit_group g on g.id = p.group_id group by 1, 2
    ), merged as (
      select coalesce(w.unit_id, h.unit_id) as unit_id, child_id, group_id, coalesce(h.valid, '{}') as before,
             (case when w.valid is null then h.valid * datemultirange(daterange(null, ${today}::date))
                   else w.valid + coalesce((select range_agg(r) from unnest(h.valid) r
                                            where upper(r) <= ${today}::date and not r && w.valid), '{}') end)
             - coalesce(h.own, '{}') as after
      from wanted w full join has h using (child_id, group_id)
    )
    select unit_id, child_id, group_id, before, after from merged where before <> after`
}

async function planDuties(rows: Tag, today: string): Promise<void> {
  await rows`delete from roster.plan_duty`
  await rows`
    insert into roster.plan_duty
    with recursive room as materialized (
      select g.id, g.unit_id, g.valid * daterange(null, u.closed_on, '[]') as valid from roster.next_group g
      join roster.next_organisation u on u.id = g.unit_id and u.type = 'Skolenhet' where g.kind is not null
    ), below as (
      -- A principal is often placed where several units belong.
      select id as top, id from roster.next_organisation where type = any (${led}::text[])
      union
      select b.top, o.id from below b join roster.next_organisation o on o.parent_id = b.id
    ), spell as (
      select d.person_id, u.id as unit_id, null::uuid as group_id, 'principal' as role, 'Rektor' as title,
             d.valid * daterange(null, u.closed_on, '[]') as valid
      from roster.next_duty d join below b on b.top = d.organisation_id
      join roster.next_organisation u on u.id = b.id and u.type = 'Skolenhet'
      where d.role = any (${leading}::text[])
      union all
      -- From the assignment or the membership, not from the place of duty alone.
      select d.person_id, g.unit_id, g.id, 'educator', d.role, d.valid * a.valid * g.valid
      from roster.next_duty d join roster.next_assignment a on a.duty_id = d.id and a.works join room g on g.id = a.group_id
      where d.role <> all (${leading}::text[])
      union all
      select d.person_id, g.unit_id, g.id, 'educator', d.role, d.valid * m.valid * g.valid
      from roster.next_duty d join room g on g.unit_id = d.organisation_id
      join roster.next_member m on m.group_id = g.id and m.person_id = d.person_id
      where d.role = any (${teaching}::text[])
    ), wanted as (
      select s.person_id, s.unit_id, s.group_id, s.role, min(s.title) as title, range_agg(s.valid) as valid
      from spell s join roster.next_person p on p.id = s.person_id and not p.gone
      where not isempty(s.valid) group by 1, 2, 3, 4
    ), has as (
      select person_id, unit_id, group_id, role, min(title) as title, range_agg(valid) as valid
      from duty where origin = 'roster' group by 1, 2, 3, 4
    ), merged as (
      select coalesce(w.person_id, h.person_id) as person_id, coalesce(w.unit_id, h.unit_id) as unit_id,
             coalesce(w.group_id, h.group_id) as group_id, coalesce(w.role, h.role) as role,
             coalesce(w.title, h.title) as title, coalesce(h.valid, '{}') as before, h.title as titled,
             case when w.valid is null then h.valid * datemultirange(daterange(null, ${today}::date))
                  else w.valid + coalesce((select range_agg(r) from unnest(h.valid) r
                                           where upper(r) <= ${today}::date and not r && w.valid), '{}') end as after
      from wanted w full join has h
        on h.person_id = w.person_id and h.unit_id = w.unit_id and h.role = w.role
       and coalesce(h.group_id, h.unit_id) = coalesce(w.group_id, w.unit_id)
    )
    select person_id, unit_id, group_id, role, title, before, after from merged
    where before <> after or (titled is not null and titled <> title)`
}

// Custody has no days of its own in the register: it holds from the day it is first told of until it is told no more.
async function planCustody(rows: Tag, today: string, problems: Problems): Promise<void> {
  await rows`delete from roster.plan_custody`
  await rows`
    insert into roster.plan_custody
    with place as materialized (
      select distinct on (child_id) child_id, unit_id from (
        select child_id, unit_id, after @> ${today}::date as now from roster.plan_placement
        union all
        select p.child_id, g.unit_id, range_contains_elem(p.valid, ${today}::date) from placement p join unit_group g on g.id = p.group_id
      ) x order by child_id, now desc, unit_id
    ), wanted as (
      select distinct c.child_id, c.guardian_id from roster.next_custody c
      join roster.next_person child on child.id = c.child_id and not child.gone
      join roster.next_person guardian on guardian.id = c.guardian_id and not guardian.gone
      where c.kind = 'Vårdnadshavare' and exists (select from place where place.child_id = c.child_id)
    ), has as (
      select child_id, guardian_id,
             coalesce(range_agg(valid) filter (where origin = 'roster'), '{}') as valid,
             coalesce(range_agg(valid) filter (where origin = 'local'), '{}') as own
      from guardianship group by 1, 2
    ), merged as (
      select child_id, guardian_id, coalesce(h.valid, '{}') as before,
             (case when w.child_id is null then h.valid * datemultirange(daterange(null, ${today}::date))
                   when h.valid @> ${today}::date then h.valid
                   else coalesce(h.valid, '{}') + datemultirange(daterange(${today}::date, null)) end)
             - coalesce(h.own, '{}') as after
      from (select child_id, guardian_id, true from wanted) w(child_id, guardian_id) full join has h using (child_id, guardian_id)
    )
    select coalesce(place.unit_id, ${noUnit}::uuid), b.child_id, b.guardian_id, before, after
    from merged b left join place on place.child_id = b.child_id where before <> after`
  const none = await rows<{ id: string }>`
    select n.id from roster.next_person n
    where not n.gone and (n.birth_date is null or ${today}::date < n.birth_date + interval '18 years')
      and coalesce((select p.after @> ${today}::date from roster.plan_placement p where p.child_id = n.id order by 1 desc limit 1),
                   exists (select from placement p where p.child_id = n.id and range_contains_elem(p.valid, ${today}::date)))
      and not exists (select from roster.next_custody c where c.child_id = n.id and c.kind = 'Vårdnadshavare')
      and not exists (select from guardianship g where g.child_id = n.id and g.origin = 'local' and range_contains_elem(g.valid, ${today}::date))
    order by 1`
  for (const { id } of none)
    problems.add({ code: 'no-guardian', resource: 'persons', record: id, field: 'responsibles', stops: false })
  const many = await rows<{ id: string }>`
    select child_id as id from roster.next_custody where kind = 'Vårdnadshavare' group by 1 having count(distinct guardian_id) > 2 order by 1`
  for (const { id } of many)
    problems.add({ code: 'many-guardians', resource: 'persons', record: id, field: 'responsibles', stops: false })
}

// Units that something here belongs to, and their groups.
async function planPlaces(rows: Tag): Promise<void> {
  await rows`delete from roster.plan_unit`
  await rows`delete from roster.plan_group`
  await rows`
    insert into roster.plan_unit
    select o.id from roster.next_organisation o left join unit u on u.id = o.id
    where o.type = 'Skolenhet'
      and (u.id is not null or o.id in (select unit_id from roster.next_group where kind is not null
                                        union select unit_id from roster.plan_duty))
      and (u.name, u.kind, u.street, u.postal_code, u.city, u.phone, u.email)
          is distinct from (o.name, o.kind, o.street, o.postal_code, o.city, o.phone, o.email)`
  await rows`
    insert into roster.plan_group
    select g.id from roster.next_group g
    join roster.next_organisation o on o.id = g.unit_id and o.type = 'Skolenhet'
    left join unit_group x on x.id = g.id
    where g.kind is not null and (x.unit_id, x.name, x.kind) is distinct from (g.unit_id, g.name, g.kind)`
}

// Nobody comes in who has nothing to do here: a relation first.
async function planPeople(rows: Tag): Promise<void> {
  await rows`delete from roster.plan_person`
  await rows`
    insert into roster.plan_person
    with needed as (
      select child_id as id from roster.plan_placement union select child_id from roster.plan_custody
      union select guardian_id from roster.plan_custody union select person_id from roster.plan_duty
    )
    select n.id, 'new' from roster.next_person n
    where n.id in (select id from needed) and not exists (select from person p where p.id = n.id)
    union all
    select n.id, 'changed' from roster.next_person n
    join person p on p.id = n.id left join lateral (select given_name, family_name from person_correction x where x.person_id = p.id
                       order by corrected_at desc limit 1) c on true
    where (n.marking in ('none', 'unknown')
           and (p.given_name, p.family_name) is distinct from (coalesce(c.given_name, n.given_name), coalesce(c.family_name, n.family_name)))
       or p.personnummer_index is distinct from n.number_index
       or (n.birth_date is not null and p.birth_date is distinct from n.birth_date)
       or p.origin <> 'roster'`
}

/**
 * Decision 3: the protected person, marked by the register or protected here, and who lives with them: their guardians, and
 * their guardians' other children unless the register says that they live elsewhere.
 */
async function planProtection(rows: Tag, today: string): Promise<void> {
  await rows`delete from roster.plan_protection`
  await rows`delete from roster.plan_household`
  await rows`
    insert into roster.plan_protection
    select n.id, n.marking <> 'none', nullif(n.marking, 'none') from roster.next_person n
    left join protected_identity x on x.person_id = n.id and x.origin = 'roster' and range_contains_elem(x.valid, ${today}::date)
    where n.marking <> coalesce(x.cause, 'none')
      and (exists (select from person p where p.id = n.id) or exists (select from roster.plan_person p where p.id = n.id))`
  await rows`
    insert into roster.plan_household
    with core as (
      select n.id, n.home, n.marking from roster.next_person n
      where (n.marking <> 'none' or exists (select from protected_identity x where x.person_id = n.id and x.origin = 'local'
                                            and range_contains_elem(x.valid, ${today}::date)))
        and (exists (select from person p where p.id = n.id) or exists (select from roster.plan_person p where p.id = n.id))
    ), custody as (
      select child_id, guardian_id from roster.next_custody where kind = 'Vårdnadshavare'
    ), near as (
      select c.id as household, k.guardian_id as id from core c join custody k on k.child_id = c.id
      union
      select c.id, k.child_id from core c join custody k on k.guardian_id = c.id
      union
      select c.id, s.child_id from core c join custody k on k.child_id = c.id join custody s on s.guardian_id = k.guardian_id
    ), lives as (
      -- The address of a protected child is often none: the Tax Agency's box, or the word that it is secret. One at which
      -- none of the family lives says nothing of who lives elsewhere.
      select c.id, case when not exists (select from custody k where k.child_id = c.id)
                          or c.marking <> 'protected' and exists (
                               select from near x join roster.next_person q on q.id = x.id
                               where x.household = c.id and x.id <> c.id and q.home = c.home) then c.home end as home
      from core c
    )
    select id, id from core
    union
    select n.household, n.id from near n join roster.next_person p on p.id = n.id join lives l on l.id = n.household
    where (l.home is null or p.home is null or l.home = p.home)
      and (exists (select from person x where x.id = n.id) or exists (select from roster.plan_person x where x.id = n.id))
    union
    -- Of whom the register tells no more it has not said that they, or those they lived with, are protected no more.
    select m.household_id, m.person_id from household_member m
    where m.origin = 'roster' and not exists (select from roster.next_person n where n.id = m.household_id)
      and exists (select from protected_identity x where x.person_id = m.household_id and range_contains_elem(x.valid, ${today}::date))`
}

async function measure(rows: Tag, today: string): Promise<Difference> {
  const [found] = await rows<Difference>`
    with change as (
      select before, after from roster.plan_custody union all select before, after from roster.plan_placement
      union all select before, after from roster.plan_duty
    ), present as (
      select valid from guardianship where origin = 'roster' union all select valid from placement where origin = 'roster'
      union all select valid from duty where origin = 'roster'
    )
    select (select count(*) from change where before @> ${today}::date and not after @> ${today}::date) as losses,
           (select count(*) from change where after @> ${today}::date and not before @> ${today}::date) as gains,
           (select count(*) from present where range_contains_elem(valid, ${today}::date)) as present,
           (select count(*) from roster.plan_protection n where hidden and not exists (
              select from protected_identity x where x.person_id = n.person_id and x.origin = 'roster' and range_contains_elem(x.valid, ${today}::date))) as "newlyHidden",
           (select count(*) from roster.next_person) as people,
           (select count(*) from change) + (select count(*) from roster.plan_person)
             + (select count(*) from roster.plan_protection)
             + (select count(*) from (select household_id, person_id from household_member where origin = 'roster'
                                      except select household_id, person_id from roster.plan_household) x)
             + (select count(*) from (select household_id, person_id from roster.plan_household
                                      except select household_id, person_id from household_member where origin = 'roster') x)
             + (select count(*) from roster.plan_unit) + (select count(*) from roster.plan_group) as planned`
  return found!
}
