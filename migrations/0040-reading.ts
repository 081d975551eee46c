/** Which item somebody has opened and when, so that what is unread can be marked; for the reader's own eyes. */
export const up = `
  create table reading (
    document_id uuid not null references document on delete cascade,
    reader_id   uuid not null references person,
    read_at     timestamptz not null,
    primary key (document_id, reader_id)
  );
  create index on reading (reader_id);
  comment on table reading is 'When a guardian or pupil first opened an item: what has no row is unread. Written by access.read_document, gone with the item (R14)';

  -- What families opened before this table was there stands in the log.
  insert into reading
  select a.object_id, a.actor_id, min(a.at) from audit_event a join document d on d.id = a.object_id
  where a.event = 'documentation.read' and a.actor_role in ('guardian', 'pupil') and d.published_at is not null
  group by 1, 2;
`
export const down = 'drop table reading'
