/** How a row of each table is named in the matrix. Every column used is granted to whoever may read the table at all. */
export const tables: Record<string, string> = {
  unit: 'id::text',
  unit_group: 'id::text',
  person: 'id::text',
  guardianship: "guardian_id || ' ' || child_id",
  placement: "child_id || ' ' || group_id",
  duty: "person_id || ' ' || unit_id",
  household_member: "household_id || ' ' || person_id",
  protected_identity: 'person_id::text',
  account: 'id::text',
  account_role: "account_id || ' ' || role",
  session: 'created_at::text',
  sign_in_throttle: 'expire::text',
  document: 'id::text',
  document_scope: "document_id || ' ' || scope_id",
  media: 'id::text',
  reading: "document_id || ' ' || reader_id",
  media_subject: "media_id || ' ' || child_id",
  contact_detail: "person_id || ' ' || field",
  contact_choice: "guardian_id || ' ' || child_id || ' ' || field",
  consent_text: 'id::text',
  consent_answer: "guardian_id || ' ' || child_id",
  setting: 'key',
  audit_event: 'id::text',
  retention_rule: 'kind',
  job_run: 'slot::text',
  file_outbox: 'id::text',
  sealing_key: 'name',
}

/** Tables that stand outside the matrix, with the reason. */
export const exempt: Record<string, string> = {
  migration: 'which migrations have run; no role but the owner has any grant (conventions)',
  migration_lock: 'the same',
}

/** A column that changes nothing when set to itself, for trying whether a row may be changed at all. */
export const harmless: Record<string, string> = {
  unit: 'name',
  unit_group: 'name',
  person: 'given_name',
  guardianship: 'valid',
  placement: 'valid',
  duty: 'title',
  household_member: 'person_id',
  protected_identity: 'valid',
  account: 'last_visit_at',
  account_role: 'granted_at',
  session: 'last_seen_at',
  sign_in_throttle: 'points',
  document: 'saved_at',
  document_scope: 'published_at',
  media: 'position',
  reading: 'read_at',
  media_subject: 'child_id',
  contact_detail: 'changed_at',
  contact_choice: 'shown',
  consent_text: 'title',
  consent_answer: 'answer',
  setting: 'value',
  audit_event: 'event',
  retention_rule: 'years',
  job_run: 'documents',
  file_outbox: 'queued_at',
  sealing_key: 'fingerprint',
}

/** A change that reads nothing, for the tables where somebody may change rows. */
export const constants: Record<string, string> = {
  account: 'last_visit_at = now()',
  session: 'last_seen_at = now()',
  sign_in_throttle: 'points = 1',
  document: 'saved_at = now()',
  media: 'position = 1',
  contact_detail: 'changed_at = now()',
  job_run: 'documents = 1',
  sealing_key: "fingerprint = 'x'",
}
