import { auditEvents } from '../src/audit/events.ts'

/** The log knows one more thing that may be done: taking documentation out of the portal. */
export const up = `
  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`
export const down = `
  delete from audit_event where event = 'documentation.exported';
  alter table audit_event drop constraint audit_event_event_check;
`
