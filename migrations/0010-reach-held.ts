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
  alter table access.held enable row level security;
  comment on table access.held is 'What somebody reaches, as found on a day when relations had changed epoch times; on any other day or number it is found anew. Losing it loses nothing';

  alter table document_scope add column others uuid[];
  comment on column document_scope.others is 'The other children the item is about, set by a trigger: where one of them is hidden the item is (decision 3)';
  update document_scope s set others = tagged.children
  from (select document_id, array_agg(child_id) as children from document_scope where child_id is not null
        group by document_id having count(*) > 1) as tagged
  where s.document_id = tagged.document_id;
  update document_scope set others = array_remove(others, child_id) where others is not null;

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
  alter table document_scope drop column others;
  drop table access.held, access.epoch, access.hidden_person;
`
