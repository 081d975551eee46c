/** A guardian's word about their own child, and what came on paper; and the setting, which is the administrator's. */
export const policy = `
  grant select on handover_answer to insyn_guardian, insyn_admin;
  grant insert (child_id, guardian_id, answer, answered_at) on handover_answer to insyn_guardian;
  create policy own on handover_answer for select to insyn_guardian
    using (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[]));
  create policy answer on handover_answer for insert to insyn_guardian
    with check (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[])
      and answered_at = (select access.instant()) and origin = 'portal');

  grant insert (child_id, guardian_id, answer, answered_at, origin, entered_by) on handover_answer to insyn_admin;
  create policy administer on handover_answer for select to insyn_admin
    using ((select access.role()) = 'admin' and child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[]));
  create policy register on handover_answer for insert to insyn_admin
    with check ((select access.role()) = 'admin' and entered_by = (select access.actor()) and answered_at = (select access.instant())
      and origin in ('paper', 'phone')
      and child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[])
      and exists (select from guardianship g where g.guardian_id = handover_answer.guardian_id and g.child_id = handover_answer.child_id
                  and range_contains_elem(g.valid, (select access.today()))));

  grant update (value, changed_at) on setting to insyn_admin;
  create policy handover on setting for update to insyn_admin
    using ((select access.role()) = 'admin' and key = 'handover.waits_from')
    with check ((select access.role()) = 'admin' and key = 'handover.waits_from' and changed_at = (select access.instant()));
`

/** What src/access/reader.ts finds with the rest of whom and what somebody reaches; made before it is asked. */
export const reach = `
  -- Whoever begins school on this day or later waits; null: nobody does, or the law has come (decision 8).
  create or replace function reach.handover_gate(today date) returns date
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    if today >= (select (value #>> '{}')::date from setting where key = 'handover.law_from') then return null; end if;
    return (select (value #>> '{}')::date from setting where key = 'handover.waits_from');
  end $$;

  -- Children who come or have come from a preschool to a school, and for whom no guardian has said yes, or one who has
  -- custody today says no; with the day on which they begin.
  create or replace function reach.handover_waiting(children uuid[], today date) returns table (child_id uuid, day date)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare gate date := reach.handover_gate(today);
  begin
    if gate is null then return; end if;
    return query
      select s.child_id, s.day
      from (
        select p.child_id, min(lower(p.valid)) filter (where u.kind = 'school') as day, min(lower(p.valid)) filter (where u.kind = 'preschool') as before
        from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
        where p.child_id = any (children)
        group by 1
      ) s
      where s.day >= gate and s.before < s.day and not (
        exists (select from handover_answer a where a.child_id = s.child_id and a.answer = 'yes'
                and not exists (select from handover_answer l where l.child_id = a.child_id and l.guardian_id = a.guardian_id and l.id > a.id))
        and not exists (select from handover_answer a
                join guardianship c on c.guardian_id = a.guardian_id and c.child_id = a.child_id and range_contains_elem(c.valid, today)
                where a.child_id = s.child_id and a.answer = 'no'
                and not exists (select from handover_answer l where l.child_id = a.child_id and l.guardian_id = a.guardian_id and l.id > a.id)));
  end $$;

  -- For staff, from when they have what is about each such child: {child: instant}. Where a preschool of theirs has the
  -- child today they have it all.
  create or replace function reach.handover_waits(children uuid[], groups uuid[], today date) returns jsonb
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    if reach.handover_gate(today) is null then return '{}'; end if;
    return coalesce((
      select jsonb_object_agg(w.child_id, w.day::timestamp at time zone 'Europe/Stockholm')
      from reach.handover_waiting(children, today) w
      where not exists (
        select from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
        where p.child_id = w.child_id and g.id = any (groups) and u.kind = 'preschool' and range_contains_elem(p.valid, today))), '{}');
  end $$;

  -- For a guardian: that the child is on its way to another unit, has just come there, or is leaving; sixty days before and
  -- thirty after, and for as long as something waits for a word.
  create or replace function reach.handover(child uuid, guardian uuid, today date) returns jsonb
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare
    waiting date := (select w.day from reach.handover_waiting(array[child], today) w);
    here uuid[];
    last date;
    stage text;
    move record;
    old record;
  begin
    select array_agg(distinct g.unit_id) filter (where range_contains_elem(p.valid, today)), max(coalesce(upper(p.valid), 'infinity')) into here, last
    from placement p join unit_group g on g.id = p.group_id where p.child_id = child;
    select lower(p.valid) as day, u.id, u.name, u.kind into move
    from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
    where p.child_id = child and lower(p.valid) > today and lower(p.valid) <= today + 60 and u.id <> all (here)
    order by 1 limit 1;
    if found then
      stage := 'coming';
    else
      select s.day, u.id, u.name, u.kind into move
      from (select g.unit_id, min(lower(p.valid)) as day from placement p join unit_group g on g.id = p.group_id
            where p.child_id = child and g.unit_id = any (here) group by 1) s
      join unit u on u.id = s.unit_id
      where (s.day >= today - 30 or s.day = waiting)
        and exists (select from placement p join unit_group g on g.id = p.group_id
                    where p.child_id = child and g.unit_id <> s.unit_id and lower(p.valid) < s.day)
      order by 1 desc limit 1;
      if found then
        stage := 'done';
      elsif last <= today then
        return jsonb_build_object('stage', 'left', 'day', last - 1);
      elsif last <= today + 60 then
        return jsonb_build_object('stage', 'leaving', 'day', last - 1);
      else
        return null;
      end if;
    end if;
    select u.name, u.kind into old
    from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
    where p.child_id = child and lower(p.valid) < move.day and u.id <> move.id
    order by upper(p.valid) desc nulls first limit 1;
    return jsonb_build_object(
      'stage', stage, 'day', move.day, 'from', old.name, 'to', move.name,
      'gate', case when move.kind <> 'school' or old.kind <> 'preschool' or reach.handover_gate(today) is null or move.day < reach.handover_gate(today) then null
                   when waiting is null then 'open' else 'waits' end,
      'mine', (select a.answer from handover_answer a where a.child_id = child and a.guardian_id = guardian order by a.id desc limit 1));
  end $$;
`

export const helpers = `
  -- Who comes or has come from preschool to school since it is made to wait, at one school or all: whose time in preschool
  -- waits, who has said what, and how many there are. The administrator follows it, and enters what came on paper: a yes,
  -- and a no to what somebody else has opened.
  drop function if exists access.handovers_waiting();
  create or replace function access.handovers(school uuid, most integer)
  returns table (child_id uuid, name text, day date, unit_name text, waits boolean, guardians jsonb, total bigint)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    today date := access.today();
    hidden uuid[] := access.hidden();
    gate date := reach.handover_gate(today);
    candidates uuid[];
    waiting uuid[];
  begin
    if access.role() is distinct from 'admin' or gate is null then return; end if;
    candidates := array(
      select distinct p.child_id from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
      where u.kind = 'school' and (school is null or u.id = school)
        and lower(p.valid) between gate and today + 60 and coalesce(upper(p.valid), 'infinity') > today and p.child_id <> all (hidden));
    -- Found first: joined, it would be looked through once for each.
    waiting := array(select w.child_id from reach.handover_waiting(candidates, today) w);
    return query
      with coming as (
        select p.child_id, min(lower(p.valid)) filter (where u.kind = 'school') as day, min(lower(p.valid)) filter (where u.kind = 'preschool') as before
        from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
        where p.child_id = any (candidates)
        group by 1
      ), shown as (
        select s.child_id, s.day, s.child_id = any (waiting) as waits, c.given_name, c.family_name, count(*) over () as total
        from coming s join person c on c.id = s.child_id
        where s.day between gate and today + 60 and s.before < s.day
        order by waits desc, s.day, c.family_name, c.given_name, c.id
        limit most
      )
      select s.child_id, s.given_name || ' ' || s.family_name, s.day,
             (select min(u.name) from placement p join unit_group g on g.id = p.group_id join unit u on u.id = g.unit_id
              where p.child_id = s.child_id and lower(p.valid) = s.day and u.kind = 'school'),
             s.waits,
             coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.given_name || ' ' || a.family_name, 'answer', (
                         select h.answer from handover_answer h where h.child_id = s.child_id and h.guardian_id = a.id order by h.id desc limit 1))
                         order by a.given_name, a.id)
                       from guardianship k join person a on a.id = k.guardian_id
                       where k.child_id = s.child_id and range_contains_elem(k.valid, today) and a.id <> all (hidden)), '[]'),
             s.total
      from shown s
      order by s.waits desc, s.day, s.family_name, s.given_name, s.child_id;
  end $$;
`
