import { auditEvents } from '../src/audit/events.ts'

/** Where a picture, film or sound is used outside the portal, and what has to come down when a yes is taken back (R19 to R21). */
export const up = `
  create table media_use (
    id            uuid primary key,
    media_id      uuid references media on delete set null,
    unit_id       uuid not null references unit,
    medium        text not null check (medium in ('photo', 'film', 'sound')),
    kind          text not null check (kind in ('web', 'print', 'social', 'press', 'screen')),
    place         text not null check (length(place) between 1 and 300),
    used_on       date not null,
    owner_id      uuid not null references person,
    about_school  boolean not null,
    with_name     boolean not null,
    registered_at timestamptz not null,
    registered_by uuid not null references person,
    -- R20: a name only where it is about the preschool or school itself.
    check (about_school or not with_name)
  );
  create index on media_use (media_id);
  create index on media_use (unit_id, used_on);
  comment on table media_use is 'One use of a medium outside the portal, with the municipality as sender and never commercial (R19). It outlives the medium: what is printed is printed';

  create table media_use_child (
    use_id   uuid not null references media_use on delete cascade,
    child_id uuid not null references person,
    primary key (use_id, child_id)
  );
  create index on media_use_child (child_id);
  comment on table media_use_child is 'Who can be recognised in a use, as it was registered; filled by Postgres from the marks of the medium';

  create table take_down (
    id       uuid primary key default gen_random_uuid(),
    use_id   uuid not null references media_use on delete cascade,
    child_id uuid not null references person,
    made_at  timestamptz not null,
    due_on   date not null,
    done_at  timestamptz,
    done_by  uuid references person,
    proof    text check (length(proof) between 1 and 1000),
    check (num_nonnulls(done_at, done_by, proof) in (0, 3))
  );
  create index on take_down (use_id);
  create index on take_down (due_on) where done_at is null;
  comment on table take_down is 'Decision 6: a use that has to come down because of one child, by when, and what shows that it has';

  insert into setting (key, value, comment) values
    ('consent.take_down_days', '7', 'Decision 6: days within which a use outside the portal is taken down after a yes was taken back');
  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event add constraint audit_event_event_check check (event in (${auditEvents.map((name) => `'${name}'`).join(', ')}));
`
export const down = `
  delete from setting where key = 'consent.take_down_days';
  drop table take_down, media_use_child, media_use;
`
