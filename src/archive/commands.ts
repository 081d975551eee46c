import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { signable } from './queries.ts'
import type { Receipt } from './schema.ts'

/** The whole package has left: from now on the archive may sign for it. */
export async function noteFetched(tx: Write, id: string): Promise<void> {
  await tx.rows`
    update archive_package set fetched_at = ${tx.now}, fetched_by = ${tx.actor.id}
    where id = ${id} and ready_at is not null and received_at is null and closed_at is null`
}

/**
 * Law A6: the archive has signed for a package, and what is in it may go. Unfetched where nobody has fetched it, Other where
 * what was received is not what was packed (the table refuses it, too); then nothing has changed.
 */
export async function receive(tx: Write, id: string, { receipt, checksum }: Receipt): Promise<void> {
  const packed = await signable(tx, id)
  if (!packed.fetched_at) throw new Unfetched()
  if (packed.checksum.toString('hex') !== checksum) throw new Other()
  const [received] = await tx.rows`
    update archive_package
    set received_at = ${tx.now}, received_by = ${tx.actor.id}, receipt = ${receipt}, receipt_checksum = ${Buffer.from(checksum, 'hex')}
    where id = ${id} and received_at is null and closed_at is null returning 1`
  if (!received) throw new NotFound()
  await tx.audit('archive.received', { object: id })
}

export class Unfetched extends Error {}
export class Other extends Error {}
