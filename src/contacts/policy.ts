import { rolesWith } from '../access/reader.ts'

/**
 * R6: each guardian decides. The tables answer their owner alone; what others see comes out of access.contact_entries(),
 * which ties each detail to the child it is shown for.
 */
export const policy = `
  grant select, insert (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by) on contact_choice to insyn_guardian;
  create policy own on contact_choice for select to insyn_guardian
    using (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[]));
  create policy choose on contact_choice for insert to insyn_guardian
    with check (guardian_id = (select access.actor()) and chosen_by = (select access.actor())
      and child_id = any ((select access.children())::uuid[]) and chosen_at = (select access.instant())
      and exists (select from placement p where p.child_id = contact_choice.child_id and p.group_id = contact_choice.group_id
                  and range_contains_elem(p.valid, (select access.today()))));

  grant select, insert, delete, update (sealed, changed_at, confirmed_at) on contact_detail to insyn_guardian;
  create policy own on contact_detail for select to insyn_guardian using (person_id = (select access.actor()));
  create policy change_own on contact_detail for insert to insyn_guardian with check (person_id = (select access.actor()));
  create policy replace_own on contact_detail for update to insyn_guardian
    using (person_id = (select access.actor())) with check (person_id = (select access.actor()));
  create policy remove_own on contact_detail for delete to insyn_guardian using (person_id = (select access.actor()));

  grant select, insert (person_id, field, sealed, asked_at), update (sealed, asked_at, tries, asked) on contact_code to insyn_guardian;
  create policy own on contact_code for select to insyn_guardian using (person_id = (select access.actor()));
  create policy ask on contact_code for insert to insyn_guardian
    with check (person_id = (select access.actor()) and asked_at = (select access.instant()));
  create policy ask_again on contact_code for update to insyn_guardian
    using (person_id = (select access.actor())) with check (person_id = (select access.actor()));
`

/**
 * Lives with the feature because it reads its tables; made before the policies. Planned once for all: planning these
 * anew takes longer than running them.
 */
export const helpers = `
  -- R4 to R6: the children of the groups, the guardians whose names show, and exactly the details that each of them
  -- shows for that child in that group. Where the name is hidden nothing else shows, not even to staff or the child's other guardian,
  -- who know the name. as_others leaves their knowledge out: so does another family see it.
  create or replace function reach.contact_entries(r reach.reader, asked uuid[], as_others boolean)
  returns table (group_id uuid, child_id uuid, child_name text, child_near boolean, guardian_id uuid, guardian_name text,
                 field text, sealed bytea)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan as $$
  #variable_conflict use_column
  declare by_default boolean := (select value = 'true' from setting where key = 'contacts.name_shown');
  begin
    if r.role is null or r.role not in (${rolesWith('contacts.read')}) then return; end if;
    return query
      with here as materialized (
        select p.group_id, p.child_id, c.given_name || ' ' || c.family_name as name,
               c.birth_date is null or r.today < (c.birth_date + interval '18 years')::date as minor
        from placement p join person c on c.id = p.child_id
        where p.group_id = any (asked) and p.group_id = any (r.groups) and range_contains_elem(p.valid, r.today)
          and p.child_id <> all (r.hidden)
      ), said as materialized (
        -- The latest choice of each field counts.
        select child_id, guardian_id, group_id, array_agg(field) filter (where shown) as fields
        from (select distinct on (c.child_id, c.guardian_id, c.field, c.group_id) c.child_id, c.guardian_id, c.field, c.group_id, c.shown
              from contact_choice c
              where c.child_id = any (array(select child_id from here)) and c.group_id = any (asked) and c.field <> 'name'
              order by c.child_id, c.guardian_id, c.field, c.group_id, c.id desc) latest
        group by child_id, guardian_id, group_id
      ), custodian as materialized (
        select h.group_id, g.child_id, g.guardian_id, p.given_name || ' ' || p.family_name as name,
               reach.name_shown(g.guardian_id, g.child_id, h.group_id, by_default) as shown, said.fields
        from guardianship g join here h on h.child_id = g.child_id join person p on p.id = g.guardian_id
        left join said on said.child_id = g.child_id and said.guardian_id = g.guardian_id and said.group_id = h.group_id
        where g.child_id = any (array(select child_id from here where minor)) and range_contains_elem(g.valid, r.today)
          and g.guardian_id <> all (r.hidden)
          -- Who is kept from the child neither sees this list nor stands in it: they could not take back what they show.
          and not exists (select from guardian_block b where b.guardian_id = g.guardian_id and b.child_id = g.child_id
                          and range_contains_elem(b.valid, r.today))
      )
      select h.group_id, h.child_id, h.name, h.child_id = any (r.children), who.guardian_id, who.name, d.field, d.sealed
      from here h
      left join custodian who on who.child_id = h.child_id and who.group_id = h.group_id
                             and (who.shown or (h.child_id = any (r.children) and not as_others))
      left join contact_detail d on who.shown and d.person_id = who.guardian_id and d.field = any (who.fields);
  end $$;

  -- The same of oneself, for the page where one chooses.
  create or replace function access.own_name_shown(child uuid, room uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select reach.name_shown(access.actor(), child, room, (select value = 'true' from setting where key = 'contacts.name_shown'))
  $$;

  -- Once a year: whether a guardian who has given anything of themself has looked at it in the year that has gone.
  create or replace function access.details_due() returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    me uuid := access.actor();
    latest timestamptz;
  begin
    if access.role() is distinct from 'guardian' or not exists (select from contact_detail d where d.person_id = me) then return false; end if;
    latest := greatest((select max(d.changed_at) from contact_detail d where d.person_id = me),
                       (select max(c.chosen_at) from contact_choice c where c.guardian_id = me),
                       (select a.details_reviewed_at from account a where a.person_id = me));
    return latest < access.instant() - interval '1 year';
  end $$;

  create or replace function access.details_reviewed() returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if access.role() is distinct from 'guardian' then return; end if;
    update account set details_reviewed_at = access.instant() where person_id = access.actor();
  end $$;

  create or replace function access.contact_entries(asked uuid[], as_others boolean)
  returns table (group_id uuid, child_id uuid, child_name text, child_near boolean, guardian_id uuid, guardian_name text,
                 field text, sealed bytea)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare claims text[] := access.claims();
  begin
    if claims is null then return; end if;
    return query select * from reach.contact_entries(reach.known(claims), asked, as_others);
  end $$;

  -- The list as the group's families see it: found once for all of them, until something it follows from changes.
  create or replace function reach.held_list(r reach.reader, asked uuid) returns access.held_list
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  declare
    l access.held_list;
    anyone reach.reader := r;
    -- First how often things have changed, then how they are: a change in between makes this old at once.
    present bigint := (select sum(number) from access.epoch);
  begin
    select * into l from access.held_list where group_id = asked and day = r.today and epoch = present;
    if found then return l; end if;
    l.group_id := asked;
    l.epoch := present;
    l.day := r.today;
    anyone.role := 'educator';
    anyone.groups := array[asked];
    anyone.children := '{}';
    l.head := (
      select json_build_object('id', g.id, 'name', g.name, 'unit_name', u.name, 'street', u.street, 'postal_code', u.postal_code,
               'city', u.city, 'phone', u.phone, 'email', u.email, 'staff', coalesce((
                 select json_agg(json_build_object('name', p.given_name || ' ' || p.family_name, 'title', d.title)
                                 order by d.role = 'principal', p.given_name || ' ' || p.family_name)
                 from duty d join person p on p.id = d.person_id
                 where d.unit_id = g.unit_id and (d.group_id = g.id or d.role = 'principal')
                   and range_contains_elem(d.valid, r.today) and d.person_id <> all (r.hidden)), '[]'))
      from unit_group g join unit u on u.id = g.unit_id
      where g.id = asked);
    l.families := coalesce((
      select json_agg(json_build_object('id', f.child_id, 'name', f.child_name, 'guardians', f.guardians)
                      order by f.child_name collate "sv-x-icu", f.child_id)
      from (
        select child_id, child_name,
               coalesce(json_agg(json_strip_nulls(json_build_object('id', guardian_id, 'name', guardian_name,
                                   'phone', phone, 'email', email, 'address', address))
                                 order by guardian_name collate "sv-x-icu", guardian_id)
                        filter (where guardian_id is not null), '[]') as guardians
        from (select child_id, child_name, guardian_id, guardian_name,
                     max(encode(sealed, 'base64')) filter (where field = 'phone') as phone,
                     max(encode(sealed, 'base64')) filter (where field = 'email') as email,
                     max(encode(sealed, 'base64')) filter (where field = 'address') as address
              from reach.contact_entries(anyone, array[asked], true) group by 1, 2, 3, 4) g
        group by 1, 2) f), '[]');
    anyone.children := array(select distinct child_id from reach.contact_entries(anyone, array[asked], true));
    l.unshown := coalesce((
      select jsonb_object_agg(u.child_id, u.guardians)
      from (select child_id, jsonb_agg(jsonb_build_object('id', guardian_id, 'name', guardian_name)) as guardians
            from (select child_id, guardian_id, guardian_name from reach.contact_entries(anyone, array[asked], false)
                  where guardian_id is not null
                  except
                  select child_id, guardian_id, guardian_name from reach.contact_entries(anyone, array[asked], true)) apart
            group by child_id) u), '{}');
    delete from access.held_list where group_id = asked and (epoch <> present or day <> r.today);
    insert into access.held_list select l.* on conflict do nothing;
    return l;
  end $$;

  -- The group's list by one question, and the reading in the log: the group, its unit's public contact and who works
  -- there (R30), its families; and for the reader's own children, or those in their care, the guardians who show their
  -- name to nobody else. Nothing for a group that is not the reader's.
  create or replace function access.read_contacts(context text, asked uuid)
  returns table (head json, families text, near uuid[], unshown jsonb)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    r reach.reader := reach.reader(context);
    l access.held_list;
  begin
    if r.role is null or r.role not in (${rolesWith('contacts.read')}) or asked <> all (r.groups) then return; end if;
    l := reach.held_list(r, asked);
    insert into audit_event (at, event, actor_id, actor_role, object_id) values (r.instant, 'contacts.listed', r.id, r.role, asked);
    head := l.head;
    families := l.families;
    near := case when r.role = 'guardian' then r.children else '{}' end;
    unshown := '{}';
    if l.unshown <> '{}' then
      unshown := coalesce((select jsonb_object_agg(key, value) from jsonb_each(l.unshown) where key::uuid = any (r.children)), '{}');
    end if;
    return next;
  end $$;
`
