import type { Tag } from '../database/database.ts'
import type { Marking } from './known.ts'
import type { Resource } from './resources.ts'
import type { Rows } from './rows.ts'

type Cells = (string | Buffer | null)[][]

/** Empties what the delivery before this one left; where only changes come, it begins as what was delivered last. */
export async function begin(rows: Tag, whole: boolean): Promise<void> {
  for (const resource of ['organisations', 'groups', 'persons', 'placements', 'duties'] as const)
    await clear(rows, resource)
  await rows`delete from roster.marked`
  if (whole) return
  await rows`insert into roster.next_organisation select * from roster.last_organisation`
  await rows`insert into roster.next_group select * from roster.last_group`
  await rows`insert into roster.next_member select * from roster.last_member`
  await rows`insert into roster.next_person select * from roster.last_person`
  await rows`insert into roster.next_enrolment select * from roster.last_enrolment`
  await rows`insert into roster.next_custody select * from roster.last_custody`
  await rows`insert into roster.next_placement select * from roster.last_placement`
  await rows`insert into roster.next_duty select * from roster.last_duty`
  await rows`insert into roster.next_assignment select * from roster.last_assignment`
}

/** What was delivered now is what was delivered last. */
export async function keep(rows: Tag): Promise<void> {
  await rows`delete from roster.last_organisation`
  await rows`insert into roster.last_organisation select * from roster.next_organisation`
  await rows`delete from roster.last_group`
  await rows`insert into roster.last_group select * from roster.next_group`
  await rows`delete from roster.last_member`
  await rows`insert into roster.last_member select * from roster.next_member`
  await rows`delete from roster.last_person`
  await rows`insert into roster.last_person select * from roster.next_person`
  await rows`delete from roster.last_enrolment`
  await rows`insert into roster.last_enrolment select * from roster.next_enrolment`
  await rows`delete from roster.last_custody`
  await rows`insert into roster.last_custody select * from roster.next_custody`
  await rows`delete from roster.last_placement`
  await rows`insert into roster.last_placement select * from roster.next_placement`
  await rows`delete from roster.last_duty`
  await rows`insert into roster.last_duty select * from roster.next_duty`
  await rows`delete from roster.last_assignment`
  await rows`insert into roster.last_assignment select * from roster.next_assignment`
}

/** Writes a batch down; a record that was there is replaced with everything that belongs to it. */
export async function store(rows: Tag, resource: Resource, batch: Rows): Promise<void> {
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

/** People whose protection was said where they were only referred to. */
export async function marked(rows: Tag, people: Map<string, Marking>): Promise<void> {
  if (people.size === 0) return
  await rows`insert into roster.marked select * from unnest(${[...people.keys()]}::uuid[], ${[...people.values()]}::text[])`
}

async function clear(rows: Tag, resource: Resource): Promise<void> {
  switch (resource) {
    case 'organisations':
      await rows`delete from roster.next_organisation`
      break
    case 'groups':
      await rows`delete from roster.next_member`
      await rows`delete from roster.next_group`
      break
    case 'persons':
      await rows`delete from roster.next_custody`
      await rows`delete from roster.next_enrolment`
      await rows`delete from roster.next_person`
      break
    case 'placements':
      await rows`delete from roster.next_placement`
      break
    case 'duties':
      await rows`delete from roster.next_assignment`
      await rows`delete from roster.next_duty`
  }
}

const stores: Record<Resource, (rows: Tag, batch: Rows) => Promise<void>> = {
  organisations: async (rows, { organisation = [] }) => {
    await forget(rows, 'organisations', ids(organisation))
    const [id, parent, type, name, kind, street, code, city, phone, email, closed] = columns(organisation, 11)
    await rows`
      insert into roster.next_organisation
      select * from unnest(${id!}::uuid[], ${parent!}::uuid[], ${type!}::text[], ${name!}::text[], ${kind!}::text[],
        ${street!}::text[], ${code!}::text[], ${city!}::text[], ${phone!}::text[], ${email!}::text[], ${closed!}::date[])`
  },
  groups: async (rows, { group = [], member = [] }) => {
    await forget(rows, 'groups', ids(group))
    const [id, unit, name, kind, valid] = columns(group, 5)
    await rows`
      insert into roster.next_group
      select * from unnest(${id!}::uuid[], ${unit!}::uuid[], ${name!}::text[], ${kind!}::text[], ${valid!}::daterange[])`
    const [of, person, days] = columns(member, 3)
    await rows`
      insert into roster.next_member
      select * from unnest(${of!}::uuid[], ${person!}::uuid[], ${days!}::daterange[])`
  },
  persons: async (rows, { person = [], enrolment = [], custody = [] }) => {
    await forget(rows, 'persons', ids(person))
    const [id, given, family, born, index, sealed, marking, gone, home] = columns(person, 9)
    await rows`
      insert into roster.next_person
      select * from unnest(${id!}::uuid[], ${given!}::text[], ${family!}::text[], ${born!}::date[], ${index!}::bytea[],
        ${sealed!}::bytea[], ${marking!}::text[], ${gone!}::boolean[], ${home!}::bytea[])`
    const [pupil, unit, valid] = columns(enrolment, 3)
    await rows`
      insert into roster.next_enrolment
      select * from unnest(${pupil!}::uuid[], ${unit!}::uuid[], ${valid!}::daterange[])`
    const [child, guardian, kind] = columns(custody, 3)
    await rows`
      insert into roster.next_custody
      select * from unnest(${child!}::uuid[], ${guardian!}::uuid[], ${kind!}::text[])`
  },
  placements: async (rows, { placement = [] }) => {
    await forget(rows, 'placements', ids(placement))
    const [id, child, unit, group, valid] = columns(placement, 5)
    await rows`
      insert into roster.next_placement
      select * from unnest(${id!}::uuid[], ${child!}::uuid[], ${unit!}::uuid[], ${group!}::uuid[], ${valid!}::daterange[])`
  },
  duties: async (rows, { duty = [], assignment = [] }) => {
    await forget(rows, 'duties', ids(duty))
    const [id, person, at, role, valid] = columns(duty, 5)
    await rows`
      insert into roster.next_duty
      select * from unnest(${id!}::uuid[], ${person!}::uuid[], ${at!}::uuid[], ${role!}::text[], ${valid!}::daterange[])`
    const [of, group, works, days] = columns(assignment, 4)
    await rows`
      insert into roster.next_assignment
      select * from unnest(${of!}::uuid[], ${group!}::uuid[], ${works!}::boolean[], ${days!}::daterange[])`
  },
}

function ids(rows: Cells): string[] {
  return rows.map(([id]) => id as string)
}

function columns(rows: Cells, count: number): (string | Buffer | null)[][] {
  return Array.from({ length: count }, (_, index) => rows.map((row) => row[index] ?? null))
}

/** Tells Postgres what has just been filled, which it would otherwise plan for as if it were empty. */
export async function measured(rows: Tag): Promise<void> {
  await rows`analyze roster.next_organisation, roster.next_group, roster.next_member, roster.next_person, roster.next_enrolment,
    roster.next_custody, roster.next_placement, roster.next_duty, roster.next_assignment`
}
