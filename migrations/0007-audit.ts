import { auditEvents } from '../src/audit/events.ts'

/** Who did and saw what. Rows are added by the transaction they tell of, and never change. */
export const up = `
  create table audit_event (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    event      text not null check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')})),
    actor_id   uuid,
    actor_role text not null,
    subject_id uuid,
    object_id  uuid
  );
  create index on audit_event (at);
  create index on audit_event (subject_id, at);
  comment on table audit_event is 'Append-only. Ids only: no names, no content, no personnummer';
  comment on column audit_event.subject_id is 'The child concerned, where one is';
`
export const down = 'drop table audit_event'
