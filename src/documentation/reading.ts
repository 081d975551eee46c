import { rolesWith } from '../access/reader.ts'
import { notReported } from '../reports/policy.ts'
import { noticeDays } from '../retention/kinds.ts'
import { nobodyHidden } from './policy.ts'

/** How many items a list shows at a time; one more is fetched, to tell if there are more. */
export const pageLength = 20

// R3, R2 and decision 3 for the row t of document_scope, as the policies on it say: one of the reader's scopes, w, since
// it is theirs, nobody hidden, and not reported by somebody.
const inReach = `t.scope_id = w.scope_id and t.published_at >= w.since and ${nobodyHidden('t', 'r.hidden')} and ${notReported('t', 'r.id', 'r.role')}`

// R14: until when something leaves that its families are told of today; and what cannot leave so soon, by the rules of these
// days, was published after this. Without a rule nothing leaves.
const told = `r.instant + interval '${noticeDays} days'`
const soonest = `(select max(access.due_horizon(${told}, y.years)) from retention_rule y
      where y.kind = 'documentation' and y.valid && daterange(r.today, r.today + ${noticeDays}, '[]'))`
// R17: who was responsible for the recording m, where it is a name that the reader may meet: of those who work in the
// reader's units today, and of nobody hidden.
const responsible = `(select p.given_name || ' ' || p.family_name from person p
              where p.id = m.responsible_id and p.id <> all (r.hidden)
                and exists (select from duty y where y.person_id = p.id and y.unit_id = any (r.units)
                            and range_contains_elem(y.valid, r.today)))`
// How much of what belongs with a child, in its `scopes`, leaves until then.
const leaving = (scopes: string, horizon: string) => `
        select jsonb_build_object('count', count(*), 'first', min(l.leaves), 'last', max(s.published_at), 'fate', (array_agg(l.fate order by l.leaves))[1]) as told
        from unnest(r.scopes, r.since) as w(scope_id, since)
        cross join lateral (
          select published_at from document_scope t
          where ${inReach} and t.published_at < ${horizon}
            -- What is held at the end of those days goes later, and is not told of yet. Asked only where something is due.
            and t.document_id <> all ((select access.held_documents(access.day(${told})))::uuid[])
        ) s
        join lateral access.leaves(s.published_at, r.today) l on l.leaves <= ${told}
        where ${scopes} ? w.scope_id::text`

// Staff read for their work, and nothing is marked for them.
const isFamily = `r.role in ('guardian', 'pupil')`
const unread = `${isFamily} and n.document_id is null`
const ownReading = 'left join reading n on n.document_id = e.document_id and n.reader_id = r.id'

// One item as a line (line.ts): what differs from reader to reader, and the card as it stands on the scope row itself
// (policy.ts, refresh_entries). A list is one text: put together item by item, and sent as twenty-one rows of thirteen
// columns, it costs Postgres and the portal several times as much (docs/decisions/0012).
const line = (whose = "''") =>
  `case when ${unread} then '1' else '0' end || case when e.author_id = any (r.hidden) then '1' else '0' end || ${whose} || e.card`
const whose = `array_to_string(array(select c.id from unnest(r.children) with ordinality as c(id, n)
                     where r.rooms -> c.id::text -> 'scopes' ?| f.through order by c.n), ',')`
const newestFirst = 'order by e.published_at desc, e.document_id desc'

// What a reader wants to see of it (filter.ts), for the row t: null is all. The next kind of choice goes here.
const wanted = `
  (audiences is null or t.audience = any (audiences)) and (earliest is null or t.published_at >= earliest)
  and (kinds is null or exists (select from media m where m.document_id = t.document_id and m.discarded_at is null and m.state = 'ready' and m.kind = any (kinds)))
  and (aim is null or exists (select from document_goal g where g.document_id = t.document_id and g.curriculum || '.' || g.goal = aim))`
const choices = 'audiences text[], kinds text[], earliest timestamptz, aim text'

/**
 * The pages that are read most, each by one question: the signed context is verified, what the reader reaches is known
 * (src/access/reader.ts), the rows are picked by the very conditions of the policies, and the reading is in the log; or
 * nothing comes back and nothing is written. They stand outside row-level security because asking through it costs ten
 * times as much (docs/decisions/0012); the matrix holds each of them against the same oracle as the policies. `head` is
 * what stands over a list, `items` the list.
 */
export const reading = `
  create or replace function reach.leaving(r reach.reader, scopes jsonb) returns jsonb
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  declare soonest timestamptz := ${soonest};
  begin
    return (${leaving('scopes', 'soonest')});
  end $$;

  -- A child's own items and those of today's groups and unit, newest first.
  create or replace function access.read_timeline(context text, child uuid, before timestamptz, before_id uuid, ${choices})
  returns table (head jsonb, items text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare r reach.reader := reach.reader(context);
  begin
    if r.role is null or r.role not in (${rolesWith('documentation.read')}) or child <> all (r.children) then return; end if;
    head := coalesce(r.rooms -> child::text, reach.room(child, r.today));
    if r.role = 'guardian' then head := head || jsonb_build_object('siblings', cardinality(r.children) - 1); end if;
    -- Whoever follows their own has no start page to be told on.
    if r.role = 'pupil' then head := head || jsonb_build_object('leaving', reach.leaving(r, head -> 'scopes')); end if;
    -- Decision 8: staff see that there is more, and why it is not here.
    if not (${isFamily}) and r.since[array_position(r.scopes, child)] > '-infinity' then head := head || '{"waits": true}'; end if;
    insert into audit_event (at, event, actor_id, actor_role, subject_id) values (r.instant, 'documentation.listed', r.id, r.role, child);
    items := (
      select coalesce(string_agg(${line()}, E'\\n' ${newestFirst}), '')
      from (
        select e.* from unnest(r.scopes, r.since) as w(scope_id, since)
        cross join lateral (
          select t.document_id, t.published_at, t.author_id, t.card from document_scope t
          where ${inReach} and (published_at, document_id) < (before, before_id) and ${wanted}
          order by published_at desc, document_id desc
          limit ${pageLength + 1}
        ) e
        where head -> 'scopes' ? w.scope_id::text
        ${newestFirst}
        limit ${pageLength + 1}
      ) e
      ${ownReading});
    return next;
  end $$;

  -- All of a guardian's children in one flow, each item once, with whose it is.
  create or replace function access.read_family(context text, before timestamptz, before_id uuid, ${choices})
  returns table (head jsonb, items text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare r reach.reader := reach.reader(context);
  begin
    if r.role is null or r.role <> 'guardian' then return; end if;
    head := coalesce((select jsonb_agg(r.rooms -> c.id::text order by c.n) from unnest(r.children) with ordinality as c(id, n)), '[]');
    insert into audit_event (at, event, actor_id, actor_role, subject_id)
    select r.instant, 'documentation.listed', r.id, r.role, child from unnest(r.children) as child;
    items := (
      select coalesce(string_agg(${line(whose)}, E'\\n' ${newestFirst}), '')
      from (
        -- An item's every scope finds it among its own newest, so that the newest of all are complete.
        select t.document_id, t.published_at, array_agg(w.scope_id::text) as through, (array_agg(w.scope_id))[1] as one
        from unnest(r.scopes, r.since) as w(scope_id, since)
        cross join lateral (
          select document_id, published_at from document_scope t
          where ${inReach} and (published_at, document_id) < (before, before_id) and ${wanted}
          order by published_at desc, document_id desc
          limit ${pageLength + 1}
        ) t
        group by 1, 2
        order by 2 desc, 1 desc
        limit ${pageLength + 1}
      ) f
      join document_scope e on e.document_id = f.document_id and e.scope_id = f.one
      ${ownReading});
    return next;
  end $$;

  -- The goals that the items of a child's timeline are about, or of all a guardian's children: what there is to choose from.
  -- A goal is the same through the versions of its curriculum, and has here the words of the newest that occurs. Asked
  -- where somebody chooses among them, never with an ordinary page.
  create or replace function access.read_goals(context text, child uuid)
  returns table (goal text, area text, sv text, en text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    r reach.reader := reach.reader(context);
    here jsonb;
  begin
    if r.role is null or r.role not in (${rolesWith('documentation.read')}) then return; end if;
    if child is null and r.role <> 'guardian' or child <> all (r.children) then return; end if;
    here := coalesce(r.rooms -> child::text, reach.room(child, r.today)) -> 'scopes';
    return query
      select distinct on (c.curriculum, c.goal) c.curriculum || '.' || c.goal, c.area, c.words_sv, c.words_en
      from (
        select distinct g.curriculum, g.version, g.goal
        from unnest(r.scopes, r.since) as w(scope_id, since)
        join document_scope t on ${inReach}
        join document_goal g on g.document_id = t.document_id
        where child is null or here ? w.scope_id::text
      ) found
      join curriculum_goal c using (curriculum, version, goal)
      order by c.curriculum, c.goal, c.version desc;
  end $$;

  -- A guardian's children: how much is new since the last visit, the three latest items of each, and what is unanswered.
  create or replace function access.read_start(context text, last_visit timestamptz)
  returns table (head jsonb, items text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    r reach.reader := reach.reader(context);
    latest uuid[];
    soonest timestamptz := ${soonest};
  begin
    if r.role is null or r.role <> 'guardian' then return; end if;
    head := coalesce((
      select jsonb_agg(r.rooms -> c.id::text || jsonb_build_object(
               'new_count', fresh.count, 'latest', latest.ids, 'leaving', gone.told,
               'unanswered', w.unanswered, 'anew', w.anew, 'review', w.review) order by c.n)
      from unnest(r.children) with ordinality as c(id, n)
      join reach.asked(r.children, array_fill(r.id, array[cardinality(r.children)]), r.instant) w on w.child_id = c.id
      cross join lateral (
        select count(*) from unnest(r.scopes, r.since) as w(scope_id, since)
        cross join lateral (
          select from document_scope t
          where ${inReach} and t.published_at > last_visit
            and not exists (select from reading n where n.document_id = t.document_id and n.reader_id = r.id)
          limit 100
        ) s
        where r.rooms -> c.id::text -> 'scopes' ? w.scope_id::text
      ) fresh
      cross join lateral (${leaving("r.rooms -> c.id::text -> 'scopes'", 'soonest')}
      ) gone
      cross join lateral (
        select coalesce(array_agg(three.document_id), '{}') as ids from (
          select s.document_id
          from unnest(r.scopes, r.since) as w(scope_id, since)
          cross join lateral (
            select document_id, published_at from document_scope t
            where ${inReach}
            order by published_at desc, document_id desc limit 3
          ) s
          where r.rooms -> c.id::text -> 'scopes' ? w.scope_id::text
          order by s.published_at desc, s.document_id desc limit 3
        ) three
      ) latest), '[]');
    insert into audit_event (at, event, actor_id, actor_role, subject_id)
    select r.instant, 'documentation.listed', r.id, r.role, child from unnest(r.children) as child;
    latest := array(select jsonb_array_elements_text(child -> 'latest')::uuid from jsonb_array_elements(head) as child);
    items := (
      select coalesce(string_agg(${line()}, E'\\n'), '')
      from (
        select distinct on (e.document_id) e.*
        from unnest(r.scopes, r.since) as w(scope_id, since)
        join document_scope e on e.scope_id = w.scope_id and e.document_id = any (latest)
      ) e
      ${ownReading});
    return next;
  end $$;

  -- The item before or after another in a child's timeline, as a card without its picture.
  create or replace function reach.beside(r reach.reader, child uuid, at timestamptz, item uuid, newer boolean) returns text
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    here jsonb := coalesce(r.rooms -> child::text, reach.room(child, r.today)) -> 'scopes';
    found text;
  begin
    if newer then
      select e.card into found
      from unnest(r.scopes, r.since) as w(scope_id, since)
      cross join lateral (
        select document_id, published_at, card from document_scope t where ${inReach} and (published_at, document_id) > (at, item)
        order by published_at, document_id limit 1
      ) e
      where here ? w.scope_id::text
      order by e.published_at, e.document_id limit 1;
    else
      select e.card into found
      from unnest(r.scopes, r.since) as w(scope_id, since)
      cross join lateral (
        select document_id, published_at, card from document_scope t where ${inReach} and (published_at, document_id) < (at, item)
        order by published_at desc, document_id desc limit 1
      ) e
      where here ? w.scope_id::text
      order by e.published_at desc, e.document_id desc limit 1;
    end if;
    return found;
  end $$;

  -- R17: the same names for the whole of an item that the actor reads, for what they take out on paper (export/queries.ts).
  create or replace function access.responsible(item uuid) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    claims text[] := access.claims();
    r reach.reader;
  begin
    if claims is null then return null; end if;
    r := reach.known(claims);
    if r.role not in (${rolesWith('documentation.read')}) or not exists (
      select from unnest(r.scopes, r.since) as w(scope_id, since) join document_scope t on ${inReach}
      where t.document_id = item) then return null; end if;
    return (select string_agg(distinct ${responsible}, ', ') from media m
            where m.document_id = item and m.state = 'ready' and m.discarded_at is null);
  end $$;

  -- One published item with its pictures, whom or what it is about, and the child it belongs with for this reader:
  -- the child named, where it is one of those it belongs with. Opened is read: the same statement notes it.
  create or replace function access.read_document(context text, item uuid, child uuid)
  returns table (id uuid, audience text, published_at timestamptz, key_month text, sealed_key bytea, sealed_content bytea,
                 author_hidden boolean, reported boolean, unit_name text, group_name text, leaves timestamptz, fate text, about jsonb, home jsonb, talk boolean, newer text, older text,
                 media jsonb, goals jsonb)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    r reach.reader := reach.reader(context);
    mine uuid[];
    told uuid[];
    at timestamptz;
    place uuid;
  begin
    if r.role is null or r.role not in (${rolesWith('documentation.read')}) then return; end if;
    -- Of the others it is about, those whom the reader knows: their own, and who is in the groups today.
    select array_agg(scope_id) filter (where mine),
           array_agg(child_id) filter (where child_id = any (r.children)
             or r.role <> 'pupil' and exists (select from placement x where x.child_id = tagged.child_id
                  and x.group_id = any (r.groups) and range_contains_elem(x.valid, r.today))),
           min(published_at)
    into mine, told, at
    from (select scope_id, child_id, published_at,
                 exists (select from unnest(r.scopes, r.since) as w(scope_id, since) where ${inReach})
                   as mine
          from document_scope t where document_id = item) tagged;
    if mine is null then return; end if;
    if ${isFamily} then
      insert into reading (document_id, reader_id, read_at) values (item, r.id, r.instant) on conflict do nothing;
    end if;
    place := (
      select p.id from person p
      where p.id = any (r.children) and (p.id = any (mine) or r.rooms -> p.id::text -> 'scopes' ?| mine::text[])
      order by p.id is not distinct from child desc, p.birth_date desc limit 1);
    insert into audit_event (at, event, actor_id, actor_role, subject_id, object_id)
    select r.instant, 'documentation.read', r.id, r.role, subject, item from unnest(coalesce(told, array[null::uuid])) as subject;
    return query
      select d.id, d.audience, d.published_at, d.key_month, d.sealed_key, d.sealed_content, d.author_id = any (r.hidden) or d.co_author_ids && r.hidden,
             exists (select from document_scope s where s.document_id = d.id and s.reported),
             u.name,
             (select g.name from unit_group g where g.id = d.group_id),
             l.leaves, l.fate,
             coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.given_name || ' ' || p.family_name) order by p.given_name)
                       from person p where p.id = any (told)), '[]'),
             (select jsonb_build_object('id', p.id, 'given_name', p.given_name, 'siblings', cardinality(r.children) - 1)
              from person p where p.id = place),
             -- Whether the talk about it is worth asking for: something has been said, or the family may begin.
             exists (select from comment c where c.document_id = item and c.child_id = any (r.children) and c.withdrawn_at is null)
               or ${isFamily} and reach.comments_open(place, r.today),
             reach.beside(r, place, at, item, true), reach.beside(r, place, at, item, false),
             -- Families meet what is ready (media/policy.ts); who was responsible is a name that they may meet (R17).
             coalesce((select jsonb_agg(jsonb_build_object(
                         'id', m.id, 'kind', m.kind, 'state', m.state, 'progress', m.progress, 'problem', m.problem, 'width', m.width,
                         'height', m.height, 'seconds', m.seconds, 'captioned', m.captioned_at is not null,
                         'sealed_alt', encode(m.sealed_alt, 'base64'), 'subjects', '[]'::jsonb,
                         'responsible', ${responsible}) order by m.position)
                       from media m where m.document_id = d.id and m.discarded_at is null
                         and (m.state = 'ready' or r.role in ('educator', 'principal')) and m.withheld is distinct from 'hidden'), '[]'),
             coalesce((select jsonb_agg(jsonb_build_object('area', c.area, 'name', c.name, 'sv', c.words_sv, 'en', c.words_en,
                                                           'reference_sv', c.reference_sv, 'reference_en', c.reference_en) order by c.goal)
                       from document_goal g join curriculum_goal c using (curriculum, version, goal) where g.document_id = d.id), '[]')
      from document d join unit u on u.id = d.unit_id
      left join lateral access.leaves(d.published_at, r.today) l on true
      where d.id = item and d.published_at is not null;
  end $$;
`
