/** Who exists and how they belong together. Periods instead of flags: the answer is always "on this day" (R4, R12, R13). */
export const up = `
  create table unit (
    id          uuid primary key,
    name        text not null check (length(name) between 1 and 200),
    kind        text not null check (kind in ('preschool', 'school')),
    street      text not null,
    postal_code text not null,
    city        text not null,
    phone       text not null,
    email       text not null
  );
  comment on table unit is 'A preschool or school with its public contact details (R30)';

  create table unit_group (
    id         uuid primary key,
    unit_id    uuid not null references unit,
    name       text not null check (length(name) between 1 and 200),
    kind       text not null check (kind in ('preschool', 'class', 'after_school')),
    curriculum text not null check (curriculum in ('lpfo18', 'lgr22'))
  );
  create index on unit_group (unit_id);
  comment on table unit_group is 'A preschool group, class or after-school group';

  create table person (
    id                 uuid primary key,
    given_name         text not null check (length(given_name) between 1 and 200),
    family_name        text not null check (length(family_name) between 1 and 200),
    birth_date         date,
    personnummer       bytea,
    personnummer_index bytea unique
  );
  create index on person (family_name, given_name, id);
  comment on table person is 'Child, guardian or staff: what they are follows from guardianship, placement and duty';
  comment on column person.personnummer is 'R15: sealed, context person|personnummer|id';
  comment on column person.personnummer_index is 'Keyed blind index for matching; unreadable without the key';

  create table guardianship (
    guardian_id uuid not null references person,
    child_id    uuid not null references person,
    valid       daterange not null check (not isempty(valid) and lower(valid) is not null),
    check (guardian_id <> child_id),
    primary key (guardian_id, child_id, valid without overlaps)
  );
  create index on guardianship (child_id);
  create index on guardianship (guardian_id);
  comment on table guardianship is 'Legal custody from day to day. Other relations of a roster are never here (decision 1)';

  create table placement (
    child_id uuid not null references person,
    group_id uuid not null references unit_group,
    valid    daterange not null check (not isempty(valid) and lower(valid) is not null),
    primary key (child_id, group_id, valid without overlaps)
  );
  create index on placement (group_id);
  create index on placement (child_id);
  comment on table placement is 'A child''s days in a group';

  create table duty (
    id        uuid primary key default gen_random_uuid(),
    person_id uuid not null references person,
    unit_id   uuid not null references unit,
    group_id  uuid references unit_group,
    role      text not null check (role in ('educator', 'principal')),
    title     text not null,
    valid     daterange not null check (not isempty(valid) and lower(valid) is not null)
  );
  create index on duty (person_id);
  create index on duty (unit_id);
  comment on table duty is 'A member of staff''s days at a unit; group_id where they mainly work';

  create table household_member (
    household_id uuid not null,
    person_id    uuid not null references person,
    primary key (household_id, person_id)
  );
  create index on household_member (person_id);
  comment on table household_member is 'Who lives together: protected identity covers the household (decision 3)';

  create table protected_identity (
    person_id uuid not null references person,
    valid     daterange not null check (not isempty(valid) and lower(valid) is not null),
    primary key (person_id, valid without overlaps)
  );
  comment on table protected_identity is 'Decision 3: hides the person, their household and guardians from everybody, everywhere';
`
export const down =
  'drop table protected_identity, household_member, duty, placement, guardianship, person, unit_group, unit'
