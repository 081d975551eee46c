import { notReported } from '../reports/policy.ts'

const readers = 'insyn_guardian, insyn_pupil, insyn_educator, insyn_principal'
const notWithheld = notReported('comment', '(select access.actor())', '(select access.role())')

/**
 * Who meets a comment: the staff of the child's unit, the child's own guardians and the child; never another family, also
 * where the item is for the whole group (docs/decisions/0042). Only where the item itself is read.
 */
export const policy = `
  grant select on comment to ${readers};
  create policy family on comment for select to insyn_guardian, insyn_pupil
    using (child_id = any ((select access.children())::uuid[]) and withdrawn_at is null
      and (hidden_at is null or author_id = (select access.actor()))
      and exists (select from document d where d.id = document_id));
  create policy staff on comment for select to insyn_educator, insyn_principal
    using (child_id = any ((select access.children())::uuid[]) and withdrawn_at is null
      and exists (select from document d where d.id = document_id));
  create policy own_withdrawn on comment for select to ${readers}
    using (withdrawn_at = (select access.instant()) and author_id = (select access.actor()));

  -- At once and by every road, also for who writes without reading.
  create policy reported on comment as restrictive for select to ${readers} using (${notWithheld});
  create policy reported_stays on comment as restrictive for update to ${readers} using (${notWithheld});

  grant insert (id, document_id, child_id, author_id, author_role, written_at, sealed_text)
    on comment to ${readers};
  create policy say on comment for insert to ${readers}
    with check (author_id = (select access.actor()) and author_role = (select access.role())
      and written_at = (select access.instant()) and access.comments_open(document_id, child_id)
      and exists (select from document d where d.id = document_id));

  grant update (withdrawn_at, sealed_text) on comment to ${readers};
  create policy withdraw on comment for update to ${readers}
    using (author_id = (select access.actor()) and withdrawn_at is null)
    with check (author_id = (select access.actor()) and withdrawn_at = (select access.instant()));

  -- Staff hide what a family wrote, with a reason that its author reads; the text itself stays as it is.
  grant update (hidden_at, hidden_by, sealed_reason) on comment to insyn_educator, insyn_principal;
  create policy hide on comment for update to insyn_educator, insyn_principal
    using (child_id = any ((select access.children())::uuid[]) and author_role in ('guardian', 'pupil')
      and hidden_at is null and withdrawn_at is null)
    with check (hidden_by = (select access.actor()) and hidden_at = (select access.instant()) and withdrawn_at is null
      and author_role in ('guardian', 'pupil'));
  -- What was reported is the principal's to keep hidden, whoever wrote it, and to show again.
  create policy decided on comment for update to insyn_principal
    using (child_id = any ((select access.children())::uuid[]) and reported and withdrawn_at is null)
    with check (reported and withdrawn_at is null
      and (hidden_at is null or (hidden_by = (select access.actor()) and hidden_at = (select access.instant()))));

  grant select, insert (unit_id, open, decided_at, decided_by) on comment_opening to insyn_principal;
  create policy own_unit on comment_opening for select to insyn_principal using (unit_id = any ((select access.units())::uuid[]));
  create policy decide on comment_opening for insert to insyn_principal
    with check (unit_id = any ((select access.units())::uuid[]) and decided_by = (select access.actor())
      and decided_at = (select access.instant()));
`

export const helpers = `
  -- Words are their author's: taken back, or as they stand.
  create or replace function access.said_stays() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  begin
    if new.withdrawn_at is null then
      raise exception 'what was said stays as it was said' using errcode = '42501';
    end if;
    return new;
  end $$;
  create or replace trigger said_stays before update of sealed_text on comment
    for each row when (new.sealed_text is distinct from old.sealed_text) execute function access.said_stays();

  -- Whether a unit where the child is today takes comments.
  create or replace function reach.comments_open(child uuid, today date) returns boolean
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
  begin
    return exists (
      select from placement p join unit_group g on g.id = p.group_id
      where p.child_id = child and range_contains_elem(p.valid, today)
        and (select o.open from comment_opening o where o.unit_id = g.unit_id order by o.id desc limit 1));
  end $$;

  -- Whether the actor may say something of the item as one of this child's own, or of its staff: it is about or for the
  -- child, and the child's unit takes comments.
  create or replace function access.comments_open(item uuid, child uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    children uuid[] := access.children();
    today date := access.today();
  begin
    return child = any (children) and reach.comments_open(child, today) and exists (
      select from document_scope s where s.document_id = item and (s.child_id = child or s.scope_id in (
        select unnest(array[g.id, g.unit_id]) from placement p join unit_group g on g.id = p.group_id
        where p.child_id = child and range_contains_elem(p.valid, today))));
  end $$;
`
