import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { HoldForm } from './schema.ts'

/** Decision 7: an item, or all there is about a child, stays past its day until `until`. NotFound for what is not there. */
export async function placeHold(tx: Write, { about, cause, reference, until }: HoldForm): Promise<void> {
  const [document, child] = about.kind === 'document' ? [about.id, null] : [null, about.id]
  await tx.rows`
    insert into retention_hold (document_id, child_id, cause, reference, placed_by, placed_at, until)
    values (${document}, ${child}, ${cause}, ${reference}, ${tx.actor.id}, ${tx.now}, ${until})`
  await tx.audit('retention.held', about.kind === 'document' ? { object: about.id } : { subject: about.id })
}

/** The cause has ended before its last day. */
export async function endHold(tx: Write, id: string): Promise<void> {
  const [ended] = await tx.rows<{ document_id: string | null; child_id: string | null }>`
    update retention_hold set ended_at = ${tx.now}, ended_by = ${tx.actor.id}
    where id = ${id} and ended_at is null returning document_id, child_id`
  if (!ended) throw new NotFound()
  const { document_id, child_id } = ended
  await tx.audit('retention.released', document_id ? { object: document_id } : { subject: child_id! })
}
