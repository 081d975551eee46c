import { nobodyHidden } from '../documentation/policy.ts'
import { undoMinutes } from './limits.ts'

const staff = `('educator', 'principal')`

/**
 * What was published is changed through the functions below alone: no role may change or remove its row, its scopes or
 * its media by itself. Staff who read an item read what stood in it before.
 */
export const policy = `
  grant select on document_version to insyn_educator, insyn_principal;
  create policy with_document on document_version for select to insyn_educator, insyn_principal
    using (exists (select from document d where d.id = document_id and d.published_at is not null));
  -- Decision 3: whoever it was about then, too.
  create policy protected on document_version as restrictive for select to insyn_educator, insyn_principal
    using (not scopes && ((select access.hidden())::uuid[]));
`

// Since when what is about a scope is the actor's (decision 8); `since` is access.scope_since().
const sinceThen = (scope: string) => `d.published_at >= coalesce((since ->> ${scope}::text)::timestamptz, '-infinity')`

// An item d that was taken back, r, is there for the staff who read it before (R3, R13).
const recalledInReach = `
  exists (select from unnest(r.children || case d.audience when 'group' then array[d.group_id] when 'unit' then array[d.unit_id] else '{}' end) as x(scope)
          where x.scope = any (scopes) and ${sinceThen('x.scope')})
  and not r.children && hidden`

/** Made before the policies. */
export const helpers = `
  -- A published text is never overwritten: whoever changes it, what stood there is kept, and the change says that it is a
  -- correction. Only one that nobody has corrected becomes a draft again.
  create or replace function reach.document_keeps() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  begin
    if new.revision <> old.revision + 1 or (new.published_at is null) <> (new.corrected_at is null) or
       (new.published_at is null and old.corrected_at is not null) or new.published_at <> old.published_at then
      raise exception 'a published text is corrected, never overwritten' using errcode = 'check_violation';
    end if;
    if new.published_at is null then return new; end if;
    insert into document_version (document_id, version, author_id, written_at, audience, scopes, goals, sealed_content, sealed_alts)
    values (old.id, old.revision, coalesce(old.corrected_by, old.author_id), coalesce(old.corrected_at, old.published_at), old.audience,
            array(select scope_id from document_scope where document_id = old.id),
            array(select curriculum || '.' || version || '.' || goal from document_goal where document_id = old.id order by 1),
            old.sealed_content,
            coalesce((select jsonb_object_agg(id, encode(sealed_alt, 'base64')) from media
                      where document_id = old.id and discarded_at is null), '{}'));
    return new;
  end $$;
  create or replace trigger document_keeps before update on document for each row
    when (old.published_at is not null and (new.published_at is null or new.sealed_content is distinct from old.sealed_content
          or new.audience <> old.audience or new.corrected_at is distinct from old.corrected_at))
    execute function reach.document_keeps();

  -- Its writer, and the principal of a unit where it is read, correct an item and take it back.
  create or replace function access.may_amend(item uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    me uuid := access.actor();
    hat text := access.role();
    scopes uuid[] := access.scopes();
    since jsonb := access.scope_since();
    hidden uuid[] := access.hidden();
  begin
    return coalesce(hat in ${staff}, false) and exists (
      select from document d join document_scope s on s.document_id = d.id
      where d.id = item and d.published_at is not null and s.scope_id = any (scopes) and ${sinceThen('s.scope_id')} and ${nobodyHidden('s', 'hidden')}
        and (d.author_id = me or me = any (d.co_author_ids) or hat = 'principal'));
  end $$;

  -- Within ten minutes whoever wrote or published it has a draft again, and it is as if it had never gone out. Answers 'done', why not, or
  -- nothing where there is nothing for the actor to undo.
  create or replace function access.undo_publication(item uuid, content bytea, card bytea) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    units uuid[] := access.units();
    children uuid[];
    d document;
  begin
    select * into d from document where id = item and published_at is not null for update;
    if d.author_id is distinct from access.actor() and d.saved_by is distinct from access.actor() or d.unit_id <> all (units) or not access.may_amend(item) then return null; end if;
    if access.instant() >= d.published_at + interval '${undoMinutes} minutes' then return 'late'; end if;
    if d.corrected_at is not null then return 'corrected'; end if;
    children := array(select child_id from document_scope where document_id = item and child_id is not null);
    delete from comment where document_id = item;
    delete from reading where document_id = item;
    delete from document_goal where document_id = item;
    delete from document_scope where document_id = item;
    update document set published_at = null, about = children, saved_form = null, revision = revision + 1, saved_at = access.instant(), sealed_content = content, sealed_card = card
    where id = item;
    return 'done';
  end $$;

  -- A new version of what has been read as version \`seen\`. Whom it is for may grow to whom the actor cares for today;
  -- children whom it is about and who are out of the actor's reach stay as they are. Published it was when it was.
  drop function if exists access.correct(uuid, integer, text, uuid[], text[], bytea, bytea, jsonb, uuid[]);
  drop function if exists access.correct(uuid, integer, text, uuid[], text[], bytea, bytea, jsonb, uuid[], uuid[]);
  create or replace function access.correct(item uuid, seen integer, whom text, about uuid[], aims text[], content bytea, card bytea,
                                            alts jsonb, taken uuid[], films jsonb default '{}') returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    mine uuid[] := access.children();
    places uuid[] := access.groups() || access.units();
    d document;
    elsewhere uuid[];
    target uuid[];
    withheld boolean;
  begin
    select * into d from document where id = item and published_at is not null for update;
    if d.id is null or not access.may_amend(item) then return null; end if;
    if d.revision <> seen then return 'conflict'; end if;
    elsewhere := array(select child_id from document_scope where document_id = item and child_id is not null and child_id <> all (mine));
    withheld := exists (select from document_scope where document_id = item and reported);
    target := case whom when 'child' then array(select distinct unnest(about || elsewhere))
                        when 'group' then array[d.group_id] when 'unit' then array[d.unit_id] end;
    if cardinality(target) > 0 is not true
      or whom = 'child' and not target <@ (mine || elsewhere)
      or whom <> 'child' and (cardinality(elsewhere) > 0 or whom <> d.audience and not target <@ places) then return 'place'; end if;

    update document
    set audience = whom, revision = revision + 1, corrected_at = access.instant(), corrected_by = access.actor(), sealed_content = content,
        sealed_card = card
    where id = item;
    update media m set sealed_alt = decode(alts ->> m.id::text, 'base64')
    where m.document_id = item and m.discarded_at is null and alts ? m.id::text;
    update media set discarded_at = access.instant() where document_id = item and discarded_at is null and id = any (taken);
    -- What the captions said before is kept from the first time that they are changed.
    update media m set captioned_at = access.instant(), sealed_captions =
      coalesce(m.sealed_captions, case when films -> m.id::text ->> 'before' is null then '[]'
        else jsonb_build_array(jsonb_build_object('version', d.revision, 'sealed', films -> m.id::text -> 'before')) end)
      || jsonb_build_object('version', d.revision + 1, 'sealed', films -> m.id::text -> 'after')
    where m.document_id = item and m.discarded_at is null and m.kind = 'film' and films ? m.id::text;
    delete from media_subject x using media m
    where m.id = x.media_id and m.document_id = item and whom = 'child' and x.child_id <> all (target);
    delete from document_goal where document_id = item;
    insert into document_goal (document_id, group_id, published_at, curriculum, version, goal)
    select item, d.group_id, d.published_at, split_part(aim, '.', 1), split_part(aim, '.', 2)::integer, split_part(aim, '.', 3)
    from (select distinct unnest(aims) as aim) a;
    delete from document_scope where document_id = item and scope_id <> all (target);
    insert into document_scope (document_id, child_id, group_id, unit_id, published_at, reported)
    select item, case whom when 'child' then scope end, case whom when 'group' then scope end, case whom when 'unit' then scope end,
           d.published_at, withheld
    from unnest(target) as scope
    where not exists (select from document_scope s where s.document_id = item and s.scope_id = scope);
    perform access.refresh_entries(array[item]);
    return 'done';
  end $$;

  -- Out of everybody's reach at once: what has no scopes is in no list, and no road leads to it.
  create or replace function access.recall_document(item uuid, reason bytea) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    perform from document where id = item for update;
    if not access.may_amend(item) then return null; end if;
    insert into document_recall (document_id, children, recalled_at, recalled_by, sealed_reason)
    values (item, array(select child_id from document_scope where document_id = item and child_id is not null),
            access.instant(), access.actor(), reason);
    delete from document_scope where document_id = item;
    return 'done';
  end $$;

  -- What was taken back: that, when and why for the staff who read it; what it says for its writer and principals.
  drop function if exists access.recalled();
  create function access.recalled()
  returns table (id uuid, audience text, published_at timestamptz, key_month text, sealed_key bytea, sealed_content bytea, unit_name text,
                 group_name text, recalled_at timestamptz, recaller_hidden boolean, sealed_reason bytea, about text[], pictures integer,
                 readers integer, leaves timestamptz, fate text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  declare
    me uuid := access.actor();
    hat text := access.role();
    scopes uuid[] := access.scopes();
    since jsonb := access.scope_since();
    hidden uuid[] := access.hidden();
    mine uuid[] := access.children();
    today date := access.today();
  begin
    if hat is null or hat not in ${staff} then return; end if;
    return query
      select d.id, d.audience, d.published_at, d.key_month, d.sealed_key, case when d.author_id = me or me = any (d.co_author_ids) or hat = 'principal' then d.sealed_content end,
             u.name, g.name, r.recalled_at, r.recalled_by = any (hidden), r.sealed_reason,
             array(select p.given_name || ' ' || p.family_name from person p where p.id = any (r.children) and p.id = any (mine) order by 1),
             (select count(*) from media m where m.document_id = d.id and m.discarded_at is null and m.withheld is distinct from 'hidden')::integer,
             (select count(*) from reading n where n.document_id = d.id and n.reader_id <> all (hidden))::integer,
             l.leaves, l.fate
      from document_recall r
      join document d on d.id = r.document_id
      join unit u on u.id = d.unit_id
      join unit_group g on g.id = d.group_id
      left join lateral access.leaves(d.published_at, today) l on true
      where r.put_back_at is null and ${recalledInReach}
      order by r.recalled_at desc, d.id
      limit 50;
  end $$;

  -- The principal's: to those who read it before, published when it was.
  create or replace function access.put_back(item uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    scopes uuid[] := access.scopes();
    since jsonb := access.scope_since();
    hidden uuid[] := access.hidden();
    children uuid[];
    d document;
  begin
    if access.role() is distinct from 'principal' then return null; end if;
    select * into d from document where id = item for update;
    select r.children into children from document_recall r
    where r.document_id = d.id and r.put_back_at is null and ${recalledInReach};
    if children is null then return null; end if;
    update document_recall set put_back_at = access.instant(), put_back_by = access.actor() where document_id = item and put_back_at is null;
    insert into document_scope (document_id, child_id, group_id, unit_id, published_at)
    select item, case d.audience when 'child' then scope end, case d.audience when 'group' then scope end,
           case d.audience when 'unit' then scope end, d.published_at
    from unnest(case d.audience when 'child' then children when 'group' then array[d.group_id] else array[d.unit_id] end) as scope;
    perform reach.refresh_reported(array[item]);
    return 'done';
  end $$;
`
