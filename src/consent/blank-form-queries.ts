import type { Read } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'

export type FormChild = {
  id: string
  name: string
  /** Groups and units of today. */
  place: string | null
}

export type Whose = { child?: string | undefined; group?: string | undefined }

/** The child, or the children who are in the group today, that the actor follows; NotFound where there are none. */
export async function childrenFor(tx: Read, { child, group }: Whose): Promise<FormChild[]> {
  const found = await tx.rows<FormChild>`
    with asked as materialized (
      select distinct x.child_id from placement x
      where x.child_id = ${child ?? null}
         or x.group_id = ${group ?? null} and range_contains_elem(x.valid, (select access.today()))
    ), followed as materialized (
      select distinct child_id from access.consent_status(array(select child_id from asked))
    )
    select c.id, c.given_name || ' ' || c.family_name as name,
           (select string_agg(distinct g.name || ', ' || u.name, '; ')
            from placement x join unit_group g on g.id = x.group_id join unit u on u.id = g.unit_id
            where x.child_id = c.id and range_contains_elem(x.valid, (select access.today()))) as place
    from followed join person c on c.id = followed.child_id
    order by c.family_name collate "sv-x-icu", c.given_name collate "sv-x-icu", c.id`
  if (found.length === 0) throw new NotFound()
  return found
}
