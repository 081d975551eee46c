import type { Read } from '../database/as-actor.ts'
import type { MediaRow } from '../media/queries.ts'
import { type Cursor, newest } from './schema.ts'

export const pageLength = 20

export type Group = { id: string; name: string }

export type ChildRow = { id: string; given_name: string; name: string; unit_name: string | null; groups: Group[] }

/** A child whose documentation the actor follows, with today's groups; NotFound for any other. */
export function getChild(tx: Read, id: string): Promise<ChildRow> {
  return tx.one<ChildRow>`
    select p.id, p.given_name, p.given_name || ' ' || p.family_name as name, here.unit_name, coalesce(here.groups, '[]') as groups
    from person p
    left join lateral (
      select min(u.name) as unit_name, jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.kind, g.name) as groups
      from placement pl
      join unit_group g on g.id = pl.group_id
      join unit u on u.id = g.unit_id
      where pl.child_id = p.id and range_contains_elem(pl.valid, (select access.today()))
    ) here on true
    where p.id = ${id} and p.id = any ((select access.children())::uuid[])`
}

export type ItemRow = {
  id: string
  audience: 'child' | 'group' | 'unit'
  published_at: Date
  key_month: string
  sealed_key: Buffer
  sealed_content: Buffer
  /** Decision 3: under protection today, whatever was signed then. */
  author_hidden: boolean
  unit_name?: string
  media_id: string | null
  width: number
  height: number
  sealed_alt: Buffer
  pictures: number
}

/** The child's own items and those of today's groups and unit, newest first, one more than a page to tell if there are more. */
export function timelineOf(tx: Read, childId: string, before: Cursor = newest): Promise<ItemRow[]> {
  return tx.rows<ItemRow>`
    select d.id, d.audience, d.published_at, d.key_month, d.sealed_key, d.sealed_content,
           d.author_id = any ((select access.hidden())::uuid[]) as author_hidden,
           m.id as media_id, m.width, m.height, m.sealed_alt, m.pictures
    from (
      select distinct s.document_id, s.published_at
      from unnest(access.timeline_of(${childId})) as wanted(scope_id)
      cross join lateral (
        select document_id, published_at from document_scope
        where scope_id = wanted.scope_id and (published_at, document_id) < (${before.at}, ${before.id})
        order by published_at desc, document_id desc
        limit ${pageLength + 1}
      ) s
      order by s.published_at desc, s.document_id desc
      limit ${pageLength + 1}
    ) recent
    join document d on d.id = recent.document_id
    left join lateral (
      select id, width, height, sealed_alt, count(*) over () as pictures
      from media where document_id = d.id and discarded_at is null and width is not null order by position limit 1
    ) m on true
    order by d.published_at desc, d.id desc`
}

export type StartChild = ChildRow & { new_count: number; unanswered: number; latest: string[] }

/** A guardian's or pupil's children with how much is new since `since` and which three items are the latest. */
export function childrenAtStart(tx: Read, since: Date): Promise<StartChild[]> {
  return tx.rows<StartChild>`
    select p.id, p.given_name, p.given_name || ' ' || p.family_name as name, here.unit_name, coalesce(here.groups, '[]') as groups,
           fresh.new_count, coalesce(fresh.latest, '{}') as latest, asked.unanswered
    from person p
    left join lateral (
      select min(u.name) as unit_name, jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.kind, g.name) as groups
      from placement pl
      join unit_group g on g.id = pl.group_id
      join unit u on u.id = g.unit_id
      where pl.child_id = p.id and range_contains_elem(pl.valid, (select access.today()))
    ) here on true
    left join lateral (
      select count(*) filter (where newest.published_at > ${since})::integer as new_count,
             (array_agg(newest.document_id order by newest.published_at desc, newest.document_id desc))[1:3] as latest
      from (
        select distinct s.document_id, s.published_at
        from unnest(access.timeline_of(p.id)) as wanted(scope_id)
        cross join lateral (
          select document_id, published_at from document_scope
          where scope_id = wanted.scope_id order by published_at desc, document_id desc limit 100
        ) s
      ) newest
    ) fresh on true
    left join lateral (
      select 10 - count(distinct (a.medium, a.level))::integer as unanswered
      from consent_answer a where a.child_id = p.id and a.guardian_id = (select access.actor())
    ) asked on true
    where p.id = any ((select access.children())::uuid[])
    order by p.birth_date desc nulls last, p.given_name`
}

/** Items by id, as cards; what the actor may not see is left out. */
export function itemsByIds(tx: Read, ids: string[]): Promise<ItemRow[]> {
  return tx.rows<ItemRow>`
    select d.id, d.audience, d.published_at, d.key_month, d.sealed_key, d.sealed_content,
           d.author_id = any ((select access.hidden())::uuid[]) as author_hidden,
           m.id as media_id, m.width, m.height, m.sealed_alt, m.pictures
    from document d
    left join lateral (
      select id, width, height, sealed_alt, count(*) over () as pictures
      from media where document_id = d.id and discarded_at is null and width is not null order by position limit 1
    ) m on true
    where d.id = any (${ids}::uuid[]) and d.published_at is not null`
}

export type DocumentRow = ItemRow & {
  unit_name: string
  group_name: string | null
  years: number | null
  about: { id: string; name: string }[]
  home: { id: string; given_name: string } | null
  media: MediaRow[]
}

/** One published item with its pictures and those of the actor's children it concerns; NotFound out of reach. */
export function getDocument(tx: Read, id: string): Promise<DocumentRow> {
  return tx.one<DocumentRow>`
    select d.id, d.audience, d.published_at, d.key_month, d.sealed_key, d.sealed_content,
           d.author_id = any ((select access.hidden())::uuid[]) as author_hidden,
           u.name as unit_name,
           (select g.name from unit_group g where g.id = d.group_id) as group_name,
           (select r.years from retention_rule r where r.kind = 'documentation' and range_contains_elem(r.valid, (select access.today()))) as years,
           coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.given_name || ' ' || p.family_name) order by p.given_name)
                     from document_scope s join person p on p.id = s.child_id where s.document_id = d.id), '[]') as about,
           (select jsonb_build_object('id', p.id, 'given_name', p.given_name)
            from person p
            where p.id = any ((select access.children())::uuid[]) and exists (
              select from document_scope s where s.document_id = d.id and s.scope_id = any (access.timeline_of(p.id)))
            order by p.birth_date desc limit 1) as home,
           coalesce((select jsonb_agg(jsonb_build_object(
                       'id', m.id, 'kind', m.kind, 'state', m.state, 'progress', m.progress, 'problem', m.problem, 'width', m.width,
                       'height', m.height, 'seconds', m.seconds, 'captioned', m.captioned_at is not null,
                       'sealed_alt', encode(m.sealed_alt, 'base64'),
                       'responsible', (select r.given_name || ' ' || r.family_name from person r where r.id = m.responsible_id),
                       'subjects', '[]'::jsonb) order by m.position)
                     from media m where m.document_id = d.id and m.discarded_at is null), '[]') as media
    from document d join unit u on u.id = d.unit_id
    where d.id = ${id} and d.published_at is not null`
}
