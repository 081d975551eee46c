import type { Read } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'

export type Package = {
  id: string
  decision: string
  planned_at: Date
  items: number
  packed: number
  bytes: number | null
  checksum: Buffer | null
  ready_at: Date | null
  fetched_at: Date | null
  received_at: Date | null
  receipt: string | null
  closed_at: Date | null
}

/** All that is open, the oldest first, and the latest that are done. */
export async function packages(tx: Read): Promise<Package[]> {
  return await tx.rows<Package>`
    (select id, decision, planned_at, items, packed, bytes, checksum, ready_at, fetched_at, received_at, receipt, closed_at
     from archive_package where closed_at is null order by planned_at, id limit 200)
    union all
    (select id, decision, planned_at, items, packed, bytes, checksum, ready_at, fetched_at, received_at, receipt, closed_at
     from archive_package where closed_at is not null order by closed_at desc, id limit 20)`
}

export type Fetchable = { id: string; key_month: string; sealed_key: Buffer; bytes: number; checksum: Buffer }

/** One that is whole and still here. NotFound otherwise. */
export async function fetchable(tx: Read, id: string): Promise<Fetchable> {
  const found = await tx.maybe<Fetchable>`
    select id, key_month, sealed_key, bytes, checksum from archive_package
    where id = ${id} and ready_at is not null and closed_at is null`
  if (!found) throw new NotFound()
  return found
}

/** One that may be signed for. NotFound for what is not there, not packed, or signed for already. */
export async function signable(tx: Read, id: string): Promise<{ checksum: Buffer; fetched_at: Date | null }> {
  return await tx.one<{ checksum: Buffer; fetched_at: Date | null }>`
    select checksum, fetched_at from archive_package
    where id = ${id} and ready_at is not null and received_at is null and closed_at is null`
}
