import { actorRoles } from '../access/policy.ts'

/**
 * The nightly role packs, and removes what the archive has signed for. The records officer fetches and says what the archive
 * signed; the administrator sees how far it has come. What is in a package nobody sees here.
 */
export const policy = `
  grant select, insert on archive_package to insyn_retention;
  grant update (packed, bytes, checksum, ready_at, fetched_at, fetched_by, closed_at, sealed_key) on archive_package to insyn_retention;
  create policy job on archive_package to insyn_retention using (true) with check (true);
  grant select, insert, delete on archive_item to insyn_retention;
  create policy job on archive_item to insyn_retention using (true) with check (true);

  grant select on archive_package to insyn_records;
  create policy hand_over on archive_package for select to insyn_records using ((select access.role()) = 'records');
  grant update (fetched_at, fetched_by, received_at, received_by, receipt, receipt_checksum) on archive_package to insyn_records;
  create policy receive on archive_package for update to insyn_records
    using ((select access.role()) = 'records' and ready_at is not null and received_at is null and closed_at is null)
    with check ((select access.role()) = 'records'
      and case when received_at is null then fetched_at = (select access.instant()) and fetched_by = (select access.actor())
               else received_at = (select access.instant()) and received_by = (select access.actor()) end);

  grant select (id, planned_at, items, packed, ready_at, fetched_at, received_at, receipt, checksum, closed_at) on archive_package to insyn_admin;
  create policy administer on archive_package for select to insyn_admin using ((select access.role()) = 'admin');

  revoke execute on function access.archive_state(text, uuid), access.archive_contents(uuid, uuid) from ${actorRoles};
  grant execute on function access.archive_state(text, uuid), access.archive_contents(uuid, uuid) to insyn_retention;
`

export const helpers = `
  -- How an item stands, as a checksum of all that goes into its package; null for what is not there, or is about somebody
  -- under protection today (decision 3): that waits here, where nobody sees it.
  create or replace function access.archive_state(what text, item uuid) returns bytea
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
  declare
    said text;
    about uuid[];
  begin
    if what = 'note' then
      select string_agg(version::text, ',' order by version) into said from follow_up_version where note_id = item;
    else
      about := array(select child_id from document_scope where document_id = item and child_id is not null
                     union select unnest(children) from document_recall where document_id = item);
      if exists (select from access.hidden_person h where h.person_id = any (about) and range_contains_elem(h.valid, access.day(now()))) then
        return null;
      end if;
      select concat_ws('|', d.revision, d.published_at, d.corrected_at,
               (select string_agg(concat_ws(' ', c.id, c.withdrawn_at, c.hidden_at, c.reported), ',' order by c.id) from comment c where c.document_id = d.id),
               (select string_agg(concat_ws(' ', m.id, m.state, m.captioned_at), ',' order by m.id) from media m where m.document_id = d.id and m.discarded_at is null),
               (select string_agg(concat_ws(' ', r.recalled_at, r.put_back_at), ',' order by r.recalled_at) from document_recall r where r.document_id = d.id))
      into said from document d where d.id = item and d.published_at is not null;
    end if;
    return sha256(convert_to(said, 'UTF8'));
  end $$;

  -- An item whole, for as long as its package is being packed.
  create or replace function access.archive_contents(package uuid, item uuid) returns jsonb
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  declare what text;
  begin
    select i.kind into what from archive_item i join archive_package p on p.id = i.package_id
    where i.package_id = package and i.item_id = item and p.ready_at is null and p.closed_at is null;
    if what = 'note' then
      return (
        select jsonb_build_object(
          'kind', 'note', 'id', n.id, 'term', n.term, 'created_at', n.created_at, 'key_month', n.key_month, 'sealed_key', encode(n.sealed_key, 'base64'),
          'unit_name', u.name, 'group_name', g.name,
          'versions', (select jsonb_agg(jsonb_build_object('version', v.version, 'written_at', v.written_at, 'sealed_content', encode(v.sealed_content, 'base64'))
                                        order by v.version) from follow_up_version v where v.note_id = n.id))
        from follow_up_note n join unit u on u.id = n.unit_id left join unit_group g on g.id = n.group_id
        where n.id = item);
    elsif what = 'document' then
      return (
        select jsonb_build_object(
          'kind', 'document', 'id', d.id, 'audience', d.audience, 'published_at', d.published_at, 'corrected_at', d.corrected_at,
          'key_month', d.key_month, 'sealed_key', encode(d.sealed_key, 'base64'), 'sealed_content', encode(d.sealed_content, 'base64'),
          'unit_name', u.name, 'group_name', g.name,
          'author_hidden', exists (select from access.hidden_person h where h.person_id = any (d.author_id || d.co_author_ids)
                                     and range_contains_elem(h.valid, access.day(now()))),
          'children', coalesce((
            select jsonb_agg(jsonb_build_object('name', p.given_name || ' ' || p.family_name, 'born', p.birth_date) order by p.family_name, p.given_name, p.id)
            from person p where p.id in (select s.child_id from document_scope s where s.document_id = d.id
                                         union select unnest(r.children) from document_recall r where r.document_id = d.id)), '[]'),
          'media', coalesce((
            select jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'seconds', m.seconds, 'captioned', m.captioned_at is not null,
                             'sealed_alt', encode(m.sealed_alt, 'base64')) order by m.position, m.id)
            from media m where m.document_id = d.id and m.discarded_at is null and m.state = 'ready'), '[]'),
          'left_out', (select count(*) from media m where m.document_id = d.id and m.discarded_at is null and m.state = 'withheld'),
          'goals', coalesce((
            select jsonb_agg(jsonb_build_object('area', c.area, 'name', c.name, 'sv', c.words_sv, 'en', c.words_en,
                                                'reference_sv', c.reference_sv, 'reference_en', c.reference_en) order by c.goal)
            from document_goal t join curriculum_goal c using (curriculum, version, goal) where t.document_id = d.id), '[]'),
          'versions', coalesce((
            select jsonb_agg(jsonb_build_object('written_at', v.written_at, 'sealed_content', encode(v.sealed_content, 'base64')) order by v.version)
            from document_version v where v.document_id = d.id), '[]'),
          'comments', coalesce((
            select jsonb_agg(jsonb_build_object('id', c.id, 'written_at', c.written_at, 'hidden_at', c.hidden_at, 'sealed_text', encode(c.sealed_text, 'base64'))
                             order by c.written_at, c.id)
            from comment c where c.document_id = d.id and c.withdrawn_at is null), '[]'),
          'recalls', coalesce((
            select jsonb_agg(jsonb_build_object('recalled_at', r.recalled_at, 'put_back_at', r.put_back_at) order by r.recalled_at)
            from document_recall r where r.document_id = d.id), '[]'))
        from document d join unit u on u.id = d.unit_id left join unit_group g on g.id = d.group_id
        where d.id = item and d.published_at is not null);
    end if;
    return null;
  end $$;
`
