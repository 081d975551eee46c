import type { Tag } from '../database/database.ts'
import type { Marking } from './known.ts'
import type { Resource } from './resources.ts'
import type { Rows } from './rows.ts'

type Cells = (string | Buffer | null)[][]

/** Empties what the delivery before this one left; where only changes come, it begins as what was delivered last. */
export async function begin(rows: Tag, whole: boolean): Promise<void> {
  await rows`select roster.begin_delivery(${whole})`
}

/** What was delivered now is what was delivered last. */
export async function keep(rows: Tag): Promise<void> {
  await rows`select roster.keep_delivery()`
}

/** Writes a batch down; those of its records that are there already are replaced with everything that belongs to them. */
export async function store(rows: Tag, resource: Resource, batch: Rows, there: string[]): Promise<void> {
  if (there.length > 0) await forget(rows, resource, there)
  await stores[resource](rows, batch)
}

/** Records that the register has removed, with everything that belongs to them. */
export async function forget(rows: Tag, resource: Resource, ids: string[]): Promise<void> {
  const known = ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
  switch (resource) {
    case 'organisations':
      await rows`delete from roster.next_organisation where id = any (${known}::uuid[])`
      break
    case 'groups':
      await rows`delete from roster.next_member where group_id = any (${known}::uuid[])`
      await rows`delete from roster.next_group where id = any (${known}::uuid[])`
      break
    case 'persons':
      await rows`delete from roster.next_custody where child_id = any (${known}::uuid[])`
      await rows`delete from roster.next_enrolment where person_id = any (${known}::uuid[])`
      await rows`delete from roster.next_person where id = any (${known}::uuid[])`
      break
    case 'placements':
      await rows`delete from roster.next_placement where id = any (${known}::uuid[])`
      break
    case 'duties':
      await rows`delete from roster.next_assignment where duty_id = any (${known}::uuid[])`
      await rows`delete from roster.next_duty where id = any (${known}::uuid[])`
  }
}

/** The resources of which something has not come that came the last time. */
export async function fewer(rows: Tag): Promise<Resource[]> {
  const found = await rows<{ resource: Resource }>`
    select 'organisations' as resource where exists (select id from roster.last_organisation except select id from roster.next_organisation)
    union all select 'groups' where exists (select id from roster.last_group except select id from roster.next_group)
    union all select 'persons' where exists (
      select id from roster.last_person
      except select coalesce(s.person_id, n.id) from roster.next_person n left join roster.same_person s on s.delivered_id = n.id)
    union all select 'placements' where exists (select id from roster.last_placement except select id from roster.next_placement)
    union all select 'duties' where exists (select id from roster.last_duty except select id from roster.next_duty)`
  return found.map(({ resource }) => resource)
}

/** People whose protection was said where they were only referred to. */
export async function marked(rows: Tag, people: Map<string, Marking>): Promise<void> {
  if (people.size === 0) return
  await rows`insert into roster.marked select * from unnest(${[...people.keys()]}::uuid[], ${[...people.values()]}::text[])`
}

const stores: Record<Resource, (rows: Tag, batch: Rows) => Promise<void>> = {
  organisations: async (rows, { organisation = [] }) => {
    const [id, parent, type, name, kind, street, code, city, phone, email, closed] = columns(organisation, 11)
    await rows`
      insert into roster.next_organisation
      select * from unnest(${id!}::uuid[], ${parent!}::uuid[], ${type!}::text[], ${name!}::text[], ${kind!}::text[],
        ${street!}::text[], ${code!}::text[], ${city!}::text[], ${phone!}::text[], ${email!}::text[], ${closed!}::date[])`
  },
  groups: async (rows, { group = [], member = [] }) => {
    const [id, unit, name, kind, valid] = columns(group, 5)
    await rows`
      insert into roster.next_group
      select * from unnest(${id!}::uuid[], ${unit!}::uuid[], ${name!}::text[], ${kind!}::text[], ${valid!}::daterange[])`
    if (member.length === 0) return
    const [of, person, days] = columns(member, 3)
    await rows`
      insert into roster.next_member
      select * from unnest(${of!}::uuid[], ${person!}::uuid[], ${days!}::daterange[])`
  },
  persons: async (rows, { person = [], enrolment = [], custody = [] }) => {
    const [id, given, family, born, index, sealed, marking, gone, home] = columns(person, 9)
    await rows`
      insert into roster.next_person
      select * from unnest(${id!}::uuid[], ${given!}::text[], ${family!}::text[], ${born!}::date[], ${index!}::bytea[],
        ${sealed!}::bytea[], ${marking!}::text[], ${gone!}::boolean[], ${home!}::bytea[])`
    if (enrolment.length > 0) {
      const [pupil, unit, valid] = columns(enrolment, 3)
      await rows`
        insert into roster.next_enrolment
        select * from unnest(${pupil!}::uuid[], ${unit!}::uuid[], ${valid!}::daterange[])`
    }
    if (custody.length === 0) return
    const [child, guardian, kind] = columns(custody, 3)
    await rows`
      insert into roster.next_custody
      select * from unnest(${child!}::uuid[], ${guardian!}::uuid[], ${kind!}::text[])`
  },
  placements: async (rows, { placement = [] }) => {
    const [id, child, unit, group, valid] = columns(placement, 5)
    await rows`
      insert into roster.next_placement
      select * from unnest(${id!}::uuid[], ${child!}::uuid[], ${unit!}::uuid[], ${group!}::uuid[], ${valid!}::daterange[])`
  },
  duties: async (rows, { duty = [], assignment = [] }) => {
    const [id, person, at, role, valid] = columns(duty, 5)
    await rows`
      insert into roster.next_duty
      select * from unnest(${id!}::uuid[], ${person!}::uuid[], ${at!}::uuid[], ${role!}::text[], ${valid!}::daterange[])`
    if (assignment.length === 0) return
    const [of, group, works, days] = columns(assignment, 4)
    await rows`
      insert into roster.next_assignment
      select * from unnest(${of!}::uuid[], ${group!}::uuid[], ${works!}::boolean[], ${days!}::daterange[])`
  },
}

function columns(rows: Cells, count: number): (string | Buffer | null)[][] {
  return Array.from({ length: count }, (_, index) => rows.map((row) => row[index] ?? null))
}

/** Tells Postgres what has just been filled, which it would otherwise plan for as if it were empty. */
export async function measured(rows: Tag): Promise<void> {
  await rows`analyze roster.next_organisation, roster.next_group, roster.next_member, roster.next_person, roster.next_enrolment,
    roster.next_custody, roster.next_placement, roster.next_duty, roster.next_assignment`
}

/** The same for what everybody reads, once it holds twice what it held. */
export async function grown(rows: Tag): Promise<void> {
  await rows`select roster.measure_grown()`
}
