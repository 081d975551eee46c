import { addresses } from '../web/addresses.ts'
import type { Translate } from '../web/language.ts'
import { auditEvents } from './events.ts'
import { type AuditRow, pageLength } from './queries.ts'
import type { AuditFilter } from './schema.ts'

/** The log as audit/list shows it: events, roles and the tails of ids; nobody's name. */
export function presentAudit(filter: AuditFilter, found: AuditRow[], t: Translate) {
  const lines = found.filter(({ event }) => event !== null)
  const rows = lines.slice(0, pageLength)
  const further = lines.length > pageLength ? rows.at(-1) : found.find(({ event }) => event === null)
  return {
    title: t('audit.list.title'),
    filter: { event: filter.event ?? '', to: filter.to ?? '' },
    events: auditEvents.map((value) => ({ value, label: t(`audit.label.event.${value}`) })),
    rows: rows.map(({ at, event, actor_id, actor_role, subject_id }) => ({
      at,
      eventLabel: t(`audit.label.event.${event}`),
      actorLabel: [t(`audit.label.role.${actor_role}`), ...(actor_id ? [tail(actor_id)] : [])].join(' '),
      subjectLabel: subject_id ? t('audit.label.child', { id: tail(subject_id) }) : null,
    })),
    goesOn: further?.event === null ? further.at : null,
    older: further ? addressOf(filter, further.id) : null,
    newest: filter.before || filter.to ? addressOf({ ...filter, to: null }) : null,
  }
}

function tail(id: string): string {
  return `…${id.slice(-6)}`
}

/** Where the log is met with the same filter, from a line on; `stretch`: how often nothing was found in a row. */
export function addressOf({ event, to }: AuditFilter, before?: number, stretch = 1): string {
  const query = new URLSearchParams()
  if (event) query.set('event', event)
  if (to) query.set('to', to)
  if (before) query.set('before', String(before))
  if (stretch > 1) query.set('stretch', String(stretch))
  return query.size > 0 ? `${addresses.audit}?${query}` : addresses.audit
}
