import { randomUUID } from 'node:crypto'
import { Unconsented } from '../consent/lacking.ts'
import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { getPublished } from './queries.ts'
import type { UseValues } from './schema.ts'

/** Registers a use outside the portal. Unconsented where somebody in it has not said yes to that; NotFound out of reach. */
export async function registerUse(tx: Write, mediaId: string, values: UseValues): Promise<void> {
  const medium = await getPublished(tx, mediaId)
  const named = values.named === 'yes'
  if (medium.lacking.some((each) => named || !each.named)) throw new Unconsented()
  if (!medium.staff.some(({ id }) => id === values.owner)) throw new NotFound()
  await tx.rows`
    insert into media_use (id, media_id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
    values (${randomUUID()}, ${mediaId}, ${medium.unit_id}, ${medium.kind}, ${values.kind}, ${values.place}, ${values.used_on},
            ${values.owner}, ${values.about === 'school'}, ${named}, ${tx.now}, ${tx.actor.id})`
  await tx.audit('consent.used', { object: mediaId })
}

/** A use has come down, and this shows it. Said once; NotFound for another unit's or one that is done. */
export async function completeTakeDown(tx: Write, id: string, proof: string): Promise<void> {
  const { done } = await tx.one<{ done: boolean }>`select access.taken_down(${id}, ${proof}) as done`
  if (!done) throw new NotFound()
  await tx.audit('consent.taken-down', { object: id })
}
