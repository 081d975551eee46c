import { actorRoles } from '../access/policy.ts'

/**
 * The importer's own role: people and how they belong together, nothing of what is written about them. The administrator
 * reads what each delivery came to; names are looked up under the administrator's own rights (decision 3).
 */
export const policy = `
  grant usage on schema roster to insyn_roster;
  revoke all on all tables in schema roster from public, insyn_web, insyn_retention, insyn_worker, ${actorRoles};
  -- Emptied whole: what a delivery of thousands leaves behind row by row would be read again with every look.
  grant select, insert, update, delete, truncate, maintain on all tables in schema roster to insyn_roster;

${[
  ['unit', 'select, insert, update'],
  ['unit_group', 'select, insert, update'],
  ['person', 'select, insert, update'],
  ['guardianship', 'select, insert, delete'],
  ['placement', 'select, insert, delete'],
  ['duty', 'select, insert, delete'],
  ['household_member', 'select, insert, delete'],
  ['protected_identity', 'select, insert, update, delete'],
  ['person_correction', 'select'],
  ['setting', 'select'],
  ['sealing_key', 'select'],
  ['job_run', 'select, insert, update'],
  ['roster_run', 'select, insert, update, delete'],
  ['roster_change', 'select, insert'],
  ['roster_problem', 'select, insert'],
]
  .map(([table, rights]) => granted(table!, rights!))
  .join('')}
  grant usage on schema access to insyn_roster;
  revoke execute on function access.hidden_from_import(date) from ${actorRoles};
  grant execute on function access.hidden_from_import(date) to insyn_roster;

  -- What an officer found out about silence of the register (difference.ts); not why.
  grant select (number, person_id, kind, decided_at) on protection_decision to insyn_roster;
  create policy import_select on protection_decision for select to insyn_roster using (true);

  -- Who loses a relation is signed out everywhere.
  grant select (id, person_id, session_epoch), update (session_epoch) on account to insyn_roster;
  create policy import_sees on account for select to insyn_roster using (true);
  create policy import on account for update to insyn_roster using (true) with check (true);

  grant insert (at, event, actor_id, actor_role, object_id) on audit_event to insyn_roster;
  create policy import on audit_event for insert to insyn_roster
    with check (actor_id is null and actor_role = 'system' and at = now() and event = 'roster.ran');

  grant select on roster_run, roster_change, roster_problem to insyn_admin;
  create policy administer on roster_run for select to insyn_admin using ((select access.role()) = 'admin');
  create policy administer on roster_change for select to insyn_admin using ((select access.role()) = 'admin'
    and person_id <> all ((select access.hidden())::uuid[])
    and (other_id is null or other_id <> all ((select access.hidden())::uuid[])));
  create policy administer on roster_problem for select to insyn_admin using ((select access.role()) = 'admin');
`

// What is decided here (origin local) is read, and changed by no delivery. Units and settings are seen by anyone.
function granted(table: string, rights: string): string {
  const own = ['guardianship', 'placement', 'duty', 'household_member', 'protected_identity'].includes(table)
  return `
  grant ${rights} on ${table} to insyn_roster;
${rights
  .split(', ')
  .filter((right) => right !== 'select' || !['unit', 'setting'].includes(table))
  .map((right) => {
    const limit =
      own && right !== 'select'
        ? `origin = 'roster'`
        : table === 'job_run' && right !== 'select'
          ? `job = 'roster'`
          : 'true'
    const clause =
      right === 'insert'
        ? `with check (${limit})`
        : right === 'update'
          ? `using (${limit}) with check (${limit})`
          : `using (${limit})`
    return `  create policy import_${right} on ${table} for ${right} to insyn_roster ${clause};\n`
  })
  .join('')}`
}

// What a delivery is read into (next) and kept in (last), by these names.
const delivered = [
  'organisation',
  'group',
  'member',
  'person',
  'enrolment',
  'custody',
  'placement',
  'duty',
  'assignment',
]
const names = `array[${delivered.map((name) => `'${name}'`).join(', ')}]`

// What a first delivery fills.
const grows = ['unit_group', 'person', 'placement', 'guardianship', 'household_member', 'duty']

export const helpers = `
  -- With the importer's own rights: whoever else calls these reaches nothing.
  create or replace function roster.begin_delivery(whole boolean) returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare name text;
  begin
    delete from roster.marked;
    foreach name in array ${names} loop
      execute format('truncate roster.%I', 'next_' || name);
      if not whole then execute format('insert into roster.%I select * from roster.%I', 'next_' || name, 'last_' || name); end if;
    end loop;
  end $$;

  create or replace function roster.keep_delivery() returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare name text;
  begin
    foreach name in array ${names} loop
      execute format('truncate roster.%I', 'last_' || name);
      execute format('insert into roster.%I select * from roster.%I', 'last_' || name, 'next_' || name);
    end loop;
  end $$;

  -- R15: somebody who is here and comes no more, while somebody new comes with their number and name, has another id in the
  -- register, and stays who they are. Each delivery is asked anew: with another number it is somebody else. Nobody hidden
  -- (decision 3): that is for an officer to see.
  create or replace function roster.join_people(whole boolean, hidden uuid[]) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
  declare
    place text[];
  begin
    delete from roster.plan_joined;
    insert into roster.plan_joined
    with pair as materialized (
      select n.id as delivered_id, p.id as person_id from roster.next_person n
      join person p on p.personnummer_index = n.number_index and p.id <> n.id
      union
      -- Whoever is marked comes without a number, and has none here: what was found before stands.
      select n.id, p.id from roster.same_person s join roster.next_person n on n.id = s.delivered_id
      join person p on p.id = s.person_id where n.number_index is null or p.personnummer_index is null
    )
    select n.id, p.id
    from pair join roster.next_person n on n.id = pair.delivered_id join person p on p.id = pair.person_id
    left join roster.same_person s on s.delivered_id = n.id
    where case when p.id = s.person_id then not whole or not exists (select from roster.next_person o where o.id = p.id)
               else p.id <> all (hidden) and lower(n.family_name) = lower(p.family_name)
                 and lower(split_part(n.given_name, ' ', 1)) = lower(split_part(p.given_name, ' ', 1))
                 and not exists (select from person x where x.id = n.id)
                 and not exists (select from roster.next_person o where o.id = p.id) end
      and not exists (select from roster.next_person o where o.number_index = n.number_index and o.id not in (n.id, p.id))
      and not exists (select from person x where x.personnummer_index = n.number_index and x.id <> p.id);
    -- Sealed for whom they are no more (rows.ts): the next delivery brings it.
    update roster.next_person n set number_index = null, number_sealed = null from roster.same_person s
    where s.delivered_id = n.id and not exists (select from roster.plan_joined j where j.delivered_id = n.id);
    delete from roster.same_person s
    where exists (select from roster.next_person n where n.id = s.delivered_id)
      and not exists (select from roster.plan_joined j where j.delivered_id = s.delivered_id)
      or not exists (select from person p where p.id = s.person_id);
    insert into roster.same_person select delivered_id, person_id from roster.plan_joined on conflict (delivered_id) do nothing;
    -- Where only changes come, others point at them who come themselves not this time.
    if not whole then
      delete from roster.next_custody x using roster.plan_joined j where x.child_id = j.person_id;
      delete from roster.next_enrolment x using roster.plan_joined j where x.person_id = j.person_id;
      delete from roster.next_person x using roster.plan_joined j where x.id = j.person_id;
      insert into roster.plan_joined select s.delivered_id, s.person_id from roster.same_person s
      where not exists (select from roster.next_person n where n.id = s.delivered_id) on conflict do nothing;
    end if;
    foreach place slice 1 in array array[
      ['next_person', 'id'], ['next_custody', 'child_id'], ['next_custody', 'guardian_id'], ['next_enrolment', 'person_id'],
      ['next_member', 'person_id'], ['next_placement', 'child_id'], ['next_duty', 'person_id'], ['marked', 'person_id']] loop
      execute format('update roster.%I x set %I = j.person_id from roster.plan_joined j where x.%2$I = j.delivered_id', place[1], place[2]);
    end loop;
  end $$;

  -- Plans stay with a connection: those made while a table held next to nothing walk all of it, also when thousands have
  -- come. Measuring makes everybody plan anew; once for each doubling (docs/decisions/0080). With the owner's rights,
  -- which the importer has no other use for.
  create or replace function roster.measure_grown() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare grown text;
  begin
    select string_agg(oid::regclass::text, ', ') into grown from pg_class
    where oid in (${grows.map((name) => `'public.${name}'::regclass`).join(', ')})
      and pg_relation_size(oid) > 2 * greatest(relpages, 1) * current_setting('block_size')::bigint;
    if grown is not null then execute 'analyze ' || grown; end if;
  end $$;

  -- What was wrong in a run, with whom it is about: themself, the child of a placement, the holder of a duty; also people who
  -- are not here yet. Decision 3: of whoever is hidden, or comes to be by what was delivered last, not even that something
  -- was odd; but the record that stops everything is told of as one of somebody who is not here yet, so that it can be put right.
  create or replace function roster.problems_of(run uuid, hidden uuid[])
  returns table (code text, resource text, record text, field text, place text, stops boolean, person_id uuid, name text)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
    with found as materialized (
      select x.*, case when x.record ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then x.record::uuid end as id
      from roster_problem x where x.run_id = run
    ), told as (
      select f.*, case f.resource when 'persons' then f.id
                                  when 'placements' then (select n.child_id from roster.next_placement n where n.id = f.id limit 1)
                                  when 'duties' then (select n.person_id from roster.next_duty n where n.id = f.id limit 1) end as said
      from found f
    ), about as (
      select t.*, coalesce((select s.person_id from roster.same_person s where s.delivered_id = t.said), t.said) as whom from told t
    ), named as (
      select a.*, a.whom is null or a.whom <> all (hidden) and coalesce(n.marking, 'none') = 'none'
                    and not exists (select from roster.plan_household h where h.person_id = a.whom) as open
      from about a left join roster.next_person n on n.id = a.whom
    )
    select a.code, a.resource, a.record, a.field, a.place, a.stops, p.id,
           coalesce(p.given_name || ' ' || p.family_name, n.given_name || ' ' || n.family_name)
    from named a left join person p on p.id = a.whom and a.open left join roster.next_person n on n.id = a.whom and a.open
    where a.open or a.stops
    order by a.stops desc, a.position
  $$;

  revoke all on all functions in schema roster from public;
  grant execute on function roster.begin_delivery(boolean), roster.keep_delivery(), roster.measure_grown(), roster.join_people(boolean, uuid[]),
    roster.problems_of(uuid, uuid[]) to insyn_roster;

  create or replace function access.roster_problems(run uuid)
  returns table (code text, resource text, record text, field text, place text, stops boolean, person_id uuid, name text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if access.role() is distinct from 'admin' then return; end if;
    return query select * from roster.problems_of(run, access.hidden());
  end $$;

  -- Decision 3: whom a delivery's report leaves out.
  create or replace function access.hidden_from_import(day date) returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as
  $$ select coalesce(array_agg(person_id), '{}') from access.hidden_person where range_contains_elem(valid, day) $$;

  -- A run's changes with names, also of people who are not here yet (a dry run). Decision 3: asked anew each time, so
  -- that whoever has come under protection since is in no report either.
  create or replace function access.roster_changes(run uuid)
  returns table (kind text, person_id uuid, person text, other text, unit text, room text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare hidden uuid[];
  begin
    if access.role() is distinct from 'admin' then return; end if;
    hidden := access.hidden() || array(select id from roster.next_person where marking <> 'none');
    return query
      select c.kind, p.id, coalesce(p.given_name || ' ' || p.family_name, np.given_name || ' ' || np.family_name),
             coalesce(o.given_name || ' ' || o.family_name, nxo.given_name || ' ' || nxo.family_name),
             coalesce(u.name, nu.name), coalesce(g.name, ng.name)
      from roster_change c
      left join person p on p.id = c.person_id left join roster.next_person np on np.id = c.person_id
      left join person o on o.id = c.other_id left join roster.next_person nxo on nxo.id = c.other_id
      left join unit u on u.id = c.unit_id left join roster.next_organisation nu on nu.id = c.unit_id
      left join unit_group g on g.id = c.group_id left join roster.next_group ng on ng.id = c.group_id
      where c.run_id = run and c.person_id <> all (hidden) and (c.other_id is null or c.other_id <> all (hidden))
        and (p.id is not null or np.id is not null)
      order by c.kind, coalesce(u.name, nu.name) nulls first, coalesce(g.name, ng.name) nulls first,
               coalesce(p.given_name, np.given_name) collate "sv-x-icu", c.position;
  end $$;
`
