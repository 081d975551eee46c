/** Whoever comes under another id, from another register or after two records became one, is whom the number and the name say. */
export const up = `
  create table roster.same_person (delivered_id uuid primary key, person_id uuid not null);
  create unlogged table roster.plan_joined (delivered_id uuid primary key, person_id uuid not null unique);
  comment on table roster.same_person is 'R15: ids under which the register delivers people who are here under another';
`

export const down = `
  drop table roster.same_person, roster.plan_joined;
`
