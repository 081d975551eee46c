import { nextNight } from '../jobs/nights.ts'
import type { FilmQueue } from '../media/queries.ts'
import { addresses } from '../web/addresses.ts'
import { dates, noon } from '../web/dates.ts'
import type { Errors } from '../web/forms.ts'
import type { Language, Translate } from '../web/language.ts'
import { alarmOf, type LastRun, saidAs } from './alarm.ts'
import { holdCauses, kinds } from './kinds.ts'
import type { Archive, Due, Hold, Rule, Run } from './queries.ts'

type Overview = {
  rules: Rule[]
  holds: Hold[]
  archive: Archive
  due: Due | undefined
  runs: Run[]
  films: FilmQueue
  now: Date
}
type Form = { errors: Errors; typed: Record<'about' | 'cause' | 'reference' | 'until', string> }

/** The page's model: each rule in words, what goes when, what is held, and whether it went. */
export function presentOverview(
  { rules, holds, archive, due, runs, films, now }: Overview,
  form: Form,
  language: Language,
  t: Translate,
) {
  const { month, date } = dates(language, () => now)
  const most = Math.max(1, ...(due?.months ?? []).map(({ documents }) => documents))
  const last = runs.find((run): run is Run & LastRun => run.real && run.finished_at !== null)
  const preserved = rules.some(({ kind, fate }) => kind === 'documentation' && fate === 'preserve')
  const missing = kinds.filter((kind) => !rules.some((rule) => rule.kind === kind))
  const alarm = missing.length > 0 ? 'no-rule' : alarmOf(last, now)
  const names = missing.map((kind) => t(`retention.kind.${kind}`).toLowerCase()).join(', ')
  return {
    title: t('retention.overview.title'),
    rules: kinds.map((kind) => {
      const rule = rules.find((each) => each.kind === kind)
      return {
        name: t(`retention.kind.${kind}`),
        words: rule ? ruleInWords(rule, t) : t('retention.overview.noRule'),
        missing: !rule,
        facts: rule
          ? [
              { label: t('retention.overview.decision'), value: decisionOf(rule, date) },
              { label: t('retention.overview.valid'), value: validity(rule, date, t) },
            ]
          : [],
      }
    }),
    upcoming: (due?.months ?? []).map(({ month: name, documents }) => ({
      label: month(`${name}-01`),
      count: documents,
      share: Math.round((documents / most) * 1000) / 10,
    })),
    dueTonight: due?.tonight ?? 0,
    // What goes to the archive waits for its receipt, and nobody can say which night it is removed.
    dueLabel: t(`retention.overview.${preserved ? 'dueArchive' : 'dueTonight'}`),
    upcomingText: t(`retention.overview.${preserved ? 'upcomingArchive' : 'upcomingText'}`),
    archive: (['packing', 'waiting', 'received'] as const)
      .filter((stage) => archive[stage] > 0)
      .map((stage) => t(`retention.archive.${stage}`, { count: archive[stage] })),
    holds: holds.map((hold) => ({
      reference: hold.reference,
      about: t(`retention.hold.about-${hold.about}`),
      cause: t(`retention.cause.${hold.cause}`),
      placedAt: new Date(hold.placed_at),
      until: noon(hold.until),
      end: addresses.endHold(hold.id),
    })),
    form: {
      ...form,
      action: addresses.holds,
      causes: holdCauses.map((cause) => ({ value: cause, label: t(`retention.cause.${cause}`) })),
      open: Object.keys(form.errors).length > 0,
    },
    runs: runs.map((run) => ({
      startedAt: run.started_at,
      finishedAt: run.finished_at,
      outcome: t(`retention.label.outcome.${run.outcome ?? 'running'}`),
      ok: run.outcome === null || run.outcome === 'done',
      documents: run.documents,
      files: run.files,
      protocol: run.recorded
        ? { pdf: addresses.protocol(run.id, 'pdf'), json: addresses.protocol(run.id, 'json') }
        : null,
    })),
    nextRun: nextNight(now),
    films: {
      waiting: films.waiting,
      oldest: films.oldest_seconds === null ? null : new Date(now.getTime() - films.oldest_seconds * 1000),
      stuck: films.stuck,
    },
    alarm: alarm ? t(`retention.alarm.${saidAs(alarm, last)}`, { names }) : null,
  }
}

export function periodInWords(
  { years, days, hours }: { years: number; days: number; hours: number },
  t: Translate,
): string {
  const parts = [
    years > 0 && t('retention.overview.yearCount', { count: years }),
    days > 0 && t('retention.overview.dayCount', { count: days }),
    hours > 0 && t('retention.overview.hourCount', { count: hours }),
  ]
  return parts.filter(Boolean).join(' + ')
}

export function ruleInWords(rule: Rule, t: Translate): string {
  if (rule.fate === 'preserve')
    return t(`retention.rule.preserve${rule.kind === 'documentation' ? '-documentation' : ''}`, {
      period: periodInWords(rule, t),
    })
  return t(`retention.rule.${rule.kind}`, { period: periodInWords(rule, t) })
}

/** The decision with its day. */
export function decisionOf(rule: Pick<Rule, 'decision' | 'decided_on'>, date: (day: Date) => string): string {
  return `${rule.decision}, ${date(noon(rule.decided_on))}`
}

function validity(rule: Rule, date: (day: Date) => string, t: Translate): string {
  const from = date(noon(rule.valid_from ?? rule.decided_on))
  return rule.valid_to
    ? t('retention.overview.validBetween', { from, to: date(noon(rule.valid_to)) })
    : t('retention.overview.validSince', { from })
}
