import { changeReasons, handKinds } from '../src/people/by-hand.ts'

const oneOf = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ')

/** What administrators do by hand with people stands written with its reason, and so does who looked at a whole number. */
export const up = `
  create table person_change (
    id         bigint generated always as identity primary key,
    person_id  uuid not null references person,
    other_id   uuid references person,
    kind       text not null check (kind in (${oneOf(handKinds)})),
    reason     text not null check (reason in (${oneOf(changeReasons)})),
    changed_by uuid not null references person,
    changed_at timestamptz not null
  );
  create index on person_change (person_id, changed_at);
  create index on person_change (other_id);
  comment on table person_change is 'Changes by hand and looks at whole numbers (R15), each with its reason from a closed list. Only ever added';
`
export const down = 'drop table person_change'
