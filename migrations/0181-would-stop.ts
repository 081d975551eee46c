/** A look at a delivery says whether the run would stop and ask. */
export const up = `
  alter table roster_run add column would_stop boolean not null default false;
`

export const down = `
  alter table roster_run drop column would_stop;
`
