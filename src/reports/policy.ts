import { mostReportsADay } from './reasons.ts'

const readers = 'insyn_guardian, insyn_pupil, insyn_educator, insyn_principal'

/** For a row with an author that can be reported: what was is there for its writer and for principals alone. */
export const notReported = (row: string, actor: string, role: string) =>
  `(not ${row}.reported or ${row}.author_id = ${actor} or ${role} = 'principal')`

/**
 * Who can read an item can report it, in their own name and now. The writer and the principal see that and why, never
 * who: nobody should have to think twice. Of a comment its writer sees only that: in a family of two, why would say who.
 */
export const policy = `
  grant insert (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at) on report to ${readers};
  create policy by_reader on report for insert to ${readers}
    with check (reporter_id = (select access.actor()) and reporter_role = (select access.role())
      and reported_at = (select access.instant()) and item_id = document_id
      and (select access.reports_today()) < ${mostReportsADay}
      and kind = 'document'
      and exists (select from document d where d.id = document_id and d.published_at is not null and d.revision = version));
  create policy by_reader_of_comment on report for insert to ${readers}
    with check (reporter_id = (select access.actor()) and reporter_role = (select access.role())
      and reported_at = (select access.instant()) and kind = 'comment' and version = 1
      and (select access.reports_today()) < ${mostReportsADay}
      and exists (select from comment c where c.id = item_id and c.document_id = report.document_id
                  and c.author_id <> (select access.actor())));

  grant select (kind, item_id, document_id, version, reason, reporter_role, reported_at) on report to insyn_educator, insyn_principal;
  create policy of_own_text on report for select to insyn_educator
    using (kind = 'document' and exists (select from document d where d.id = document_id and d.author_id = (select access.actor())));
  create policy deciding on report for select to insyn_principal
    using (kind = 'document' and exists (select from document d where d.id = document_id));
  create policy deciding_on_comment on report for select to insyn_principal
    using (kind = 'comment' and exists (select from comment c where c.id = item_id and c.document_id = report.document_id));

  grant select (id, kind, item_id, document_id, version, decision, decided_at) on report_decision to insyn_educator, insyn_principal;
  create policy of_own_text on report_decision for select to insyn_educator
    using (kind = 'document' and exists (select from document d where d.id = document_id and d.author_id = (select access.actor())));
  create policy deciding on report_decision for select to insyn_principal
    using (kind = 'document' and exists (select from document d where d.id = document_id));
  create policy deciding_on_comment on report_decision for select to insyn_principal
    using (kind = 'comment' and exists (select from comment c where c.id = item_id and c.document_id = report_decision.document_id));
  grant insert (kind, item_id, document_id, version, decision, decided_by, decided_at) on report_decision to insyn_principal;
  create policy decide on report_decision for insert to insyn_principal
    with check (decided_by = (select access.actor()) and decided_at = (select access.instant())
      and exists (select from report r where r.kind = report_decision.kind and r.item_id = report_decision.item_id
                  and r.document_id = report_decision.document_id and r.version = report_decision.version));

  -- At once and for every road: item, pictures and lists go with their scopes.
  create policy reported on document_scope as restrictive for select to ${readers}
    using (${notReported('document_scope', '(select access.actor())', '(select access.role())')});
`

/** Made before the policies. */
export const helpers = `
  create or replace function access.reports_today() returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    me uuid := access.actor();
    today date := access.today();
  begin
    return (select count(*) from report where reporter_id = me
            and reported_at >= today::timestamp at time zone 'Europe/Stockholm');
  end $$;

  create or replace function access.has_reported(what text, item uuid, revision integer) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare me uuid := access.actor();
  begin
    return exists (select from report r where r.kind = what and r.item_id = item and r.version = revision and r.reporter_id = me);
  end $$;

  -- Hidden while the latest version that was reported waits, or a principal has decided to hide it: a correction alone
  -- shows nothing again. The items are taken first: of a report and a decision in the same moment, the later sees the earlier.
  create or replace function reach.refresh_reported(items uuid[]) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
  begin
    perform from document where id = any (items) order by id for update;
    update document_scope s
    set reported = coalesce((
      select coalesce((select x.decision from report_decision x
                       where x.kind = 'document' and x.item_id = r.item_id and x.version = r.version
                       order by x.id desc limit 1), 'hide') = 'hide'
      from report r where r.kind = 'document' and r.item_id = s.document_id order by r.version desc limit 1), false)
    where s.document_id = any (items);
  end $$;
  create or replace function access.reports_follow() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare said uuid[] := array(select distinct item_id from changed where kind = 'comment' order by 1);
  begin
    perform reach.refresh_reported(array(select distinct item_id from changed where kind = 'document' order by 1));
    perform from comment where id = any (said) order by id for update;
    update comment c
    set reported = exists (select from report r where r.kind = 'comment' and r.item_id = c.id)
      and coalesce((select x.decision from report_decision x
                    where x.kind = 'comment' and x.item_id = c.id order by x.id desc limit 1), 'hide') = 'hide'
    where c.id = any (said);
    return null;
  end $$;
  create or replace trigger reports_follow after insert on report referencing new table as changed
    for each statement execute function access.reports_follow();
  create or replace trigger reports_follow after insert on report_decision referencing new table as changed
    for each statement execute function access.reports_follow();
`
