import type { Database } from '../database/database.ts'
import type { Problem } from './problem.ts'

export type LastRun = { finished_at: Date; outcome: 'done' | 'no-rule' | 'failed'; problem: Problem | null }
export type Alarm = 'no-rule' | 'failed' | 'late' | 'clock'
type Finished = LastRun & { documents: number; files: number }

const lateAfter = 26 * 60 * 60_000
// A new house has run nothing yet; the clock catches up within minutes of the start.
const firstRunWithin = 60 * 60_000

/** What is wrong with the nightly deletion, judged by the latest run that ended (runs by hand at another time apart). */
export function alarmOf(last: LastRun | undefined, now: Date): Alarm | undefined {
  if (!last) return undefined
  if (last.outcome !== 'done') return last.outcome
  if (now.getTime() - last.finished_at.getTime() > lateAfter) return 'late'
  return last.problem === 'clock' ? 'clock' : undefined
}

/** An alarm as its words are found: one that failed says what stood in the way, where that is known. */
export function saidAs(alarm: Alarm, last: LastRun | undefined): string {
  return alarm === 'failed' && last?.problem ? `failed-${last.problem}` : alarm
}

/** How the nights stand, as any process of the portal sees it that has been up for so many milliseconds. */
export async function nightsStand(
  database: Database,
  now: Date,
  upFor: number,
): Promise<{ last: Finished | undefined; alarm: Alarm | undefined }> {
  // A run by hand that judged by another time than its own says nothing of the nights.
  const [last] = await database.rows<Finished>`
    select finished_at, outcome, problem, documents, files from job_run
    where job = 'retention' and finished_at is not null
      and (not by_hand or as_of between started_at - interval '1 hour' and started_at + interval '1 hour')
    order by started_at desc limit 1`
  return { last, alarm: last || upFor < firstRunWithin ? alarmOf(last, now) : 'late' }
}
