/** Why a night did not come through, as far as the portal can tell, so that its alarm says what to do. */
export const up = `
  alter table job_run add column problem text
    check (problem in ('files', 'full', 'keys', 'rule', 'database', 'clock'));
  comment on column job_run.problem is 'What stood in the way, in one word; null: nothing, or nothing that is known';
  alter table alarm_mail
    drop constraint alarm_mail_alarm_check,
    add constraint alarm_mail_alarm_check check (alarm in ('no-rule', 'failed', 'late', 'clock'));
`
export const down = `
  delete from alarm_mail where alarm = 'clock';
  alter table alarm_mail
    drop constraint alarm_mail_alarm_check,
    add constraint alarm_mail_alarm_check check (alarm in ('no-rule', 'failed', 'late'));
  alter table job_run drop column problem;
`
