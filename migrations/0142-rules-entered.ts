import { kinds } from '../src/retention/kinds.ts'

const oneOf = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')

/** Rules are entered by one and confirmed by another, with who decided and by which law; media of withdrawn consent have one of their own. */
export const up = `
  alter table retention_rule drop constraint retention_rule_kind_check;
  alter table retention_rule
    add constraint retention_rule_kind_check check (kind in (${oneOf(kinds)})),
    add column authority text check (authority in ('board', 'executive', 'council', 'delegate')),
    add column basis text check (basis in ('archives', 'gdpr'));
  comment on column retention_rule.authority is 'Who decided; null where the rule was entered before this was asked';
  alter table disposal drop constraint disposal_kind_check;
  alter table disposal add constraint disposal_kind_check check (kind in (${oneOf(kinds)}));

  create table retention_proposal (
    id          uuid primary key default gen_random_uuid(),
    kind        text not null check (kind in (${oneOf(kinds)})),
    years       integer not null check (years between 0 and 100),
    days        integer not null check (days between 0 and 36500),
    hours       integer not null check (hours between 0 and 8760),
    fate        text not null check (fate in ('delete', 'preserve')),
    decision    text not null check (decision ~ '^[[:alnum:] .:/§-]{2,60}$'),
    decided_on  date not null,
    authority   text not null check (authority in ('board', 'executive', 'council', 'delegate')),
    basis       text not null check (basis in ('archives', 'gdpr')),
    valid_from  date not null,
    valid_until date check (valid_until >= valid_from),
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    settled_by  uuid,
    settled_at  timestamptz,
    settlement  text check (settlement in ('confirmed', 'withdrawn')),
    check (years + days + hours > 0),
    check (kind <> 'documentation' or (years > 0 and days = 0 and hours = 0)),
    check (num_nonnulls(settled_by, settled_at, settlement) in (0, 3)),
    check (settlement is distinct from 'confirmed' or settled_by <> proposed_by)
  );
  comment on table retention_proposal is 'A rule as somebody has entered it: nothing goes by it before another has confirmed it (law A5)';
  comment on column retention_proposal.valid_until is 'The last day on which it holds; null: until another takes its place';
`
export const down = `
  drop table retention_proposal;
  delete from retention_rule where kind = 'withheld';
  delete from disposal where kind = 'withheld';
  alter table retention_rule drop column basis, drop column authority;
`
