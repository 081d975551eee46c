import { actorRoles } from '../access/policy.ts'

/** People and how they belong together. Names of those near; the personnummer for the administrator alone (R15). */
export const policy = `
  grant select on unit to insyn_web, insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin, insyn_records, insyn_dpo;
  -- R30: units and how to reach them are public.
  create policy anyone on unit for select using (true);

  grant select on unit_group to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin;
  create policy near on unit_group for select to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal
    using (id = any ((select access.groups())::uuid[]));
  create policy administer on unit_group for select to insyn_admin using ((select access.role()) = 'admin');

  grant select (id, given_name, family_name, birth_date) on person
    to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin;
  grant select (personnummer, personnummer_index, origin) on person to insyn_admin;
  -- One's own children are among the people one knows; asked first, they spare the question who all the others are.
  create policy near on person for select to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal
    using (id = any ((select access.children())::uuid[]) or id = any ((select access.people())::uuid[]));
  create policy administer on person for select to insyn_admin using ((select access.role()) = 'admin');

  grant select on guardianship to insyn_guardian, insyn_educator, insyn_principal, insyn_admin;
  -- Custody ends at 18 for those who work with the child too.
  create policy near on guardianship for select to insyn_guardian, insyn_educator, insyn_principal
    using ((guardian_id, child_id) in (select guardian_id, child_id from access.known_guardians())
      and range_contains_elem(valid, (select access.today())));
  create policy administer on guardianship for select to insyn_admin using ((select access.role()) = 'admin');

  grant select on placement to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin;
  create policy own on placement for select to insyn_guardian, insyn_pupil
    using (child_id = any ((select access.children())::uuid[]));
  create policy classmates on placement for select to insyn_guardian
    using (group_id = any ((select access.groups())::uuid[]) and range_contains_elem(valid, (select access.today())));
  create policy in_care on placement for select to insyn_educator, insyn_principal
    using (group_id = any ((select access.groups())::uuid[]) and range_contains_elem(valid, (select access.today())));
  create policy administer on placement for select to insyn_admin using ((select access.role()) = 'admin');

  grant select on duty to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin;
  create policy near on duty for select to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal
    using (unit_id = any ((select access.units())::uuid[]) and range_contains_elem(valid, (select access.today())));
  create policy administer on duty for select to insyn_admin using ((select access.role()) = 'admin');

  grant select on guardian_block, person_correction, person_change to insyn_admin;
  create policy administer on guardian_block for select to insyn_admin using ((select access.role()) = 'admin');
  create policy administer on person_correction for select to insyn_admin using ((select access.role()) = 'admin');
  create policy administer on person_change for select to insyn_admin using ((select access.role()) = 'admin');
  -- R24: what was done with one's own details, and who is a guardian meets it. Nothing of a block, or of anybody's work.
  grant select (id, person_id, kind, reason, changed_at) on person_change to insyn_guardian;
  create policy own on person_change for select to insyn_guardian
    using (person_id = (select access.actor()) and kind in ('name', 'number-shown'));
  grant insert (person_id, other_id, kind, reason, changed_by, changed_at) on person_change to insyn_admin;
  create policy note on person_change for insert to insyn_admin
    with check ((select access.role()) = 'admin' and changed_by = (select access.actor()) and changed_at = (select access.instant())
      and person_id <> all ((select access.hidden())::uuid[]) and (other_id is null or other_id <> all ((select access.hidden())::uuid[])));
  create policy protected on person_change as restrictive for select to ${actorRoles}
    using (person_id <> all ((select access.hidden())::uuid[]) and (other_id is null or other_id <> all ((select access.hidden())::uuid[])));

  -- By hand: a name put right, and a guardian kept from one child by decision.
  grant update (given_name, family_name) on person to insyn_admin;
  create policy put_right on person for update to insyn_admin
    using ((select access.role()) = 'admin' and id <> all ((select access.hidden())::uuid[]));
  grant insert (person_id, given_name, family_name, corrected_by, corrected_at) on person_correction to insyn_admin;
  create policy put_right on person_correction for insert to insyn_admin
    with check ((select access.role()) = 'admin' and corrected_by = (select access.actor()) and corrected_at = (select access.instant())
      and person_id <> all ((select access.hidden())::uuid[]));
  grant insert (guardian_id, child_id, valid, reason, reference, review_on, decided_by, decided_at), update (valid, review_on) on guardian_block to insyn_admin;
  create policy decide on guardian_block for insert to insyn_admin
    with check ((select access.role()) = 'admin' and decided_by = (select access.actor()) and decided_at = (select access.instant())
      and child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[]));
  create policy end_it on guardian_block for update to insyn_admin
    using ((select access.role()) = 'admin' and child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[]));
  -- Staff whom the register does not know of: a duty in a group, for a time. What the register says is not touched.
  grant insert (id, given_name, family_name, personnummer, personnummer_index) on person to insyn_admin;
  create policy add on person for insert to insyn_admin with check ((select access.role()) = 'admin' and origin = 'local');
  grant insert (person_id, unit_id, group_id, role, title, valid), update (valid) on duty to insyn_admin;
  create policy give on duty for insert to insyn_admin
    with check ((select access.role()) = 'admin' and origin = 'local' and role = 'educator' and person_id <> all ((select access.hidden())::uuid[])
      and exists (select from unit_group g where g.id = group_id and g.unit_id = duty.unit_id));
  create policy move on duty for update to insyn_admin
    using ((select access.role()) = 'admin' and origin = 'local' and role = 'educator' and person_id <> all ((select access.hidden())::uuid[]))
    with check ((select access.role()) = 'admin' and origin = 'local' and role = 'educator' and person_id <> all ((select access.hidden())::uuid[]));
  create policy protected on guardian_block as restrictive for select to ${actorRoles}
    using (child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[]));
  create policy protected on person_correction as restrictive for select to ${actorRoles}
    using (person_id <> all ((select access.hidden())::uuid[]));

  -- Decision 3: over everything above, and nobody is exempt.
  create policy protected on person as restrictive for select to ${actorRoles} using (id <> all ((select access.hidden())::uuid[]));
  create policy protected on guardianship as restrictive for select to ${actorRoles}
    using (child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[]));
  create policy protected on placement as restrictive for select to ${actorRoles} using (child_id <> all ((select access.hidden())::uuid[]));
  create policy protected on duty as restrictive for select to ${actorRoles} using (person_id <> all ((select access.hidden())::uuid[]));

  -- household_member and protected_identity: the officers' (src/protection/policy.ts) and the helpers' alone.
`
