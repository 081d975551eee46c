/** What follows from the relations and is asked with every page is kept, so that it is found once and not each time. */
export const up = `
  create table access.hidden_person (
    person_id uuid not null references person on delete cascade,
    valid     daterange not null check (not isempty(valid)),
    primary key (person_id, valid without overlaps)
  );
  alter table access.hidden_person enable row level security;
  comment on table access.hidden_person is 'Decision 3: whom protected identity hides and when, kept by triggers on protected_identity, household_member and guardianship. Read by the helpers alone';

  create table access.epoch (
    shard  integer primary key,
    number bigint not null default 0
  );
  insert into access.epoch (shard) select generate_series(0, 15);
  alter table access.epoch enable row level security;
  comment on table access.epoch is 'How often relations have changed: the sum counts. Several rows, so that changes seldom wait for each other';

  create unlogged table access.held (
    actor_id uuid not null,
    role     text not null,
    epoch    bigint not null,
    day      date not null,
    hidden   uuid[] not null,
    children uuid[] not null,
    groups   uuid[] not null,
    units    uuid[] not null,
    scopes   uuid[] not null,
    since    timestamptz[] not null,
    rooms    jsonb not null,
    primary key (actor_id, role)
  );
  create index on access.held (day);
  alter table access.held enable row level security;
  comment on table access.held is 'What somebody reaches, as found on a day when relations had changed epoch times; on any other day or number it is found anew. Losing it loses nothing';

  create unlogged table access.held_list (
    group_id uuid primary key,
    epoch    bigint not null,
    day      date not null,
    head     json not null,
    families json not null,
    unshown  jsonb not null
  );
  create index on access.held_list (day);
  -- The details in it are sealed, and what is sealed does not compress.
  alter table access.held_list alter column families set storage external;
  alter table access.held_list enable row level security;
  comment on table access.held_list is 'A group''s contact list as its families see it, kept like access.held; unshown: the guardians by child whose names only those near the child know';

  alter table document_scope
    add column others      uuid[],
    add column audience    text,
    add column author_id   uuid,
    add column key_month   text,
    add column sealed_key  bytea,
    add column sealed_card bytea,
    add column media_id    uuid,
    add column width       integer,
    add column height      integer,
    add column sealed_alt  bytea,
    add column pictures    integer not null default 0;
  comment on table document_scope is 'Whom a published item is about or for: a child, a group or a unit; with what lists show of it, so that a list is read from one place. Made at publication only';
  comment on column document_scope.others is 'The other children the item is about: where one of them is hidden the item is (decision 3). This and what follows is set by triggers from document and media';

  -- Added to with every page, in the order of time: the smallest index that still finds a day.
  drop index audit_event_at_idx;
  create index on audit_event using brin (at);

  alter table document add column sealed_card bytea;
  create index document_without_card on document (id) where sealed_card is null;
  comment on column document.sealed_card is 'R9: what lists show of it, JSON title, excerpt, signature; sealed apart, so that a list opens and carries no more than it shows';
`
export const down = `
  drop index audit_event_at_idx;
  create index on audit_event (at);
  alter table document drop column sealed_card;
  alter table document_scope drop column others, drop column audience, drop column author_id, drop column key_month,
    drop column sealed_key, drop column sealed_card, drop column media_id, drop column width, drop column height,
    drop column sealed_alt, drop column pictures;
  drop table access.held_list, access.held, access.epoch, access.hidden_person;
`
