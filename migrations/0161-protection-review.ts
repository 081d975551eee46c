/** Silence of the register that somebody has looked into is looked into again (decision 3 of the rules). */
export const up = `
  alter table protection_decision add column review_on date;
  comment on column protection_decision.review_on is 'When an officer looks again at what was found about a register''s silence; null for every other decision';
  update protection_decision set review_on = (decided_at at time zone 'Europe/Stockholm')::date + interval '1 year' where kind = 'cleared';
`
export const down = 'alter table protection_decision drop column review_on'
