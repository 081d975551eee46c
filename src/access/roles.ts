/** Who may do what: the only such map. Which rows that reaches is Postgres's answer (each feature's policy.ts). */
export const roles = {
  guardian: [
    'start.read',
    'documentation.read',
    'documentation.read-family',
    'documentation.export',
    'documentation.search',
    'comments.write',
    'media.read',
    'contacts.read',
    'contacts.change-own',
    'consent.read-own',
    'consent.answer',
    'reports.make',
    'account.change-password',
  ],
  pupil: [
    'start.read',
    'documentation.read',
    'documentation.export',
    'documentation.search',
    'comments.write',
    'media.read',
    'consent.read-own',
    'consent.answer',
    'reports.make',
    'account.change-password',
  ],
  educator: [
    'start.read',
    'documentation.read',
    'media.read',
    'documentation.write',
    'comments.write',
    'comments.moderate',
    'contacts.read',
    'reports.make',
    'reports.follow',
    'staff.read',
    'consent.check',
    'uses.register',
    'follow-up.read',
    'follow-up.write',
    'account.change-password',
  ],
  principal: [
    'start.read',
    'documentation.read',
    'media.read',
    'documentation.write',
    'comments.write',
    'comments.moderate',
    'documentation.review-unit',
    'comments.open',
    'contacts.read',
    'reports.make',
    'reports.follow',
    'reports.decide',
    'consent.administer',
    'consent.register',
    'staff.read',
    'consent.check',
    'uses.register',
    'follow-up.read',
    'follow-up.write',
    'account.change-password',
  ],
  admin: [
    'start.read',
    'consent.administer',
    'consent.register',
    'people.administer',
    'roster.administer',
    'retention.administer',
    'account.change-password',
  ],
  records: ['start.read', 'account.change-password'],
  dpo: ['start.read', 'audit.read', 'account.change-password'],
} as const satisfies Record<string, readonly string[]>

export type Role = keyof typeof roles
export type Permission = (typeof roles)[Role][number]

export const roleNames = Object.keys(roles) as Role[]

export function may(role: Role, permission: Permission): boolean {
  return (roles[role] as readonly string[]).includes(permission)
}
