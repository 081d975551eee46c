/** What staff document (R1), whom it reaches (R2, R3), and its pictures. Title, text and alternative texts are sealed (R9). */
export const up = `
  create table document (
    id             uuid primary key,
    unit_id        uuid not null references unit,
    group_id       uuid not null references unit_group,
    author_id      uuid not null references person,
    audience       text not null check (audience in ('child', 'group', 'unit')),
    created_at     timestamptz not null,
    saved_at       timestamptz not null,
    published_at   timestamptz,
    discarded_at   timestamptz,
    revision       integer not null default 1,
    key_month      text not null check (key_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    sealed_key     bytea not null,
    sealed_content bytea not null,
    check (published_at is null or discarded_at is null)
  );
  create index on document (published_at) where published_at is not null;
  create index on document (unit_id, published_at) where published_at is not null;
  create index on document (group_id, published_at) where published_at is not null;
  create index on document (author_id, saved_at desc) where published_at is null;
  create index on document (discarded_at) where discarded_at is not null;
  create index on document (key_month);
  comment on table document is 'One item of documentation: a draft until published_at is set, once and for all';
  comment on column document.published_at is 'R14: first publication; retention runs from here and nothing moves it';
  comment on column document.key_month is 'The month in which it must be gone: names the key that wraps sealed_key';
  comment on column document.sealed_content is 'JSON title, text, signature; for a draft also the chosen children';

  create table document_scope (
    document_id  uuid not null references document on delete cascade,
    child_id     uuid references person,
    group_id     uuid references unit_group,
    unit_id      uuid references unit,
    scope_id     uuid generated always as (coalesce(child_id, group_id, unit_id)) stored,
    published_at timestamptz not null,
    check (num_nonnulls(child_id, group_id, unit_id) = 1),
    primary key (document_id, scope_id)
  );
  create index document_scope_timeline on document_scope (scope_id, published_at, document_id);
  comment on table document_scope is 'Whom a published item is about or for: a child, a group or a unit. Made at publication only';

  create table media (
    id           uuid primary key,
    document_id  uuid not null references document on delete cascade,
    position     integer not null,
    kind         text not null check (kind in ('photo')),
    width        integer not null check (width > 0),
    height       integer not null check (height > 0),
    sealed_alt   bytea not null,
    responsible_id uuid not null references person,
    created_at   timestamptz not null,
    discarded_at timestamptz
  );
  create index on media (document_id, position);
  create index on media (discarded_at) where discarded_at is not null;
  comment on table media is 'Pictures of an item; the files stand sealed beside, under a key derived from the item''s';
  comment on column media.responsible_id is 'R17: the educator responsible for the recording';
`
export const down = 'drop table media, document_scope, document'
