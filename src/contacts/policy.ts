import { rolesWith } from '../access/reader.ts'

/**
 * R6: each guardian decides. The tables answer their owner alone; what others see comes out of access.contact_entries(),
 * which ties each detail to the child it is shown for.
 */
export const policy = `
  grant select, insert (guardian_id, child_id, field, shown, chosen_at, chosen_by) on contact_choice to insyn_guardian;
  create policy own on contact_choice for select to insyn_guardian
    using (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[]));
  create policy choose on contact_choice for insert to insyn_guardian
    with check (guardian_id = (select access.actor()) and chosen_by = (select access.actor())
      and child_id = any ((select access.children())::uuid[]) and chosen_at = (select access.instant()));

  grant select, insert, delete, update (sealed, changed_at) on contact_detail to insyn_guardian;
  create policy own on contact_detail for select to insyn_guardian using (person_id = (select access.actor()));
  create policy change_own on contact_detail for insert to insyn_guardian with check (person_id = (select access.actor()));
  create policy replace_own on contact_detail for update to insyn_guardian
    using (person_id = (select access.actor())) with check (person_id = (select access.actor()));
  create policy remove_own on contact_detail for delete to insyn_guardian using (person_id = (select access.actor()));
`

/**
 * Lives with the feature because it reads its tables; made before the policies. Planned once for all: planning these
 * anew takes longer than running them.
 */
export const helpers = `
  -- R4 to R6: the children of the groups, the guardians whose names show, and exactly the details that each of them
  -- shows for that child. Where the name is hidden nothing else shows, not even to staff or the child's other guardian,
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
        select child_id, guardian_id, bool_or(shown) filter (where field = 'name') as name,
               array_agg(field) filter (where shown and field <> 'name') as fields
        from (select distinct on (c.child_id, c.guardian_id, c.field) c.child_id, c.guardian_id, c.field, c.shown
              from contact_choice c
              where c.child_id = any (array(select child_id from here))
              order by c.child_id, c.guardian_id, c.field, c.id desc) latest
        group by child_id, guardian_id
      ), custodian as materialized (
        select g.child_id, g.guardian_id, p.given_name || ' ' || p.family_name as name, coalesce(said.name, by_default) as shown,
               said.fields
        from guardianship g join person p on p.id = g.guardian_id
        left join said on said.child_id = g.child_id and said.guardian_id = g.guardian_id
        where g.child_id = any (array(select child_id from here where minor)) and range_contains_elem(g.valid, r.today)
          and g.guardian_id <> all (r.hidden)
      )
      select h.group_id, h.child_id, h.name, h.child_id = any (r.children), who.guardian_id, who.name, d.field, d.sealed
      from here h
      left join custodian who on who.child_id = h.child_id
                             and (who.shown or (h.child_id = any (r.children) and not as_others))
      left join contact_detail d on who.shown and d.person_id = who.guardian_id and d.field = any (who.fields);
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

  -- The group's list by one question, and the reading in the log: the first row holds the group, its unit's public
  -- contact and who works there (R30); the entries follow. Nothing for a group that is not the reader's.
  create or replace function access.read_contacts(context text, asked uuid)
  returns table (head jsonb, group_id uuid, child_id uuid, child_name text, child_near boolean, guardian_id uuid, guardian_name text,
                 field text, sealed bytea)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare r reach.reader := reach.reader(context);
  begin
    if r.role is null or r.role not in (${rolesWith('contacts.read')}) or asked <> all (r.groups) then return; end if;
    head := (
      select jsonb_build_object('id', g.id, 'name', g.name, 'unit_name', u.name, 'street', u.street, 'postal_code', u.postal_code,
               'city', u.city, 'phone', u.phone, 'email', u.email, 'staff', coalesce((
                 select jsonb_agg(jsonb_build_object('name', p.given_name || ' ' || p.family_name, 'title', d.title)
                                  order by d.role = 'principal', p.given_name || ' ' || p.family_name)
                 from duty d join person p on p.id = d.person_id
                 where d.unit_id = g.unit_id and (d.group_id = g.id or d.role = 'principal')
                   and range_contains_elem(d.valid, r.today) and d.person_id <> all (r.hidden)), '[]'))
      from unit_group g join unit u on u.id = g.unit_id
      where g.id = asked);
    insert into audit_event (at, event, actor_id, actor_role, object_id) values (r.instant, 'contacts.listed', r.id, r.role, asked);
    return next;
    return query select null::jsonb, e.* from reach.contact_entries(r, array[asked], false) e;
  end $$;
`
