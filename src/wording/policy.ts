/** The principal sees how often the check's advice was not taken, as counts; only count_overrides adds to them. */
export const policy = `
  grant select on wording_override to insyn_principal;
  create policy follow on wording_override for select to insyn_principal using (unit_id = any ((select access.units())::uuid[]));

  grant select, insert on wording_acknowledgement to insyn_educator, insyn_principal;
  create policy own on wording_acknowledgement for select to insyn_educator, insyn_principal
    using (person_id = (select access.actor()));
  create policy acknowledge on wording_acknowledgement for insert to insyn_educator, insyn_principal
    with check (person_id = (select access.actor()) and acknowledged_at = (select access.instant()));
`

/** Lives with the feature because it reads for it; made before the policies. */
export const helpers = `
  -- Whose names may stand in a text for a group, a child or a unit, \`place\`, or for a group's whole unit: those it is
  -- about (null: everybody there), the other children there, the staff. \`elsewhere\` answers which of the words are a
  -- given name of anybody else in the municipality. Somebody under protection is one of those and nothing more: a stop on
  -- their name is the stop on the name of any other family's child, and their names never come here unless they were
  -- typed (decision 3). A family is told none of this: it writes of grandmothers and neighbours, and a name is then
  -- warned about by how it is used.
  create or replace function access.names_around(place uuid, whole_unit boolean, about uuid[], words text[])
  returns table (unit_id uuid, tagged text[], others text[], staff text[], elsewhere text[], contacts text[], acknowledged boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    near uuid[] := access.groups();
    hidden uuid[] := access.hidden();
    today date := access.today();
    here uuid[];
    known text[];
  begin
    if access.role() is null or access.role() not in ('educator', 'principal', 'guardian', 'pupil') then return; end if;
    select array_agg(g.id), (array_agg(g.unit_id))[1] into near, unit_id
    from unit_group g
    where g.id = any (near) and (g.id = place or g.unit_id = place
      or g.id in (select p.group_id from placement p where p.child_id = place and place <> all (hidden) and range_contains_elem(p.valid, today))
      or whole_unit and g.unit_id = (select unit_id from unit_group where id = place));
    if near is null then return; end if;
    here := array(select distinct child_id from placement
                  where group_id = any (near) and range_contains_elem(valid, today) and child_id <> all (hidden));
    staff := reach.names_of(array(select d.person_id from duty d where d.unit_id = names_around.unit_id
                                   and range_contains_elem(d.valid, today) and d.person_id <> all (hidden)), true);
    contacts := array(select unnest(array[u.phone, u.email]) from unit u where u.id = names_around.unit_id);
    acknowledged := access.acknowledged();
    if access.role() in ('guardian', 'pupil') then return next; return; end if;
    if about is null then about := here; end if;
    tagged := reach.names_of(array(select unnest(here) intersect select unnest(about)), true);
    others := reach.names_of(array(select unnest(here) except select unnest(about)), false);
    known := tagged || others || staff;
    elsewhere := array(
      select word from unnest(words) as word
      where word <> all (known) and exists (
        select from person p where string_to_array(translate(lower(p.given_name), '-', ' '), ' ') @> array[word]));
    return next;
  end $$;

  -- In small letters: the given name, its parts, and with \`whole\` the family name too.
  create or replace function reach.names_of(people uuid[], whole boolean) returns text[]
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select array(
      select distinct lower(name)
      from person p cross join lateral unnest(
        array[p.given_name] || string_to_array(translate(p.given_name, '-', ' '), ' ')
        || case when whole then array[p.family_name, p.given_name || ' ' || p.family_name] end) as name
      where p.id = any (people) and name <> '')
  $$;

  -- Who writes for a unit reads once a year how we write; nobody else is asked.
  create or replace function access.acknowledged() returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    me uuid := access.actor();
    present timestamptz := access.instant();
  begin
    return coalesce(access.role() not in ('educator', 'principal'), true)
      or exists (select from wording_acknowledgement where person_id = me and acknowledged_at > present - interval '1 year');
  end $$;

  -- One more for each category, in the actor's own unit. Two at once wait for each other or both add.
  create or replace function access.count_overrides(unit uuid, categories text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    what text;
    today date := access.today();
  begin
    if access.role() is null or not unit = any (access.units()) then return; end if;
    foreach what in array categories loop
      insert into wording_override values (unit, today, what, 1) on conflict do nothing;
      if not found then
        update wording_override o set number = o.number + 1
        where o.unit_id = unit and o.day = today and o.category = what;
      end if;
    end loop;
  end $$;
`
