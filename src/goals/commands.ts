import type { Write } from '../database/as-actor.ts'

/** Ties an item that is being published to its goals. `keys`: curriculum.version.goal, as chosen in the draft. */
export async function tagGoals(tx: Write, documentId: string, groupId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.rows`
    insert into document_goal (document_id, group_id, published_at, curriculum, version, goal)
    select ${documentId}::uuid, ${groupId}::uuid, ${tx.now}::timestamptz, split_part(key, '.', 1), split_part(key, '.', 2)::integer, split_part(key, '.', 3)
    from unnest(${[...new Set(keys)]}::text[]) as key`
}
