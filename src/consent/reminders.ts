import { actorRoles } from '../access/policy.ts'

/**
 * Who is reminded by mail that something waits for their answer. Everything about it is Postgres's: the job that sends
 * (remind.ts) is handed one sealed address at a time and says how it went.
 */
export const reminding = `
  -- Guardians, of those asked or of all, for whom something has waited long enough: never answered, or asked anew. Not after
  -- a no about the child, not who does not want it, not who cannot sign in or has no address; nobody hidden (decision 3).
  create or replace function reach.awaiting(asked uuid[], at timestamptz) returns uuid[]
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare
    day date := access.day(at);
    hidden uuid[] := array(select h.person_id from access.hidden_person h where range_contains_elem(h.valid, day));
    after integer := (select value::text::integer from setting where key = 'consent.remind_after_days');
    -- An answer to a question that changed since is asked anew from this day.
    changed date := (select max(valid_from) from consent_text where audience = 'guardian' and earlier_until is not null and valid_from <= day);
    children uuid[];
    guardians uuid[];
    began date[];
  begin
    select coalesce(array_agg(child_id), '{}'), coalesce(array_agg(guardian_id), '{}'), coalesce(array_agg(since), '{}')
    into children, guardians, began
    from (
      select g.child_id, g.guardian_id, greatest(lower(g.valid), min(lower(p.valid)), changed) as since
      from guardianship g
      join person c on c.id = g.child_id
      join placement p on p.child_id = g.child_id and range_contains_elem(p.valid, day)
      where range_contains_elem(g.valid, day) and (asked is null or g.guardian_id = any (asked))
        and (c.birth_date is null or day < (c.birth_date + interval '18 years')::date)
        and g.child_id <> all (hidden) and g.guardian_id <> all (hidden)
        and not exists (select from guardian_block b where b.guardian_id = g.guardian_id and b.child_id = g.child_id
                        and range_contains_elem(b.valid, day))
        and exists (select from account a where a.person_id = g.guardian_id)
        and exists (select from contact_detail d where d.person_id = g.guardian_id and d.field = 'email')
        and coalesce((select r.wanted from reminder_choice r where r.person_id = g.guardian_id order by r.id desc limit 1), true)
      group by g.child_id, g.guardian_id, g.valid
    ) pair
    where since + after <= day;
    return array(select distinct w.person_id from reach.asked(children, guardians, at) w
                 where not w.refused and w.unanswered + w.anew > 0);
  end $$;

  -- Writes down whom to remind: once a year for each question at most, whoever asks and however often.
  create or replace function access.make_reminders(at timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    current integer := (select coalesce(max(version) filter (where earlier_until is not null), min(version)) from consent_text
                        where audience = 'guardian' and valid_from <= access.day(at));
    made integer;
  begin
    perform pg_advisory_xact_lock(7416);
    delete from consent_reminder where made_at < at - interval '400 days';
    insert into consent_reminder (person_id, question, made_at, next_at)
    select person, current, at, at from unnest(reach.awaiting(null, at)) as person
    where not exists (select from consent_reminder r where r.person_id = person and r.question = current
                      and r.made_at > at - interval '1 year' and r.outcome is distinct from 'unneeded');
    get diagnostics made = row_count;
    return made;
  end $$;

  -- The next to send, taken before it is sent: killed in between, it is never sent twice. What has been answered, refused,
  -- hidden or ended meanwhile is not sent at all.
  create or replace function access.claim_reminder(at timestamptz) returns table (id uuid, person_id uuid, sealed bytea)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare next record;
  begin
    update consent_reminder set outcome = 'unknown', ended_at = at where outcome is null and claimed_at < at - interval '1 hour';
    loop
      select * into next from consent_reminder r
      where r.outcome is null and r.claimed_at is null and r.next_at <= at
      order by r.next_at, r.id limit 1 for update skip locked;
      if not found then return; end if;
      if cardinality(reach.awaiting(array[next.person_id], at)) = 0 then
        update consent_reminder r set outcome = 'unneeded', ended_at = at where r.id = next.id;
        continue;
      end if;
      update consent_reminder r set claimed_at = at, attempts = attempts + 1 where r.id = next.id;
      return query select next.id, d.person_id, d.sealed from contact_detail d where d.person_id = next.person_id and d.field = 'email';
      return;
    end loop;
  end $$;

  -- How it went. again: certainly not taken, so it may be tried later, five times at most; away: nobody was asked to take it.
  create or replace function access.note_reminder(reminder uuid, said text, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare ended text := case when said in ('sent', 'refused', 'unknown') then said end;
  begin
    update consent_reminder set
      outcome = coalesce(ended, case when said = 'again' and attempts >= 5 then 'given-up' end),
      ended_at = case when ended is not null or said = 'again' and attempts >= 5 then at end,
      claimed_at = case when ended is not null then claimed_at end,
      attempts = case when said = 'away' then attempts - 1 else attempts end,
      next_at = case when said = 'again' then at + attempts * interval '1 hour' else next_at end
    where id = reminder and outcome is null;
    if said = 'sent' then
      insert into audit_event (at, event, actor_id, actor_role, object_id)
      select now(), 'consent.reminded', null, 'system', person_id from consent_reminder where id = reminder;
    end if;
  end $$;

  -- For those who follow consent: how many went lately, how many wait, and how many addresses did not take theirs. Counts alone.
  create or replace function access.reminder_counts() returns table (sent bigint, waiting bigint, failed bigint)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if access.role() is distinct from 'admin' then return; end if;
    return query
      select count(*) filter (where outcome = 'sent'), count(*) filter (where outcome is null),
             count(*) filter (where outcome in ('refused', 'given-up', 'unknown'))
      from consent_reminder where outcome is null or ended_at > access.instant() - interval '30 days';
  end $$;
`

export const policy = `
  grant select, insert (person_id, wanted, chosen_at) on reminder_choice to insyn_guardian;
  create policy own on reminder_choice for select to insyn_guardian using (person_id = (select access.actor()));
  create policy choose on reminder_choice for insert to insyn_guardian
    with check (person_id = (select access.actor()) and chosen_at = (select access.instant()));

  -- The job's alone: it is given addresses.
  revoke execute on function access.make_reminders(timestamptz), access.claim_reminder(timestamptz),
    access.note_reminder(uuid, text, timestamptz) from ${actorRoles};
  grant execute on function access.make_reminders(timestamptz), access.claim_reminder(timestamptz),
    access.note_reminder(uuid, text, timestamptz) to insyn_retention;
`
