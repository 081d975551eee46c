/** What a rule can be about, in the order that a night takes them: what leans on others goes before them. */
export const kinds = ['documentation', 'withheld', 'draft', 'consent', 'audit', 'session', 'person'] as const
export type Kind = (typeof kinds)[number]

/** How many days before documentation leaves its families are told, on the start page. */
export const noticeDays = 60

/** Who may decide that records are disposed of, and by which law. */
export const authorities = ['board', 'executive', 'council', 'delegate'] as const
export const bases = ['archives', 'gdpr'] as const

/** Why an item is kept past its day, until its cause has ended. */
export const holdCauses = ['records', 'access', 'dispute', 'incident', 'other'] as const
export type HoldCause = (typeof holdCauses)[number]
