/** What is on its way out says what it was, so that nobody looks for files it never had. */
export const up = `
  alter table file_outbox add column kind text check (kind in ('photo', 'film', 'sound'));
  comment on column file_outbox.kind is 'Of a medium that was ready: which files it had. Null: any';
`
export const down = 'alter table file_outbox drop column kind'
