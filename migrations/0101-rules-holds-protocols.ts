import { auditEvents } from '../src/audit/events.ts'
import { holdCauses, kinds } from '../src/retention/kinds.ts'

const oneOf = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')

/** A rule for every kind of record, what is held back from it, and what was done by it (R14, decision 7). */
export const up = `
  alter table retention_rule
    drop constraint retention_rule_kind_check,
    drop constraint retention_rule_years_check,
    add column days integer not null default 0 check (days between 0 and 36500),
    add column hours integer not null default 0 check (hours between 0 and 8760),
    add column fate text not null default 'delete' check (fate in ('delete', 'preserve')),
    add constraint retention_rule_kind_check check (kind in (${oneOf(kinds)})),
    add constraint retention_rule_years_check check (years between 0 and 100),
    add constraint retention_rule_period_check check (years + days + hours > 0),
    add constraint retention_rule_documentation_check check (kind <> 'documentation' or (years > 0 and days = 0 and hours = 0));
  comment on column retention_rule.fate is 'preserve: nothing of this kind is removed while the rule is in force';

  create table retention_hold (
    id          uuid primary key default gen_random_uuid(),
    document_id uuid references document on delete cascade,
    child_id    uuid references person on delete cascade,
    cause       text not null check (cause in (${oneOf(holdCauses)})),
    reference   text not null check (reference ~ '^[[:alnum:] .:/§-]{2,60}$'),
    placed_by   uuid not null,
    placed_at   timestamptz not null,
    until       date not null check (until > placed_at::date),
    ended_at    timestamptz,
    ended_by    uuid,
    check (num_nonnulls(document_id, child_id) = 1),
    check ((ended_at is null) = (ended_by is null))
  );
  create index on retention_hold (document_id);
  create index on retention_hold (child_id);
  comment on table retention_hold is 'An item, or all there is about a child, kept past its day for a stated cause; ends by itself on its last day';
  comment on column retention_hold.reference is 'The case it belongs to (diarienummer): never what it is about';

  create table disposal (
    id         bigint generated always as identity primary key,
    run_id     uuid not null,
    kind       text not null check (kind in (${oneOf(kinds)})),
    at         timestamptz not null default now(),
    years      integer not null,
    days       integer not null,
    hours      integer not null,
    decision   text not null,
    decided_on date not null,
    items      integer not null,
    files      integer not null,
    passed     integer not null default 0,
    first_from timestamptz,
    last_from  timestamptz,
    checksum   bytea not null
  );
  create index on disposal (run_id, kind);
  comment on table disposal is 'What each batch of a run removed and by which decision, written with the removal. Preserved: nothing removes or changes it';
  comment on column disposal.passed is 'How many were due and stayed because of a hold';
  comment on column disposal.checksum is 'SHA-256 of the ids that went, sorted, a comma between them';

  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${oneOf(auditEvents)}));
`
export const down = `
  drop table disposal, retention_hold;
  delete from retention_rule where kind <> 'documentation';
  alter table retention_rule
    drop constraint retention_rule_documentation_check, drop constraint retention_rule_period_check,
    drop constraint retention_rule_years_check, drop constraint retention_rule_kind_check,
    drop column days, drop column hours, drop column fate,
    add constraint retention_rule_kind_check check (kind in ('documentation')),
    add constraint retention_rule_years_check check (years between 1 and 100);
`
