/** Which alarm about the nightly run has gone out by mail on which day: once a day, however many processes look. */
export const up = `
  create table alarm_mail (
    alarm text not null check (alarm in ('no-rule', 'failed', 'late')),
    day   date not null,
    primary key (alarm, day)
  );
  comment on table alarm_mail is 'Alarms about the nightly run that have been mailed to those who run the portal; kept a month';
`
export const down = 'drop table alarm_mail'
