import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { z } from 'zod'
import { type Config, readConfig } from '../config.ts'
import { StartupError } from '../errors.ts'
import type { Kind } from '../retention/kinds.ts'
import { type Result, runRetention } from '../retention/run.ts'
import { openForJobs } from './open.ts'

const usage = `Användning: npm run retention -- [--dry-run] [--now=2031-05-14T03:30:00Z] [--batch=1000]
  --dry-run  visar vad som skulle tas bort, men tar inte bort något
  --now      räknar som om klockan vore detta (datum, eller datum och tid med tidszon)
  --batch    hur många som tas i taget, 1 till 10000`

const known = {
  'dry-run': { type: 'boolean' },
  now: { type: 'string' },
  batch: { type: 'string' },
  help: { type: 'boolean' },
} as const

const names: Record<Kind, string> = {
  documentation: 'dokumentation',
  withheld: 'media med återkallat samtycke',
  draft: 'utkast',
  consent: 'samtyckeshistorik',
  audit: 'logg',
  session: 'inloggningar',
  person: 'människor som har slutat',
}

const exit = { alarm: 1, wrongUse: 2 }

type Order = { dryRun: boolean; now: Date; batch: number }

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  if (error instanceof StartupError) return say(error.message, exit.wrongUse)
  return say(
    `Gallringen blev inte klar: ${error.message}\nInget har gått förlorat. Kör den igen när felet är avhjälpt.`,
    exit.alarm,
  )
})

/** R14 by hand. Answers with the exit code: 0 done, 1 alarm (no rule, or it could not finish), 2 wrong use. */
async function main(words: string[]): Promise<number> {
  const config = readConfig()
  const order = parse(words, config)
  if (typeof order === 'string') return say(`${order}\n\n${usage}`, exit.wrongUse)
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort(new Error('avbruten')))
  const { database, keys, close } = await openForJobs(config)
  try {
    const result = await runRetention({
      database,
      keys,
      mediaDirectory: config.mediaDirectory,
      now: order.now,
      clock: () => new Date(),
      dryRun: order.dryRun,
      batch: order.batch,
      onProgress: progress(),
      signal: stopping.signal,
      log: pino({ level: 'silent' }),
    })
    return report(result, order)
  } finally {
    await close()
  }
}

function parse(words: string[], config: Config): Order | string {
  let values: { 'dry-run'?: boolean; now?: string; batch?: string; help?: boolean }
  try {
    values = parseArgs({ args: words, options: known, strict: true, allowPositionals: false }).values
  } catch (error) {
    if (!String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')) throw error
    return `Jag förstår inte ”${words.join(' ')}”.`
  }
  if (values.help) return 'Tar bort dokumentation som har nått sin gallringstid.'
  const dryRun = values['dry-run'] ?? false
  const batch = Number(values.batch ?? 1_000)
  if (!Number.isInteger(batch) || batch < 1 || batch > 10_000) return '--batch ska vara ett heltal från 1 till 10000.'
  if (values.now === undefined) return { dryRun, now: new Date(), batch }
  const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(values.now)
  const now = new Date(instant.data ?? Number.NaN)
  if (Number.isNaN(now.getTime()))
    return `”${values.now}” är ingen tidpunkt. Skriv till exempel --now=2031-05-14T03:30:00Z.`
  // What is not due must not go: looking ahead in earnest is for the demo.
  if (config.production && !dryRun && now > new Date()) {
    return 'I drift får --now bara ligga framåt i tiden tillsammans med --dry-run: annars försvinner det som ska finnas kvar.'
  }
  return { dryRun, now, batch }
}

function report(result: Result, { dryRun, now }: Order): number {
  if (result.outcome === 'busy') return say('En gallring pågår redan. Den tar hand om allt; ingen andra behövs.', 0)
  const alarm = alarmOf(result, now)
  const code = alarm ? exit.alarm : 0
  if (!result.rule) return say(alarm, code)
  const rule = `Regel: ${result.rule.years} år efter publicering (${result.rule.decision}).`
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
  const documents = count(result.documents, 'dokumentation', 'dokumentationer')
  const drafts = count(result.drafts, 'utkast', 'utkast')
  const notes = count(result.notes, 'analys', 'analyser')
  const held = result.held > 0 ? `Hålls kvar av en spärr: ${result.held}.` : ''
  if (dryRun) {
    const pictures = count(result.files, 'bild', 'bilder')
    const would = `Skulle ta bort: ${documents}, ${drafts}, ${notes} och ${pictures}. Inget har ändrats.`
    return say([rule, would, held, alarm].filter(Boolean).join('\n'), code)
  }
  const rest = [
    held,
    result.others > 0 ? `Annat vars tid är ute (samtyckeshistorik, logg, människor): ${result.others}.` : '',
    result.orphans > 0 ? `Övergivna filer: ${result.orphans}.` : '',
    result.keysDestroyed.length > 0 ? `Förstörda månadsnycklar: ${result.keysDestroyed.join(', ')}.` : '',
    alarm,
  ].filter(Boolean)
  return say(
    [
      rule,
      `Borttaget: ${documents}, ${drafts}, ${notes} och ${count(result.files, 'bildfil', 'bildfiler')}.`,
      ...rest,
    ].join('\n'),
    code,
  )
}

function alarmOf({ missing }: Result, now: Date): string {
  if (missing.length === 0) return ''
  const day = now.toISOString().slice(0, 10)
  const what = missing.map((kind) => names[kind]).join(', ')
  return `LARM: ingen gallringsregel gäller ${day} för ${what}. Ingenting togs bort av det. Lägg in beslutet och kör igen.`
}

// A word now and then when there is much to do.
function progress() {
  let said = performance.now()
  return ({ documents }: { documents: number }) => {
    if (performance.now() - said < 2_000) return
    said = performance.now()
    console.log(`… ${documents} dokumentationer borttagna`)
  }
}

function say(words: string, code: number): number {
  if (code === 0) console.log(words)
  else console.error(words)
  return code
}
