import type { Database } from '../database/database.ts'
import { inBatch, type Removal, type Taken } from './batch.ts'
import type { Rule } from './rules.ts'

/**
 * R14: notes of analysis go on the clock of documentation, from their first version, with every version and the wrapped
 * key.
 */
export async function disposeNotes(removal: Removal, batch: number): Promise<number> {
  const { now, rule } = removal
  return await inBatch(
    removal,
    (rows) => rows<Taken>`
      with due as materialized (
        select id, created_at as began from follow_up_note
        where access.is_due(created_at, ${now}, ${rule.years})
        order by created_at limit ${batch}
      ), gone as (
        delete from follow_up_note where id = any (array(select id from due)) returning id
      ), noted as (
        insert into audit_event (at, event, actor_id, actor_role, object_id)
        select now(), 'follow-up.disposed', null::uuid, 'system', id from gone
      )
      select count(*) as items, 0 as files, min(began) as first_from, max(began) as last_from,
             sha256(string_agg(id::text, ',' order by id)::bytea) as checksum
      from due`,
  )
}

/** How many a run at `now` would take; changes nothing. */
export async function notesDue(database: Database, now: Date, { years }: Rule): Promise<number> {
  const [counts] = await database.rows<{ notes: number }>`
    select count(*) as notes from follow_up_note
    where access.is_due(created_at, ${now}, ${years})`
  return counts!.notes
}
