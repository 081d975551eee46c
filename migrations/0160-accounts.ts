import { accountKinds, accountReasons, functions } from '../src/accounts/grounds.ts'

const oneOf = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')

/** Accounts are made and closed by administrators, each step with its reason; what reaches beyond relations takes two of them. */
export const up = `
  alter table account add column first_until timestamptz;
  comment on column account.first_until is 'Until when the first password, which somebody else has handed over, lets its owner in to choose one of their own; null once they have';

  create table account_change (
    id         bigint generated always as identity primary key,
    account_id uuid not null references account on delete cascade,
    kind       text not null check (kind in (${oneOf(accountKinds)})),
    hat        text,
    reason     text not null check (reason in (${oneOf(accountReasons)})),
    changed_by uuid not null,
    changed_at timestamptz not null
  );
  create index on account_change (account_id, changed_at);
  comment on table account_change is 'What administrators have done with an account, each with its reason from a closed list. Only ever added; goes with the account';

  create table account_proposal (
    id          uuid primary key default gen_random_uuid(),
    account_id  uuid not null references account on delete cascade,
    hat         text not null check (hat in (${oneOf(functions)})),
    reason      text not null check (reason in (${oneOf(accountReasons)})),
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    settled_by  uuid,
    settled_at  timestamptz,
    settlement  text check (settlement in ('confirmed', 'withdrawn')),
    check (num_nonnulls(settled_by, settled_at, settlement) in (0, 3)),
    check (settlement is distinct from 'confirmed' or settled_by <> proposed_by)
  );
  create index on account_proposal (account_id);
  create unique index one_waiting on account_proposal (account_id, hat) where settled_at is null;
  comment on table account_proposal is 'A hat that reaches beyond relations, as one administrator has given it: it is not worn before another has confirmed it';
`
export const down = `
  drop table account_proposal, account_change;
  alter table account drop column first_until;
`
