import type { Read } from '../database/as-actor.ts'
import type { Cursor } from '../documentation/schema.ts'

export type SearchRow = {
  id: string
  audience: 'child' | 'group' | 'unit'
  published_at: Date
  key_month: string
  sealed_key: Buffer
  sealed_content: Buffer
}

/** The next items that the actor may read, newest first, each once and sealed; by the policies themselves. */
export async function nextItems(tx: Read, before: Cursor, count: number): Promise<SearchRow[]> {
  return tx.rows<SearchRow>`
    select d.id, d.audience, d.published_at, d.key_month, d.sealed_key, d.sealed_content
    from (
      select distinct s.published_at, s.document_id from document_scope s
      where s.scope_id = any ((select access.scopes())::uuid[]) and (s.published_at, s.document_id) < (${before.at}, ${before.id}::uuid)
      order by 1 desc, 2 desc
      limit ${count}
    ) n
    join document d on d.id = n.document_id
    order by n.published_at desc, n.document_id desc`
}

/** Whose each of the items is, of the actor's own children: their given names, or none for the group's and unit's. */
export async function whoseOf(tx: Read, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; names: string }>`
    select s.document_id as id, string_agg(p.given_name, ', ' order by p.given_name) as names
    from document_scope s join person p on p.id = s.child_id
    where s.document_id = any (${ids}::uuid[]) and p.id = any ((select access.children())::uuid[])
    group by 1`
  return new Map(rows.map(({ id, names }) => [id, names]))
}
