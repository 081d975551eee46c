/** Film and sound beside pictures, their way from a phone to what a browser plays, and who is recognisable in them. */
export const up = `
  alter table media drop constraint media_kind_check;
  alter table media add constraint media_kind_check check (kind in ('photo', 'film', 'sound'));
  alter table media alter column width drop not null, alter column height drop not null;
  alter table media
    add column state text not null default 'ready' check (state in ('receiving', 'waiting', 'working', 'ready', 'failed')),
    add column bytes bigint check (bytes > 0),
    add column progress smallint not null default 0 check (progress between 0 and 100),
    add column attempts smallint not null default 0,
    add column problem text check (problem ~ '^[a-z-]+$'),
    add column seconds integer check (seconds >= 0),
    add column captioned_at timestamptz,
    add constraint media_failed_check check ((problem is not null) = (state = 'failed')),
    add constraint media_ready_check check (state <> 'ready' or kind = 'sound' or (width is not null and height is not null));
  create index media_queue on media (created_at) where state in ('waiting', 'working');
  create index media_receiving on media (created_at) where state = 'receiving';
  comment on table media is 'Pictures, films and sound of an item; the files stand sealed beside, under a key derived from the item''s';
  comment on column media.state is 'receiving: pieces are coming; waiting and working: the queue of what is converted; ready; failed with a problem';
  comment on column media.attempts is 'How often converting was begun: a film that ends the process every time is given up';
  comment on column media.bytes is 'What the sender said that the file weighs, while it comes in pieces';
  comment on column media.captioned_at is 'When captions were put beside a film; null without';

  create table media_subject (
    media_id uuid not null references media on delete cascade,
    child_id uuid not null references person,
    primary key (media_id, child_id)
  );
  create index on media_subject (child_id);
  comment on table media_subject is 'Who is recognisable in a medium, as its educator marked: what consent is asked about (R16, decision 5)';
`
export const down = `
  drop table media_subject;
  delete from media where kind <> 'photo' or state <> 'ready';
  drop index media_queue, media_receiving;
  alter table media drop column state, drop column bytes, drop column progress, drop column attempts, drop column problem, drop column seconds,
    drop column captioned_at;
  alter table media alter column width set not null, alter column height set not null;
  alter table media drop constraint media_kind_check;
  alter table media add constraint media_kind_check check (kind in ('photo'));
  comment on table media is 'Pictures of an item; the files stand sealed beside, under a key derived from the item''s';
`
