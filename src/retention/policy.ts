/** DELETE on documentation belongs to the nightly job's role alone; the administrator sees rules, runs and counts. */
export const policy = `
  grant select, delete on document, document_scope to insyn_retention;
  grant select, delete on media to insyn_retention;
  create policy dispose on document to insyn_retention using (true);
  create policy dispose on document_scope to insyn_retention using (true);
  create policy dispose on media to insyn_retention using (true);

  grant select on retention_rule to insyn_retention, insyn_admin;
  create policy job on retention_rule for select to insyn_retention using (true);
  create policy administer on retention_rule for select to insyn_admin using ((select access.role()) = 'admin');

  grant select, insert, update on job_run to insyn_retention;
  create policy job on job_run to insyn_retention using (true) with check (true);
  grant select on job_run to insyn_admin;
  create policy administer on job_run for select to insyn_admin using ((select access.role()) = 'admin');

  grant select, insert, delete on file_outbox to insyn_retention;
  create policy job on file_outbox to insyn_retention using (true) with check (true);

  grant select, insert, update on sealing_key to insyn_retention;
  create policy job on sealing_key to insyn_retention using (true) with check (true);
  grant select on sealing_key to insyn_web;
  create policy starting on sealing_key for select to insyn_web using (true);
  grant select (job, slot, started_at, finished_at, outcome, documents, files) on job_run to insyn_web;
  create policy health on job_run for select to insyn_web using (true);
`
