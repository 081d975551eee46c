/** Since when a film has waited, and when the queue last moved: what `/health` says of it. */
export const up = `
  alter table media
    add column queued_at timestamptz not null default now(),
    add column moved_at timestamptz not null default now();
  comment on column media.queued_at is 'When all of it had come, and it began to wait';
  comment on column media.moved_at is 'When its state or progress was last written: a queue where nothing is, stands still (docs/operations.md)';
`
export const down = 'alter table media drop column queued_at, drop column moved_at'
