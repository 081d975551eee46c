import { auditEvents } from '../src/audit/events.ts'

/** What families and staff say about an item, where the unit has opened for it. */
export const up = `
  create table comment_opening (
    id         bigint generated always as identity primary key,
    unit_id    uuid not null references unit,
    open       boolean not null,
    decided_at timestamptz not null,
    decided_by uuid not null references person
  );
  create index on comment_opening (unit_id, id desc);
  comment on table comment_opening is 'Whether a unit takes comments: the latest decision counts, and without one it does not';

  create table comment (
    id            uuid primary key,
    document_id   uuid not null references document on delete cascade,
    child_id      uuid not null references person,
    author_id     uuid not null references person,
    author_role   text not null check (author_role in ('guardian', 'pupil', 'educator', 'principal')),
    written_at    timestamptz not null,
    sealed_text   bytea not null,
    withdrawn_at  timestamptz,
    hidden_at     timestamptz,
    hidden_by     uuid references person,
    sealed_reason bytea,
    -- What its author took back is gone at once, not merely out of sight.
    check ((withdrawn_at is null) = (length(sealed_text) > 0)),
    check (num_nonnulls(hidden_at, hidden_by, sealed_reason) in (0, 3))
  );
  create index on comment (document_id, written_at);
  create index on comment (child_id, written_at);
  comment on table comment is 'What a family and the staff say about an item. Sealed with the item''s key and gone with it (R14)';
  comment on column comment.child_id is 'Whose family it is said in: other families of the same item never see it (R3)';

  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`
export const down = 'drop table comment, comment_opening'
