import { pageNames } from './readers.ts'
import type { Measure, Results } from './run.ts'

/** What was measured beside its goals, as a table to read. */
export function printTable(results: Results): void {
  const rows = pageNames.flatMap((name) => {
    const pair = results.measured[name]
    if (!pair) return []
    return [
      {
        page: name,
        'of floor': pair.ratio.toFixed(2),
        'req/s': Math.round(pair.page.perSecond),
        'floor req/s': Math.round(pair.floor.perSecond),
        p50: pair.page.p50,
        p99: pair.page.p99,
        'p99 / floor': pair.p99Ratio.toFixed(1),
        failed: pair.page.failed,
        ...costs(pair.page),
        'floor cpu': `${ms(pair.floor.cpu)} + ${ms(pair.floor.databaseCpu)}`,
        statements: `${results.statements[name].withoutTransaction} (${results.statements[name].all})`,
      },
    ]
  })
  console.table(rows)
  console.log('cpu: milliseconds a request, serving process + Postgres. statements: without (with) begin and commit.')
  const { growth, retention } = results
  if (growth) {
    console.log(
      `timeline at ${results.items} items: ${growth.ratio.toFixed(2)} of its speed at 10000 (goal 0.8 or more)`,
    )
  }
  if (retention) {
    console.log(
      `retention: ${retention.ratioRowsOnly} of a plain DELETE on rows, ${retention.ratio} with files (goal 0.33)`,
    )
  }
}

function costs(measure: Measure) {
  return { cpu: `${ms(measure.cpu)} + ${ms(measure.databaseCpu)}`, 'rss MB': measure.rss && Math.round(measure.rss) }
}

function ms(value: number | undefined): string {
  return value === undefined ? '?' : value.toFixed(2)
}
