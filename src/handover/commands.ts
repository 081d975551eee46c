import type { Write } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { swedishDay } from '../web/dates.ts'
import type { PaperForm } from './schema.ts'

/** Decision 8: a guardian's word about their own child. NotFound for any other child. */
export async function answerHandover(tx: Write, child: string, answer: 'yes' | 'no'): Promise<void> {
  const [own] = await tx.rows`select where ${child}::uuid = any ((select access.children())::uuid[])`
  if (!own) throw new NotFound()
  await tx.rows`
    insert into handover_answer (child_id, guardian_id, answer, answered_at)
    values (${child}, ${tx.actor.id}, ${answer}, ${tx.now})`
  await tx.audit('handover.answered', { subject: child })
}

/** Decision 10: the same as it came on paper or by telephone. NotFound where that guardian has no custody of the child today. */
export async function registerAnswer(tx: Write, child: string, { guardian, answer, origin }: PaperForm): Promise<void> {
  const [custody] = await tx.rows`
    select from guardianship
    where guardian_id = ${guardian} and child_id = ${child} and range_contains_elem(valid, (select access.today()))
      and child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[])`
  if (!custody) throw new NotFound()
  await tx.rows`
    insert into handover_answer (child_id, guardian_id, answer, answered_at, origin, entered_by)
    values (${child}, ${guardian}, ${answer}, ${tx.now}, ${origin}, ${tx.actor.id})`
  await tx.audit('handover.answered', { subject: child })
}

/** Decision 8, the setting: whoever begins school from today on waits, or nobody does. Said again it changes nothing. */
export async function setWaiting(tx: Write, waits: boolean): Promise<void> {
  const value = waits ? JSON.stringify(swedishDay(tx.now)) : 'null'
  const changed = await tx.rows`
    update setting set value = ${value}::jsonb, changed_at = ${tx.now}
    where key = 'handover.waits_from' and (value = 'null'::jsonb) = ${waits} returning 1`
  if (changed.length > 0) await tx.audit('handover.set')
}
