/** Decision 8: between preschool and school the documentation may wait for a guardian's word, until the law of 2028. */
export const up = `
  create table handover_answer (
    id          bigint generated always as identity primary key,
    child_id    uuid not null references person,
    guardian_id uuid not null references person,
    answer      text not null check (answer in ('yes', 'no')),
    answered_at timestamptz not null,
    origin      text not null default 'portal' check (origin in ('portal', 'paper', 'phone')),
    entered_by  uuid references person,
    check (guardian_id <> child_id),
    check ((origin = 'portal') = (entered_by is null))
  );
  create index on handover_answer (child_id, guardian_id, id desc);
  create index on handover_answer (guardian_id);
  create index on handover_answer (entered_by) where entered_by is not null;
  comment on table handover_answer is 'Whether what a preschool has written may go on to the child''s school, in a guardian''s word. Only ever added; the latest counts';
  comment on column handover_answer.entered_by is 'Who wrote down what came on paper or by telephone (decision 10)';

  insert into setting (key, value, comment) values
    ('handover.waits_from', 'null', 'Decision 8: for children who begin school on this day or later, what the preschool wrote waits for a guardian; null: it goes along by itself'),
    ('handover.law_from', '"2028-01-01"', 'Decision 8: from this day the law says that it goes along, and nothing waits');
  -- What the administrator may set is a day or nothing, whatever way it comes.
  alter table setting add constraint setting_day_check
    check (key <> 'handover.waits_from' or value = 'null' or value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$');
`
export const down = `
  alter table setting drop constraint setting_day_check;
  delete from setting where key like 'handover.%';
  drop table handover_answer;
`
