import type { Read } from '../database/as-actor.ts'
import type { Wanted } from '../documentation/filter.ts'
import type { Leaves } from '../documentation/leaving.ts'
import type { GoalRow } from '../goals/presenter.ts'
import type { MediumKind } from '../media/files.ts'

export type Scale = { items: number; first: Date | null; last: Date | null }

/** How much there is in these scopes of what the actor may see and wants to, by the policies themselves. */
export async function scaleOf(tx: Read, scopes: string[], wanted: Wanted): Promise<Scale> {
  const { audiences, kinds, earliest, until, goal } = wanted
  return tx.one<Scale>`
    select count(distinct t.document_id)::integer as items, min(t.published_at) as first, max(t.published_at) as last
    from document_scope t
    where t.scope_id = any (${scopes}::uuid[])
      and (${audiences}::text[] is null or t.audience = any (${audiences}::text[]))
      and (${earliest}::timestamptz is null or t.published_at >= ${earliest}::timestamptz)
      and (${until}::timestamptz is null or t.published_at < ${until}::timestamptz)
      and (${kinds}::text[] is null or exists (select from media m where m.document_id = t.document_id and m.state = 'ready' and m.kind = any (${kinds}::text[])))
      and (${goal}::text is null or exists (select from document_goal g where g.document_id = t.document_id and g.curriculum || '.' || g.goal = ${goal}::text))`
}

export type PaperRow = Leaves & {
  id: string
  audience: 'child' | 'group' | 'unit'
  published_at: Date
  key_month: string
  sealed_key: Buffer
  sealed_content: Buffer
  author_hidden: boolean
  unit_name: string
  group_name: string | null
  goals: GoalRow[]
  /** What has been said of it, as the reader meets it; bytes are base64. */
  comments: { id: string; child: string; written_at: string; author_hidden: boolean; sealed_text: string }[]
  media: { id: string; kind: MediumKind; seconds: number | null; sealed_alt: string }[]
  /** Who was responsible for its media (R17), of those whom the reader may meet. */
  responsible: string | null
}

/**
 * Items whole, by the policies, in the order of `ids`, with what is said of them in `child`'s family, or in all that the
 * reader meets; an item that is out of reach by now is not among them.
 */
export async function contentsOf(tx: Read, ids: string[], child: string | null): Promise<PaperRow[]> {
  return tx.rows<PaperRow>`
    select d.id, d.audience, d.published_at, d.key_month, d.sealed_key, d.sealed_content,
           d.author_id = any ((select access.hidden())::uuid[]) or d.co_author_ids && (select access.hidden())::uuid[] as author_hidden, u.name as unit_name,
           (select g.name from unit_group g where g.id = d.group_id) as group_name,
           l.leaves, l.fate, access.responsible(d.id) as responsible,
           coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'child', p.given_name, 'written_at', c.written_at,
                                                         'author_hidden', c.author_id = any ((select access.hidden())::uuid[]),
                                                         'sealed_text', encode(c.sealed_text, 'base64')) order by c.written_at, c.id)
                     from comment c join person p on p.id = c.child_id
                     where c.document_id = d.id and c.withdrawn_at is null and c.hidden_at is null
                       and (${child}::uuid is null or c.child_id = ${child}::uuid)), '[]') as comments,
           coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'seconds', m.seconds,
                                                         'sealed_alt', encode(m.sealed_alt, 'base64')) order by m.position)
                     from media m where m.document_id = d.id and m.state = 'ready'), '[]') as media,
           coalesce((select jsonb_agg(jsonb_build_object('area', c.area, 'name', c.name, 'sv', c.words_sv, 'en', c.words_en,
                                                         'reference_sv', c.reference_sv, 'reference_en', c.reference_en) order by c.goal)
                     from document_goal g join curriculum_goal c using (curriculum, version, goal) where g.document_id = d.id), '[]') as goals
    from unnest(${ids}::uuid[]) with ordinality as w(id, n)
    join document d on d.id = w.id
    join unit u on u.id = d.unit_id
    left join lateral access.leaves(d.published_at, (select access.today())) l on true
    where d.published_at is not null
    order by w.n`
}
