import { auditEvents } from '../src/audit/events.ts'

/** R1: what staff see in their own work over a term, and what they do next. Every version stays; the words are sealed (R9). */
export const up = `
  create table follow_up_note (
    id         uuid primary key,
    unit_id    uuid not null references unit,
    group_id   uuid references unit_group,
    term       text not null check (term ~ '^[0-9]{4}-(spring|autumn)$'),
    created_at timestamptz not null,
    key_month  text not null check (key_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    sealed_key bytea not null
  );
  create index on follow_up_note (unit_id, term);
  create index on follow_up_note (group_id, term);
  create index on follow_up_note (created_at);
  create index on follow_up_note (key_month);
  comment on table follow_up_note is 'An analysis of a unit''s or group''s own work in a term. Never changed: what is written stands in follow_up_version';
  comment on column follow_up_note.created_at is 'R14: retention runs from here, on the clock of documentation; later versions do not move it';

  create table follow_up_version (
    note_id        uuid not null references follow_up_note on delete cascade,
    version        integer not null check (version > 0),
    author_id      uuid not null references person,
    written_at     timestamptz not null,
    sealed_content bytea not null,
    primary key (note_id, version)
  );
  comment on table follow_up_version is 'What was written, each time anew: the latest is read, the earlier stay';
  comment on column follow_up_version.sealed_content is 'JSON title, analysis, next, signature, and the items it leans on';

  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`
export const down = 'drop table follow_up_version, follow_up_note'
