/** R1: what an item is about is seen with the item. Once it is published nobody changes its goals. */
export const policy = `
  grant select on curriculum_goal to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal;
  create policy readers on curriculum_goal for select to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal using (true);

  grant select on document_goal to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal;
  -- Asked row by row (offset 0): Postgres would rather gather all that the unit ever wrote about its children, to count a term.
  create policy with_document on document_goal for select to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal
    using (exists (select from document_scope s where s.document_id = document_goal.document_id offset 0));
  -- Written in the transaction that publishes, while the draft still is one; there is no change and no removal.
  grant insert (document_id, group_id, published_at, curriculum, version, goal) on document_goal to insyn_educator, insyn_principal;
  create policy publishing on document_goal for insert to insyn_educator, insyn_principal
    with check (published_at = (select access.instant()) and group_id = any ((select access.groups())::uuid[])
      and access.own_draft(document_id));
`
