/** Uses outside the portal are the unit's staff's to register and follow; who is in them, and what must come down, Postgres says. */
export const policy = `
  grant select on media_use, take_down to insyn_educator, insyn_principal;
  create policy at_work on media_use for select to insyn_educator, insyn_principal
    using (unit_id = any ((select access.units())::uuid[]));
  create policy at_work on take_down for select to insyn_educator, insyn_principal
    using (exists (select from media_use u where u.id = use_id));
  grant insert (id, media_id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
    on media_use to insyn_educator, insyn_principal;
  create policy register on media_use for insert to insyn_educator, insyn_principal
    with check (unit_id = any ((select access.units())::uuid[]) and registered_by = (select access.actor())
      and registered_at = (select access.instant())
      and exists (select from media m join document d on d.id = m.document_id
                  where m.id = media_id and m.state = 'ready' and d.unit_id = media_use.unit_id and d.published_at is not null));
`

export const helpers = `
  -- What keeps a medium from being used outside: each recognisable child needs everybody's yes at school level, and for the
  -- name its own; nobody having said who is in it keeps it in too (decision 5, R20).
  create or replace function reach.use_lacking(medium uuid, named boolean, day date)
  returns table (child_id uuid, medium_kind text, status text)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    who uuid[] := array(select s.child_id from media_subject s where s.media_id = medium);
    kind text := (select m.kind from media m where m.id = medium);
  begin
    if cardinality(who) = 0 then
      if (select m.nobody from media m where m.id = medium) then return; end if;
      return query select null::uuid, kind, 'unmarked';
      return;
    end if;
    return query
      select c.child_id, c.medium, c.status from reach.consent(who, day) c
      where (c.medium = kind and c.level = 'school' or named and c.medium = 'name') and c.status <> 'yes';
  end $$;

  create or replace function access.use_lacking(medium uuid, named boolean)
  returns table (child_id uuid, medium_kind text, status text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare units uuid[] := access.units();
  begin
    if access.role() not in ('educator', 'principal') or access.role() is null
      or not exists (select from media m join document d on d.id = m.document_id where m.id = medium and d.unit_id = any (units)) then return; end if;
    return query select * from reach.use_lacking(medium, named, access.today());
  end $$;

  create or replace function access.use_bound() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare found record;
  begin
    perform reach.consent_turn(array(select child_id from media_subject where media_id = new.media_id), false);
    -- Decision 3: whoever registers a use, and whoever protects somebody in it in the same instant, wait for each other.
    perform pg_advisory_xact_lock_shared(7412);
    if reach.shows_hidden(new.media_id, reach.consent_day()) then
      raise exception 'consent is lacking for this use' using errcode = 'RC001';
    end if;
    select * into found from reach.use_lacking(new.media_id, new.with_name, reach.consent_day()) limit 1;
    if found.status is not null then
      raise exception 'consent is lacking for this use: child %, %, %', found.child_id, found.medium_kind, found.status using errcode = 'RC001';
    end if;
    insert into media_use_child (use_id, child_id) select new.id, child_id from media_subject where media_id = new.media_id;
    return null;
  end $$;
  create or replace trigger use_bound after insert on media_use for each row execute function access.use_bound();

  -- R21: what is out there and may be no more, child by child, once, unless it has come down for another; what only waits for somebody's answer does not come down yet.
  create or replace function reach.take_down_uses(children uuid[], day date) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    concerned uuid[] := array(select distinct u.child_id from media_use_child u where u.child_id = any (children));
    days integer := (select value::text::integer from setting where key = 'consent.take_down_days');
  begin
    if cardinality(concerned) = 0 then return; end if;
    insert into take_down (use_id, child_id, made_at, due_on)
    select distinct u.id, k.child_id, coalesce(access.instant(), now()), day + days
    from media_use_child k join media_use u on u.id = k.use_id
    join reach.consent(concerned, day) c on c.child_id = k.child_id
      and (c.medium = u.medium and c.level = 'school' or u.with_name and c.medium = 'name')
    where k.child_id = any (concerned) and c.status in ('no', 'withdrawn', 'lapsed')
      and not exists (select from take_down t where t.use_id = u.id and (t.child_id = k.child_id or t.done_at is not null));
  end $$;

  -- Decision 3: what shows somebody who has been protected since comes down too, and the list says no more of it than of any
  -- other. Protection that has ended takes back what is not down yet, unless consent asks for it.
  create or replace function reach.take_down_hidden(people uuid[], day date) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  declare days integer := (select value::text::integer from setting where key = 'consent.take_down_days');
  begin
    if not exists (select from media_use_child k where k.child_id = any (people)) then return; end if;
    insert into take_down (use_id, child_id, made_at, due_on)
    select k.use_id, k.child_id, coalesce(access.instant(), now()), day + days from media_use_child k
    where k.child_id = any (people) and reach.is_hidden(k.child_id, day)
      and not exists (select from take_down t where t.use_id = k.use_id and (t.child_id = k.child_id or t.done_at is not null));
    delete from take_down t using media_use u
    where u.id = t.use_id and t.child_id = any (people) and t.done_at is null and not reach.is_hidden(t.child_id, day)
      and not exists (
        select from reach.consent(array[t.child_id], day) c
        where (c.medium = u.medium and c.level = 'school' or u.with_name and c.medium = 'name') and c.status in ('no', 'withdrawn', 'lapsed'));
  end $$;

  create or replace function reach.is_hidden(person uuid, day date) returns boolean
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    return exists (select from access.hidden_person h where h.person_id = person and range_contains_elem(h.valid, day));
  end $$;

  -- For the receipt: how many uses have become something to take down at an instant.
  create or replace function access.taken_down_at(child uuid, at timestamptz) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if child <> all (access.children()) then return 0; end if;
    return (select count(*) from take_down t where t.child_id = child and t.made_at = at);
  end $$;

  -- Done, with what shows it; said once, by somebody of the unit, for everybody in the use.
  create or replace function access.taken_down(take_down uuid, proof text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare units uuid[] := access.units();
  begin
    if access.role() not in ('educator', 'principal') or access.role() is null then return false; end if;
    update public.take_down t set done_at = access.instant(), done_by = access.actor(), proof = taken_down.proof
    from media_use u where u.id = t.use_id and u.unit_id = any (units) and t.done_at is null
      and t.use_id = (select open.use_id from public.take_down open where open.id = taken_down.take_down and open.done_at is null);
    return found;
  end $$;
`
