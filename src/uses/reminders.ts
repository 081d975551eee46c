import { actorRoles } from '../access/policy.ts'

/**
 * Who is told that something outside has to come down: on the page where staff begin, and by mail to the unit's own
 * address, which somebody reads also when the one who answers for it is away (decision 6). The job that sends
 * (remind.ts) is handed one address at a time.
 */
export const reminding = `
  -- What waits for whoever asks: a principal for all of their units; an educator for what they answer for, and what nobody
  -- at work there does. How many, how many of them late, and the first day by which one of the others has to be gone.
  create or replace function access.take_downs_waiting() returns table (count bigint, late bigint, first date)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    units uuid[] := access.units();
    hidden uuid[] := access.hidden();
    me uuid := access.actor();
    hat text := access.role();
    today date := access.today();
  begin
    if hat is null or hat not in ('educator', 'principal') then return; end if;
    return query
      select count(*), count(*) filter (where t.due_on < today), min(t.due_on) filter (where t.due_on >= today)
      from take_down t join media_use u on u.id = t.use_id
      where t.done_at is null and u.unit_id = any (units)
        and (hat = 'principal' or u.owner_id = me
          or not exists (select from duty d where d.person_id = u.owner_id and d.unit_id = u.unit_id
                         and range_contains_elem(d.valid, today) and d.person_id <> all (hidden)));
  end $$;

  -- For the administrator, when a unit is late: how many at which unit, and whether its address takes mail. No more of it.
  create or replace function access.take_downs_late() returns table (unit text, count bigint, refused boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare today date := access.today();
  begin
    if access.role() is distinct from 'admin' then return; end if;
    return query
      select n.name, count(*),
             coalesce((select m.outcome = 'refused' from take_down_mail m where m.unit_id = n.id order by m.day desc limit 1), false)
      from take_down t join media_use u on u.id = t.use_id join unit n on n.id = u.unit_id
      where t.done_at is null and t.due_on < today
      group by n.id, n.name order by n.name;
  end $$;

  -- The next mail to send, noted before it is sent, so that none goes twice however many processes ask: one a day for each
  -- unit. Owed where something open has come to a step since the unit was last told: it was made, its day has come, and
  -- then again every so many days (setting). department: the department is told too, once a week while anything is late.
  create or replace function access.claim_take_down_mail(at timestamptz, department boolean)
  returns table (id uuid, address text, late boolean)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    today date := access.day(at);
    every integer := greatest(1, (select value::text::integer from setting where key = 'consent.take_down_remind_days'));
    next record;
    made uuid;
  begin
    perform pg_advisory_xact_lock(7417);
    delete from take_down_mail where day < today - 400;
    select o.* into next from (
      select u.unit_id, bool_or(t.due_on < today) as late,
             max(greatest(t.made_at, case when t.due_on <= today then
               (t.due_on + (today - t.due_on) / every * every)::timestamp at time zone 'Europe/Stockholm' end)) as step
      from take_down t join media_use u on u.id = t.use_id
      where t.done_at is null group by u.unit_id
      union all
      select null, true, max((t.due_on + 1 + (today - t.due_on - 1) / 7 * 7)::timestamp at time zone 'Europe/Stockholm')
      from take_down t where department and t.done_at is null and t.due_on < today having count(*) > 0
    ) o
    where not exists (select from take_down_mail m where m.unit_id is not distinct from o.unit_id
                      and (m.day = today or m.outcome in ('sent', 'refused') and m.claimed_at >= o.step))
    order by o.unit_id limit 1;
    if not found then return; end if;
    insert into take_down_mail (unit_id, day, claimed_at) values (next.unit_id, today, at) returning take_down_mail.id into made;
    return query select made, (select email from unit where unit.id = next.unit_id), next.late;
  end $$;

  -- How it went. again: certainly not taken, so it is tried again in a while. Without a word, or with unknown, tomorrow.
  create or replace function access.note_take_down_mail(mail uuid, said text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if said = 'again' then delete from take_down_mail where id = mail and outcome is null;
    else update take_down_mail set outcome = said where id = mail and outcome is null; end if;
  end $$;
`

export const policy = `
  -- The job's alone.
  revoke execute on function access.claim_take_down_mail(timestamptz, boolean), access.note_take_down_mail(uuid, text) from ${actorRoles};
  grant execute on function access.claim_take_down_mail(timestamptz, boolean), access.note_take_down_mail(uuid, text) to insyn_retention;
`
