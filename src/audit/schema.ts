import { z } from 'zod'
import { Invalid } from '../errors.ts'
import { type AuditEvent, auditEvents } from './events.ts'

export type AuditFilter = { event: AuditEvent | null; before: number | null }

const query = z.object({
  event: z.union([z.enum(auditEvents), z.literal('').transform(() => null)]).default(null as never),
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .nullable()
    .default(null),
})

/** Which events, and from where; an event that is not on the list is no question. */
export function auditFilterFrom(source: unknown): AuditFilter {
  const parsed = query.safeParse({ ...(source as object) })
  if (!parsed.success) throw new Invalid('audit filter')
  return { event: parsed.data.event ?? null, before: parsed.data.before }
}
