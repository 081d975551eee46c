import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { type Config, readConfig } from '../config.ts'
import { StartupError } from '../errors.ts'
import { type ChangeRow, changesOf, type NamedProblem, problemsOf } from '../roster/report.ts'
import { type RosterResult, runRoster } from '../roster/run.ts'
import { isAddress, openSource } from '../roster/source.ts'
import { sayChange, sayHeading, sayProblem, sayWhere } from '../roster/words.ts'
import { swedishDay } from '../web/dates.ts'
import { openForJobs } from './open.ts'

const usage = `Användning: npm run roster -- <mapp eller adress> [--dry-run] [--changes] [--accept-losses]
  mapp             filer enligt SS 12000 (persons.json …) eller tabeller (barn.csv …)
  adress           registrets gränssnitt, https://…/v2.0; nyckeln står i ROSTER_TOKEN
  --dry-run        visar vad som skulle ändras, men ändrar inget
  --changes        hämtar bara det som har ändrats sedan förra gången (bara från en adress)
  --accept-losses  går vidare även om många förlorar åtkomst: du har sett listan och den stämmer`

const known = {
  'dry-run': { type: 'boolean' },
  changes: { type: 'boolean' },
  'accept-losses': { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const exit = { stopped: 1, wrongUse: 2 }

type Order = { from: string; dryRun: boolean; changes: boolean; acceptLosses: boolean }

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  if (error instanceof StartupError) return say(error.message, exit.wrongUse)
  return say(
    `Hämtningen blev inte klar: ${error.message}\nKör den igen när felet är avhjälpt: den fortsätter där den var.`,
    exit.stopped,
  )
})

/** People from the register by hand. Exit code: 0 done or nothing to do, 1 refused or stopped, 2 wrong use. */
async function main(words: string[]): Promise<number> {
  const config = readConfig()
  const order = parse(words, config)
  if (typeof order === 'string') return say(`${order}\n\n${usage}`, exit.wrongUse)
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort(new Error('avbruten')))
  const { database, keys, close } = await openForJobs(config, 'roster')
  try {
    const now = new Date()
    const today = swedishDay(now)
    const source = { from: order.from, token: config.roster.token, keys, today, signal: stopping.signal }
    const result = await runRoster({
      database,
      keys,
      open: (since) => openSource(source, since),
      now,
      production: config.production,
      dryRun: order.dryRun,
      acceptLosses: order.acceptLosses,
      changesOnly: order.changes,
      signal: stopping.signal,
      log: pino({ level: 'silent' }),
    })
    const changes = result.run ? await changesOf(database.rows, result.run, today) : []
    const problems = result.run ? await problemsOf(database.rows, result.run, today) : []
    return report(result, changes, problems)
  } finally {
    await close()
  }
}

function parse(words: string[], config: Config): Order | string {
  let parsed: { values: { [K in keyof typeof known]?: boolean }; positionals: string[] }
  try {
    parsed = parseArgs({ args: words, options: known, strict: true, allowPositionals: true })
  } catch (error) {
    if (!String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')) throw error
    return `Jag förstår inte ”${words.join(' ')}”.`
  }
  const { values, positionals } = parsed
  if (values.help) return 'Hämtar barn, vårdnadshavare och personal ur kommunens register.'
  const from = positionals[0] ?? config.roster.source
  if (positionals.length > 1) return 'Ange en mapp eller en adress, inte flera.'
  if (!from) return 'Ange varifrån personerna ska hämtas: en mapp eller en adress.'
  if (config.production && /^http:/i.test(from)) return 'I drift måste adressen börja med https (R8).'
  const changes = values.changes ?? false
  if (changes && !isAddress(from)) return 'En mapp är alltid hela registret: --changes går bara med en adress.'
  return { from, changes, dryRun: values['dry-run'] ?? false, acceptLosses: values['accept-losses'] ?? false }
}

function report(result: RosterResult, changes: ChangeRow[], problems: NamedProblem[]): number {
  const { outcome, counts, records } = result
  if (outcome === 'busy') return say('En hämtning pågår redan. Vänta tills den är klar.', exit.stopped)
  const lines: string[] = []
  if (outcome === 'refused') lines.push('Leveransen går inte att använda. Inget har ändrats.')
  if (outcome === 'stopped')
    lines.push(
      'STOPP: många skulle förlora åtkomst, eller döljas.',
      'Inget har ändrats. Läs listan. Stämmer den, kör igen med --accept-losses.',
    )
  if (outcome === 'foreseen') lines.push('Så här skulle det bli. Inget har ändrats.')
  if (outcome === 'foreseen' && result.wouldStop)
    lines.push('Så många skulle förlora åtkomst, eller döljas, att hämtningen stannar och frågar.')
  if (outcome === 'unchanged') lines.push('Inget nytt. Inget har ändrats.')
  if (outcome === 'done') lines.push('Klart.')
  if (outcome !== 'refused') lines.push(`Lästa poster: ${records}.`)
  for (const [kind, rows] of Map.groupBy(changes, (row) => row.kind))
    lines.push(
      '',
      sayHeading(kind, counts[kind] ?? rows.length),
      ...rows.slice(0, 200).map((row) => `  ${sayChange(row)}`),
    )
  if (problems.length > 0) {
    lines.push('', outcome === 'refused' ? 'Fel i leveransen:' : 'Att se över i registret:')
    lines.push(...problems.slice(0, 200).map((problem) => `  ${sayProblemWhole(problem)}`))
  }
  const wrong = outcome === 'refused' || outcome === 'stopped'
  return say(lines.join('\n'), wrong ? exit.stopped : 0)
}

function sayProblemWhole(problem: NamedProblem): string {
  const where = sayWhere(problem)
  return [problem.name && `${problem.name}: `, sayProblem(problem), where && ` (${where})`].filter(Boolean).join('')
}

function say(words: string, code: number): number {
  if (code === 0) console.log(words)
  else console.error(words)
  return code
}
