import type { Read } from '../database/as-actor.ts'
import type { Leaves } from '../documentation/leaving.ts'
import { NotFound } from '../errors.ts'
import type { Area } from '../goals/curricula.ts'
import type { Term } from './terms.ts'

/** The latest version of a note with what opens it; bytes are base64. */
export type NoteRow = {
  id: string
  group_name: string | null
  key_month: string
  sealed_key: string
  version: number
  written_at: string
  sealed_content: string
  author_hidden: boolean
}

export type Place = {
  unit: { id: string; name: string }
  /** The group that the page is about; null for the whole unit. */
  group: { id: string; name: string } | null
  groups: { id: string; name: string; curriculum: string }[]
  notes: NoteRow[]
}

/** A group in the actor's care with its notes of the term; NotFound for any other. */
export async function groupPlace(tx: Read, groupId: string, term: Term): Promise<Place> {
  const row = await tx.one<Place & { group: { id: string; name: string; curriculum: string } }>`
    select jsonb_build_object('id', u.id, 'name', u.name) as unit,
           jsonb_build_object('id', g.id, 'name', g.name, 'curriculum', g.curriculum) as group,
           coalesce((select jsonb_agg(jsonb_build_object(
                       'id', n.id, 'group_name', null, 'key_month', n.key_month, 'sealed_key', encode(n.sealed_key, 'base64'),
                       'version', v.version, 'written_at', v.written_at, 'sealed_content', encode(v.sealed_content, 'base64'),
                       'author_hidden', v.author_id = any ((select access.hidden())::uuid[])) order by n.created_at desc)
                     from follow_up_note n
                     cross join lateral (select * from follow_up_version where note_id = n.id order by version desc limit 1) v
                     where n.group_id = g.id and n.term = ${term.key}), '[]') as notes
    from unit_group g join unit u on u.id = g.unit_id
    where g.id = ${groupId} and g.unit_id = any ((select access.units())::uuid[])`
  return { ...row, groups: [row.group] }
}

/** A unit in the actor's care, its groups, and every note about it or them in the term. */
export async function unitPlace(tx: Read, unitId: string, term: Term): Promise<Place> {
  const row = await tx.one<Omit<Place, 'group'>>`
    select jsonb_build_object('id', u.id, 'name', u.name) as unit,
           coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'curriculum', g.curriculum) order by g.kind, g.name)
                     from unit_group g where g.unit_id = u.id), '[]') as groups,
           coalesce((select jsonb_agg(jsonb_build_object(
                       'id', n.id, 'group_name', g.name, 'key_month', n.key_month, 'sealed_key', encode(n.sealed_key, 'base64'),
                       'version', v.version, 'written_at', v.written_at, 'sealed_content', encode(v.sealed_content, 'base64'),
                       'author_hidden', v.author_id = any ((select access.hidden())::uuid[])) order by n.created_at desc)
                     from follow_up_note n
                     left join unit_group g on g.id = n.group_id
                     cross join lateral (select * from follow_up_version where note_id = n.id order by version desc limit 1) v
                     where n.unit_id = u.id and n.term = ${term.key}), '[]') as notes
    from unit u
    where u.id = ${unitId} and u.id = any ((select access.units())::uuid[])`
  return { ...row, group: null }
}

export type Work =
  | { kind: 'month'; month: string; area: Area; items: number }
  | { kind: 'goal'; area: Area; curriculum: string; goal: string; words_sv: string; words_en: string; items: number }
  | { kind: 'all'; items: number }

/**
 * What the groups have published with goals in a term: items by month and area, by goal, and in all, of those that the
 * reader may read. An item that gave room for two things counts once under each.
 */
export function workOf(tx: Read, groups: string[], term: Term): Promise<Work[]> {
  return tx.rows<Work>`
    select case when grouping(month) = 0 then 'month' when grouping(goal) = 0 then 'goal' else 'all' end as kind,
           month, area, curriculum, goal, words_sv, words_en, count(distinct document_id)::integer as items
    from (
      select g.document_id, to_char(g.published_at at time zone 'Europe/Stockholm', 'YYYY-MM') as month,
             c.area, c.curriculum, c.goal, c.words_sv, c.words_en
      from document_goal g join curriculum_goal c using (curriculum, version, goal)
      where g.group_id = any (${groups}::uuid[])
        and g.published_at >= ${term.from}::date::timestamp at time zone 'Europe/Stockholm'
        and g.published_at < ${term.to}::date::timestamp at time zone 'Europe/Stockholm'
    ) tagged
    group by grouping sets ((month, area), (area, curriculum, goal, words_sv, words_en), ())`
}

export type Chance = {
  id: string
  name: string
  last: Date | null
  /** What items about the child itself gave room for in the term; and what those of the group and unit did. */
  own: Area[]
  shared: Area[]
}

/** The children of a group today: when they were last written about, and what the term's work has held for each. */
export function chancesOf(tx: Read, place: Place, term: Term): Promise<Chance[]> {
  return tx.rows<Chance>`
    with whole as materialized (
      select c.area, max(s.published_at) as at
      from document_scope s
      join document_goal g on g.document_id = s.document_id
      join curriculum_goal c using (curriculum, version, goal)
      where s.scope_id = any (${[place.group!.id, place.unit.id]}::uuid[])
        and s.published_at >= ${term.from}::date::timestamp at time zone 'Europe/Stockholm'
        and s.published_at < ${term.to}::date::timestamp at time zone 'Europe/Stockholm'
      group by c.area
    )
    select p.id, p.given_name || ' ' || p.family_name as name, latest.at as last,
           coalesce(own.areas, '{}') as own,
           array(select area from whole where at >= lower(pl.valid)::timestamp at time zone 'Europe/Stockholm') as shared
    from placement pl
    join person p on p.id = pl.child_id
    left join lateral (
      select s.published_at as at from document_scope s where s.scope_id = p.id order by s.published_at desc limit 1
    ) latest on true
    left join lateral (
      select array_agg(distinct c.area) as areas
      from document_scope s
      join document_goal g on g.document_id = s.document_id
      join curriculum_goal c using (curriculum, version, goal)
      where s.scope_id = p.id
        and s.published_at >= ${term.from}::date::timestamp at time zone 'Europe/Stockholm'
        and s.published_at < ${term.to}::date::timestamp at time zone 'Europe/Stockholm'
    ) own on true
    where pl.group_id = ${place.group!.id} and range_contains_elem(pl.valid, (select access.today()))`
}

export type Quiet = { id: string; name: string; group_id: string; group_name: string; last: Date | null }

/** Children of the unit today about whom nothing has been written since `since`. */
export function quietSince(tx: Read, groups: string[], since: Date): Promise<Quiet[]> {
  return tx.rows<Quiet>`
    select p.id, p.given_name || ' ' || p.family_name as name, g.id as group_id, g.name as group_name, latest.at as last
    from placement pl
    join person p on p.id = pl.child_id
    join unit_group g on g.id = pl.group_id
    left join lateral (
      select s.published_at as at from document_scope s where s.scope_id = p.id order by s.published_at desc limit 1
    ) latest on true
    where pl.group_id = any (${groups}::uuid[]) and range_contains_elem(pl.valid, (select access.today()))
      and (latest.at is null or latest.at < ${since})`
}

export type VersionRow = {
  version: number
  written_at: string
  sealed_content: string
  author_hidden: boolean
}

export type Note = Leaves & {
  id: string
  term: string
  unit_id: string
  unit_name: string
  group_id: string | null
  group_name: string | null
  key_month: string
  sealed_key: Buffer
  /** Newest first. */
  versions: VersionRow[]
}

export async function findNote(tx: Read, id: string): Promise<Note | undefined> {
  return tx.maybe<Note>`
    select n.id, n.term, l.leaves, l.fate, n.unit_id, u.name as unit_name, n.group_id, g.name as group_name, n.key_month, n.sealed_key,
           (select jsonb_agg(jsonb_build_object(
                     'version', v.version, 'written_at', v.written_at, 'sealed_content', encode(v.sealed_content, 'base64'),
                     'author_hidden', v.author_id = any ((select access.hidden())::uuid[])) order by v.version desc)
            from follow_up_version v where v.note_id = n.id) as versions
    from follow_up_note n
    join unit u on u.id = n.unit_id
    left join unit_group g on g.id = n.group_id
    left join lateral access.leaves(n.created_at, (select access.today())) l on true
    where n.id = ${id}`
}

export async function getNote(tx: Read, id: string): Promise<Note> {
  const found = await findNote(tx, id)
  if (!found) throw new NotFound()
  return found
}

export type Item = {
  id: string
  audience: 'child' | 'group' | 'unit'
  published_at: Date
  key_month: string
  sealed_card: Buffer
}

/** How many a note is offered at first, and how many where somebody asks for the whole term. */
const offered = { latest: 12, all: 300 }
export type Offer = keyof typeof offered

/**
 * What a note may lean on: what the groups published in the term, the latest or all, and what is chosen already. `more`:
 * there is more of the term than that.
 */
export async function itemsToLeanOn(
  tx: Read,
  groups: string[],
  term: Term,
  chosen: string[],
  offer: Offer,
): Promise<{ items: Item[]; more: boolean }> {
  const rows = await tx.rows<Item & { of: number }>`
    with latest as (
      select id, audience, published_at, key_month, sealed_card from document
      where group_id = any (${groups}::uuid[])
        and published_at >= ${term.from}::date::timestamp at time zone 'Europe/Stockholm'
        and published_at < ${term.to}::date::timestamp at time zone 'Europe/Stockholm'
      order by published_at desc limit ${offered[offer] + 1}
    )
    select id, audience, published_at, key_month, sealed_card, (select count(*) from latest) as of
    from (
      select * from (select * from latest limit ${offered[offer]}) l
      union
      select id, audience, published_at, key_month, sealed_card from document
      where published_at is not null and id = any (${chosen}::uuid[])
    ) each
    order by published_at desc, id`
  return { items: rows, more: (rows[0]?.of ?? 0) > offered[offer] }
}

/** Those of the items that are still there and that the reader may read. */
export function itemsAmong(tx: Read, ids: string[]): Promise<Item[]> {
  return tx.rows<Item>`
    select id, audience, published_at, key_month, sealed_card from document
    where published_at is not null and id = any (${ids}::uuid[])
    order by published_at desc, id`
}
