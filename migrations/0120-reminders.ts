/** Who is reminded by mail that something waits for their answer, and who does not want to be (R18, R21). */
export const up = `
  create table reminder_choice (
    id        bigint generated always as identity primary key,
    person_id uuid not null references person,
    wanted    boolean not null,
    chosen_at timestamptz not null
  );
  create index on reminder_choice (person_id, id desc);
  comment on table reminder_choice is 'Whether a guardian wants a mail when something waits for their answer; the latest counts, none is yes';

  create table consent_reminder (
    id         uuid primary key default gen_random_uuid(),
    person_id  uuid not null references person,
    question   integer not null,
    made_at    timestamptz not null,
    next_at    timestamptz not null,
    claimed_at timestamptz,
    attempts   integer not null default 0,
    ended_at   timestamptz,
    outcome    text check (outcome in ('sent', 'refused', 'given-up', 'unneeded', 'unknown')),
    check ((ended_at is null) = (outcome is null))
  );
  create index on consent_reminder (person_id, question);
  create index on consent_reminder (made_at);
  create index on consent_reminder (next_at) where outcome is null;
  comment on table consent_reminder is 'One mail to one guardian: that something waits, never what. Written before it is sent, so that none goes twice; forgotten after 400 days';
  comment on column consent_reminder.question is 'The version of the guardians'' text in which the question last changed in substance';
  comment on column consent_reminder.claimed_at is 'Somebody is handing it over. Without an outcome an hour later it is unknown whether it went, and it is not sent again';

  insert into setting (key, value, comment) values
    ('consent.remind_after_days', '14', 'Days that a question waits before its guardian is reminded by mail; at most once a year for each question');
`
export const down = `
  delete from setting where key = 'consent.remind_after_days';
  drop table consent_reminder, reminder_choice;
`
