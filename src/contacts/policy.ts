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
  create or replace function access.contact_entries(asked uuid[], as_others boolean)
  returns table (group_id uuid, child_id uuid, child_name text, child_near boolean, guardian_id uuid, guardian_name text,
                 field text, sealed bytea)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan as $$
  #variable_conflict use_column
  declare
    claims text[] := access.claims();
    today date;
    groups uuid[];
    near uuid[];
    hidden uuid[];
    by_default boolean := (select value = 'true' from setting where key = 'contacts.name_shown');
  begin
    if claims is null or claims[2] not in ('guardian', 'educator', 'principal') then return; end if;
    today := reach.today(claims);
    groups := array(select unnest(asked) intersect select unnest(access.groups()));
    near := access.children();
    hidden := access.hidden();
    return query
      with here as materialized (
        select p.group_id, p.child_id, c.given_name || ' ' || c.family_name as name,
               c.birth_date is null or today < (c.birth_date + interval '18 years')::date as minor
        from placement p join person c on c.id = p.child_id
        where p.group_id = any (groups) and range_contains_elem(p.valid, today) and p.child_id <> all (hidden)
      ), choice as materialized (
        select distinct on (c.child_id, c.guardian_id, c.field) c.child_id, c.guardian_id, c.field, c.shown
        from contact_choice c
        where c.child_id = any (array(select child_id from here))
        order by c.child_id, c.guardian_id, c.field, c.id desc
      ), custodian as materialized (
        select g.child_id, g.guardian_id, p.given_name || ' ' || p.family_name as name,
               coalesce((select n.shown from choice n where n.child_id = g.child_id and n.guardian_id = g.guardian_id
                         and n.field = 'name'), by_default) as shown
        from guardianship g join person p on p.id = g.guardian_id
        where g.child_id = any (array(select child_id from here where minor)) and range_contains_elem(g.valid, today)
          and g.guardian_id <> all (hidden)
      )
      select h.group_id, h.child_id, h.name, h.child_id = any (near), who.guardian_id, who.name, d.field, d.sealed
      from here h
      left join custodian who on who.child_id = h.child_id
                             and (who.shown or (h.child_id = any (near) and not as_others))
      left join choice c on c.child_id = who.child_id and c.guardian_id = who.guardian_id
                        and c.field <> 'name' and c.shown and who.shown
      left join contact_detail d on d.person_id = c.guardian_id and d.field = c.field;
  end $$;

  -- R30: who works in the group today, and the unit's principal. Asked here instead of through person's policies, which
  -- would first gather everybody the actor may know.
  create or replace function access.group_staff(asked uuid) returns table (name text, title text, leads boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan as $$
  #variable_conflict use_column
  declare
    claims text[] := access.claims();
    today date;
    hidden uuid[];
  begin
    if claims is null or asked <> all (access.groups()) then return; end if;
    today := reach.today(claims);
    hidden := access.hidden();
    return query
      select p.given_name || ' ' || p.family_name, d.title, d.role = 'principal'
      from unit_group g
      join duty d on d.unit_id = g.unit_id and (d.group_id = g.id or d.role = 'principal') and range_contains_elem(d.valid, today)
      join person p on p.id = d.person_id
      where g.id = asked and d.person_id <> all (hidden);
  end $$;
`
