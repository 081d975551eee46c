import type { Read, Write } from '../database/as-actor.ts'

/** Whether the actor has read how we write, within a year. */
export async function hasAcknowledged(tx: Read): Promise<boolean> {
  const { acknowledged } = await tx.one<{ acknowledged: boolean }>`select access.acknowledged() as acknowledged`
  return acknowledged
}

export async function acknowledge(tx: Write): Promise<void> {
  await tx.rows`
    insert into wording_acknowledgement (person_id, acknowledged_at) values (${tx.actor.id}, ${tx.now})
    on conflict do nothing`
}
