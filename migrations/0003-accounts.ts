/** Signing in. These tables are read before there is an actor, by the web's own login role alone. */
export const up = `
  create table account (
    id            uuid primary key,
    person_id     uuid not null unique references person,
    username      text not null unique check (username = lower(username) and length(username) between 1 and 100),
    password_hash text not null check (password_hash like '$argon2id$%'),
    disabled_at   timestamptz,
    session_epoch integer not null default 0,
    created_at    timestamptz not null default now(),
    last_visit_at timestamptz
  );
  comment on table account is 'A way to sign in';
  comment on column account.session_epoch is 'Raised when password, roles or custody change: every older session is dead';
  comment on column account.last_visit_at is 'Latest sign-in; the one before it is what "new since last time" counts from';

  create table account_role (
    account_id uuid not null references account on delete cascade,
    role       text not null check (role in ('guardian', 'pupil', 'educator', 'principal', 'admin', 'records', 'dpo')),
    granted_at timestamptz not null default now(),
    primary key (account_id, role)
  );
  comment on table account_role is 'The hats an account may wear; what a hat reaches follows from relations and duties today';

  create table session (
    id_hash      bytea primary key check (length(id_hash) = 32),
    account_id   uuid references account on delete cascade,
    epoch        integer,
    data         jsonb not null,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null
  );
  create index on session (account_id);
  create index on session (last_seen_at);
  comment on table session is 'Sessions by the hash of their id: a stolen dump opens none';

  create table sign_in_throttle (
    key    varchar(255) primary key,
    points integer not null default 0,
    expire bigint
  );
  comment on table sign_in_throttle is 'Failed sign-ins by keyed hash of account and address, shared by all instances';
`
export const down = 'drop table sign_in_throttle, session, account_role, account'
