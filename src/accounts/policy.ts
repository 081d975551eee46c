/** Before there is an actor, the web's own login role reads accounts and keeps sessions; no actor role reaches these. */
export const policy = `
  grant select (id, person_id, username, password_hash, disabled_at, session_epoch, last_visit_at, first_until) on account to insyn_web;
  grant update (last_visit_at) on account to insyn_web;
  create policy signing_in on account for select to insyn_web using (true);
  create policy visited on account for update to insyn_web using (true) with check (true);

  grant select on account_role to insyn_web;
  create policy signing_in on account_role for select to insyn_web using (true);

  grant select, insert, update, delete on session to insyn_web;
  create policy keeping on session to insyn_web using (true) with check (true);
  grant select (last_seen_at, created_at), delete on session to insyn_retention;
  create policy sweeping on session to insyn_retention using (true);

  grant select, insert, update, delete on sign_in_throttle to insyn_web;
  create policy keeping on sign_in_throttle to insyn_web using (true) with check (true);

  -- The name of who signs in, for the page head.
  grant select (id, given_name, family_name) on person to insyn_web;
  create policy signed_in on person for select to insyn_web using (exists (select from account where person_id = person.id));
`
