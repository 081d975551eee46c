import { actorRoles } from '../access/policy.ts'

/**
 * Media belong to their item: who reads that, reads these (R3). Families meet only what is ready; who writes it
 * changes them while it is a draft; the worker that converts has its own role and sees what waits, nothing else.
 */
export const policy = `
  -- All but whose the responsibility is: who lives under protection stands in nobody's rows (decision 3). The name, where
  -- it may be met, comes with the item (documentation/reading.ts).
  grant select (id, document_id, position, kind, state, progress, problem, bytes, width, height, seconds, captioned_at, sealed_alt,
                created_at, discarded_at, sent_print, sealed_name, nobody, withheld) on media to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal;
  grant select (sealed_captions) on media to insyn_educator, insyn_principal;
  create policy with_document on media for select to insyn_guardian, insyn_pupil
    using (discarded_at is null and state = 'ready' and exists (select from document d where d.id = document_id));
  create policy at_work on media for select to insyn_educator, insyn_principal
    using (discarded_at is null and withheld is distinct from 'hidden' and exists (select from document d where d.id = document_id));
  create policy own_discarded on media for select to insyn_educator, insyn_principal
    using (discarded_at = (select access.instant()) and exists (select from document d where d.id = document_id));
  grant insert (id, document_id, position, kind, state, bytes, width, height, sealed_alt, responsible_id, created_at, sent_print, sealed_name)
    on media to insyn_educator, insyn_principal;
  create policy into_own_draft on media for insert to insyn_educator, insyn_principal
    with check (responsible_id = (select access.actor()) and state in ('receiving', 'waiting', 'ready')
      and exists (select from document d where d.id = document_id and d.published_at is null));
  grant update (sealed_alt, position, discarded_at, kind, state, width, height, captioned_at, nobody, sent_print, sealed_name) on media to insyn_educator, insyn_principal;
  create policy in_own_draft on media for update to insyn_educator, insyn_principal
    using (withheld is distinct from 'hidden' and exists (select from document d where d.id = document_id and d.published_at is null))
    with check (exists (select from document d where d.id = document_id and d.published_at is null));

  -- Who is recognisable concerns those who ask for consent: the staff who see the medium and care for the child.
  grant select, insert, delete on media_subject to insyn_educator, insyn_principal;
  create policy at_work on media_subject for select to insyn_educator, insyn_principal
    using (child_id = any ((select access.children())::uuid[]) and exists (select from media m where m.id = media_id));
  create policy in_own_draft on media_subject for insert to insyn_educator, insyn_principal
    with check (child_id = any ((select access.children())::uuid[])
      and exists (select from media m join document d on d.id = m.document_id where m.id = media_id and d.published_at is null));
  create policy in_own_draft_away on media_subject for delete to insyn_educator, insyn_principal
    using (child_id = any ((select access.children())::uuid[]) and exists (select from media m join document d on d.id = m.document_id where m.id = media_id and d.published_at is null));

  -- The worker: what waits to be converted, the key that opens it, and how it went.
  grant select (id, document_id, kind, state, attempts, created_at, discarded_at) on media to insyn_worker;
  create policy convert on media for select to insyn_worker using (true);
  grant update (kind, state, progress, attempts, problem, width, height, seconds) on media to insyn_worker;
  create policy converted on media for update to insyn_worker
    using (state in ('waiting', 'working')) with check (state in ('waiting', 'working', 'ready', 'failed', 'withheld'));
  grant select (id, key_month, sealed_key) on document to insyn_worker;
  create policy convert on document for select to insyn_worker
    using (exists (select from media m where m.document_id = document.id and m.state in ('waiting', 'working')));

  revoke execute on function access.medium_moved(), access.film_queue(), access.subject_hidden() from ${actorRoles};
  grant execute on function access.film_queue() to insyn_web, insyn_admin;
`

/** How long nothing may move before the queue counts as standing still; a large film is minutes between two signs of life. */
const stillMinutes = { waiting: 10, working: 30 }

/** Made before the policies. */
export const helpers = `
  -- Written by whoever moves the medium on, and not for them to say when.
  create or replace function access.medium_moved() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  begin
    new.moved_at := now();
    if old.state = 'receiving' then new.queued_at := now(); end if;
    return new;
  end $$;
  create or replace trigger medium_moved before update of state, progress on media
    for each row execute function access.medium_moved();

  -- Decision 3: where somebody protected is recognisable, nothing leads to the medium, for those at work neither; it comes
  -- back as far as consent allows. What was withdrawn for good stays so.
  create or replace function reach.media_hidden(people uuid[]) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  declare
    today date := reach.consent_day();
    back uuid[];
  begin
    if cardinality(people) = 0 then return; end if;
    perform reach.take_down_hidden(people, today);
    update media m set state = 'withheld', withheld = 'hidden', withheld_at = coalesce(m.withheld_at, access.instant(), now())
    where m.id in (select media_id from media_subject where child_id = any (people))
      and (m.state = 'ready' or m.withheld = 'suspended') and reach.shows_hidden(m.id, today);
    with shown as (
      update media m set withheld = 'suspended'
      where m.id in (select media_id from media_subject where child_id = any (people))
        and m.withheld = 'hidden' and not reach.shows_hidden(m.id, today)
      returning m.document_id
    ) select array_agg(document_id) into back from shown;
    if back is null then return; end if;
    -- A draft asks for consent when it is to go out.
    update media m set state = 'ready', withheld = null, withheld_at = null
    from document d where d.id = m.document_id and d.id = any (back) and d.published_at is null and m.withheld = 'suspended';
    perform reach.consent_bind_items(array(select id from document where id = any (back) and published_at is not null), today, false);
  end $$;

  create or replace function reach.shows_hidden(medium uuid, day date) returns boolean
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    return exists (select from media_subject s join access.hidden_person h on h.person_id = s.child_id and range_contains_elem(h.valid, day)
                   where s.media_id = medium);
  end $$;

  -- Whoever marks somebody, and whoever protects them in the same instant, wait for each other.
  create or replace function access.subject_hidden() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    perform pg_advisory_xact_lock_shared(7412);
    perform reach.media_hidden(array(select h.person_id from changed c join access.hidden_person h on h.person_id = c.child_id));
    return null;
  end $$;
  create or replace trigger subject_hidden after insert on media_subject referencing new table as changed
    for each statement execute function access.subject_hidden();

  -- The queue in numbers, for \`/health\` and the administrator. Something is always at work where somebody is, so that what
  -- waits beside nothing waits in vain; and what is at work says so again and again.
  create or replace function access.film_queue() returns table (waiting integer, oldest_seconds integer, stuck boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select count(*)::integer,
           extract(epoch from now() - min(queued_at))::integer,
           coalesce(case when bool_or(state = 'working')
             then max(moved_at) filter (where state = 'working') < now() - interval '${stillMinutes.working} minutes'
             else min(moved_at) < now() - interval '${stillMinutes.waiting} minutes' end, false)
    from media where state in ('waiting', 'working') and discarded_at is null
  $$;
`
