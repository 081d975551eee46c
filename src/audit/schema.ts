import { z } from 'zod'
import { Invalid } from '../errors.ts'
import { day } from '../web/forms.ts'
import { type AuditEvent, auditEvents } from './events.ts'

/** Which events, up to and including which day (YYYY-MM-DD), before which line, and how often nothing was found yet. */
export type AuditFilter = { event: AuditEvent | null; to: string | null; before: number | null; stretch: number }

const place = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)

const query = z.object({
  event: z.union([z.enum(auditEvents), z.literal('').transform(() => null)]).default(null as never),
  // What is no day is no limit.
  to: day().nullable().catch(null),
  before: place.nullable().default(null),
  stretch: place.default(1),
})

/** Which events, and from where; an event that is not on the list is no question. */
export function auditFilterFrom(source: unknown): AuditFilter {
  const parsed = query.safeParse({ ...(source as object) })
  if (!parsed.success) throw new Invalid('audit filter')
  return { ...parsed.data, event: parsed.data.event ?? null }
}
