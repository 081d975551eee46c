import type { Role } from '../access/roles.ts'

/** Hats whose reach follows from no relation: one administrator gives them and another confirms (decision 160). */
export const functions = ['admin', 'records', 'dpo', 'protection'] as const satisfies Role[]
export type FunctionHat = (typeof functions)[number]

/** What these reach follows from custody, placements and duties; without one they reach nothing. */
export const ordinary = ['guardian', 'pupil', 'educator', 'principal'] as const satisfies Role[]
export type Ordinary = (typeof ordinary)[number]

/** What an administrator does with an account. */
export const accountKinds = [
  ...(['made', 'given', 'taken', 'password', 'closed', 'reopened'] as const),
  ...(['proposed', 'confirmed', 'withdrawn'] as const),
] as const
export type AccountKind = (typeof accountKinds)[number]

export const accountReasons = ['begins', 'duties', 'ends', 'forgotten', 'suspected', 'other'] as const
export type AccountReason = (typeof accountReasons)[number]
