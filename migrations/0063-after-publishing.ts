import { auditEvents } from '../src/audit/events.ts'

/** What happens to an item after it went out: corrected as versions, taken back with a reason. */
export const up = `
  alter table document
    add column corrected_at timestamptz,
    add column corrected_by uuid references person,
    add constraint document_corrected_check
      check ((corrected_at is null) = (corrected_by is null) and (corrected_at is null or published_at is not null));
  comment on column document.corrected_at is 'When the text that stands here was written, where that is not the first that was published';

  create table document_version (
    document_id    uuid not null references document on delete cascade,
    version        integer not null,
    author_id      uuid not null references person,
    written_at     timestamptz not null,
    audience       text not null check (audience in ('child', 'group', 'unit')),
    scopes         uuid[] not null,
    goals          text[] not null,
    sealed_content bytea not null,
    sealed_alts    jsonb not null,
    primary key (document_id, version)
  );
  comment on table document_version is 'What stood in an item before a correction, put here by the trigger that lets the correction through. Sealed with the item''s key and gone with it (R14)';
  comment on column document_version.version is 'The item''s revision while this stood in it';
  comment on column document_version.sealed_alts is 'The media it had, each with its alternative text as it was: {id: base64}';

  create table document_recall (
    document_id   uuid not null references document on delete cascade,
    recalled_at   timestamptz not null,
    recalled_by   uuid not null references person,
    children      uuid[] not null,
    sealed_reason bytea not null,
    put_back_at   timestamptz,
    put_back_by   uuid references person,
    primary key (document_id, recalled_at),
    check ((put_back_at is null) = (put_back_by is null))
  );
  create unique index document_recalled on document_recall (document_id) where put_back_at is null;
  comment on table document_recall is 'Who took an item back, when and why, until a principal puts it back or retention takes it';
  comment on column document_recall.children is 'Whom it was about: an item that is taken back has no scopes, so that no road leads to it';

  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`
export const down = `
  drop table document_recall, document_version;
  drop trigger if exists document_keeps on document;
  alter table document drop constraint document_corrected_check, drop column corrected_at, drop column corrected_by;
`
