import { type Permission, type Role, roleNames, roles } from './roles.ts'

/** The roles with a permission, as an SQL list: the map in roles.ts holds for what Postgres answers by itself too. */
export function rolesWith(permission: Permission): string {
  const having = roleNames.filter((role: Role) => (roles[role] as readonly string[]).includes(permission))
  return having.map((role) => `'${role}'`).join(', ')
}

/** HMAC of `body` (as-actor.ts), with the pads of access.context_key under `key`. */
export const macOf = (body: string, key: string) =>
  `encode(sha256(${key}.outer_pad || sha256(${key}.inner_pad || convert_to(${body}, 'UTF8'))), 'hex')`

/**
 * The parts of `context` where its signature is ours, under `name`; and the key's pads. Nothing is read out of it before
 * that (offset 0 keeps the order).
 */
export const signedByUs = (name = '') => `(
  select string_to_array(context, '|') as claims, k.inner_pad, k.outer_pad from access.context_key k
  where right(context, 64) = ${macOf(`${name && `'${name}' || `}left(context, -65)`, 'k')}
    and left(right(context, 65), 1) = '|'
  offset 0)`

/**
 * Whom and what somebody reaches, found in one place: the policies' helpers (policy.ts) and the functions that read a
 * whole page (access.read_…) both stand on it. It follows from a handful of tables that change a few times a day, so it
 * is kept in access.held with the day and the number of changes so far, and found anew when either is another: who lost
 * a relation has lost the view with the next request (docs/decisions/0012). No role but the owner reads these.
 */
export const reader = `
  drop type if exists reach.reader cascade;
  create type reach.reader as (
    id uuid, role text, instant timestamptz, today date,
    hidden uuid[], children uuid[], groups uuid[], units uuid[],
    scopes uuid[], since timestamptz[],
    rooms jsonb
  );

  -- The parts of a context that is signed by us and has not expired; otherwise nothing.
  create or replace function reach.verified(context text) returns text[]
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
  declare claims text[];
  begin
    select v.claims into claims from ${signedByUs()} v
    where v.claims[5]::float8 > extract(epoch from clock_timestamp())::float8 * 1000;
    return claims;
  end $$;

  create or replace function reach.today(claims text[]) returns date
  language plpgsql immutable set search_path = pg_catalog, pg_temp as
  $$ begin return (to_timestamp(claims[4]::numeric / 1000) at time zone 'Europe/Stockholm')::date; end $$;

  -- Decision 1: a guardian's children under 18, while custody lasts; the pupil themself; for staff the children placed
  -- in the units where their duty is (R3, R12, R13). Nobody hidden, ever (decision 3). For each scope since when: families
  -- follow the group's and the unit's work from the day a child of theirs began there (R2), a school a child's own from the
  -- day it began school, where the time before waits (decision 8).
  create or replace function reach.found(claims text[]) returns reach.reader
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare
    r reach.reader;
    waiting jsonb;
  begin
    r.id := claims[1];
    r.role := claims[2];
    r.instant := to_timestamp(claims[4]::numeric / 1000);
    r.today := reach.today(claims);
    r.hidden := array(select person_id from access.hidden_person where range_contains_elem(valid, r.today));
    -- Those whom the officer is responsible for, or nobody yet, are there for the officer (protection/policy.ts).
    if r.role = 'protection' then r.hidden := reach.hidden_from_officer(r.id, r.today); end if;
    r.children := '{}'; r.groups := '{}'; r.units := '{}'; r.rooms := '{}';
    if r.role in ('guardian', 'pupil') then
      r.children := array(
        select p.id from person p
        where p.id = any (case when r.role = 'pupil' then array[r.id] else array(
                select g.child_id from guardianship g where g.guardian_id = r.id and range_contains_elem(g.valid, r.today)
                  -- Kept from this child by decision: as if there were none.
                  and not exists (select from guardian_block b where b.guardian_id = g.guardian_id and b.child_id = g.child_id
                                  and range_contains_elem(b.valid, r.today))) end)
          and p.id <> all (r.hidden)
          and (r.role = 'pupil' or p.birth_date is null or r.today < (p.birth_date + interval '18 years')::date)
        order by p.birth_date desc nulls last, p.given_name, p.id);
      r.groups := array(select distinct group_id from placement
                        where child_id = any (r.children) and range_contains_elem(valid, r.today));
      r.units := array(select distinct unit_id from unit_group where id = any (r.groups));
    elsif r.role in ('educator', 'principal') then
      r.units := array(select distinct unit_id from duty
                       where person_id = r.id and role = r.role and range_contains_elem(valid, r.today));
      r.groups := array(select id from unit_group where unit_id = any (r.units));
      r.children := array(select distinct child_id from placement
                          where group_id = any (r.groups) and range_contains_elem(valid, r.today) and child_id <> all (r.hidden));
      -- Decision 8: what a child brings to school may wait for a guardian (src/handover/policy.ts).
      waiting := reach.handover_waits(r.children, r.groups, r.today);
    end if;
    select coalesce(array_agg(w.scope), '{}'), coalesce(array_agg(coalesce(b.since, (waiting ->> w.scope::text)::timestamptz, '-infinity')), '{}')
    into r.scopes, r.since
    from unnest(r.children || r.groups || r.units) as w(scope)
    left join (
      select x.scope, min(lower(p.valid))::timestamp at time zone 'Europe/Stockholm' as since
      from placement p join unit_group g on g.id = p.group_id cross join lateral (values (g.id), (g.unit_id)) as x(scope)
      where r.role in ('guardian', 'pupil') and p.child_id = any (r.children)
      group by 1
    ) b on b.scope = w.scope;
    if r.role in ('guardian', 'pupil') then
      r.rooms := coalesce((select jsonb_object_agg(child, reach.room(child, r.today) || jsonb_build_object('handover', reach.handover(child, r.id, r.today)))
                           from unnest(r.children) as child), '{}');
    end if;
    return r;
  end $$;

  -- A child and where it is today: what stands over its pages, and the scopes whose work belongs in its timeline.
  create or replace function reach.room(child uuid, today date) returns jsonb
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    return (
      select jsonb_build_object(
        'id', p.id, 'given_name', p.given_name, 'name', p.given_name || ' ' || p.family_name, 'unit_name', min(u.name),
        'groups', coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.kind, g.name)
                           filter (where g.id is not null), '[]'),
        'scopes', to_jsonb(array_remove(array[p.id] || array_agg(g.id) || array_agg(g.unit_id), null)))
      from person p
      left join (placement x join unit_group g on g.id = x.group_id join unit u on u.id = g.unit_id)
        on x.child_id = p.id and range_contains_elem(x.valid, room.today)
      where p.id = room.child
      group by p.id);
  end $$;

  -- Found before and still true, or found now. Reads alone: for the policies' helpers, which may not write.
  create or replace function reach.known(claims text[]) returns reach.reader
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare r reach.reader;
  begin
    select claims[1], claims[2], to_timestamp(claims[4]::numeric / 1000), h.day,
           h.hidden, h.children, h.groups, h.units, h.scopes, h.since, h.rooms
    into r
    from access.held h
    where h.actor_id = claims[1]::uuid and h.role = claims[2] and h.day = reach.today(claims)
      and h.epoch = (select sum(number) from access.epoch);
    if r.id is null then r := reach.found(claims); end if;
    return r;
  end $$;

  -- The same for a page: the context is verified and what was kept is found in one question.
  create or replace function reach.reader(context text) returns reach.reader
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  declare
    r reach.reader;
    claims text[];
    present bigint;
  begin
    -- The note of a reading need not have reached the disk before the page goes out: should Postgres itself fall, the
    -- latest half second of such notes may be lost, never a change (docs/decisions/0012).
    perform set_config('synchronous_commit', 'off', true);
    select h.actor_id, h.role, to_timestamp(v.claims[4]::float8 / 1000), h.day,
           h.hidden, h.children, h.groups, h.units, h.scopes, h.since, h.rooms
    into r
    from ${signedByUs()} v
    join access.held h on h.actor_id = v.claims[1]::uuid and h.role = v.claims[2]
      and h.day = (to_timestamp(v.claims[4]::float8 / 1000) at time zone 'Europe/Stockholm')::date
    where v.claims[5]::float8 > extract(epoch from clock_timestamp())::float8 * 1000
      and h.epoch = (select sum(number) from access.epoch);
    if r.id is not null then return r; end if;

    claims := reach.verified(context);
    if claims is null then return null; end if;
    -- First how often things have changed, then how they are: a change in between makes this old at once.
    present := (select sum(number) from access.epoch);
    r := reach.found(claims);
    delete from access.held where actor_id = r.id and role = r.role and (epoch <> present or day <> r.today);
    insert into access.held values (r.id, r.role, present, r.today, r.hidden, r.children, r.groups, r.units, r.scopes, r.since, r.rooms)
      on conflict do nothing;
    -- Yesterday's answers hold names, and nobody asks for them any more.
    delete from access.held where day < r.today;
    delete from access.held_list where day < r.today;
    return r;
  end $$;
`

/** What keeps the above true. Each trigger is the statement's, not the row's: an import of thousands asks once. */
export const upkeep = `
  create or replace function access.relations_changed() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    update access.epoch set number = number + 1 where shard = pg_backend_pid() % 16;
    return null;
  end $$;

  -- Decision 3: the protected person, everybody in their household, their guardians, and children in their custody; of a
  -- child without a known household the siblings; each for the days on which all of it holds. Through some of the protected alone, or through all of them.
  create or replace function reach.hidden_through(only_these uuid[]) returns table (person_id uuid, valid daterange)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  begin
    return query
    with marked as materialized (
      select person_id, valid from protected_identity where only_these is null or person_id = any (only_these)
    ), alone as (
      -- Protected here and in no household that is known yet: the register's next delivery says who lives together
      -- (roster/difference.ts). Until then their guardians' other children do.
      select person_id, valid from marked m where not exists (select from household_member h where h.person_id = m.person_id)
    ), core as materialized (
      select person_id, valid from marked
      union all
      select other.person_id, p.valid
      from marked p
      join household_member mine on mine.person_id = p.person_id
      join household_member other on other.household_id = mine.household_id
    ), touched as (
      select person_id, valid from core
      union all
      select g.guardian_id, g.valid * c.valid from core c join guardianship g on g.child_id = c.person_id
      union all
      select g.child_id, g.valid * c.valid from core c join guardianship g on g.guardian_id = c.person_id
      union all
      select s.child_id, a.valid * g.valid * s.valid
      from alone a join guardianship g on g.child_id = a.person_id join guardianship s on s.guardian_id = g.guardian_id
    )
    select person_id, unnest(range_agg(valid)) from touched where not isempty(valid) group by person_id;
  end $$;

  -- One at a time, so that two changes cannot each miss what the other makes.
  create or replace function access.refresh_hidden() returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    people uuid[];
    days daterange[];
    changed uuid[];
  begin
    perform pg_advisory_xact_lock(7412);
    select coalesce(array_agg(f.person_id), '{}'), coalesce(array_agg(f.valid), '{}') into people, days from reach.hidden_through(null) f;
    changed := array(
      (select h.person_id from (select * from access.hidden_person except select * from unnest(people, days)) h)
      union
      (select f.person_id from (select * from unnest(people, days) except select * from access.hidden_person) f(person_id, valid)));
    -- Most changes of custody are about nobody who is protected: then nothing follows from them.
    if cardinality(changed) = 0 then return; end if;
    delete from access.hidden_person where person_id = any (changed);
    insert into access.hidden_person select f.person_id, f.valid from unnest(people, days) as f(person_id, valid) where f.person_id = any (changed);
    perform reach.media_hidden(changed);
  end $$;

  create or replace function access.hidden_changed() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    perform access.refresh_hidden();
    return null;
  end $$;

  do $$
  declare name text;
  begin
    foreach name in array array['guardianship', 'household_member', 'protected_identity'] loop
      execute format('create or replace trigger hidden_changed after insert or update or delete or truncate on public.%I
                      for each statement execute function access.hidden_changed()', name);
    end loop;
    foreach name in array array['public.guardianship', 'public.placement', 'public.duty', 'public.unit_group', 'public.unit',
                                'public.person', 'public.guardian_block', 'public.handover_answer', 'public.contact_choice', 'public.contact_detail', 'public.setting',
                                'access.hidden_person'] loop
      execute format('create or replace trigger relations_changed after insert or update or delete or truncate on %s
                      for each statement execute function access.relations_changed()', name::regclass);
    end loop;
  end $$;

  -- Found by other rules, perhaps.
  delete from access.held;
  delete from access.held_list;
`
