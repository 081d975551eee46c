import type { Lacking } from '../consent/lacking.ts'
import type { Read } from '../database/as-actor.ts'
import type { MediaRow } from '../media/queries.ts'
import type { Line } from './line.ts'
import type { Group } from './queries.ts'
import { pageLength } from './reading.ts'
import { type Cursor, newest } from './schema.ts'

export type UnitRow = {
  id: string
  name: string
  groups: { id: string; name: string; children: number; last: string | null }[]
}

/** The actor's units with their groups, how many children are there today and when something was last published. */
export function unitsOf(tx: Read): Promise<UnitRow[]> {
  return tx.rows<UnitRow>`
    select u.id, u.name, jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'children', here.children, 'last', latest.at)
                                   order by g.kind, g.name) as groups
    from unit u
    join unit_group g on g.unit_id = u.id
    cross join lateral (
      select count(*) as children from placement p where p.group_id = g.id and range_contains_elem(p.valid, (select access.today()))
    ) here
    left join lateral (
      select d.published_at as at from document d
      where d.group_id = g.id and d.published_at is not null order by d.published_at desc limit 1
    ) latest on true
    where u.id = any ((select access.units())::uuid[])
    group by u.id, u.name
    order by u.name`
}

export type Waiting = {
  /** Texts that readers have reported, and how many of them wait for a decision. */
  made: number
  waiting: number
  /** What has to come down outside the portal, how much of it is late, and by when the first. */
  takeDowns: { count: number; late: number; first: string | null }
}

/** What waits for somebody at work: what readers have reported, and what has to come down outside (decision 6). */
export function whatWaits(tx: Read): Promise<Waiting> {
  return tx.one<Waiting>`
    select count(*)::integer as made,
           count(*) filter (where not exists (
             select from report_decision x
             where x.kind = r.kind and x.item_id = r.item_id and x.version = r.version))::integer as waiting,
           (select to_jsonb(w) from access.take_downs_waiting() w) as "takeDowns"
    from (select kind, item_id, max(version) as version from report group by kind, item_id) r`
}

export type DraftRow = {
  id: string
  author_id: string
  /** Null where the name is not for this reader. */
  author_name: string | null
  shared: boolean
  saved_by: string
  saved_by_name: string | null
  unit_id: string
  group_id: string
  audience: 'child' | 'group' | 'unit'
  revision: number
  saved_at: Date
  key_month: string
  sealed_key: Buffer
  sealed_content: Buffer
}

/** One's own drafts, and those that colleagues share, the latest first. */
export function draftsOf(tx: Read): Promise<DraftRow[]> {
  return tx.rows<DraftRow>`
    select d.id, d.unit_id, d.group_id, d.audience, d.revision, d.saved_at, d.key_month, d.sealed_key, d.sealed_content,
           d.author_id, d.shared_at is not null as shared, coalesce(d.saved_by, d.author_id) as saved_by,
           (select given_name || ' ' || family_name from person where id = d.author_id) as author_name,
           (select given_name || ' ' || family_name from person where id = coalesce(d.saved_by, d.author_id)) as saved_by_name
    from document d
    where d.published_at is null and d.discarded_at is null
    order by d.saved_at desc
    limit 50`
}

export type Draft = DraftRow & { saved_form: string | null; media: MediaRow[] }

/** A draft of one's own or shared by a colleague, with its pictures, or undefined: new, published, discarded, out of reach. */
export function findDraft(tx: Read, id: string): Promise<Draft | undefined> {
  return tx.maybe<Draft>`
    select d.id, d.unit_id, d.group_id, d.audience, d.revision, d.saved_at, d.key_month, d.sealed_key, d.sealed_content,
           d.author_id, d.shared_at is not null as shared, coalesce(d.saved_by, d.author_id) as saved_by, d.saved_form,
           (select given_name || ' ' || family_name from person where id = d.author_id) as author_name,
           (select given_name || ' ' || family_name from person where id = coalesce(d.saved_by, d.author_id)) as saved_by_name,
           coalesce((select jsonb_agg(jsonb_build_object(
                       'id', m.id, 'kind', m.kind, 'state', m.state, 'progress', m.progress, 'problem', m.problem, 'width', m.width,
                       'height', m.height, 'seconds', m.seconds, 'captioned', m.captioned_at is not null,
                       'sealed_alt', encode(m.sealed_alt, 'base64'), 'bytes', m.bytes,
                       'sealed_name', encode(m.sealed_name, 'base64'), 'responsible', null, 'nobody', m.nobody,
                       'subjects', coalesce((select jsonb_agg(s.child_id) from media_subject s where s.media_id = m.id), '[]')) order by m.position)
                     from media m where m.document_id = d.id and m.discarded_at is null), '[]') as media
    from document d
    where d.id = ${id} and d.published_at is null and d.discarded_at is null`
}

export type Workplace = {
  groups: {
    id: string
    name: string
    curriculum: string
    unit_id: string
    unit_name: string
    mine: boolean
    title: string | null
  }[]
  children: { id: string; given_name: string; name: string; group_id: string; last: Date | null }[]
}

/** Every group the actor may write for, the one they work in first. */
export function groupsOf(tx: Read): Promise<Workplace['groups']> {
  return tx.rows<Workplace['groups'][number]>`
    select g.id, g.name, g.curriculum, g.unit_id, u.name as unit_name,
           exists (select from duty d where d.person_id = ${tx.actor.id} and d.group_id = g.id) as mine,
           (select min(d.title) from duty d where d.person_id = ${tx.actor.id} and d.unit_id = g.unit_id) as title
    from unit_group g join unit u on u.id = g.unit_id
    where g.unit_id = any ((select access.units())::uuid[])
    order by mine desc, u.name, g.kind, g.name`
}

/** The children placed today in one group. */
export function childrenIn(tx: Read, groupId: string): Promise<Workplace['children']> {
  return tx.rows<Workplace['children'][number]>`
    select p.id, p.given_name, p.given_name || ' ' || p.family_name as name, pl.group_id, latest.at as last
    from placement pl
    join person p on p.id = pl.child_id
    left join lateral (
      select s.published_at as at from document_scope s where s.scope_id = p.id order by s.published_at desc limit 1
    ) latest on true
    where pl.group_id = ${groupId} and range_contains_elem(pl.valid, (select access.today()))
    order by p.given_name, p.family_name`
}

/** What these groups have published, newest first, one more than a page. A card stands on each of an item's scope rows. */
export async function itemsOf(tx: Read, groups: string[], before: Cursor = newest): Promise<Line[]> {
  const found = await tx.rows<{ line: Line }>`
    select '0' || case when e.author_id = any ((select access.hidden())::uuid[]) then '1' else '0' end || e.card as line
    from (
      select newest.* from unnest(${groups}::uuid[]) as w(group_id)
      cross join lateral (
        select id, published_at from document t
        where t.group_id = w.group_id and published_at is not null and (published_at, id) < (${before.at}, ${before.id})
        order by published_at desc, id desc limit ${pageLength + 1}
      ) newest
      order by published_at desc, id desc limit ${pageLength + 1}
    ) d
    cross join lateral (select author_id, card from document_scope where document_id = d.id limit 1) e
    order by d.published_at desc, d.id desc`
  return found.map(({ line }) => line)
}

export type Readers = {
  /** People: who both cares for a child and works there is one. */
  total: number
  guardians: { id: string; name: string; of: Group['name'] }[]
  pupils: { id: string; name: string }[]
  staff: { count: number; units: string[] }
}

/**
 * Everybody who would be able to read an item about these children, or for their group or unit. A child's other unit
 * reads what is about the child; what is for a group or a unit stays with that unit's own staff.
 */
export async function readersOf(
  tx: Read,
  children: string[],
  unitId: string,
  audience: Draft['audience'],
): Promise<Readers> {
  const followed = audience === 'child' ? children : []
  return tx.one<Readers>`
    with guardians as (
      select p.id, p.given_name || ' ' || p.family_name as name, string_agg(c.given_name, ', ' order by c.given_name) as of
      from guardianship g
      join person p on p.id = g.guardian_id
      join person c on c.id = g.child_id
      where g.child_id = any (${children}::uuid[]) and range_contains_elem(g.valid, (select access.today()))
        and (c.birth_date is null or access.today() < (c.birth_date + interval '18 years')::date)
      group by p.id, p.given_name, p.family_name
    ), pupils as (
      select p.id, p.given_name || ' ' || p.family_name as name
      from person p where p.id = any (access.pupils_among(${children}::uuid[]))
    ), staff as (
      select s.person_id, s.unit_name from access.staff_around(${followed}::uuid[], ${unitId}) s
    )
    select (select count(*)::integer from (select id from guardians union select id from pupils union select person_id from staff) each) as total,
           coalesce((select jsonb_agg(to_jsonb(each) order by each.name) from guardians each), '[]') as guardians,
           coalesce((select jsonb_agg(to_jsonb(each) order by each.name) from pupils each), '[]') as pupils,
           (select jsonb_build_object('count', count(distinct s.person_id), 'units', coalesce(jsonb_agg(distinct s.unit_name), '[]'))
            from staff s) as staff`
}

/**
 * Whom an item would be about: of the `chosen`, those who are in its group today; for a group or a unit, everybody there.
 * `place` is what the audience is called.
 */
export async function concernedBy(
  tx: Read,
  item: Pick<Draft, 'id' | 'audience' | 'group_id' | 'unit_id'>,
  chosen: string[],
): Promise<{ concerned: { id: string; name: string }[]; place: string; lacking: Lacking[] }> {
  const rows = await tx.rows<{ id: string; name: string; concerned: boolean; place: string; lacking: Lacking[] }>`
    select p.id, p.given_name || ' ' || p.family_name as name, p.id = any (${chosen}::uuid[]) as concerned,
           case ${item.audience} when 'unit' then u.name else g.name end as place,
           (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('name', c.given_name || ' ' || c.family_name)), '[]')
            from access.consent_lacking(${item.id}, ${item.audience === 'child' ? chosen : []}::uuid[]) l
            left join person c on c.id = l.child_id) as lacking
    from unit_group g
    join unit u on u.id = g.unit_id
    left join placement pl on range_contains_elem(pl.valid, (select access.today())) and pl.group_id = g.id
    left join person p on p.id = pl.child_id
    where case ${item.audience} when 'unit' then g.unit_id = ${item.unit_id} else g.id = ${item.group_id} end
    order by p.given_name`
  const concerned = rows.filter((child) => child.id && (item.audience !== 'child' || child.concerned))
  return { concerned, place: rows[0]?.place ?? '', lacking: rows[0]?.lacking ?? [] }
}
