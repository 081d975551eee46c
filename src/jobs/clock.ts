import cron from 'node-cron'
import type { Logger } from 'pino'
import { nightlyPattern } from './nights.ts'

export type Clock = {
  /** Ticks no more, and waits until the work under way has come to a good place to stop. */
  stop: () => Promise<void>
}

export type Tick = (signal: AbortSignal) => Promise<{ outcome: string }>

const retryAfter = 60_000
const quietAfterAlarm = 60 * 60_000

/**
 * Ticks every night, at start and every ten minutes; what is due to run is for the job and the database to say (B8), so
 * that a tick too many does nothing and a missed night is caught up. Outlives a database that is away: it tries again
 * in a minute. Never throws.
 */
export function startClock(tick: Tick, log: Logger): Clock {
  const stopping = new AbortController()
  let working: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let quietUntil = 0

  const once = (): void => {
    if (working || stopping.signal.aborted || Date.now() < quietUntil) return
    clearTimeout(retry)
    working = attempt().finally(() => {
      working = undefined
    })
  }

  const attempt = async (): Promise<void> => {
    try {
      const { outcome } = await tick(stopping.signal)
      // Somebody else is at it, or was until a moment ago.
      if (outcome === 'busy') again()
      // The alarm has been given; asking anew every ten minutes would only fill the list of runs.
      if (['no-rule', 'stopped', 'refused'].includes(outcome)) quietUntil = Date.now() + quietAfterAlarm
    } catch (error) {
      const { name, message, status } = error as { name?: string; message?: string; status?: number }
      log.warn({ name, reason: message }, 'the nightly job did not come through; it will be tried again')
      if (status === 503) again()
    }
  }

  const again = (): void => {
    if (stopping.signal.aborted) return
    retry = setTimeout(once, retryAfter)
    retry.unref()
  }

  const options = { timezone: 'Europe/Stockholm', logger: quiet, suppressMissedWarning: true, unref: true }
  const tasks = [nightlyPattern, '*/10 * * * *'].map((pattern) => cron.schedule(pattern, once, options))
  once()

  return {
    stop: async () => {
      stopping.abort()
      clearTimeout(retry)
      await Promise.all(tasks.map((task) => task.destroy()))
      await working
    },
  }
}

// A tick that comes late is no matter: the next one does the same.
const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} }
