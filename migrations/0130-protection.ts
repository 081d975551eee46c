import { causes, decisionKinds, decisionReasons } from '../src/protection/grounds.ts'

const oneOf = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')

/** The officer for protected identity: why somebody is protected, who is responsible, what was decided, and aliases. */
export const up = `
  alter table account_role drop constraint account_role_role_check, add constraint account_role_role_check
    check (role in ('guardian', 'pupil', 'educator', 'principal', 'admin', 'records', 'dpo', 'protection'));

  alter table protected_identity add column cause text not null default 'decided' check (cause in (${oneOf(causes)}));
  update protected_identity x set cause = coalesce(
    (select n.marking from roster.next_person n where n.id = x.person_id and n.marking <> 'none'), 'confidential') where origin = 'roster';
  comment on column protected_identity.cause is 'What the register says (confidential, protected), that it says nothing (unknown: until somebody has checked), or decided here';
  alter table roster.plan_protection add column cause text;

  create table protection_decision (
    number      bigint generated always as identity primary key,
    id          uuid not null unique,
    person_id   uuid not null references person,
    kind        text not null check (kind in (${oneOf(decisionKinds)})),
    reason      text not null check (reason in (${oneOf(decisionReasons)})),
    sealed_note bytea,
    officer_id  uuid not null references person,
    decided_by  uuid not null references person,
    decided_at  timestamptz not null
  );
  create index on protection_decision (person_id, number);
  create index on protection_decision (officer_id);
  create index on protection_decision (decided_by);
  comment on table protection_decision is 'What the officers for protected identity have decided, and why. Only ever added; read by them alone';
  comment on column protection_decision.sealed_note is 'R9: the officer''s own words; context protection_decision|note|id';
  comment on column protection_decision.officer_id is 'Who is responsible from then on: the latest counts';

  create table protection_alias (
    alias_id  uuid primary key references person,
    person_id uuid not null references person,
    child_id  uuid references person,
    reference text not null check (length(reference) between 1 and 60),
    agreed_on date not null,
    valid     daterange not null check (not isempty(valid) and not upper_inf(valid)),
    made_by   uuid not null references person,
    made_at   timestamptz not null
  );
  create index on protection_alias (person_id);
  create index on protection_alias (child_id);
  create index on protection_alias (made_by);
  comment on table protection_alias is 'Another name that stands for somebody protected, after a documented agreement. To everybody but the officers it is a person like others';
  comment on column protection_alias.child_id is 'Of a guardian''s alias: the child''s alias that it belongs to';

  alter table media drop constraint media_withheld_check,
    add constraint media_withheld_check check (withheld in ('suspended', 'withdrawn', 'hidden'));
  comment on column media.withheld is 'No road leads to it. suspended: until everybody who must has answered; withdrawn: for good (R21); hidden: somebody in it is protected (decision 3), and it is not there even for those at work';
`
export const down = `
  drop table protection_alias, protection_decision;
  alter table protected_identity drop column cause;
  delete from account_role where role = 'protection';
  alter table account_role drop constraint account_role_role_check, add constraint account_role_role_check
    check (role in ('guardian', 'pupil', 'educator', 'principal', 'admin', 'records', 'dpo'));
`
