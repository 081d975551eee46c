import { auditEvents } from '../src/audit/events.ts'

/** Who takes a group's contacts along is written down. */
export const up = `
  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`
export const down = 'select 1'
