/** A use and its take-down stand without the people in them: whoever left is disposed of by the rule for people (R14, R22). */
export const up = `
  alter table media_use alter column owner_id drop not null, alter column registered_by drop not null;
  alter table media_use
    drop constraint media_use_owner_id_fkey,
    add constraint media_use_owner_id_fkey foreign key (owner_id) references person on delete set null,
    drop constraint media_use_registered_by_fkey,
    add constraint media_use_registered_by_fkey foreign key (registered_by) references person on delete set null;
  create index on media_use (owner_id);
  create index on media_use (registered_by);
  alter table media_use_child
    drop constraint media_use_child_child_id_fkey,
    add constraint media_use_child_child_id_fkey foreign key (child_id) references person on delete cascade;

  alter table take_down alter column child_id drop not null;
  alter table take_down
    drop constraint take_down_child_id_fkey,
    add constraint take_down_child_id_fkey foreign key (child_id) references person on delete set null,
    drop constraint take_down_done_by_fkey,
    add constraint take_down_done_by_fkey foreign key (done_by) references person on delete set null,
    drop constraint take_down_check,
    add constraint take_down_check check (num_nonnulls(done_at, proof) in (0, 2) and (done_by is null or done_at is not null));
  create index on take_down (child_id);
  create index on take_down (done_by);
  comment on column media_use.owner_id is 'Who answers for it; null where they have left and been disposed of: then everybody at the unit does';
  comment on column take_down.child_id is 'Because of whom; null where they have left and been disposed of: what has to come down still has to';
`
export const down = `
  delete from take_down where child_id is null or done_at is not null and done_by is null;
  delete from media_use where owner_id is null or registered_by is null;
  alter table take_down
    drop constraint take_down_check,
    add constraint take_down_check check (num_nonnulls(done_at, done_by, proof) in (0, 3)),
    drop constraint take_down_done_by_fkey,
    add constraint take_down_done_by_fkey foreign key (done_by) references person,
    drop constraint take_down_child_id_fkey,
    add constraint take_down_child_id_fkey foreign key (child_id) references person;
  alter table take_down alter column child_id set not null;
  drop index take_down_child_id_idx, take_down_done_by_idx, media_use_owner_id_idx, media_use_registered_by_idx;
  alter table media_use_child
    drop constraint media_use_child_child_id_fkey,
    add constraint media_use_child_child_id_fkey foreign key (child_id) references person;
  alter table media_use
    drop constraint media_use_owner_id_fkey,
    add constraint media_use_owner_id_fkey foreign key (owner_id) references person,
    drop constraint media_use_registered_by_fkey,
    add constraint media_use_registered_by_fkey foreign key (registered_by) references person;
  alter table media_use alter column owner_id set not null, alter column registered_by set not null;
`
