import { actorRoles } from '../access/policy.ts'
import { auditEvents } from './events.ts'

/** Everybody adds, nobody changes; who, when and in which role come from the signed context, not from the statement. */
export const policy = `
  -- What was recorded under a name that is no more stands (not valid); nothing new is.
  alter domain audit_event_name drop constraint if exists closed;
  alter domain audit_event_name add constraint closed
    check (value in (${auditEvents.map((name) => `'${name}'`).join(', ')})) not valid;
  alter table audit_event alter column at set default coalesce(access.instant(), now());
  alter table audit_event alter column actor_id set default access.actor();
  alter table audit_event alter column actor_role set default coalesce(access.role(), 'system');
  grant insert (event, subject_id, object_id) on audit_event to ${actorRoles};
  create policy record on audit_event for insert to ${actorRoles} with check (actor_id = (select access.actor()));
  -- The nightly job says itself what the defaults would ask the context for, row by row; it may say nothing else.
  grant insert (at, event, actor_id, actor_role, subject_id, object_id) on audit_event to insyn_retention;
  create policy record_system on audit_event for insert to insyn_retention
    with check (actor_id is null and actor_role = 'system' and at = now());
  grant select on audit_event to insyn_dpo;
  create policy review on audit_event for select to insyn_dpo using ((select access.role()) = 'dpo');
`
