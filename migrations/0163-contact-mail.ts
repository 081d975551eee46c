/** Mail about somebody's own address is written down with the change that it belongs to, and handed over until it is taken. */
export const up = `
  create table contact_mail (
    id         uuid primary key,
    person_id  uuid not null references person,
    kind       text not null check (kind in ('code', 'former')),
    sealed     bytea,
    made_at    timestamptz not null,
    next_at    timestamptz not null,
    claimed_at timestamptz,
    attempts   integer not null default 0,
    ended_at   timestamptz,
    outcome    text check (outcome in ('sent', 'refused', 'given-up', 'unneeded')),
    check ((ended_at is null) = (outcome is null)),
    check ((ended_at is null) = (sealed is not null))
  );
  create index on contact_mail (person_id, made_at);
  create index on contact_mail (next_at) where outcome is null;
  comment on table contact_mail is 'A code to a new address, or word to the one before it; to whom and what is gone when it has ended, the rest after a month';
  comment on column contact_mail.sealed is 'R9: address and code as JSON; context contact_mail|id';
`
export const down = 'drop table contact_mail'
