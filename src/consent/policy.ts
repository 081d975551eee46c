import { actorRoles } from '../access/policy.ts'

/** A guardian adds answers of their own for their own child, and reads them. What they come to is access.consent_status(). */
export const policy = `
  grant select on consent_text to insyn_web, insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin;
  create policy anyone on consent_text for select using (true);

  grant select on consent_answer to insyn_guardian;
  grant insert (child_id, guardian_id, medium, level, answer, answered_at, text_id) on consent_answer to insyn_guardian;
  create policy own on consent_answer for select to insyn_guardian
    using (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[]));
  -- No grant to change or remove: history stays as it was answered.
  create policy answer on consent_answer for insert to insyn_guardian
    with check (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[])
      and answered_at = (select access.instant()));
  create policy protected on consent_answer as restrictive for select to ${actorRoles} using (child_id <> all ((select access.hidden())::uuid[]));

  grant select on setting to insyn_web, insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin, insyn_records, insyn_dpo;
  create policy anyone on setting for select using (true);
`
