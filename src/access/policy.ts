import { macOf } from './reader.ts'
import { roleNames } from './roles.ts'

/** The database roles that an actor may step into, one for each role of src/access/roles.ts. */
export const actorRoles = roleNames.map((role) => `insyn_${role}`).join(', ')

// What reach.known() finds and the policies ask for one by one.
const reached = ['hidden', 'children', 'groups', 'units', 'scopes']

// A helper that finds its answer once a transaction. `answer` sees the verified `claims`.
export const remembered = (name: string, type: string, answer: string) => `
  create or replace function access.${name}() returns ${type}
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    held text := reach.recall('${name}');
    claims text[];
    answer ${type};
  begin
    if held is not null then return held::${type}; end if;
    claims := access.claims();
    if claims is null then return '{}'; end if;
    answer := ${answer};
    perform reach.keep('${name}', answer::text);
    return answer;
  end $$;
`

/**
 * Who asks, and whom and what they reach today: the helpers that every feature's policies are made of. Each is called
 * once per statement as `= any((select access.x())::uuid[])` (docs/decisions/0004 has the measurements).
 * All are definer functions with a pinned search path; without a valid signed context each answers nothing.
 */
export const helpers = `
  create or replace function access.claims() returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
  declare claims text[] := reach.verified(current_setting('app.context', true));
  begin
    -- The context speaks for its own role alone: one who steps into another with it is nobody there.
    if current_setting('role') is distinct from 'insyn_' || claims[2] then return null; end if;
    return claims;
  end $$;

  -- In plpgsql, whose plans stay with the connection: as SQL each of these costs three times as much (measured, 18.4).
  create or replace function access.actor() returns uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$ begin return (access.claims())[1]::uuid; end $$;

  create or replace function access.role() returns text
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$ begin return (access.claims())[2]; end $$;

  create or replace function access.instant() returns timestamptz
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as
  $$ begin return to_timestamp(((access.claims())[4])::numeric / 1000); end $$;

  -- The day in Sweden: periods begin and end at Stockholm's midnight.
  create or replace function access.day(instant timestamptz) returns date
  language sql immutable set search_path = pg_catalog, pg_temp as $$ select (instant at time zone 'Europe/Stockholm')::date $$;

  create or replace function access.today() returns date
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$ begin return reach.today(access.claims()); end $$;

  ${reached.map((name) => remembered(name, 'uuid[]', `(reach.keep_all(reach.known(claims))).${name}`)).join('')}
  -- R2: since when the actor follows the work of each scope; {scope: first instant}.
  ${remembered('scope_since', 'jsonb', 'reach.scope_since(reach.keep_all(reach.known(claims)))')}
  -- R4: the children of the actor's groups.
  ${remembered('classmates', 'uuid[]', 'reach.classmates(claims, reach.today(claims))')}
  ${remembered('people', 'uuid[]', 'reach.people(claims, reach.today(claims))')}

  -- Guardians whose name the actor may see, pair by pair (R4, R6): shown for one child is not shown for another.
  create or replace function access.known_guardians() returns table (guardian_id uuid, child_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
  declare claims text[] := access.claims();
  begin
    if claims is null then return; end if;
    return query select * from reach.known_guardians(claims, reach.today(claims));
  end $$;

  -- What falls due in the months ahead, as counts: the administrator sees when things go, not the things.
  create or replace function access.due_by_month(years integer)
  returns table (month text, documents bigint) language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare first date := date_trunc('month', access.today()::timestamp)::date;
  begin
    if access.role() <> 'admin' or access.role() is null then return; end if;
    return query
      select to_char(m, 'YYYY-MM'), (
        select count(*) from document d
        where d.published_at >= ((m - make_interval(years => years)) at time zone 'Europe/Stockholm')
          and d.published_at <  ((m + interval '1 month' - make_interval(years => years)) at time zone 'Europe/Stockholm'))
      from generate_series(first::timestamp, first + interval '11 months', interval '1 month') as m;
  end $$;

  create or replace function access.sign_in_failed() returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as
  $$ insert into audit_event (at, event, actor_role) values (now(), 'account.sign-in-failed', 'anyone') $$;

  create or replace function access.change_password(hash text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    update account set password_hash = hash, first_until = null, session_epoch = session_epoch + 1 where person_id = access.actor();
    return found;
  end $$;
`

/**
 * Periods are asked with range_contains_elem, not @>: to Postgres, @> of a day it does not know is rare, and it would
 * rather walk the whole index of periods than look up the few rows that belong to somebody (a hundredfold, measured).
 * What the helpers above are made of, with the claims already verified: nobody but they may call these. A helper's
 * result is taken into a variable before it stands in a condition; called there it would be asked once a row.
 */
export const reach = `
  create or replace function reach.classmates(claims text[], today date) returns uuid[]
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare
    groups uuid[];
    hidden uuid[];
  begin
    if claims[2] not in ('guardian', 'educator', 'principal') then return '{}'; end if;
    groups := access.groups();
    hidden := access.hidden();
    return array(select distinct child_id from placement
                 where group_id = any (groups) and range_contains_elem(valid, today) and child_id <> all (hidden));
  end $$;

  create or replace function reach.scope_since(r reach.reader) returns jsonb
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as
  $$ begin return jsonb_object(r.scopes::text[], r.since::text[]); end $$;

  -- R6: whether a guardian's name shows in a group for a child there: as they chose for that group; where they have not,
  -- by default, unless they have hidden it somewhere. So a child who changes groups takes nothing out into the open.
  create or replace function reach.name_shown(guardian uuid, child uuid, room uuid, by_default boolean) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(
      (select c.shown from contact_choice c
       where c.child_id = child and c.guardian_id = guardian and c.field = 'name' and c.group_id = room order by c.id desc limit 1),
      by_default and not exists (
        select from (select distinct on (c.group_id) c.shown from contact_choice c
                     where c.child_id = child and c.guardian_id = guardian and c.field = 'name'
                     order by c.group_id, c.id desc) latest where not shown))
  $$;

  -- The co-guardians of one's own child always; the classmates' where they have not hidden their name for that child.
  -- Staff know the guardians of the children in their care, whatever the list shows to others. At 18 custody has ended.
  create or replace function reach.known_guardians(claims text[], today date)
  returns table (guardian_id uuid, child_id uuid)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    near uuid[];
    mine uuid[];
    hidden uuid[];
    rooms uuid[];
    shown_by_default boolean;
  begin
    if claims[2] not in ('guardian', 'educator', 'principal') then return; end if;
    mine := access.children();
    near := case when claims[2] = 'guardian' then mine || access.classmates() else mine end;
    hidden := access.hidden();
    rooms := access.groups();
    shown_by_default := (select value = 'true' from setting where key = 'contacts.name_shown');
    return query
      select g.guardian_id, g.child_id
      from guardianship g join person p on p.id = g.child_id
      where g.child_id = any (near) and range_contains_elem(g.valid, today) and g.guardian_id <> all (hidden)
        and (p.birth_date is null or today < (p.birth_date + interval '18 years')::date)
        and (g.child_id = any (mine) or not exists (
          -- Who is kept from the child stands in no list of its group (contacts/policy.ts).
          select from guardian_block b where b.guardian_id = g.guardian_id and b.child_id = g.child_id
            and range_contains_elem(b.valid, today)
        ) and exists (
          select from placement x
          where x.child_id = g.child_id and x.group_id = any (rooms) and range_contains_elem(x.valid, today)
            and reach.name_shown(g.guardian_id, g.child_id, x.group_id, shown_by_default)));
  end $$;

  create or replace function reach.people(claims text[], today date) returns uuid[]
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare
    units uuid[] := access.units();
    hidden uuid[] := access.hidden();
  begin
    return array[claims[1]::uuid] || access.children() || access.classmates()
      || array(select guardian_id from reach.known_guardians(claims, today))
      || array(select person_id from duty where unit_id = any (units) and range_contains_elem(valid, today) and person_id <> all (hidden));
  end $$;

  -- An answer found once holds for the transaction: it is kept beside the context, signed together with it, so that
  -- neither another transaction's answer nor one made up by injected SQL is taken for it. It lives no longer than the
  -- context itself, and in the context's role alone.
  create or replace function reach.mac(body text) returns text
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
  begin
    return (select ${macOf('body', 'k')} from access.context_key k);
  end $$;

  -- recall and keep run with the search path of the helpers above, the only ones to call them: one that changed would
  -- have their expressions planned anew each time.
  create or replace function reach.recall(what text) returns text
  language plpgsql stable as $$
  declare
    held text := current_setting('app.reach_' || what, true);
    answer text;
    context text;
  begin
    if held is null or held = '' then return null; end if;
    answer := substr(held, 65);
    context := current_setting('app.context', true);
    if left(held, 64) is distinct from reach.mac(what || ' ' || current_setting('role') || ' ' || context || ' ' || answer)
      then return null; end if;
    if split_part(context, '|', 5)::numeric < extract(epoch from clock_timestamp()) * 1000 then return null; end if;
    return answer;
  end $$;

  create or replace function reach.keep(what text, answer text) returns void
  language plpgsql stable as $$
  begin
    perform set_config('app.reach_' || what,
      reach.mac(what || ' ' || current_setting('role') || ' ' || current_setting('app.context', true) || ' ' || answer) || answer, true);
  end $$;

  -- Found together, so kept together; each on its own, since a statement asks for some and not for others.
  create or replace function reach.keep_all(r reach.reader) returns reach.reader
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
${reached.map((name) => `    perform reach.keep('${name}', r.${name}::text);`).join('\n')}
    perform reach.keep('scope_since', reach.scope_since(r)::text);
    return r;
  end $$;
`

/** Who may call the helpers. sign_in_failed is the web's own; nothing is PUBLIC's. */
export const helperGrants = `
  revoke all on all functions in schema access from public;
  revoke all on schema access from public;
  grant usage on schema access to insyn_web, insyn_retention, ${actorRoles};
  grant execute on all functions in schema access to ${actorRoles};
  grant execute on function access.instant(), access.role(), access.actor(), access.claims(), access.day(timestamptz) to insyn_retention;
  revoke execute on function access.sign_in_failed(), access.refresh_hidden(), access.relations_changed(), access.hidden_changed(),
    access.refresh_entries(uuid[]), access.entries_follow(), access.writers_follow(), access.reports_follow(), access.said_stays(),
    access.publishing_bound(), access.consent_follows(), access.consent_follows_scope(), access.consent_follows_setting(), access.ready_bound(), access.bind_consent(date, date), access.answers_stand(), access.papers_stand(), access.use_bound() from ${actorRoles};
  grant execute on function access.sign_in_failed() to insyn_web;
  -- What reads a whole page verifies the context itself and stands outside the roles' policies: the portal alone asks.
  do $$
  declare name regprocedure;
  begin
    for name in select oid from pg_proc where pronamespace = 'access'::regnamespace and proname like 'read\\_%' loop
      execute format('revoke execute on function %s from ${actorRoles}', name);
      execute format('grant execute on function %s to insyn_web', name);
    end loop;
  end $$;
`
