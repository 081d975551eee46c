import { actorRoles } from '../access/policy.ts'
import { noticeDays } from './kinds.ts'

/** DELETE on documentation belongs to the nightly job's role alone; the administrator sees rules, runs and counts. */
export const policy = `
  grant execute on function access.due_at(timestamptz, integer), access.due_horizon(timestamptz, integer),
    access.is_due(timestamptz, timestamptz, integer), access.unused_media(timestamptz),
    access.draft_due(timestamptz, timestamptz, timestamptz, timestamptz, integer, integer, integer) to insyn_retention;
  revoke execute on function access.unused_media(timestamptz) from ${actorRoles};

  grant select, delete on document, document_scope, media to insyn_retention;
  create policy dispose_sees on document for select to insyn_retention using (true);
  create policy dispose on document for delete to insyn_retention using (true);
  create policy dispose on document_scope to insyn_retention using (true) with check (false);
  create policy dispose_sees on media for select to insyn_retention using (true);
  create policy dispose on media for delete to insyn_retention using (true);
  -- Postgres asks for UPDATE before it locks a row ("for update skip locked"); the check refuses every real change.
  grant update (revision) on document to insyn_retention;
  create policy dispose_locks on document for update to insyn_retention using (true) with check (false);
  grant update (position) on media to insyn_retention;
  create policy dispose_locks on media for update to insyn_retention using (true) with check (false);

  revoke execute on function access.holds(retention_hold, date), access.held_documents(date), access.dispose_people(date, date, integer),
    access.answers_due(timestamptz, date, integer),
    access.time_before(timestamptz, integer, integer, integer) from ${actorRoles};
  grant execute on function access.holds(retention_hold, date), access.held_documents(date), access.dispose_people(date, date, integer),
    access.answers_due(timestamptz, date, integer),
    access.time_before(timestamptz, integer, integer, integer) to insyn_retention;

  grant select (id, at), delete on audit_event to insyn_retention;
  create policy dispose_sees on audit_event for select to insyn_retention using (true);
  create policy dispose on audit_event for delete to insyn_retention using (true);
  grant select (id), delete on consent_paper to insyn_retention;
  create policy dispose_sees on consent_paper for select to insyn_retention using (true);
  create policy dispose on consent_paper for delete to insyn_retention using (true);
  grant select (id, child_id, guardian_id, medium, level, answered_at, paper_id), delete on consent_answer to insyn_retention;
  create policy dispose_sees on consent_answer for select to insyn_retention using (true);
  create policy dispose on consent_answer for delete to insyn_retention using (true);

  grant select on retention_hold to insyn_retention, insyn_admin;
  create policy job on retention_hold for select to insyn_retention using (true);
  create policy administer on retention_hold for select to insyn_admin using ((select access.role()) = 'admin');
  grant insert (document_id, child_id, cause, reference, placed_by, placed_at, until), update (ended_at, ended_by) on retention_hold to insyn_admin;
  create policy place on retention_hold for insert to insyn_admin
    with check ((select access.role()) = 'admin' and placed_by = (select access.actor()) and placed_at = (select access.instant()) and ended_at is null);
  create policy release on retention_hold for update to insyn_admin
    using ((select access.role()) = 'admin' and ended_at is null)
    with check ((select access.role()) = 'admin' and ended_by = (select access.actor()) and ended_at = (select access.instant()));

  -- What was done is added to and read, and that is all: a protocol is kept.
  grant insert on disposal to insyn_retention;
  create policy job on disposal for insert to insyn_retention with check (at = now());
  grant select (passed) on disposal to insyn_retention;
  create policy job_sees on disposal for select to insyn_retention using (at = now());
  grant select on disposal to insyn_admin;
  create policy administer on disposal for select to insyn_admin using ((select access.role()) = 'admin');

  -- Rules are entered by one and confirmed by another, who decides nothing else of them (access.confirm_rule).
  grant select on retention_rule to insyn_records;
  create policy enter on retention_rule for select to insyn_records using ((select access.role()) = 'records');
  grant select, insert (kind, years, days, hours, fate, decision, decided_on, authority, basis, valid_from, valid_until, proposed_by, proposed_at),
    update (settled_by, settled_at, settlement) on retention_proposal to insyn_admin, insyn_records;
  create policy follow on retention_proposal for select to insyn_admin, insyn_records using ((select access.role()) in ('admin', 'records'));
  create policy propose on retention_proposal for insert to insyn_admin, insyn_records
    with check ((select access.role()) in ('admin', 'records') and proposed_by = (select access.actor()) and proposed_at = (select access.instant())
      and settled_at is null);
  create policy withdraw on retention_proposal for update to insyn_admin, insyn_records
    using ((select access.role()) in ('admin', 'records') and settled_at is null)
    with check ((select access.role()) in ('admin', 'records') and settlement = 'withdrawn'
      and settled_by = (select access.actor()) and settled_at = (select access.instant()));

  grant select on retention_rule to insyn_retention, insyn_admin;
  create policy job on retention_rule for select to insyn_retention using (true);
  create policy administer on retention_rule for select to insyn_admin using ((select access.role()) = 'admin');

  grant select, insert, update on job_run to insyn_retention;
  create policy job on job_run to insyn_retention using (true) with check (true);
  grant select on job_run to insyn_admin;
  create policy administer on job_run for select to insyn_admin using ((select access.role()) = 'admin');

  grant select, insert, delete on file_outbox to insyn_retention;
  create policy job on file_outbox to insyn_retention using (true) with check (true);

  grant select, insert, delete on erasure_outbox to insyn_retention;
  create policy job on erasure_outbox to insyn_retention using (true) with check (true);
  revoke execute on function access.holds_erased(uuid[]), access.note_erased() from ${actorRoles};
  grant execute on function access.holds_erased(uuid[]) to insyn_web;

  grant select, insert, update on sealing_key to insyn_retention;
  create policy job on sealing_key to insyn_retention using (true) with check (true);
  grant select on sealing_key to insyn_web;
  create policy starting on sealing_key for select to insyn_web using (true);
  grant select (job, slot, as_of, by_hand, started_at, finished_at, outcome, problem, documents, files) on job_run to insyn_web;
  create policy health on job_run for select to insyn_web using (true);

  grant select, insert, delete on alarm_mail to insyn_web;
  create policy alarming on alarm_mail to insyn_web using (true) with check (true);

  grant select (expire), delete on sign_in_throttle to insyn_retention;
  create policy sweeping on sign_in_throttle to insyn_retention using (true) with check (false);
`

/** When an item is due. Written in SQL once (decision 7) and inlined by Postgres: no call per row. */
export const helpers = `
  -- R14: the same clock time in Sweden that many calendar years later; 29 February becomes 28 February.
  create or replace function access.due_at(published_at timestamptz, years integer) returns timestamptz
  language sql immutable
  return (published_at at time zone 'Europe/Stockholm' + make_interval(years => years)) at time zone 'Europe/Stockholm';

  -- Nothing published after this can be due at the instant: lets the index find candidates. Two days of room, because
  -- 29 February falls due a day early and the hour that comes twice in autumn puts due times out of order.
  create or replace function access.due_horizon(instant timestamptz, years integer) returns timestamptz
  language sql immutable
  return (instant at time zone 'Europe/Stockholm' - make_interval(years => years) + interval '2 days') at time zone 'Europe/Stockholm';

  -- Whether what began to count then is due at an instant. Plain, so that Postgres opens it up and finds the rows by index.
  create or replace function access.is_due(began timestamptz, instant timestamptz, years integer) returns boolean
  language sql immutable
  return began < access.due_horizon(instant, years) and access.due_at(began, years) <= instant;

  -- When documentation that began to count then leaves the portal, and how: by the first of the rules of today and later
  -- that reaches it. Nothing where no rule does.
  create or replace function access.leaves(began timestamptz, today date) returns table (leaves timestamptz, fate text)
  language sql stable as $$
    select g.at, y.fate
    from public.retention_rule y
    cross join lateral (
      select greatest(access.due_at(began, y.years), lower(y.valid)::timestamp at time zone 'Europe/Stockholm'),
             upper(y.valid)::timestamp at time zone 'Europe/Stockholm') as g(at, ends)
    where y.kind = 'documentation' and coalesce(upper(y.valid) > today, true) and coalesce(g.at < g.ends, true)
    order by g.at limit 1
  $$;

  -- So long before an instant, by the clock in Sweden.
  create or replace function access.time_before(instant timestamptz, years integer, days integer, hours integer) returns timestamptz
  language sql immutable
  return (instant at time zone 'Europe/Stockholm' - make_interval(years => years, days => days)) at time zone 'Europe/Stockholm'
         - make_interval(hours => hours);

  -- A draft, by when it was last saved; one that was thrown away after a day.
  create or replace function access.draft_due(published_at timestamptz, discarded_at timestamptz, saved_at timestamptz,
    instant timestamptz, years integer, days integer, hours integer) returns boolean
  language sql stable
  return published_at is null
    and (discarded_at <= instant - interval '1 day' or saved_at <= access.time_before(instant, years, days, hours));

  -- Media that nobody uses: taken out of a draft an hour ago, or never arrived whole in two days.
  create or replace function access.unused_media(instant timestamptz) returns setof uuid
  language sql stable as $$
    select m.id from media m
    where m.discarded_at <= instant - interval '1 hour'
          and not exists (select from document d where d.id = m.document_id and d.published_at < m.discarded_at)
       or m.state = 'receiving' and m.created_at <= instant - interval '2 days'
  $$;

  -- Whether a hold is in force on a Swedish day: it ends by itself on its last.
  create or replace function access.holds(hold retention_hold, day date) returns boolean
  language sql immutable
  return (hold).ended_at is null and (hold).until >= day;

  -- Items that are kept past their day: by name, for a child whom they are about, or because somebody says that the text is
  -- wrong and no principal has decided yet. Few; found once a statement.
  create or replace function access.held_documents(day date) returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    return array(
      select h.document_id from retention_hold h where h.document_id is not null and access.holds(h, day)
      union
      -- By scope, which has an index: by child it would look through everything there is.
      select s.document_id from retention_hold h join document_scope s on s.scope_id = h.child_id where access.holds(h, day)
      union
      select r.document_id from retention_hold h join document_recall r on h.child_id = any (r.children)
      where r.put_back_at is null and access.holds(h, day)
      union
      select s.document_id from document_scope s where s.reported
      union
      select c.document_id from comment c where c.reported);
  end $$;

  -- Answers that a later one took the place of before an instant. A yes on a paper that waits for a second pair of eyes takes
  -- nobody's place (decision 10). The nightly job learns which, and not what was answered.
  create or replace function access.answers_due(before timestamptz, today date, most integer) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select a.id from consent_answer a
    where exists (
        select from consent_answer later
        where later.child_id = a.child_id and later.guardian_id = a.guardian_id
          and later.medium = a.medium and later.level = a.level and later.id > a.id and later.answered_at <= before
          and not (later.answer = 'yes' and exists (
            select from consent_paper p where p.id = later.paper_id and p.countersigned_at is null)))
      and not exists (select from retention_hold h where h.child_id = a.child_id and access.holds(h, today))
    limit most
  $$;

  -- Those whose last relation ended before a day, with what is theirs. One at a time: what still leans on somebody keeps
  -- that one and nobody else.
  create or replace function access.dispose_people(before date, today date, most integer) returns uuid[]
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    candidate uuid;
    gone uuid[] := '{}';
    days integer := (select value::text::integer from setting where key = 'consent.take_down_days');
  begin
    for candidate in
      with own as (
        select child_id as person_id, coalesce(upper(valid), 'infinity') as until from placement
        union all select person_id, coalesce(upper(valid), 'infinity') from duty
      ), child as (
        select person_id, max(until) as until from own group by person_id
      ), every as (
        select * from own
        union all
        select g.guardian_id, least(coalesce(upper(g.valid), 'infinity'), coalesce(c.until, 'infinity'))
        from guardianship g left join child c on c.person_id = g.child_id
      )
      select person_id from every e
      where not exists (select from retention_hold h where access.holds(h, today)
                          and (h.child_id = e.person_id
                               or h.child_id in (select g.child_id from guardianship g where g.guardian_id = e.person_id)))
      group by person_id having max(until) <= before
    loop
      exit when cardinality(gone) >= most;
      begin
        -- With the answers goes what shows that there was a yes: what is still out there comes down (R22). The use and what
        -- was done about it stand without the person (migration 0166).
        insert into take_down (use_id, made_at, due_on)
        select k.use_id, now(), today + days from media_use_child k
        where k.child_id = candidate and not exists (select from take_down t where t.use_id = k.use_id);
        delete from session where account_id in (select id from account where person_id = candidate);
        delete from account_role where account_id in (select id from account where person_id = candidate);
        delete from account where person_id = candidate;
        delete from contact_detail where person_id = candidate;
        delete from contact_code where person_id = candidate;
        delete from contact_mail where person_id = candidate;
        delete from protection_alias where candidate in (alias_id, person_id, child_id);
        delete from protection_decision where person_id = candidate;
        delete from contact_choice where candidate in (guardian_id, child_id, chosen_by);
        delete from consent_answer where candidate in (guardian_id, child_id);
        delete from handover_answer where candidate in (guardian_id, child_id);
        delete from consent_paper where candidate in (guardian_id, child_id);
        delete from consent_shown where candidate in (person_id, child_id);
        delete from consent_reminder where person_id = candidate;
        delete from reminder_choice where person_id = candidate;
        delete from wording_acknowledgement where person_id = candidate;
        delete from reading where reader_id = candidate;
        delete from guardian_block where candidate in (guardian_id, child_id);
        delete from person_correction where person_id = candidate;
        delete from person_change where candidate in (person_id, other_id);
        delete from guardianship where candidate in (guardian_id, child_id);
        delete from placement where child_id = candidate;
        delete from duty where person_id = candidate;
        delete from household_member where person_id = candidate;
        delete from protected_identity where person_id = candidate;
        delete from person where id = candidate;
        gone := gone || candidate;
      exception when foreign_key_violation then
        null;
      end;
    end loop;
    return gone;
  end $$;

  -- Whoever removes an item or a note, and by whatever road: it is on its way to the ledger with the same commit.
  create or replace function access.note_erased() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    insert into erasure_outbox (item_id, month) select id, key_month from erased;
    return null;
  end $$;
  create or replace trigger note_erased after delete on document referencing old table as erased
    for each statement execute function access.note_erased();
  create or replace trigger note_erased after delete on follow_up_note referencing old table as erased
    for each statement execute function access.note_erased();

  -- For a process that starts to serve and may not delete: whether anything that was erased is back. Not which.
  create or replace function access.holds_erased(ids uuid[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (select from document where id = any (ids)) or exists (select from media where id = any (ids))
      or exists (select from follow_up_note where id = any (ids));

  -- A rule by which documentation leaves sooner than by the one that it takes the place of begins so late that its families
  -- can be told as long before as they always are.
  create or replace function access.too_soon(kind text, years integer, begins date) returns boolean
  language sql stable as $$
    select too_soon.kind = 'documentation' and too_soon.begins < access.today() + ${noticeDays}
      and exists (select from public.retention_rule r
                  where r.kind = 'documentation' and r.valid @> too_soon.begins and r.years > too_soon.years)
  $$;

  -- What one has entered another confirms: from its first day it takes the place of what stands in its way, and what
  -- stands before and after stays. Answers 'done', why not, or nothing where there is nothing to confirm.
  create or replace function access.confirm_rule(proposal uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    p retention_proposal;
    old retention_rule;
    span daterange;
  begin
    if coalesce(access.role() not in ('admin', 'records'), true) then return null; end if;
    select * into p from retention_proposal where id = proposal and settled_at is null for update;
    if p.id is null then return null; end if;
    if p.proposed_by = access.actor() then return 'own'; end if;
    if p.valid_from <= access.today() then return 'late'; end if;
    if access.too_soon(p.kind, p.years, p.valid_from) then return 'soon'; end if;
    span := daterange(p.valid_from, p.valid_until, '[]');
    for old in select * from retention_rule r where r.kind = p.kind and r.valid && span for update loop
      delete from retention_rule where id = old.id;
      insert into retention_rule (kind, years, days, hours, fate, decision, decided_on, authority, basis, valid)
      select old.kind, old.years, old.days, old.hours, old.fate, old.decision, old.decided_on, old.authority, old.basis, piece
      from unnest(datemultirange(old.valid) - datemultirange(span)) as piece;
    end loop;
    insert into retention_rule (kind, years, days, hours, fate, decision, decided_on, authority, basis, valid)
    values (p.kind, p.years, p.days, p.hours, p.fate, p.decision, p.decided_on, p.authority, p.basis, span);
    update retention_proposal set settled_by = access.actor(), settled_at = access.instant(), settlement = 'confirmed' where id = p.id;
    return 'done';
  end $$;

  -- What will be due at an instant, as a count: whoever administers or enters rules sees how much goes, not what.
  create or replace function access.due_count(instant timestamptz, years integer) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if coalesce(access.role() not in ('admin', 'records'), true) then return null; end if;
    return (select count(*) from document d
            where access.is_due(d.published_at, instant, years)
              and d.id <> all ((select access.held_documents((instant at time zone 'Europe/Stockholm')::date))::uuid[]));
  end $$;
`
