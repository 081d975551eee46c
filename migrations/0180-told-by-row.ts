/**
 * What is wrong in a table is told of by its row. And a number may stand twice where one of the two is protected: a refusal
 * would tell whoever adds the other that there is somebody (decision 3); the commands and the import see to all the rest
 * (R15).
 */
export const up = `
  alter table roster_problem add column place text;
  comment on column roster_problem.place is 'The table and row it stands in, for who has no ids';
  alter table person drop constraint person_personnummer_index_key;
  create index person_personnummer on person (personnummer_index);
`

export const down = `
  drop index person_personnummer;
  alter table person add constraint person_personnummer_index_key unique (personnummer_index);
  alter table roster_problem drop column place;
`
