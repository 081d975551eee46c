import { actorRoles } from '../access/policy.ts'

const officer = `(select access.role()) = 'protection'`
const me = '(select access.actor())'
const now = '(select access.instant())'
const today = '(select access.today())'
const open = (...columns: string[]) =>
  columns.map((column) => `${column} <> all ((select access.hidden())::uuid[])`).join(' and ')
const ofAlias = (column: string) => `${column} = any ((select access.protection_aliases())::uuid[])`

/**
 * Decision 3: the officers alone know who is protected. Everybody hidden is hidden from them too, but for those they are
 * responsible for and those whom nobody has taken yet (reach.hidden_from_officer); so the restrictive policies on people
 * hold for officers as they stand. What somebody has written about a protected child no officer reads.
 */
export const policy = `
  grant select (id, given_name, family_name, birth_date, origin, personnummer_index) on person to insyn_protection;
  grant select on unit, unit_group, guardianship, placement, duty, household_member to insyn_protection;
  create policy protect on person for select to insyn_protection using (${officer});
  create policy protect on unit_group for select to insyn_protection using (${officer});
  create policy protect on guardianship for select to insyn_protection using (${officer});
  create policy protect on placement for select to insyn_protection using (${officer});
  create policy protect on duty for select to insyn_protection using (${officer});
  create policy protect on household_member for select to insyn_protection using (${officer});
  create policy protected on household_member as restrictive for select to ${actorRoles} using (${open('person_id')});

  -- Protection is set here, and ended here where it was set here or the register says nothing. What the register marks,
  -- the register takes back.
  grant select, insert (person_id, valid, origin, cause), update (valid), delete on protected_identity to insyn_protection;
  create policy protect on protected_identity for select to insyn_protection using (${officer} and ${open('person_id')});
  create policy protect_now on protected_identity for insert to insyn_protection
    with check (${officer} and ${open('person_id')} and origin = 'local' and cause = 'decided' and valid = daterange(${today}, null));
  create policy end_it on protected_identity for update to insyn_protection
    using (${officer} and ${open('person_id')} and (origin = 'local' or cause = 'unknown'))
    with check (${officer} and ${open('person_id')} and (origin = 'local' or cause = 'unknown'));
  -- What began today and is taken back today never was.
  create policy never_was on protected_identity for delete to insyn_protection
    using (${officer} and ${open('person_id')} and (origin = 'local' or cause = 'unknown') and lower(valid) >= ${today});

  grant select, insert (id, person_id, kind, reason, sealed_note, officer_id, decided_by, decided_at, review_on) on protection_decision to insyn_protection;
  create policy protect on protection_decision for select to insyn_protection using (${officer} and ${open('person_id')});
  create policy decide on protection_decision for insert to insyn_protection
    with check (${officer} and ${open('person_id')} and decided_by = ${me} and decided_at = ${now}
      and (officer_id = ${me} or kind = 'handed-over' and officer_id in (select id from access.protection_officers())));

  grant select, insert (alias_id, person_id, child_id, reference, agreed_on, valid, made_by, made_at), update (valid) on protection_alias to insyn_protection;
  create policy protect on protection_alias for select to insyn_protection using (${officer} and ${open('person_id')});
  create policy agree on protection_alias for insert to insyn_protection
    with check (${officer} and ${open('person_id')} and made_by = ${me} and made_at = ${now}
      and (child_id is null or ${ofAlias('child_id')}));
  create policy end_it on protection_alias for update to insyn_protection
    using (${officer} and ${open('person_id')}) with check (${officer} and ${open('person_id')});

  -- An alias is a person like others, also by where it seems to come from.
  grant insert (id, given_name, family_name, birth_date, origin) on person to insyn_protection;
  create policy make_alias on person for insert to insyn_protection with check (${officer} and origin = 'roster');
  grant insert (child_id, group_id, valid, origin), update (valid) on placement to insyn_protection;
  create policy place_alias on placement for insert to insyn_protection
    with check (${officer} and origin = 'local' and ${ofAlias('child_id')});
  create policy end_alias on placement for update to insyn_protection
    using (${officer} and ${ofAlias('child_id')}) with check (${officer} and ${ofAlias('child_id')});
  grant insert (child_id, guardian_id, valid, origin), update (valid) on guardianship to insyn_protection;
  create policy give_alias on guardianship for insert to insyn_protection
    with check (${officer} and origin = 'local' and ${ofAlias('child_id')} and ${ofAlias('guardian_id')});
  create policy end_alias on guardianship for update to insyn_protection
    using (${officer} and ${ofAlias('child_id')}) with check (${officer} and ${ofAlias('child_id')});
`

export const helpers = `
  -- Who is responsible: whom the latest decision says, while they are an officer still.
  create or replace function reach.officer_of(protected uuid) returns uuid
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    return (
      select d.officer_id from (select officer_id from protection_decision where person_id = protected order by number desc limit 1) d
      where exists (select from account a join account_role r on r.account_id = a.id
                    where a.person_id = d.officer_id and a.disabled_at is null and r.role = 'protection'));
  end $$;

  -- Everybody hidden but those who are so through somebody that the officer is responsible for, or nobody is.
  create or replace function reach.hidden_from_officer(officer uuid, today date) returns uuid[]
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare
    mine uuid[] := array(
      select distinct person_id from protected_identity
      where range_contains_elem(valid, today) and coalesce(reach.officer_of(person_id), officer) = officer);
  begin
    return array(
      select person_id from access.hidden_person where range_contains_elem(valid, today)
      except select person_id from reach.hidden_through(mine) where range_contains_elem(valid, today));
  end $$;

  create or replace function access.protection_officers() returns table (id uuid, name text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare hidden uuid[] := access.hidden();
  begin
    if access.role() is distinct from 'protection' then return; end if;
    return query
      select p.id, p.given_name || ' ' || p.family_name
      from account a join account_role r on r.account_id = a.id and r.role = 'protection' join person p on p.id = a.person_id
      where a.disabled_at is null and p.id <> all (hidden);
  end $$;

  -- The aliases of those who are the officer's; asked anew each time, since one made now is placed now.
  create or replace function access.protection_aliases() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare hidden uuid[] := access.hidden();
  begin
    if access.role() is distinct from 'protection' then return '{}'; end if;
    return array(select alias_id from protection_alias where person_id <> all (hidden));
  end $$;

  -- Whoever is hidden through this person is signed out everywhere: what they had open goes.
  create or replace function access.protection_signs_out(protected uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    today date := access.today();
    hidden uuid[] := access.hidden();
  begin
    if access.role() is distinct from 'protection' or protected = any (hidden) then return; end if;
    update account set session_epoch = session_epoch + 1
    where person_id in (select person_id from reach.hidden_through(array[protected]) where range_contains_elem(valid, today));
  end $$;

  -- A way in for an alias of a guardian. Their name stands in no contact list until they choose so themselves.
  drop function if exists access.protection_lets_in(uuid, text, text);
  create or replace function access.protection_lets_in(alias uuid, username text, hash text, until timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    made uuid := gen_random_uuid();
    hidden uuid[] := access.hidden();
    of_child uuid := (select a.child_id from protection_alias a where a.alias_id = alias and a.person_id <> all (hidden));
  begin
    if access.role() is distinct from 'protection' or of_child is null then
      raise exception 'no alias of this officer''s' using errcode = '42501';
    end if;
    insert into account (id, person_id, username, password_hash, first_until) values (made, alias, protection_lets_in.username, hash, until);
    insert into account_role (account_id, role) values (made, 'guardian');
    -- As an administrator makes one, so that it looks like any other.
    perform reach.account_noted(made, 'made', null, 'begins');
    perform reach.account_noted(made, 'given', 'guardian', 'begins');
    -- In whatever group the child comes to be.
    insert into contact_choice (guardian_id, child_id, field, shown, chosen_at, chosen_by)
    values (alias, of_child, 'name', false, access.instant(), alias);
  end $$;

  create or replace function access.protection_shuts_out(alias uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    hidden uuid[] := access.hidden();
    shut uuid;
  begin
    if access.role() is distinct from 'protection' then return; end if;
    for shut in
      update account set disabled_at = access.instant(), session_epoch = session_epoch + 1
      where disabled_at is null and person_id in (
        select a.alias_id from protection_alias a
        where (a.alias_id = alias or a.child_id = alias) and a.person_id <> all (hidden))
      returning account.id
    loop
      perform reach.account_noted(shut, 'closed', null, 'ends');
    end loop;
  end $$;

  -- Who has met the person in ninety days: their page, an item they are in, a list their group's families read. With
  -- names, since the officer has to judge what somebody may know; newest first.
  -- The log is walked backwards a stretch at a time, and for two seconds at most: where it goes on further back, the last row
  -- says from where and when, and nothing else. So the log needs no index for what is asked some times a year. Planned anew for
  -- each stretch: with its items known each line is looked up among them instead of held against them one by one.
  create or replace function access.protection_readers(protected uuid, before bigint)
  returns table (id bigint, at timestamptz, event text, actor_role text, name text, place text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
  #variable_conflict use_column
  declare
    hidden uuid[] := access.hidden();
    today date := access.today();
    since timestamptz := access.instant() - interval '90 days';
    items uuid[];
    rooms uuid[];
    upper_id bigint := coalesce(before, (select max(e.id) from audit_event e) + 1);
    start_id bigint := upper_id;
    lower_id bigint;
    wanted integer := 51;
    added integer;
    began timestamptz := clock_timestamp();
  begin
    if access.role() is distinct from 'protection' or protected = any (hidden)
      or not exists (select from access.hidden_person h where h.person_id = protected and range_contains_elem(h.valid, today)) then return; end if;
    items := array(
      select s.document_id from document_scope s where s.child_id = protected
      union select d.id from document d where d.published_at is null and d.about && array[protected]
      union select m.document_id from media_subject s join media m on m.id = s.media_id where s.child_id = protected);
    -- The list of a group holds its children, and the guardians of each.
    rooms := array(
      select p.group_id from placement p
      where p.valid && daterange(access.day(since), null)
        and (p.child_id = protected
          or p.child_id in (select g.child_id from guardianship g where g.guardian_id = protected and g.valid && daterange(access.day(since), null))));
    loop
      exit when coalesce((select e.at from audit_event e where e.id < upper_id order by e.id desc limit 1), '-infinity') < since;
      if upper_id < start_id and clock_timestamp() - began > interval '2 seconds' then
        return query select upper_id, (select e.at from audit_event e where e.id < upper_id order by e.id desc limit 1), null::text, null::text, null::text, null::text;
        return;
      end if;
      lower_id := upper_id - 200000;
      return query
      select e.id, e.at, e.event::text, e.actor_role,
             case when p.id <> all (hidden) then p.given_name || ' ' || p.family_name end,
             (select string_agg(distinct u.name, ', ') from duty d join unit u on u.id = d.unit_id
              where d.person_id = e.actor_id and e.actor_role in ('educator', 'principal') and range_contains_elem(d.valid, access.day(e.at)))
      from audit_event e left join person p on p.id = e.actor_id
      where e.at >= since and e.id >= lower_id and e.id < upper_id and e.actor_id <> protected
        and (e.subject_id = protected or e.object_id = protected or e.object_id = any (items)
          or e.event in ('contacts.listed', 'contacts.downloaded') and e.object_id = any (rooms))
      order by e.id desc limit wanted;
      get diagnostics added = row_count;
      wanted := wanted - added;
      exit when wanted = 0;
      upper_id := lower_id;
    end loop;
  end $$;

  -- Where media with the person are used outside the portal, by when they come down, and when they did.
  drop function if exists access.protection_uses(uuid);
  create or replace function access.protection_uses(protected uuid) returns table (place text, used_on date, unit text, due_on date, done_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare hidden uuid[] := access.hidden();
  begin
    if access.role() is distinct from 'protection' or protected = any (hidden) then return; end if;
    return query
      select m.place, m.used_on, u.name, t.due_on, t.done_at
      from media_use_child c join media_use m on m.id = c.use_id join unit u on u.id = m.unit_id
      left join take_down t on t.use_id = c.use_id and t.child_id = c.child_id
      where c.child_id = protected order by m.used_on desc;
  end $$;

  select access.refresh_hidden();
  select reach.media_hidden(array(select distinct h.person_id from access.hidden_person h));
`
