/** The schema that holds the access rules' own helpers (src/access/policy.ts) and the key that signs who asks. */
export const up = `
  create extension if not exists btree_gist;
  create schema access;
  comment on schema access is 'Who asks and what they reach. Functions only; rules in src/access/policy.ts';

  create table access.context_key (
    only_one  boolean primary key default true check (only_one),
    inner_pad bytea not null check (length(inner_pad) = 64),
    outer_pad bytea not null check (length(outer_pad) = 64)
  );
  comment on table access.context_key is 'Padded HMAC key of the signed actor context. Readable by the owner alone';
`
export const down = 'drop schema access cascade'
