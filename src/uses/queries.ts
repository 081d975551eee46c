import type { Read } from '../database/as-actor.ts'
import type { MediumKind } from '../media/files.ts'

export const useKinds = ['web', 'print', 'social', 'press', 'screen'] as const
export type UseKind = (typeof useKinds)[number]

export type Published = {
  id: string
  document_id: string
  unit_id: string
  kind: MediumKind
  key_month: string
  sealed_key: Buffer
  sealed_alt: Buffer
  width: number | null
  height: number | null
  /** Whose the use may be: the unit's staff. */
  staff: { id: string; name: string }[]
  /** What keeps it in the portal, without and with the name. */
  lacking: { name: string | null; medium: string; status: string; named: boolean }[]
}

/** A medium of a published item of the actor's units, with what using it outside would need; NotFound for any other. */
export function getPublished(tx: Read, id: string): Promise<Published> {
  return tx.one<Published>`
    select m.id, m.document_id, d.unit_id, m.kind, d.key_month, d.sealed_key, m.sealed_alt, m.width, m.height,
           (select coalesce(jsonb_agg(distinct jsonb_build_object('id', p.id, 'name', p.given_name || ' ' || p.family_name)), '[]')
            from duty y join person p on p.id = y.person_id
            where y.unit_id = d.unit_id and range_contains_elem(y.valid, (select access.today()))) as staff,
           (select coalesce(jsonb_agg(jsonb_build_object('name', p.given_name || ' ' || p.family_name, 'medium', l.medium_kind,
                                                         'status', l.status, 'named', l.medium_kind = 'name')), '[]')
            from access.use_lacking(m.id, true) l left join person p on p.id = l.child_id) as lacking
    from media m join document d on d.id = m.document_id
    where m.id = ${id} and m.state = 'ready' and d.published_at is not null and d.unit_id = any ((select access.units())::uuid[])`
}

/** Whether a use of it is registered and nothing of it has to come down. */
export async function isUsed(tx: Read, media: string): Promise<boolean> {
  const { used } = await tx.one<{ used: boolean }>`
    select exists (select from media_use u where u.media_id = ${media}
                   and not exists (select from take_down t where t.use_id = u.id)) as used`
  return used
}

export type UseRow = {
  id: string
  media_id: string | null
  medium: string
  kind: UseKind
  place: string
  used_on: string
  with_name: boolean
  owner: string | null
  mine: boolean
  unit_name: string
  /** The medium can still be shown. */
  there: boolean
}

export type TakeDownRow = {
  id: string
  kind: UseKind
  place: string
  medium: string
  unit_name: string
  owner: string | null
  mine: boolean
  due_on: string
  late: boolean
  done_at: Date | null
  proof: string | null
}

const latest = 100

/** What is used outside and has not come down, latest first, and what has to come down: open first, by date. */
export async function usesOf(tx: Read): Promise<{ uses: UseRow[]; takeDowns: TakeDownRow[] }> {
  return tx.one<{ uses: UseRow[]; takeDowns: TakeDownRow[] }>`
    select
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
         select u.id, u.media_id, u.medium, u.kind, u.place, u.used_on, u.with_name, p.given_name || ' ' || p.family_name as owner,
                u.owner_id = (select access.actor()) as mine, n.name as unit_name,
                exists (select from media m where m.id = u.media_id and m.state = 'ready') as there
         from media_use u join unit n on n.id = u.unit_id left join person p on p.id = u.owner_id
         where not exists (select from take_down t where t.use_id = u.id and t.done_at is not null)
         order by u.used_on desc, u.id limit ${latest}) r) as uses,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
         select t.id, u.kind, u.place, u.medium, n.name as unit_name, p.given_name || ' ' || p.family_name as owner,
                u.owner_id = (select access.actor()) as mine, t.due_on, t.due_on < (select access.today()) as late, t.done_at, t.proof
         from take_down t join media_use u on u.id = t.use_id join unit n on n.id = u.unit_id left join person p on p.id = u.owner_id
         order by t.done_at is not null, t.due_on, t.id limit ${latest}) r) as "takeDowns"`
}
