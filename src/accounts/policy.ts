import { macOf, signedByUs } from '../access/reader.ts'
import { absoluteMs, idleMs } from '../web/session-limits.ts'

/** Made before the policies. */
export const arriving = `
  -- A session that is valid at the instant signed along with it, whose it is, and a context in their name; nothing for any
  -- other. The portal alone asks, and only of a session whose id it has been shown (as-actor.ts).
  create or replace function access.read_session(context text) returns table (session json, as_actor text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    return query
      select json_build_object('data', s.data, 'seenAt', (extract(epoch from s.last_seen_at) * 1000)::bigint, 'role', w.role,
                               'account', case when a.id is not null then json_build_object('id', a.id, 'personId', a.person_id,
                                 'username', a.username, 'name', p.given_name || ' ' || p.family_name, 'roles', r.roles) end),
             -- R11: to who has signed in by a first password no page is open.
             case when w.role is not null and s.data -> 'first' is distinct from 'true' then w.body || '|' || ${macOf('w.body', 'v')} end
      from ${signedByUs('session|')} v
      join session s on s.id_hash = decode(v.claims[1], 'hex')
        and s.last_seen_at > to_timestamp(v.claims[2]::float8 / 1000) - interval '${idleMs} milliseconds'
        and s.created_at > to_timestamp(v.claims[2]::float8 / 1000) - interval '${absoluteMs} milliseconds'
      left join account a on a.id = s.account_id
      left join person p on p.id = a.person_id
      cross join lateral (select array(select r.role from account_role r where r.account_id = a.id order by r.role) as roles offset 0) r
      cross join lateral (
        select x.worn as role, concat_ws('|', a.person_id, x.worn, coalesce(s.data ->> 'assurance', '1'), v.claims[2], v.claims[3]) as body
        -- A role taken away since the sign-in falls back to one that remains.
        from (select case when s.data ->> 'role' = any (r.roles) then s.data ->> 'role' else r.roles[1] end as worn) x
        offset 0
      ) w
      where v.claims[3]::float8 > extract(epoch from clock_timestamp())::float8 * 1000
        and (s.account_id is null or (a.disabled_at is null and a.session_epoch = s.epoch));
  end $$;
`

/** Before there is an actor, the web's own login role reads accounts and keeps sessions; no actor role reaches these. */
export const policy = `
  grant select (id, person_id, username, password_hash, disabled_at, session_epoch, last_visit_at, first_until) on account to insyn_web;
  grant update (last_visit_at) on account to insyn_web;
  create policy signing_in on account for select to insyn_web using (true);
  create policy visited on account for update to insyn_web using (true) with check (true);

  grant select on account_role to insyn_web;
  create policy signing_in on account_role for select to insyn_web using (true);

  grant select, insert, update, delete on session to insyn_web;
  create policy keeping on session to insyn_web using (true) with check (true);
  grant select (last_seen_at, created_at), delete on session to insyn_retention;
  create policy sweeping on session to insyn_retention using (true);

  grant select, insert, update, delete on sign_in_throttle to insyn_web;
  create policy keeping on sign_in_throttle to insyn_web using (true) with check (true);

  -- The name of who signs in, for the page head.
  grant select (id, given_name, family_name) on person to insyn_web;
  create policy signed_in on person for select to insyn_web using (exists (select from account where person_id = person.id));
`
