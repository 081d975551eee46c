/**
 * What all answers about a child come to: the one place where it is worked out (decisions 4 and 5). Everything that
 * binds stands on it: what may be published, what is withheld, what pages and lists say.
 */
export const status = `
  -- The questions there are (R16); the name is its own (R20).
  create or replace function reach.consent_questions() returns table (medium text, level text)
  language sql immutable set search_path = pg_catalog, pg_temp as $$
    select m, l from unnest(array['photo', 'film', 'sound']) as m, unnest(array['pupil', 'group', 'school']) as l
    union all select 'name', 'any'
  $$;

  -- How it stands on a day, with the answers given until an instant. In this order, the first that is true:
  --   withdrawn, no   somebody whose word counts has said so; a child's own no at any age
  --   yes             every guardian of the day (setting: one is enough) and, from the set age, the pupil; at 18 the pupil alone
  --   waiting         some have said yes, and somebody else's word is missing: another who must answer, or whoever has to
  --                   look at the paper that a yes came on before it counts (decision 10); a no on paper counts at once
  --   lapsed          there was a yes that counts no more: custody has ended, the pupil is 18, the question has changed
  --   not_answered    somebody who must answer has been shown the question
  --   not_asked       nobody has
  -- guardians, answered: how many must answer, and how many of them have.
  create or replace function reach.consent(children uuid[], day date, until timestamptz default 'infinity')
  returns table (child_id uuid, medium text, level text, status text, guardians integer, answered integer)
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    every boolean := (select value = 'true' from setting where key = 'consent.every_guardian');
    own_age integer := (select value::text::integer from setting where key = 'consent.own_age');
    -- A yes to one of these counts no more: the question has changed in substance since.
    old_texts uuid[] := array(select t.id from consent_text t join consent_text later using (audience)
                              where later.version > t.version and later.earlier_until < day);
    -- Papers that nobody but the one who entered them has looked at.
    unseen uuid[] := array(select p.id from consent_paper p where p.child_id = any (children)
                           and (p.countersigned_at is null or p.countersigned_at > until));
  begin
    return query
      with child as materialized (
        select p.id, coalesce(day >= (p.birth_date + interval '18 years')::date, false) as adult,
               coalesce(day >= (p.birth_date + make_interval(years => own_age))::date, false) as grown
        from person p where p.id = any (children)
      ), party as materialized (
        select g.child_id, g.guardian_id as person_id, true as needed, true as guardian
        from guardianship g join child c on c.id = g.child_id
        where not c.adult and range_contains_elem(g.valid, day)
        union all
        select id, id, grown or adult, false from child
      ), latest as (
        select distinct on (a.child_id, a.guardian_id, a.medium, a.level)
               a.child_id, a.guardian_id as person_id, a.medium, a.level, a.answer, a.answer = 'yes' and a.text_id = any (old_texts) as old
        from consent_answer a
        where a.child_id = any (children) and a.answered_at <= until
          and (a.paper_id is null or a.answer <> 'yes' or a.paper_id <> all (unseen))
        order by a.child_id, a.guardian_id, a.medium, a.level, a.id desc
      ), unseen_yes as (
        -- first: the only word so far of whoever said it.
        select a.child_id, a.guardian_id as person_id, a.medium, a.level,
               not exists (select from consent_answer e where e.child_id = a.child_id and e.guardian_id = a.guardian_id
                           and e.medium = a.medium and e.level = a.level and e.id < a.id
                           and (e.answer <> 'yes' or e.text_id <> all (old_texts) and (e.paper_id is null or e.paper_id <> all (unseen)))) as first
        from consent_answer a
        where a.paper_id = any (unseen) and a.answer = 'yes' and a.answered_at <= until and a.text_id <> all (old_texts)
          and not exists (select from consent_answer l where l.child_id = a.child_id and l.guardian_id = a.guardian_id
                          and l.medium = a.medium and l.level = a.level and l.id > a.id and l.answered_at <= until)
      ), said as (
        select child_id, person_id, medium, level, answer, old, false as first from latest
        union all
        select child_id, person_id, medium, level, 'unseen', false, first from unseen_yes
      ), tally as (
        select l.child_id, l.medium, l.level,
               bool_or(p.person_id is not null and l.answer = 'withdrawn') as withdrawn,
               bool_or(p.person_id is not null and l.answer = 'no') as refused,
               count(*) filter (where p.guardian and l.answer = 'yes' and not old)::integer as guardians_yes,
               coalesce(bool_or(not p.guardian and l.answer = 'yes' and not old), false) as own_yes,
               count(*) filter (where p.needed and not old and (l.answer <> 'unseen' or l.first))::integer as answered,
               coalesce(bool_or(p.needed and l.answer = 'unseen'), false) as unseen,
               bool_or(l.answer = 'yes') as once
        from said l left join party p on p.child_id = l.child_id and p.person_id = l.person_id
        group by 1, 2, 3
      ), heads as (
        select c.id, c.adult, c.grown or c.adult as own, count(*) filter (where p.guardian)::integer as guardians,
               count(*) filter (where p.needed)::integer as needed,
               exists (select from consent_shown s join party q on q.child_id = s.child_id and q.person_id = s.person_id
                       where s.child_id = c.id and q.needed and s.shown_at <= until) as shown
        from child c left join party p on p.child_id = c.id
        group by c.id, c.adult, c.grown
      )
      select h.id, q.medium, q.level,
             case when t.withdrawn then 'withdrawn'
                  when t.refused then 'no'
                  when (h.adult or h.guardians > 0 and t.guardians_yes >= case when every then h.guardians else 1 end)
                    and (not h.own or t.own_yes) then 'yes'
                  when t.guardians_yes > 0 or h.own and t.own_yes or t.unseen then 'waiting'
                  when t.once then 'lapsed'
                  when h.shown or t.answered > 0 then 'not_answered'
                  else 'not_asked' end,
             h.needed, coalesce(t.answered, 0)
      from heads h cross join reach.consent_questions() q
      left join tally t on t.child_id = h.id and t.medium = q.medium and t.level = q.level;
  end $$;

  -- Decision 5: pupil level is a public task that a no stops; beyond the family everybody's yes is needed (setting).
  create or replace function reach.consent_suffices(level text, status text) returns boolean
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    return case (select value ->> level from setting where key = 'consent.needed')
           when 'no-objection' then status not in ('no', 'withdrawn') else status = 'yes' end;
  end $$;

  -- The same for whoever may know it: the family, the staff, and the administrator for everybody; as of a past day too.
  create or replace function access.consent_status(children uuid[], as_of date default null)
  returns table (child_id uuid, medium text, level text, status text, guardians integer, answered integer)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare near uuid[];
  begin
    if access.role() = 'admin' then
      near := array(select unnest(children) except select unnest(access.hidden()));
    else
      near := array(select unnest(children) intersect select unnest(access.children()));
    end if;
    return query select * from reach.consent(near, coalesce(as_of, access.today()),
      case when as_of is null then 'infinity' else (as_of + 1)::timestamp at time zone 'Europe/Stockholm' end);
  end $$;

  -- Texts whose question has changed in substance since: a yes to one of them is asked anew, from the day the new one holds.
  create or replace function reach.changed_texts(day date) returns uuid[]
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    return array(select t.id from consent_text t join consent_text later using (audience)
                 where later.version > t.version and later.earlier_until is not null and later.valid_from <= day);
  end $$;

  -- What each of them has left to say about their child: how many questions were never answered; how many were answered yes
  -- to a text that has changed in substance; whether a yes is a year old. A no is not asked about again (R18).
  create or replace function reach.asked(children uuid[], people uuid[], at timestamptz)
  returns table (child_id uuid, person_id uuid, unanswered integer, anew integer, refused boolean, review boolean)
  language plpgsql stable rows 4 set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare changed uuid[] := reach.changed_texts(access.day(at));
  begin
    return query
      select w.child_id, w.person_id, 10 - count(l.answer)::integer,
             (count(*) filter (where l.answer = 'yes' and l.text_id = any (changed)))::integer,
             coalesce(bool_or(l.answer <> 'yes'), false),
             coalesce(bool_or(l.answer = 'yes' and l.text_id <> all (changed) and l.answered_at + interval '1 year' <= at), false)
      from unnest(children, people) as w(child_id, person_id)
      left join lateral (
        select distinct on (a.medium, a.level) a.answer, a.text_id, a.answered_at from consent_answer a
        where a.child_id = w.child_id and a.guardian_id = w.person_id
        order by a.medium, a.level, a.id desc
      ) l on true
      group by 1, 2;
  end $$;

  -- The same for one's own children, or the pupil themself; and which texts a yes is asked anew to.
  create or replace function access.asked() returns table (child_id uuid, unanswered integer, anew integer, review boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare mine uuid[] := access.children();
  begin
    if access.role() is null or access.role() not in ('guardian', 'pupil') then return; end if;
    return query
      select w.child_id, w.unanswered, w.anew, w.review
      from reach.asked(mine, array_fill(access.actor(), array[cardinality(mine)]), access.instant()) w;
  end $$;
  create or replace function access.changed_texts() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as
  $$ begin return reach.changed_texts(access.today()); end $$;

  -- One's own answers came on these, and nobody but the one who entered them has looked yet.
  create or replace function access.unseen_papers() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as
  $$ begin return array(select p.id from consent_paper p where p.guardian_id = access.actor() and p.countersigned_at is null); end $$;

  -- Children in the staff's care who are too young to answer for themselves.
  create or replace function access.small_children() returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare near uuid[] := access.children();
  begin
    return array(select p.id from person p where p.id = any (near) and (p.birth_date is null or access.today()
      < (p.birth_date + make_interval(years => (select value::text::integer from setting where key = 'consent.own_age')))::date));
  end $$;
`
