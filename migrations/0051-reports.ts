import { reportReasons } from '../src/reports/reasons.ts'

const oneOf = (column: string, values: readonly string[]) =>
  `check (${column} in (${values.map((value) => `'${value}'`).join(', ')}))`

/** Readers report a text; it is hidden until a principal has decided (R28, R29). */
export const up = `
  create table report (
    id            bigint generated always as identity primary key,
    kind          text not null ${oneOf('kind', ['document'])},
    item_id       uuid not null,
    document_id   uuid not null references document on delete cascade,
    version       integer not null,
    reason        text not null ${oneOf('reason', reportReasons)},
    reporter_id   uuid not null references person,
    reporter_role text not null,
    reported_at   timestamptz not null,
    unique (kind, item_id, version, reporter_id)
  );
  create index on report (document_id);
  create index on report (reporter_id, reported_at);
  comment on table report is 'Somebody who can read a text says that something in it is wrong: once for each reader and version of it. Only ever added';
  comment on column report.item_id is 'What is reported: by kind the item itself, or something that stands in it';
  comment on column report.version is 'The item''s revision: what a principal has decided to show is not hidden again by more reports of the same';

  create table report_decision (
    id          bigint generated always as identity primary key,
    kind        text not null,
    item_id     uuid not null,
    document_id uuid not null references document on delete cascade,
    version     integer not null,
    decision    text not null ${oneOf('decision', ['hide', 'show'])},
    decided_by  uuid not null references person,
    decided_at  timestamptz not null
  );
  create index on report_decision (document_id);
  create index on report_decision (kind, item_id, version, id);
  comment on table report_decision is 'What a principal decided of what was reported; the latest counts. Only ever added';

  alter table document_scope add column reported boolean not null default false;
  comment on column document_scope.reported is 'Hidden for all but its writer and principals since somebody reported it; kept by triggers on report and report_decision';
`
export const down = `
  alter table document_scope drop column reported;
  drop table report_decision, report;
`
