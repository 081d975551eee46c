import { auditEvents } from '../src/audit/events.ts'

/**
 * Who exists comes from the municipality's register every night. What it delivered stands apart (schema roster) from
 * what is true in the portal: imported rows say so, and what people here have decided stays whatever is delivered.
 */
export const up = `
  alter table unit       add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table unit_group add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table person     add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table guardianship add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table placement  add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table duty       add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table household_member   add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table protected_identity add column origin text not null default 'local' check (origin in ('local', 'roster'));
  alter table protected_identity drop constraint protected_identity_pkey,
    add primary key (person_id, origin, valid without overlaps);
  alter table household_member drop constraint household_member_pkey,
    add primary key (household_id, person_id, origin);
  comment on column guardianship.origin is 'roster: follows each delivery; local: decided here, and no delivery touches it';

  create table guardian_block (
    id           uuid primary key default gen_random_uuid(),
    guardian_id  uuid not null references person,
    child_id     uuid not null references person,
    valid        daterange not null check (not isempty(valid) and lower(valid) is not null),
    reason       text not null check (reason in ('court', 'secrecy', 'other')),
    reference    text not null check (length(reference) between 1 and 60),
    review_on    date not null,
    decided_by   uuid not null references person,
    decided_at   timestamptz not null,
    constraint one_block_at_a_time exclude using gist (guardian_id with =, child_id with =, valid with &&)
  );
  create index on guardian_block (guardian_id);
  create index on guardian_block (child_id);
  comment on table guardian_block is 'A guardian kept from one child''s documentation by decision; custody stands, access does not. The blocked person meets no trace of it';

  create table person_correction (
    person_id    uuid not null references person,
    given_name   text check (length(given_name) between 1 and 200),
    family_name  text check (length(family_name) between 1 and 200),
    corrected_by uuid not null references person,
    corrected_at timestamptz not null,
    primary key (person_id, corrected_at)
  );
  comment on table person_correction is 'What the register says wrongly and is right here; the latest counts, and deliveries leave it alone';

  alter table job_run drop constraint job_run_job_check, add constraint job_run_job_check check (job in ('retention', 'roster'));
  alter table job_run drop constraint job_run_outcome_check,
    add constraint job_run_outcome_check check (outcome in ('done', 'no-rule', 'failed', 'refused', 'stopped'));

  create table roster_run (
    id          uuid primary key,
    source      text not null check (source in ('folder', 'api', 'csv')),
    whole       boolean not null,
    dry_run     boolean not null,
    started_by  uuid references person,
    started_at  timestamptz not null,
    finished_at timestamptz,
    delivered_at timestamptz,
    outcome     text check (outcome in ('done', 'unchanged', 'foreseen', 'stopped', 'refused', 'failed')),
    stage       text not null check (stage in ('reading', 'comparing', 'applying', 'finished')),
    read        integer not null default 0,
    applied     integer not null default 0,
    planned     integer not null default 0,
    counts      jsonb not null default '{}'
  );
  create index on roster_run (started_at desc);
  comment on table roster_run is 'Each delivery of the register: how far it has come and what it came to, in counts';

  create table roster_change (
    run_id    uuid not null references roster_run on delete cascade,
    position  integer not null,
    kind      text not null,
    person_id uuid not null,
    other_id  uuid,
    unit_id   uuid,
    group_id  uuid,
    primary key (run_id, position)
  );
  comment on table roster_change is 'What a delivery changes, as ids: names are looked up when it is read, so that whoever is hidden since then is in no report either';

  create table roster_problem (
    run_id    uuid not null references roster_run on delete cascade,
    position  integer not null,
    code      text not null,
    resource  text not null,
    record    text,
    field     text,
    stops     boolean not null,
    primary key (run_id, position)
  );
  comment on table roster_problem is 'What was wrong in a delivery: the record''s number or id and the field, never the value';

  insert into setting (key, value, comment) values
    ('roster.loss_percent', '5', 'A delivery that takes access from more than this share stops and asks'),
    ('roster.loss_floor', '10', 'So few losses never stop a delivery'),
    ('roster.sends_marking', 'true', 'The register is expected to say who has protected identity; silent, it counts as protected until checked');

  create schema roster;
  comment on schema roster is 'What the register delivered (last), what it delivers now (next), and what that changes (plan)';
${['next', 'last'].map(delivered).join('')}
  create unlogged table roster.marked (person_id uuid not null, marking text not null);
  create unlogged table roster.plan_unit (id uuid primary key);
  create unlogged table roster.plan_group (id uuid primary key);
  create unlogged table roster.plan_person (id uuid primary key, kind text not null);
  create unlogged table roster.plan_custody (unit_id uuid, child_id uuid, guardian_id uuid, before datemultirange not null,
    after datemultirange not null, primary key (child_id, guardian_id));
  create unlogged table roster.plan_placement (unit_id uuid, child_id uuid, group_id uuid, before datemultirange not null,
    after datemultirange not null, primary key (child_id, group_id));
  create unlogged table roster.plan_duty (person_id uuid, unit_id uuid, group_id uuid, role text, title text,
    before datemultirange not null, after datemultirange not null);
  create unlogged table roster.plan_protection (person_id uuid primary key, hidden boolean not null);
  create unlogged table roster.plan_household (household_id uuid, person_id uuid, primary key (household_id, person_id));

  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`

export const down = `
  drop schema roster cascade;
  drop table roster_problem, roster_change, roster_run, person_correction, guardian_block;
  delete from setting where key like 'roster.%';
`

// Numbers are sealed as in person; a name that belongs to protected identity is never written here.
function delivered(which: string): string {
  return `
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_organisation (id uuid primary key, parent_id uuid, type text not null, name text not null,
    kind text not null, street text not null, postal_code text not null, city text not null, phone text not null,
    email text not null, closed_on date);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_person (id uuid primary key, given_name text not null, family_name text not null,
    birth_date date, number_index bytea, number_sealed bytea, marking text not null, gone boolean not null,
    home bytea);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_custody (child_id uuid not null, guardian_id uuid not null, kind text not null);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_enrolment (person_id uuid not null, unit_id uuid not null, valid daterange not null);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_placement (id uuid primary key, child_id uuid not null, unit_id uuid not null,
    group_id uuid, valid daterange not null);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_group (id uuid primary key, unit_id uuid not null, name text not null,
    kind text, valid daterange not null);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_member (group_id uuid not null, person_id uuid not null, valid daterange not null);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_duty (id uuid primary key, person_id uuid, organisation_id uuid not null,
    role text not null, valid daterange not null);
  create ${which === 'next' ? 'unlogged ' : ''}table roster.${which}_assignment (duty_id uuid not null, group_id uuid not null, works boolean not null,
    valid daterange not null);
  create index on roster.${which}_custody (child_id);
  create index on roster.${which}_enrolment (person_id);
  create index on roster.${which}_member (group_id);
  create index on roster.${which}_group (unit_id);
  create index on roster.${which}_assignment (duty_id);
`
}
