export type LastRun = { finished_at: Date; outcome: 'done' | 'no-rule' | 'failed' }
export type Alarm = 'no-rule' | 'failed' | 'late'

const lateAfter = 26 * 60 * 60_000

/** What is wrong with the nightly deletion, judged by the latest run that ended (runs by hand at another time apart). */
export function alarmOf(last: LastRun | undefined, now: Date): Alarm | undefined {
  if (!last) return undefined
  if (last.outcome !== 'done') return last.outcome
  return now.getTime() - last.finished_at.getTime() > lateAfter ? 'late' : undefined
}
