/** Once a year whoever writes for the unit says that they know how it is written (R28, R29). */
export const up = `
  create table wording_acknowledgement (
    person_id       uuid not null references person,
    acknowledged_at timestamptz not null,
    primary key (person_id, acknowledged_at)
  );
  comment on table wording_acknowledgement is 'Somebody has read how we write; holds for a year. Only ever added';
`
export const down = 'drop table wording_acknowledgement'
