/** What guardians say of themselves, and what they let others see (R5, R6, decision 2). */
export const up = `
  create table contact_detail (
    person_id  uuid not null references person,
    field      text not null check (field in ('phone', 'email', 'address')),
    sealed     bytea not null,
    changed_at timestamptz not null,
    primary key (person_id, field)
  );
  comment on table contact_detail is 'R9: each detail sealed on its own, context contact_detail|field|person';

  create table contact_choice (
    id          bigint generated always as identity primary key,
    guardian_id uuid not null references person,
    child_id    uuid not null references person,
    field       text not null check (field in ('name', 'phone', 'email', 'address')),
    shown       boolean not null,
    chosen_at   timestamptz not null,
    chosen_by   uuid not null references person
  );
  create index on contact_choice (child_id, guardian_id, field, id desc);
  create index on contact_choice (guardian_id);
  comment on table contact_choice is 'R6: each choice is a dated row and stays; the latest per guardian, child and field counts. No row: the name shows, the rest does not';
`
export const down = 'drop table contact_choice, contact_detail'
