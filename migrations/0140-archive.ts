/** What the municipality's archive takes over before it is removed: packages, their receipts, and what was in them (law A6). */
export const up = `
  create table archive_package (
    id          uuid primary key,
    decision    text not null,
    decided_on  date not null,
    planned_at  timestamptz not null,
    items       integer not null check (items > 0),
    packed      integer not null default 0,
    key_month   text not null check (key_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    sealed_key  bytea,
    bytes       bigint check (bytes > 0),
    checksum    bytea check (length(checksum) = 32),
    ready_at    timestamptz,
    fetched_at  timestamptz,
    fetched_by  uuid,
    received_at timestamptz,
    received_by uuid,
    receipt     text check (receipt ~ '^[[:alnum:] .:/§-]{2,60}$'),
    receipt_checksum bytea check (length(receipt_checksum) = 32),
    closed_at   timestamptz,
    check (num_nonnulls(ready_at, bytes, checksum) in (0, 3)),
    check ((fetched_at is null) = (fetched_by is null)),
    check (num_nonnulls(received_at, received_by, receipt, receipt_checksum) in (0, 4)),
    constraint archive_package_same_check
      check (received_at is null or (fetched_at is not null and receipt_checksum is not distinct from checksum)),
    check ((closed_at is null) = (sealed_key is not null))
  );
  create index on archive_package (planned_at) where closed_at is null;
  create index on archive_package (key_month) where closed_at is null;
  comment on table archive_package is 'A package for the municipality''s archive: packed at night, sealed until fetched; what is in it is removed when the archive has signed for it';
  comment on column archive_package.packed is 'How many of its items are in it so far, while it is packed';
  comment on column archive_package.receipt is 'The archive''s own number for what it received';
  comment on column archive_package.receipt_checksum is 'What the archive says that it received: the same as was packed, or there is no receipt';
  comment on column archive_package.closed_at is 'When the file and its key were removed: all that was in it is gone, or goes by another rule';

  create table archive_item (
    item_id    uuid primary key,
    package_id uuid not null references archive_package,
    kind       text not null check (kind in ('document', 'note')),
    state      bytea not null
  );
  create index on archive_item (package_id);
  comment on table archive_item is 'Which items are in which package, by random id; in one at a time';
  comment on column archive_item.state is 'A checksum of how it stood: what has changed since is not removed on this receipt but packed again';

  alter table disposal add column package_id uuid references archive_package;
  comment on column disposal.package_id is 'Where what was removed had been handed to the archive: in which package';
`
export const down = `
  alter table disposal drop column package_id;
  drop table archive_item, archive_package;
`
