import { nextNight } from '../jobs/nights.ts'
import type { FilmQueue } from '../media/queries.ts'
import { dates } from '../web/dates.ts'
import type { Language, Translate } from '../web/language.ts'
import { alarmOf, type LastRun } from './alarm.ts'
import type { Due, Rule, Run } from './queries.ts'

type Overview = { rule: Rule | undefined; due: Due | undefined; runs: Run[]; films: FilmQueue; now: Date }

/** The page's model: the rule in words, what goes when, and whether it went. */
export function presentOverview({ rule, due, runs, films, now }: Overview, language: Language, t: Translate) {
  const { month } = dates(language, () => now)
  const most = Math.max(1, ...(due?.months ?? []).map(({ documents }) => documents))
  const last = runs.find((run): run is Run & LastRun => run.real && run.finished_at !== null)
  const alarm = rule ? alarmOf(last, now) : 'no-rule'
  return {
    title: t('retention.overview.title'),
    rule: rule
      ? {
          years: rule.years,
          decision: rule.decision,
          decidedOn: noon(rule.decided_on),
          validFrom: noon(rule.valid_from ?? rule.decided_on),
          words: t('retention.label.rule', { count: rule.years }),
        }
      : null,
    upcoming: (due?.months ?? []).map(({ month: name, documents }) => ({
      label: month(`${name}-01`),
      count: documents,
      share: Math.round((documents / most) * 1000) / 10,
    })),
    dueTonight: due?.tonight ?? 0,
    runs: runs.map((run) => ({
      startedAt: run.started_at,
      finishedAt: run.finished_at,
      outcome: t(`retention.label.outcome.${run.outcome ?? 'running'}`),
      ok: run.outcome === null || run.outcome === 'done',
      documents: run.documents,
      files: run.files,
    })),
    nextRun: nextNight(now),
    films: {
      waiting: films.waiting,
      oldest: films.oldest_seconds === null ? null : new Date(now.getTime() - films.oldest_seconds * 1000),
      stuck: films.stuck,
    },
    alarm: alarm ? t(`retention.alarm.${alarm}`) : null,
  }
}

// A day without a time is noon, so that no time zone moves it.
function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`)
}
