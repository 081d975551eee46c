/** What a rule can be about, in the order that a night takes them: what leans on others goes before them. */
export const kinds = ['documentation', 'draft', 'consent', 'audit', 'session', 'person'] as const
export type Kind = (typeof kinds)[number]

/** Why an item is kept past its day, until its cause has ended. */
export const holdCauses = ['records', 'access', 'dispute', 'incident', 'other'] as const
export type HoldCause = (typeof holdCauses)[number]
