/** One runner however many instances, said by the schema; runs by hand stand beside the clock's own. */
export const up = `
  alter table job_run add column by_hand boolean not null default false;
  drop index one_finished_run_a_night;
  create unique index one_finished_run_a_night on job_run (job, slot) where outcome = 'done' and not by_hand;
  create unique index one_runner on job_run (job) where finished_at is null;
  comment on column job_run.slot is 'The Swedish day of the night that the run belongs to';
  comment on column job_run.as_of is 'The instant that the run judged by; differs from started_at only by hand';
`
export const down = `
  drop index one_runner;
  drop index one_finished_run_a_night;
  create unique index one_finished_run_a_night on job_run (job, slot) where outcome = 'done';
  alter table job_run drop column by_hand;
`
