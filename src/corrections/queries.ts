import type { Read } from '../database/as-actor.ts'
import type { Leaves } from '../documentation/leaving.ts'
import type { DocumentRow } from '../documentation/queries.ts'
import type { Captions } from '../media/captions.ts'
import type { MediaRow } from '../media/queries.ts'

export type Audience = DocumentRow['audience']

export type After = {
  published_at: Date
  corrected_at: Date | null
  /** The actor's own, where they work. */
  own: boolean
  may_amend: boolean
  versions: number
}

/** What can be done after publishing with an item that the actor reads. */
export function afterPublishing(tx: Read, id: string): Promise<After | undefined> {
  return tx.maybe<After>`
    select d.published_at, d.corrected_at, access.may_amend(d.id) as may_amend,
           (d.author_id = (select access.actor()) or d.saved_by = (select access.actor())) and d.unit_id = any ((select access.units())::uuid[]) as own,
           (select count(*) from document_version v where v.document_id = d.id)::integer as versions
    from document d where d.id = ${id} and d.published_at is not null`
}

export type Just = { id: string; published_at: string; key_month: string; sealed_card: string }

/** What the actor published since `since` and can still undo, and how much has been taken back that they see. */
export function justPublished(tx: Read, since: Date): Promise<{ just: Just[]; recalled: number }> {
  return tx.one<{ just: Just[]; recalled: number }>`
    select (select count(*)::integer from access.recalled()) as recalled,
           coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'published_at', d.published_at, 'key_month', d.key_month,
                                                         'sealed_card', encode(d.sealed_card, 'base64')) order by d.published_at desc)
                     from document d
                     where d.published_at > ${since} and d.corrected_at is null and (d.author_id = ${tx.actor.id} or d.saved_by = ${tx.actor.id})
                       and d.unit_id = any ((select access.units())::uuid[])), '[]') as just`
}

export type Published = {
  id: string
  unit_id: string
  unit_name: string
  group_id: string
  group_name: string
  /** Where its group is: an item that came along with a child was written at another unit (R12). */
  here: boolean
  curriculum: string
  audience: Audience
  revision: number
  published_at: Date
  corrected_at: Date | null
  key_month: string
  sealed_key: Buffer
  sealed_content: Buffer
  /** Of the children it is about, those whom the actor cares for. */
  tagged: { id: string; name: string }[]
  /** `curriculum.version.goal` */
  goals: string[]
  media: MediaRow[]
}

/** The same with what its films' captions say, by film. */
export type Captioned = Published & { captions: Captions }

/** A published item that the actor may correct and take back, as it stands; undefined for any other. */
export function findAmendable(tx: Read, id: string): Promise<Published | undefined> {
  return tx.maybe<Published>`
    select d.id, d.unit_id, u.name as unit_name, d.group_id, coalesce(g.name, u.name) as group_name, g.id is not null as here, d.audience,
           coalesce(g.curriculum, (select a.curriculum from document_goal a where a.document_id = d.id limit 1), '') as curriculum, d.revision, d.published_at,
           d.corrected_at, d.key_month, d.sealed_key, d.sealed_content,
           coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.given_name || ' ' || p.family_name) order by p.given_name)
                     from document_scope s join person p on p.id = s.child_id where s.document_id = d.id), '[]') as tagged,
           array(select a.curriculum || '.' || a.version || '.' || a.goal from document_goal a where a.document_id = d.id order by 1) as goals,
           coalesce((select jsonb_agg(jsonb_build_object(
                       'id', m.id, 'kind', m.kind, 'state', m.state, 'progress', m.progress, 'problem', m.problem, 'width', m.width,
                       'height', m.height, 'seconds', m.seconds, 'captioned', m.captioned_at is not null,
                       'sealed_alt', encode(m.sealed_alt, 'base64'), 'bytes', m.bytes, 'sealed_name', null, 'responsible', null, 'subjects', '[]'::jsonb) order by m.position)
                     from media m where m.document_id = d.id and m.discarded_at is null), '[]') as media
    from document d join unit u on u.id = d.unit_id left join unit_group g on g.id = d.group_id
    where d.id = ${id} and access.may_amend(d.id)`
}

export type Version = {
  version: number
  written_at: Date
  author_hidden: boolean
  audience: Audience
  scopes: string[]
  goals: string[]
  sealed_content: Buffer
  /** By medium, as base64. */
  sealed_alts: Record<string, string>
}

/** What a film's captions said from that version on. */
export type Said = { id: string; version: number; sealed: string }

export type Versions = {
  id: string
  key_month: string
  sealed_key: Buffer
  published_at: Date
  corrected_at: Date | null
  unit_name: string
  captions: Said[]
}

/** An item that staff read, with every version of it, the present one first; undefined out of reach. */
export async function versionsOf(tx: Read, id: string): Promise<{ item: Versions; versions: Version[] } | undefined> {
  const item = await tx.maybe<Versions>`
    select d.id, d.key_month, d.sealed_key, d.published_at, d.corrected_at, u.name as unit_name,
           coalesce((select jsonb_agg(jsonb_build_object('id', m.id) || s.said) from media m cross join jsonb_array_elements(m.sealed_captions) as s(said)
                     where m.document_id = d.id), '[]') as captions
    from document d join unit u on u.id = d.unit_id
    where d.id = ${id} and d.published_at is not null`
  if (!item) return undefined
  const versions = await tx.rows<Version>`
    select d.revision as version, coalesce(d.corrected_at, d.published_at) as written_at,
           coalesce(d.corrected_by, d.author_id) = any ((select access.hidden())::uuid[]) as author_hidden, d.audience,
           array(select s.scope_id from document_scope s where s.document_id = d.id) as scopes,
           array(select a.curriculum || '.' || a.version || '.' || a.goal from document_goal a where a.document_id = d.id order by 1) as goals,
           d.sealed_content,
           coalesce((select jsonb_object_agg(m.id, encode(m.sealed_alt, 'base64')) from media m
                     where m.document_id = d.id and m.discarded_at is null), '{}') as sealed_alts
    from document d where d.id = ${id}
    union all
    select v.version, v.written_at, v.author_id = any ((select access.hidden())::uuid[]), v.audience, v.scopes, v.goals, v.sealed_content,
           v.sealed_alts
    from document_version v where v.document_id = ${id}
    order by version desc`
  return { item, versions }
}

/** Names of those of the children whom the actor may know. */
export async function namesOf(tx: Read, children: string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>`
    select id, given_name || ' ' || family_name as name from person where id = any (${children}::uuid[])`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type Recalled = Leaves & {
  id: string
  audience: Audience
  published_at: Date
  key_month: string
  sealed_key: Buffer
  /** Null for staff who neither wrote it nor lead the unit. */
  sealed_content: Buffer | null
  unit_name: string
  group_name: string
  recalled_at: Date
  recaller_hidden: boolean
  sealed_reason: Buffer
  about: string[]
  pictures: number
  /** How many families' members had opened it. */
  readers: number
}

export function recalledItems(tx: Read): Promise<Recalled[]> {
  return tx.rows<Recalled>`select * from access.recalled()`
}
