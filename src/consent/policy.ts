import { actorRoles } from '../access/policy.ts'

/**
 * Guardians answer for their own children, pupils for themselves; staff write down a child's own no, and administrators
 * and principals what came on paper or by telephone (decision 10). What it all comes to is status.ts; what follows, binding.ts.
 */
export const policy = `
  grant select on consent_text to insyn_web, insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin;
  create policy anyone on consent_text for select using (true);

  -- No grant to change or remove: history stays as it was answered.
  grant select on consent_answer to insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin;
  -- Another guardian's answer is that guardian's: one's own rows alone, beside what they all come to.
  create policy own on consent_answer for select to insyn_guardian, insyn_pupil
    using (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[]));
  -- What a child itself has said is for those who hold the camera.
  create policy camera on consent_answer for select to insyn_educator
    using (capacity = 'child' and child_id = any ((select access.children())::uuid[]));
  create policy follow on consent_answer for select to insyn_principal using (child_id = any ((select access.children())::uuid[]));
  create policy administer on consent_answer for select to insyn_admin using ((select access.role()) = 'admin');

  grant insert (child_id, guardian_id, medium, level, answer, answered_at, text_id) on consent_answer to insyn_guardian;
  create policy answer on consent_answer for insert to insyn_guardian
    with check (guardian_id = (select access.actor()) and child_id = any ((select access.children())::uuid[])
      and capacity = 'guardian' and answered_at = (select access.instant()));

  grant insert (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id) on consent_answer to insyn_pupil;
  create policy answer_oneself on consent_answer for insert to insyn_pupil
    with check (guardian_id = (select access.actor()) and child_id = guardian_id and child_id = any ((select access.children())::uuid[])
      and capacity = 'child' and answered_at = (select access.instant()));

  -- A child who turns away from the camera has answered; whoever saw it writes it down, and may write down that it passed.
  grant insert (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id, origin, entered_by)
    on consent_answer to insyn_educator;
  grant insert (child_id, guardian_id, capacity, medium, level, answer, answered_at, text_id, origin, entered_by, paper_id)
    on consent_answer to insyn_principal, insyn_admin;
  create policy child_said on consent_answer for insert to insyn_educator, insyn_principal
    with check (capacity = 'child' and child_id = any ((select access.children())::uuid[]) and origin = 'staff'
      and (answer in ('no', 'withdrawn') or child_id = any ((select access.small_children())::uuid[]))
      and entered_by = (select access.actor()) and answered_at = (select access.instant()));
  -- By telephone as it was said; on paper with the paper, entered together with it for the same text. Never about a child
  -- of one's own: in a quarrel the other guardian's yes is not theirs to write down.
  create policy by_phone on consent_answer for insert to insyn_principal, insyn_admin
    with check (capacity = 'guardian' and origin = 'phone' and paper_id is null and entered_by = (select access.actor())
      and answered_at = (select access.instant()) and (select access.role()) in ('principal', 'admin')
      and ((select access.role()) = 'admin' or child_id = any ((select access.children())::uuid[]))
      and not exists (select from guardianship g where g.guardian_id = (select access.actor()) and g.child_id = consent_answer.child_id)
      and exists (select from guardianship g where g.guardian_id = consent_answer.guardian_id and g.child_id = consent_answer.child_id
                  and range_contains_elem(g.valid, (select access.today()))));
  create policy on_paper on consent_answer for insert to insyn_principal, insyn_admin
    with check (capacity = 'guardian' and origin = 'paper' and entered_by = (select access.actor())
      and answered_at = (select access.instant())
      and exists (select from consent_paper p where p.id = paper_id and p.child_id = consent_answer.child_id
                  and p.guardian_id = consent_answer.guardian_id and p.text_id = consent_answer.text_id
                  and p.entered_by = (select access.actor()) and p.entered_at = (select access.instant())));

  grant select, insert (id, child_id, guardian_id, text_id, said_on, entered_by, entered_at, kind, checksum, sealed_scan)
    on consent_paper to insyn_principal, insyn_admin;
  create policy follow on consent_paper for select to insyn_principal using (child_id = any ((select access.children())::uuid[]));
  create policy administer on consent_paper for select to insyn_admin using ((select access.role()) = 'admin');
  create policy protected on consent_paper as restrictive for select to ${actorRoles}
    using (child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[]));
  -- Signed by a guardian of today under a text that held, no later than today.
  create policy enter on consent_paper for insert to insyn_principal, insyn_admin
    with check (entered_by = (select access.actor()) and entered_at = (select access.instant()) and said_on <= (select access.today())
      and (select access.role()) in ('principal', 'admin')
      and ((select access.role()) = 'admin' or child_id = any ((select access.children())::uuid[]))
      and not exists (select from guardianship g where g.guardian_id = (select access.actor()) and g.child_id = consent_paper.child_id)
      and exists (select from guardianship g where g.guardian_id = consent_paper.guardian_id and g.child_id = consent_paper.child_id
                  and range_contains_elem(g.valid, (select access.today())))
      and exists (select from consent_text t where t.id = text_id and t.audience = 'guardian' and t.valid_from <= said_on));

  create policy protected on consent_answer as restrictive for select to ${actorRoles}
    using (child_id <> all ((select access.hidden())::uuid[]) and guardian_id <> all ((select access.hidden())::uuid[]));

  grant select, insert on consent_shown to insyn_guardian, insyn_pupil;
  create policy own on consent_shown for select to insyn_guardian, insyn_pupil
    using (person_id = (select access.actor()) and child_id = any ((select access.children())::uuid[]));
  create policy shown on consent_shown for insert to insyn_guardian, insyn_pupil
    with check (person_id = (select access.actor()) and child_id = any ((select access.children())::uuid[])
      and shown_at = (select access.instant()));

  grant select on setting to insyn_web, insyn_guardian, insyn_pupil, insyn_educator, insyn_principal, insyn_admin, insyn_records, insyn_dpo;
  create policy anyone on setting for select using (true);

  -- The nightly job asks what a new day changes.
  grant execute on function access.bind_consent(date, date) to insyn_retention;
`
