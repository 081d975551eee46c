import { addresses } from '../web/addresses.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import type { NamedChange, RunRow } from './queries.ts'
import { changeKinds, type NamedProblem } from './report.ts'
import { sayChange, sayHeading, sayProblem, sayWhere } from './words.ts'

type Report = { runs: RunRow[]; changes: NamedChange[]; problems: NamedProblem[] }

/** The register's page: how far a run has come, what the latest came to, and what may be asked for. */
export function presentRoster(
  { runs, changes, problems }: Report,
  set: boolean,
  busy: boolean,
  errors: Errors,
  t: Translate,
) {
  const [latest] = runs
  const going = latest?.finished_at === null ? latest : undefined
  const done = going ? undefined : latest
  return {
    title: t('roster.page.title'),
    set,
    busy,
    errors,
    going: going
      ? {
          stage: t(`roster.page.stage.${going.stage}`),
          records: going.read,
          applied: going.applied,
          planned: going.planned,
          href: addresses.roster,
        }
      : null,
    latest: done?.outcome
      ? {
          heading: t(`roster.page.outcome.${done.outcome}`),
          kind: kinds[done.outcome],
          text: t(`roster.page.said.${done.outcome === 'foreseen' ? foreseen(done) : done.outcome}`),
          at: done.started_at,
          records: done.read,
          stopped: done.outcome === 'stopped',
          groups: changeKinds
            .map((kind) => ({ kind, rows: changes.filter((change) => change.kind === kind) }))
            .filter(({ rows }) => rows.length > 0)
            .map(({ kind, rows }) => ({
              heading: sayHeading(kind, done.counts[kind] ?? rows.length, t),
              open: kind.endsWith('lost'),
              rest: Math.max(0, (done.counts[kind] ?? rows.length) - rows.length),
              rows: rows.map((row) => ({
                label: sayChange({ ...row, group: row.room }, t),
                href: row.person_id ? addresses.person(row.person_id) : null,
              })),
            })),
          problems: problems.map((problem) => ({
            label: sayProblem(problem, t),
            where: sayWhere(problem, t),
            name: problem.name,
            href: problem.person_id ? addresses.person(problem.person_id) : null,
          })),
          stops: problems.some((problem) => problem.stops),
        }
      : null,
    runs: runs.map((run) => ({
      at: run.started_at,
      outcome: run.outcome ? t(`roster.page.outcome.${run.outcome}`) : t(`roster.page.stage.${run.stage}`),
      // What is still going has neither succeeded nor failed.
      kind: run.outcome === null ? 'waiting' : kinds[run.outcome] === 'bad' ? 'no' : 'yes',
      source: t(`roster.page.source.${run.source}`),
      records: run.read,
    })),
  }
}

function foreseen({ planned, would_stop: wouldStop }: RunRow): string {
  if (wouldStop) return 'foreseen-stop'
  return planned === 0 ? 'foreseen-nothing' : 'foreseen'
}

const kinds = {
  done: 'good',
  unchanged: 'good',
  foreseen: 'info',
  stopped: 'bad',
  refused: 'bad',
  failed: 'bad',
} as const
