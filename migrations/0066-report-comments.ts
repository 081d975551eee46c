/** A comment is reported as an item is: hidden at once, until a principal has decided (R28, R29). */
export const up = `
  alter table report drop constraint report_kind_check;
  alter table report add constraint report_kind_check check (kind in ('document', 'comment'));
  comment on column report.version is 'The item''s revision, and 1 for a comment: what a principal has decided to show is not hidden again by more reports of the same';

  alter table comment add column reported boolean not null default false;
  comment on column comment.reported is 'Hidden for all but its writer and principals since somebody reported it; kept by triggers on report and report_decision';
`
export const down = `
  alter table comment drop column reported;
  delete from report_decision where kind = 'comment';
  delete from report where kind = 'comment';
  alter table report drop constraint report_kind_check;
  alter table report add constraint report_kind_check check (kind in ('document'));
`
