/** R1: the staff of the unit follow up its work; nobody else reads or writes their analysis. Nothing written is changed. */
export const policy = `
  grant select on follow_up_note to insyn_educator, insyn_principal;
  create policy staff on follow_up_note for select to insyn_educator, insyn_principal
    using (unit_id = any ((select access.units())::uuid[]));
  grant insert (id, unit_id, group_id, term, created_at, key_month, sealed_key) on follow_up_note to insyn_educator, insyn_principal;
  create policy begin on follow_up_note for insert to insyn_educator, insyn_principal
    with check (created_at = (select access.instant()) and unit_id = any ((select access.units())::uuid[])
      and (group_id is null or exists (select from unit_group g where g.id = group_id and g.unit_id = follow_up_note.unit_id)));

  grant select on follow_up_version to insyn_educator, insyn_principal;
  create policy with_note on follow_up_version for select to insyn_educator, insyn_principal
    using (exists (select from follow_up_note n where n.id = note_id));
  grant insert (note_id, version, author_id, written_at, sealed_content) on follow_up_version to insyn_educator, insyn_principal;
  create policy write on follow_up_version for insert to insyn_educator, insyn_principal
    with check (author_id = (select access.actor()) and written_at = (select access.instant())
      and exists (select from follow_up_note n where n.id = note_id));

  -- R14: the nightly job alone removes; the versions go with their note.
  grant select (id, created_at, key_month), delete on follow_up_note to insyn_retention;
  create policy dispose_sees on follow_up_note for select to insyn_retention using (true);
  create policy dispose on follow_up_note for delete to insyn_retention using (true);
`
