/** Which unit has been told by mail that something outside has to come down: once a day at most (decision 6). */
export const up = `
  create table take_down_mail (
    id         uuid primary key default gen_random_uuid(),
    unit_id    uuid references unit,
    day        date not null,
    claimed_at timestamptz not null,
    outcome    text check (outcome in ('sent', 'refused', 'unknown')),
    unique nulls not distinct (unit_id, day)
  );
  comment on table take_down_mail is 'One mail to a unit''s own address, or to the department''s: that something has to come down, never what. Written before it is sent; forgotten after 400 days';
  comment on column take_down_mail.unit_id is 'Null: the department, told when something is overdue';

  insert into setting (key, value, comment) values
    ('consent.take_down_remind_days', '3', 'Decision 6: days between reminders once a take-down is due, until it is done');
`
export const down = `
  delete from setting where key = 'consent.take_down_remind_days';
  drop table take_down_mail;
`
