import { addresses } from '../web/addresses.ts'
import type { Translate } from '../web/language.ts'
import { auditEvents } from './events.ts'
import { type AuditRow, pageLength } from './queries.ts'
import type { AuditFilter } from './schema.ts'

/** The log as audit/list shows it: events, roles and the tails of ids; nobody's name. */
export function presentAudit(filter: AuditFilter, found: AuditRow[], t: Translate) {
  const rows = found.slice(0, pageLength)
  return {
    title: t('audit.list.title'),
    filter: { event: filter.event ?? '' },
    events: auditEvents.map((value) => ({ value, label: t(`audit.label.event.${value}`) })),
    rows: rows.map(({ at, event, actor_id, actor_role, subject_id }) => ({
      at,
      eventLabel: t(`audit.label.event.${event}`),
      actorLabel: [t(`audit.label.role.${actor_role}`), ...(actor_id ? [tail(actor_id)] : [])].join(' '),
      subjectLabel: subject_id ? t('audit.label.child', { id: tail(subject_id) }) : '–',
    })),
    older: found.length > pageLength ? address(filter, rows.at(-1)!.id) : null,
    newest: filter.before ? address(filter) : null,
  }
}

function tail(id: string): string {
  return `…${id.slice(-6)}`
}

function address({ event }: AuditFilter, before?: number): string {
  const query = new URLSearchParams()
  if (event) query.set('event', event)
  if (before) query.set('before', String(before))
  return query.size > 0 ? `${addresses.audit}?${query}` : addresses.audit
}
