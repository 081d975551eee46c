/** Consent to photo, film and sound: what was asked and what was answered, never changed afterwards (R16 to R22). */
export const up = `
  create table consent_text (
    id         uuid primary key,
    version    integer not null,
    language   text not null check (language in ('sv', 'en')),
    title      text not null,
    body       text not null,
    valid_from date not null,
    unique (version, language)
  );
  comment on table consent_text is 'The question as it was shown; an answer points at one of these';

  create table consent_answer (
    id          bigint generated always as identity primary key,
    child_id    uuid not null references person,
    guardian_id uuid not null references person,
    medium      text not null check (medium in ('photo', 'film', 'sound', 'name')),
    level       text not null check (level in ('pupil', 'group', 'school', 'any')),
    answer      text not null check (answer in ('yes', 'no', 'withdrawn')),
    answered_at timestamptz not null,
    text_id     uuid not null references consent_text,
    origin      text not null default 'portal' check (origin in ('portal', 'paper', 'phone')),
    check ((medium = 'name') = (level = 'any'))
  );
  create index on consent_answer (child_id, guardian_id, medium, level, id desc);
  create index on consent_answer (guardian_id);
  comment on table consent_answer is 'R16: one answer per child, guardian, medium and level; R20: the name is its own. Append-only';

  create table setting (
    key        text primary key,
    value      jsonb not null,
    comment    text not null,
    changed_at timestamptz not null default now()
  );
  comment on table setting is 'The municipality''s own choices where docs/rules.md leaves one';
  insert into setting (key, value, comment) values
    ('consent.every_guardian', 'true', 'Decision 4: yes counts only when every guardian has said yes'),
    ('contacts.name_shown', 'true', 'Decision 2: a guardian''s name shows in the contact list until they hide it');
`
export const down = 'drop table setting, consent_answer, consent_text'
