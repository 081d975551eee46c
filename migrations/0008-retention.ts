/** When things must go, that they went, and the keys that make backups go dark with them (R14, decision 7). */
export const up = `
  create table retention_rule (
    id         uuid primary key default gen_random_uuid(),
    kind       text not null check (kind in ('documentation')),
    years      integer not null check (years between 1 and 100),
    decision   text not null check (length(decision) between 1 and 200),
    decided_on date not null,
    valid      daterange not null check (not isempty(valid))
  );
  alter table retention_rule add constraint one_rule_at_a_time exclude using gist (kind with =, valid with &&);
  comment on table retention_rule is 'No valid rule, no deletion: the decision that gives the right stands with it';

  create table job_run (
    id          uuid primary key default gen_random_uuid(),
    job         text not null check (job in ('retention')),
    slot        date not null,
    as_of       timestamptz not null,
    started_at  timestamptz not null default now(),
    heartbeat_at timestamptz not null default now(),
    finished_at timestamptz,
    outcome     text check (outcome in ('done', 'no-rule', 'failed')),
    documents   integer not null default 0,
    files       integer not null default 0,
    check ((finished_at is null) = (outcome is null))
  );
  create unique index one_finished_run_a_night on job_run (job, slot) where outcome = 'done';
  create index on job_run (job, started_at desc);
  comment on table job_run is 'The truth about what ran when; the clock only ticks';

  create table file_outbox (
    id       bigint generated always as identity primary key,
    media_id uuid not null,
    queued_at timestamptz not null default now()
  );
  comment on table file_outbox is 'Files to remove, written in the transaction that removed their row; emptied after the files are gone';

  create table sealing_key (
    name         text primary key,
    fingerprint  text not null,
    created_at   timestamptz not null default now(),
    destroyed_at timestamptz
  );
  comment on table sealing_key is 'Which keys the key store must hold, by fingerprint: a missing or other key stops the start';
`
export const down = 'drop table sealing_key, file_outbox, job_run, retention_rule'
