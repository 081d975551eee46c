import type { Translate } from '../web/language.ts'

/** The accounts every demo has (README); the seeds make them, the demo's sign-in page shows them. */
export const demoUsernames = [
  'guardian',
  'guardian2',
  'neighbour',
  'stranger',
  'pupil',
  'educator',
  'educator2',
  'principal',
  'admin',
  'records',
  'dpo',
  'protection',
  'both',
] as const

export const demoPassword = 'tre-kottar-pa-rad'

export function demoAccounts(t: Translate): { username: string; description: string }[] {
  return demoUsernames.map((username) => ({ username, description: t(`accounts.demo.${username}`) }))
}
