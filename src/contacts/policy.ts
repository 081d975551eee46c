import { actorRoles } from '../access/policy.ts'

/** R6: each guardian decides. What is not chosen to be shown is not in the answer, whoever asks. */
export const policy = `
  grant select, insert (guardian_id, child_id, field, shown, chosen_at, chosen_by) on contact_choice to insyn_guardian;
  grant select on contact_choice to insyn_educator, insyn_principal;
  create policy own on contact_choice for select to insyn_guardian
    using (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[]));
  create policy choose on contact_choice for insert to insyn_guardian
    with check (guardian_id = (select access.actor()) and chosen_by = (select access.actor())
      and child_id = any ((select access.children())::uuid[]) and chosen_at = (select access.instant()));
  -- Others' choices matter only for the children of the group and only while they are those children's guardians.
  create policy near on contact_choice for select to insyn_guardian, insyn_educator, insyn_principal
    using (child_id = any ((select access.classmates())::uuid[])
      and exists (select from guardianship g where g.guardian_id = contact_choice.guardian_id and g.child_id = contact_choice.child_id));

  grant select on contact_detail to insyn_guardian, insyn_educator, insyn_principal;
  create policy own on contact_detail for select to insyn_guardian using (person_id = (select access.actor()));
  create policy shown on contact_detail for select to insyn_guardian, insyn_educator, insyn_principal
    using (exists (
      select from contact_choice c
      where c.guardian_id = contact_detail.person_id and c.field = contact_detail.field and c.shown
        and c.child_id = any ((select access.classmates())::uuid[])
        and not exists (select from contact_choice later
                        where later.child_id = c.child_id and later.guardian_id = c.guardian_id
                          and later.field = c.field and later.id > c.id)));
  grant insert, update (sealed, changed_at) on contact_detail to insyn_guardian;
  grant delete on contact_detail to insyn_guardian;
  create policy change_own on contact_detail for insert to insyn_guardian with check (person_id = (select access.actor()));
  create policy replace_own on contact_detail for update to insyn_guardian
    using (person_id = (select access.actor())) with check (person_id = (select access.actor()));
  create policy remove_own on contact_detail for delete to insyn_guardian using (person_id = (select access.actor()));

  create policy protected on contact_detail as restrictive for select to ${actorRoles} using (person_id <> all ((select access.hidden())::uuid[]));
  create policy protected on contact_choice as restrictive for select to ${actorRoles}
    using (guardian_id <> all ((select access.hidden())::uuid[]) and child_id <> all ((select access.hidden())::uuid[]));
`
