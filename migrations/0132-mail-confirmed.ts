/** An address that somebody gives as theirs counts when the code that was sent there has come back. */
export const up = `
  alter table contact_detail add column confirmed_at timestamptz;
  comment on column contact_detail.confirmed_at is 'When its owner showed that it is theirs, by a code sent there; null where nobody has asked';

  create table contact_code (
    person_id uuid primary key references person,
    sealed    bytea,
    asked_at  timestamptz not null,
    tries     integer not null default 0,
    asked     integer not null default 1
  );
  comment on table contact_code is 'A new e-mail address that waits for its code; one row a person, and nothing sealed in it when none waits';
  comment on column contact_code.sealed is 'R9: address and code as JSON; context contact_code|person';
  comment on column contact_code.asked is 'How many codes on the day of asked_at';
`
export const down = `
  drop table contact_code;
  alter table contact_detail drop column confirmed_at;
`
