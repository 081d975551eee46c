import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'

const allowed = 60_000

/**
 * R14: nothing goes early because one machine's clock runs ahead: a night is judged by the earlier of this machine's time
 * and Postgres's, which all instances share. Two clocks that are more than a minute apart are an alarm.
 */
export async function agreedTime(
  database: Database,
  clock: () => Date,
  log: Logger,
): Promise<{ clock: () => Date; apart: boolean }> {
  const [theirs] = await database.rows<{ now: Date }>`select clock_timestamp() as now`
  const behind = theirs!.now.getTime() - clock().getTime()
  const apart = Math.abs(behind) > allowed
  if (apart)
    log.error(
      { alarm: 'retention.clock', seconds: Math.round(behind / 1000) },
      'this machine and Postgres disagree on the time; the earlier counts. Set the clocks right (NTP)',
    )
  return { clock: () => new Date(clock().getTime() + Math.min(0, behind)), apart }
}
