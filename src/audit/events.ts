/** The closed list of what is recorded; the database refuses any other name. No content and no personnummer, ever. */
export const auditEvents = [
  'account.signed-in',
  'account.sign-in-failed',
  'account.signed-out',
  'account.role-chosen',
  'account.password-changed',
  'documentation.listed',
  'documentation.read',
  'documentation.draft-saved',
  'documentation.draft-discarded',
  'documentation.published',
  'documentation.disposed',
  'documentation.exported',
  'media.added',
  'media.removed',
  'contacts.listed',
  'contacts.details-changed',
  'contacts.choice-changed',
  'consent.answered',
  'consent.withdrawn',
  'consent.listed',
  'people.searched',
  'people.read',
  'retention.ran',
  'audit.listed',
] as const

export type AuditEvent = (typeof auditEvents)[number]
