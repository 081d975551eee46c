import { actorRoles } from '../access/policy.ts'

/** Decision 3, for the row `scope` of document_scope: neither the child nor any of the others is `hidden`, an SQL array. */
export const nobodyHidden = (scope: string, hidden: string) =>
  `(${scope}.child_id is null or ${scope}.child_id <> all (${hidden})) and (${scope}.others is null or not ${scope}.others && ${hidden})`

// A draft is its author's, and where it is shared the unit's, while they work there. About children, it is there for those
// who care for one of them, and not at all when one is hidden (R3, R13, decision 3): as it will be once it is published.
const draft = (scopes: { actor: string; units: string; children: string; hidden: string }) => `
  (author_id = ${scopes.actor} or shared_at is not null) and unit_id = any (${scopes.units})
    and (about = '{}' or about && ${scopes.children} and not about && ${scopes.hidden})`

const reachedDraft = draft({
  actor: '(select access.actor())',
  units: '(select access.units())::uuid[]',
  children: '(select access.children())::uuid[]',
  hidden: '(select access.hidden())::uuid[]',
})

/**
 * R3: stored documentation of a child is seen by the staff of the child's unit, the child's guardians and the child.
 * The rule stands once, on document_scope; documents (and their media, media/policy.ts) are there when one of their scopes is.
 */
export const policy = `
  grant select on document_scope to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal;
  create policy families on document_scope for select to insyn_guardian, insyn_pupil
    using (scope_id = any ((select access.scopes())::uuid[])
      and published_at >= coalesce(((select access.scope_since()) ->> scope_id::text)::timestamptz, '-infinity'));
  create policy staff on document_scope for select to insyn_educator, insyn_principal
    using (scope_id = any ((select access.scopes())::uuid[])
      and published_at >= coalesce(((select access.scope_since()) ->> scope_id::text)::timestamptz, '-infinity'));

  grant select on document to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal;
  create policy published on document for select to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal
    using (published_at is not null and exists (select from document_scope s where s.document_id = document.id));
  create policy draft on document for select to insyn_educator, insyn_principal
    using (published_at is null and discarded_at is null and ${reachedDraft});

  grant insert (id, unit_id, group_id, author_id, audience, about, shared_at, created_at, saved_at, saved_form, key_month, sealed_key, sealed_content, sealed_card)
    on document to insyn_educator, insyn_principal;
  create policy begin_draft on document for insert to insyn_educator, insyn_principal
    with check (published_at is null and author_id = (select access.actor()) and group_id = any ((select access.groups())::uuid[])
      and ${reachedDraft});

  -- Only a draft changes; once published the row stands, and scopes say whom it is about. R14: nobody dates a publication
  -- but the clock. To throw it away, or to have it for oneself again, is its author's.
  grant update (unit_id, group_id, audience, about, shared_at, saved_at, saved_form, published_at, discarded_at, revision, key_month, sealed_key, sealed_content, sealed_card)
    on document to insyn_educator, insyn_principal;
  create policy draft_changes on document for update to insyn_educator, insyn_principal
    using (published_at is null and discarded_at is null and ${reachedDraft})
    with check (group_id = any ((select access.groups())::uuid[]) and unit_id = any ((select access.units())::uuid[])
      and (author_id = (select access.actor()) or shared_at is not null and discarded_at is null)
      and case when published_at is null then ${reachedDraft}
               else about is null and published_at = (select access.instant()) end);
  -- A discarded draft leaves its author's sight at once; the nightly job removes it.
  create policy own_discarded on document for select to insyn_educator, insyn_principal
    using (discarded_at = (select access.instant()) and author_id = (select access.actor()));

  grant insert (document_id, child_id, group_id, unit_id, published_at) on document_scope to insyn_educator, insyn_principal;
  create policy publishing on document_scope for insert to insyn_educator, insyn_principal
    with check (published_at = (select access.instant())
      and scope_id = any ((select access.scopes())::uuid[]) and access.own_draft(document_id));

  -- What somebody has opened is for themself alone; reading.ts writes it.
  grant select on reading to insyn_guardian, insyn_pupil;
  create policy own on reading for select to insyn_guardian, insyn_pupil using (reader_id = (select access.actor()));

  -- Every reader is told when an item goes.
  grant select (kind, years, fate, valid) on retention_rule to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal;
  create policy readers on retention_rule for select to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal using (true);

  -- Decision 3: an item tagged with a hidden child is hidden whole, from everybody; item and pictures go with their scopes.
  create policy protected on document_scope as restrictive for select to ${actorRoles} using (${nobodyHidden('document_scope', '((select access.hidden())::uuid[])')});
`

/** The card of the item `d` with its first picture `m` on the scope row `s`, as line.ts reads it. */
export const cardText = `
  json_build_array(d.id, d.audience, s.published_at, d.key_month, case when m.id is not null then reach.base64(d.sealed_key) end,
                   reach.base64(d.sealed_card), m.id, m.width, m.height, reach.base64(m.sealed_alt), coalesce(m.pictures, 0))::text`

/** Lives with the feature because it reads its tables; made before the policies. */
export const helpers = `
  create or replace function reach.base64(sealed bytea) returns text
  language sql immutable set search_path = pg_catalog, pg_temp return translate(encode(sealed, 'base64'), E'\\n', '');

  -- A scope row carries what lists show of the item, put together (line.ts), so that a list is read from one place and
  -- handed over as it stands: kept like this by the triggers below, whoever adds scopes and pictures or changes the item.
  create or replace function access.refresh_entries(documents uuid[]) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    update document_scope s
    set others = case when cardinality(tagged.children) > 1 then array_remove(tagged.children, s.child_id) end,
        audience = d.audience, author_id = d.author_id,
        card = ${cardText}
    from document d
    left join lateral (select array_agg(child_id) as children from document_scope where document_id = d.id and child_id is not null) tagged on true
    left join lateral (
      select id, width, height, sealed_alt, count(*) over () as pictures
      from media where document_id = d.id and discarded_at is null and state <> 'withheld' and width is not null order by position limit 1
    ) m on true
    where d.id = any (documents) and s.document_id = d.id
  $$;
  create or replace function access.entries_follow() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  begin
    if tg_table_name = 'document' then
      perform access.refresh_entries(array(select id from changed where published_at is not null));
    else
      -- How far the converting of a film has come shows in no list.
      perform access.refresh_entries(array(select distinct document_id from changed where to_jsonb(changed) ->> 'state' is distinct from 'working'));
    end if;
    return null;
  end $$;
  create or replace trigger entries_follow after insert on document_scope referencing new table as changed
    for each statement execute function access.entries_follow();
  create or replace trigger entries_follow after update on document referencing new table as changed
    for each statement execute function access.entries_follow();
  create or replace trigger entries_follow after insert on media referencing new table as changed
    for each statement execute function access.entries_follow();
  create or replace trigger entries_follow_change after update on media referencing new table as changed
    for each statement execute function access.entries_follow();

  -- Asked by the policy that adds scopes: there, a question to document would lead back to document_scope's own policies.
  create or replace function access.own_draft(id uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    me uuid := access.actor();
    units uuid[] := access.units();
    children uuid[] := access.children();
    hidden uuid[] := access.hidden();
  begin
    return exists (select from document d where d.id = own_draft.id and d.published_at is null and d.discarded_at is null
                   and ${draft({ actor: 'me', units: 'units', children: 'children', hidden: 'hidden' })});
  end $$;

  -- Who saved or published it last, and who has done so at all, is no word of theirs.
  create or replace function access.writers_follow() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare writer uuid := access.actor();
  begin
    if writer is null or (new.revision = old.revision and new.published_at is not distinct from old.published_at) then return new; end if;
    new.saved_by := writer;
    if writer <> new.author_id and writer <> all (new.co_author_ids) then
      new.co_author_ids := new.co_author_ids || writer;
    end if;
    return new;
  end $$;
  create or replace trigger writers_follow before update on document for each row execute function access.writers_follow();

  -- Which of the children in the actor's care sign in themselves: they will be readers.
  create or replace function access.pupils_among(children uuid[]) returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select array(select a.person_id from account a join account_role r on r.account_id = a.id and r.role = 'pupil'
                 where a.disabled_at is null and a.person_id = any (children) and a.person_id = any ((select access.children())::uuid[]))
  $$;

  -- The staff of every unit where one of the children is placed today, or of the unit itself.
  create or replace function access.staff_around(children uuid[], unit uuid) returns table (person_id uuid, unit_name text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct d.person_id, u.name
    from duty d join unit u on u.id = d.unit_id
    where range_contains_elem(d.valid, (select access.today())) and d.person_id <> all ((select access.hidden())::uuid[])
      and (d.unit_id = unit and unit = any ((select access.units())::uuid[])
        or d.unit_id in (select g.unit_id from placement p join unit_group g on g.id = p.group_id
                         where p.child_id = any (children) and p.child_id = any ((select access.children())::uuid[])
                           and range_contains_elem(p.valid, (select access.today()))))
  $$;
`
