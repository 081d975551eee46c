import { actorRoles } from '../access/policy.ts'

/** DELETE on documentation belongs to the nightly job's role alone; the administrator sees rules, runs and counts. */
export const policy = `
  grant execute on function access.due_at(timestamptz, integer), access.due_horizon(timestamptz, integer) to insyn_retention;

  grant select, delete on document, document_scope, media to insyn_retention;
  create policy dispose_sees on document for select to insyn_retention using (true);
  create policy dispose on document for delete to insyn_retention using (true);
  create policy dispose on document_scope to insyn_retention using (true) with check (false);
  create policy dispose_sees on media for select to insyn_retention using (true);
  create policy dispose on media for delete to insyn_retention using (true);
  -- Postgres asks for UPDATE before it locks a row ("for update skip locked"); the check refuses every real change.
  grant update (revision) on document to insyn_retention;
  create policy dispose_locks on document for update to insyn_retention using (true) with check (false);
  grant update (position) on media to insyn_retention;
  create policy dispose_locks on media for update to insyn_retention using (true) with check (false);

  grant select on retention_rule to insyn_retention, insyn_admin;
  create policy job on retention_rule for select to insyn_retention using (true);
  create policy administer on retention_rule for select to insyn_admin using ((select access.role()) = 'admin');

  grant select, insert, update on job_run to insyn_retention;
  create policy job on job_run to insyn_retention using (true) with check (true);
  grant select on job_run to insyn_admin;
  create policy administer on job_run for select to insyn_admin using ((select access.role()) = 'admin');

  grant select, insert, delete on file_outbox to insyn_retention;
  create policy job on file_outbox to insyn_retention using (true) with check (true);

  grant select, insert, delete on erasure_outbox to insyn_retention;
  create policy job on erasure_outbox to insyn_retention using (true) with check (true);
  revoke execute on function access.holds_erased(uuid[]), access.note_erased() from ${actorRoles};
  grant execute on function access.holds_erased(uuid[]) to insyn_web;

  grant select, insert, update on sealing_key to insyn_retention;
  create policy job on sealing_key to insyn_retention using (true) with check (true);
  grant select on sealing_key to insyn_web;
  create policy starting on sealing_key for select to insyn_web using (true);
  grant select (job, slot, as_of, by_hand, started_at, finished_at, outcome, documents, files) on job_run to insyn_web;
  create policy health on job_run for select to insyn_web using (true);

  grant select (expire), delete on sign_in_throttle to insyn_retention;
  create policy sweeping on sign_in_throttle to insyn_retention using (true) with check (false);
`

/** When an item is due. Written in SQL once (decision 7) and inlined by Postgres: no call per row. */
export const helpers = `
  -- R14: the same clock time in Sweden that many calendar years later; 29 February becomes 28 February.
  create or replace function access.due_at(published_at timestamptz, years integer) returns timestamptz
  language sql immutable
  return (published_at at time zone 'Europe/Stockholm' + make_interval(years => years)) at time zone 'Europe/Stockholm';

  -- Nothing published after this can be due at the instant: lets the index find candidates. Two days of room, because
  -- 29 February falls due a day early and the hour that comes twice in autumn puts due times out of order.
  create or replace function access.due_horizon(instant timestamptz, years integer) returns timestamptz
  language sql immutable
  return (instant at time zone 'Europe/Stockholm' - make_interval(years => years) + interval '2 days') at time zone 'Europe/Stockholm';

  -- Whoever removes an item or a note, and by whatever road: it is on its way to the ledger with the same commit.
  create or replace function access.note_erased() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    insert into erasure_outbox (item_id, month) select id, key_month from erased;
    return null;
  end $$;
  create or replace trigger note_erased after delete on document referencing old table as erased
    for each statement execute function access.note_erased();
  create or replace trigger note_erased after delete on follow_up_note referencing old table as erased
    for each statement execute function access.note_erased();

  -- For a process that starts to serve and may not delete: whether anything that was erased is back. Not which.
  create or replace function access.holds_erased(ids uuid[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (select from document where id = any (ids)) or exists (select from media where id = any (ids))
      or exists (select from follow_up_note where id = any (ids));

  -- What will be due at an instant, as a count: the administrator sees how much goes, not what.
  create or replace function access.due_count(instant timestamptz, years integer) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if access.role() is distinct from 'admin' then return null; end if;
    return (select count(*) from document d
            where d.published_at < access.due_horizon(instant, years) and access.due_at(d.published_at, years) <= instant);
  end $$;
`
