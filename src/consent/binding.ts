/**
 * Consent is what Postgres obeys, forwards and backwards (R16, R18, R21, decisions 5 and 6): nothing is published without
 * it, and whatever takes it away takes the media away in the same transaction. Made after the status and the policies'
 * helpers; the readers' pages know nothing of it, since what is withheld is no longer `ready`.
 */
export const binding = `
  -- What stands in the way in these items: for each medium and each child in it, the consent that is lacking. Where nobody
  -- has said who is in it, it may be anybody the item is about; in an item for a group or a unit that has to be said first
  -- (status unmarked). Seen by the child's own family alone is pupil level; by any other family, group level at least.
  -- about: the children a draft is to be about; for what is published its scopes say so. seen: by whom it is to be seen,
  -- where that is about to change.
  drop function if exists reach.consent_lacking(uuid[], uuid[], date);
  create or replace function reach.consent_lacking(documents uuid[], about uuid[], day date, seen text default null)
  returns table (document_id uuid, media_id uuid, child_id uuid, medium text, level text, status text)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    concerned uuid[];
  begin
    if about is not null then
      concerned := about;
    else
      concerned := array(select s.child_id from document_scope s where s.document_id = any (documents) and s.child_id is not null);
    end if;
    concerned := array(
      select distinct c from (
        select unnest(concerned) as c
        union all
        select s.child_id from media_subject s join media m on m.id = s.media_id where m.document_id = any (documents)
      ) every_one);
    return query
      with item as materialized (
        select d.id, coalesce(seen, d.audience) as audience,
               case when coalesce(seen, d.audience) <> 'child' then '{}'
                    when about is not null then about
                    else array(select s.child_id from document_scope s where s.document_id = d.id and s.child_id is not null) end as about
        from document d where d.id = any (documents)
      ), medium as materialized (
        select m.id, m.document_id, m.kind, m.nobody, i.audience, i.about,
               array(select s.child_id from media_subject s where s.media_id = m.id) as marked
        from item i join media m on m.document_id = i.id
        where m.discarded_at is null and m.withheld is distinct from 'hidden'
      ), subject as (
        select m.*, c.child_id
        from medium m
        cross join lateral (select unnest(case when cardinality(m.marked) > 0 then m.marked
                                               when m.nobody then '{}' else m.about end) as child_id) c
      ), needed as (
        select s.document_id, s.id as media_id, s.child_id, s.kind as medium,
               case s.audience when 'unit' then 'school' when 'group' then 'group'
                    else case when s.about = array[s.child_id] then 'pupil' else 'group' end end as level
        from subject s
      )
      select n.document_id, n.media_id, n.child_id, n.medium, n.level, c.status
      from needed n
      join reach.consent(concerned, day) c on c.child_id = n.child_id and c.medium = n.medium and c.level = n.level
      where not reach.consent_suffices(c.level, c.status)
      union all
      select m.document_id, m.id, null, m.kind, case m.audience when 'unit' then 'school' else 'group' end, 'unmarked'
      from medium m
      where m.audience <> 'child' and cardinality(m.marked) = 0 and not m.nobody;
  end $$;

  -- The same for the staff who write it: their own draft, as it would be published.
  create or replace function access.consent_lacking(draft uuid, about uuid[])
  returns table (media_id uuid, child_id uuid, medium text, level text, status text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  begin
    if access.role() not in ('educator', 'principal') or access.role() is null or not access.own_draft(draft) then return; end if;
    return query select l.media_id, l.child_id, l.medium, l.level, l.status
                 from reach.consent_lacking(array[draft], about, access.today()) l;
  end $$;

  -- For a correction: which media will be withheld if the item is to be seen by more than now, by others or about others.
  -- Where nobody is added nothing is asked anew (consent_follows_scope).
  create or replace function access.correction_lacking(item uuid, seen text, about uuid[])
  returns table (media_id uuid, child_id uuid, medium text, level text, status text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  begin
    if access.role() is null or access.role() not in ('educator', 'principal') or not access.may_amend(item) then return; end if;
    if seen = (select d.audience from document d where d.id = item)
      and about <@ array(select s.child_id from document_scope s where s.document_id = item and s.child_id is not null) then return; end if;
    return query
      select l.media_id, l.child_id, l.medium, l.level, l.status
      from reach.consent_lacking(array[item], about, access.today(), seen) l join media m on m.id = l.media_id
      where m.state = 'ready';
  end $$;

  -- What is published and what is answered about a child in the same instant wait for each other. Children share a few
  -- locks, in one order, so that an import of thousands holds no more than 128.
  create or replace function reach.consent_turn(children uuid[], alone boolean) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  declare turn integer;
  begin
    for turn in select distinct hashtext(c::text) & 127 from unnest(children) as c order by 1 loop
      if alone then perform pg_advisory_xact_lock(7413, turn);
      else perform pg_advisory_xact_lock_shared(7413, turn); end if;
    end loop;
  end $$;

  create or replace function reach.consent_day() returns date
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as
  $$ begin return coalesce(access.today(), access.day(now())); end $$;

  -- Asked when all else of the transaction is done, so that no order of statements leads past it.
  create or replace function access.publishing_bound() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare found record;
  begin
    perform reach.consent_turn(array(
      select s.child_id from media_subject s join media m on m.id = s.media_id where m.document_id = new.id
      union select child_id from document_scope where document_id = new.id and child_id is not null), false);
    -- A new statement: it sees what was answered while this one waited.
    select * into found from reach.consent_lacking(array[new.id], null, reach.consent_day()) limit 1;
    if found.media_id is not null then
      raise exception 'consent is lacking: child %, %, %, %', found.child_id, found.medium, found.level, found.status
        using errcode = 'RC001', detail = found.media_id;
    end if;
    return null;
  end $$;
  drop trigger if exists publishing_bound on document;
  create constraint trigger publishing_bound after update of published_at on document deferrable initially deferred
    for each row when (old.published_at is null and new.published_at is not null) execute function access.publishing_bound();

  -- untold: also what nobody has said who is in, where more begin to see it.
  create or replace function reach.consent_bind_items(documents uuid[], day date, untold boolean) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  begin
    if cardinality(documents) = 0 then return; end if;
    with lacking as materialized (
      select media_id, case when bool_or(status in ('no', 'withdrawn')) then 'withdrawn' else 'suspended' end as why,
             untold or bool_or(status <> 'unmarked') as binds
      from reach.consent_lacking(documents, null, day) group by media_id
    ), now as (
      select m.id, l.why from media m left join lacking l on l.media_id = m.id
      where m.document_id = any (documents) and m.discarded_at is null
        and (m.state = 'ready' and l.binds
          or m.state = 'withheld' and m.withheld = 'suspended' and l.why is distinct from 'suspended')
    )
    update media m set state = case when now.why is null then 'ready' else 'withheld' end, withheld = now.why,
      withheld_at = case when now.why is not null then coalesce(m.withheld_at, access.instant(), now()) end
    from now where m.id = now.id;
  end $$;

  -- Published media whose consent is lacking are withheld; those that merely waited come back when it is there.
  create or replace function reach.consent_bind(children uuid[], day date) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  declare documents uuid[];
  begin
    perform reach.consent_turn(children, true);
    perform reach.take_down_uses(children, day);
    documents := array(
      select d.id from document d
      where d.published_at is not null and d.id in (
        select m.document_id from media_subject s join media m on m.id = s.media_id where s.child_id = any (children)
        union
        select s.document_id from document_scope s join media m on m.document_id = s.document_id
        where s.child_id = any (children) and m.state in ('withheld', 'ready')));
    perform reach.consent_bind_items(documents, day, false);
  end $$;

  -- For the receipt: how much with the child left the portal at an instant, by its kind.
  create or replace function access.withheld_at(child uuid, at timestamptz) returns table (kind text, count bigint)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  begin
    if child <> all (access.children()) then return; end if;
    return query
      select m.kind, count(*) from media m
      where m.withheld_at = at and (exists (select from media_subject s where s.media_id = m.id and s.child_id = child)
        or exists (select from document_scope s where s.document_id = m.document_id and s.child_id = child))
      group by 1;
  end $$;

  create or replace function access.consent_follows() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if tg_op = 'DELETE' then
      perform reach.consent_bind(array(select distinct child_id from before), reach.consent_day());
    elsif tg_op = 'UPDATE' then
      perform reach.consent_bind(array(select child_id from before union select child_id from changed), reach.consent_day());
    else
      perform reach.consent_bind(array(select distinct child_id from changed), reach.consent_day());
    end if;
    return null;
  end $$;
  -- An item that is corrected or put back may be about or for others than before.
  create or replace function access.consent_follows_scope() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    perform reach.consent_bind_items(array(
      select distinct c.document_id from changed c join document d on d.id = c.document_id where d.published_at is not null),
      reach.consent_day(), true);
    return null;
  end $$;
  create or replace trigger consent_follows after insert on document_scope referencing new table as changed
    for each statement execute function access.consent_follows_scope();
  create or replace trigger consent_follows after insert on consent_answer referencing new table as changed
    for each statement execute function access.consent_follows();
  -- A yes on paper counts from when somebody else has looked at it.
  create or replace trigger consent_follows after update on consent_paper referencing old table as before new table as changed
    for each statement execute function access.consent_follows();
  create or replace trigger consent_follows after insert on guardianship referencing new table as changed
    for each statement execute function access.consent_follows();
  create or replace trigger consent_follows_change after update on guardianship referencing old table as before new table as changed
    for each statement execute function access.consent_follows();
  create or replace trigger consent_follows_end after delete on guardianship referencing old table as before
    for each statement execute function access.consent_follows();

  -- What the municipality decides otherwise holds for what is shown already, from the same moment.
  create or replace function access.consent_follows_setting() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    perform reach.consent_bind(array(
      select child_id from media_subject
      union select child_id from document_scope where child_id is not null
      union select child_id from media_use_child), reach.consent_day());
    return null;
  end $$;
  create or replace trigger consent_follows after update on setting for each row
    when (old.value is distinct from new.value and new.key in ('consent.every_guardian', 'consent.own_age', 'consent.needed'))
    execute function access.consent_follows_setting();

  -- What finishes converting after its item was published, and after somebody changed their mind.
  create or replace function access.ready_bound() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare why text;
  begin
    -- Decision 3: what was still being converted when somebody in it was protected.
    perform pg_advisory_xact_lock_shared(7412);
    if reach.shows_hidden(new.id, reach.consent_day()) then
      new.state := 'withheld';
      new.withheld := 'hidden';
      new.withheld_at := coalesce(access.instant(), now());
      return new;
    end if;
    if not exists (select from document where id = new.document_id and published_at is not null) then return new; end if;
    perform reach.consent_turn(array(
      select child_id from media_subject where media_id = new.id
      union select child_id from document_scope where document_id = new.document_id and child_id is not null), false);
    select case when bool_or(l.status in ('no', 'withdrawn')) then 'withdrawn' else 'suspended' end into why
    from reach.consent_lacking(array[new.document_id], null, reach.consent_day()) l
    where l.media_id = new.id and l.status <> 'unmarked' having count(*) > 0;
    if why is not null then
      new.state := 'withheld';
      new.withheld := why;
      new.withheld_at := coalesce(access.instant(), now());
    end if;
    return new;
  end $$;
  create or replace trigger ready_bound before update of state on media
    for each row when (new.state = 'ready' and old.state in ('waiting', 'working')) execute function access.ready_bound();

  -- What follows from a new day alone: custody that begins or ends, birthdays, a question that has changed in substance.
  create or replace function access.bind_consent(day date, since date) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    whole boolean := exists (select from consent_text where earlier_until between since - 1 and day);
    own_age integer := (select value::text::integer from setting where key = 'consent.own_age');
  begin
    perform reach.media_hidden(array(
      select distinct h.person_id from access.hidden_person h where lower(h.valid) between since and day or upper(h.valid) between since and day));
    perform reach.consent_bind(array(
      select p.id from person p
      where whole
        or (p.birth_date + interval '18 years')::date between since and day
        or (p.birth_date + make_interval(years => own_age))::date between since and day
        or exists (select from guardianship g where g.child_id = p.id and (lower(g.valid) between since and day or upper(g.valid) between since and day))),
      day);
  end $$;

  -- History is what was answered: not even the owner rewrites it, and only retention removes it.
  create or replace function access.answers_stand() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    -- By itself, or in a function of the owner's that it called.
    if tg_op = 'DELETE' and 'insyn_retention' in (current_user, session_user) then return old; end if;
    raise exception 'an answer stands as it was given' using errcode = 'RC002';
  end $$;
  create or replace trigger answers_stand before update or delete on consent_answer
    for each row execute function access.answers_stand();

  -- A paper is what it was; a second pair of eyes is noted once.
  create or replace function access.papers_stand() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    if tg_op = 'DELETE' and 'insyn_retention' in (current_user, session_user) then return old; end if;
    if tg_op = 'UPDATE' and old.countersigned_at is null and to_jsonb(new) - '{countersigned_by,countersigned_at}'::text[]
      = to_jsonb(old) - '{countersigned_by,countersigned_at}'::text[] then return new; end if;
    raise exception 'a paper stands as it was entered' using errcode = 'RC002';
  end $$;
  create or replace trigger papers_stand before update or delete on consent_paper
    for each row execute function access.papers_stand();

  -- Decision 10: somebody else among those who may enter, and no guardian of the child, has seen that the paper says what was
  -- entered. Whose child it is, or null.
  create or replace function access.countersign(paper uuid) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    near uuid[] := access.children();
    hidden uuid[] := access.hidden();
    child uuid;
  begin
    if access.role() is null or access.role() not in ('principal', 'admin') then return null; end if;
    update consent_paper p set countersigned_by = access.actor(), countersigned_at = access.instant()
    where p.id = paper and p.countersigned_at is null and p.entered_by <> access.actor()
      and p.child_id <> all (hidden) and p.guardian_id <> all (hidden)
      and (access.role() = 'admin' or p.child_id = any (near))
      and not exists (select from guardianship g where g.guardian_id = access.actor() and g.child_id = p.child_id)
    returning p.child_id into child;
    return child;
  end $$;
`
