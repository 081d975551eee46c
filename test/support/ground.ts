import { readFileSync } from 'node:fs'

/** What the run's setup made, for every test file. */
export type Ground = { directory: string; keyDirectory: string; mediaDirectory: string; superuser: string }

export function ground(): Ground {
  return JSON.parse(readFileSync(process.env.INSYN_TEST_GROUND!, 'utf8'))
}
