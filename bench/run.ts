import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openGround, type Store } from './ground.ts'
import type { Load } from './load.ts'
import {
  databaseCpu,
  type Generator,
  type Server,
  several,
  startFloor,
  startGenerator,
  startPortal,
  usageOf,
} from './processes.ts'
import { type Hit, type PageName, pageNames, signInReaders } from './readers.ts'
import { benchRetention } from './retention.ts'
import { countStatements } from './statements.ts'
import { printTable } from './table.ts'

/** npm run bench [-- --rounds 5 --seconds 8 --only timeline --items 1000000 --keep-load]: see bench/README.md. */
const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    items: { type: 'string', default: '1000000' },
    only: { type: 'string', multiple: true },
    retention: { type: 'boolean', default: true },
    growth: { type: 'boolean', default: true },
    processes: { type: 'string', default: '1' },
  },
  allowNegative: true,
})
const [rounds, seconds, items] = [Number(given.rounds), Number(given.seconds), Number(given.items)]
const processes = Number(given.processes)
const small = 10_000
const connections = 32
const names = pageNames.filter((name) => given.only?.includes(name) ?? true)

const ground = await openGround(console.log)
try {
  await main()
} finally {
  if (ground.cluster.startedHere) await ground.cluster.stop()
}

async function main(): Promise<void> {
  const large = await ground.store(items)
  const pages = await signInReaders(large.urls.owner, ground.keys)
  const statements = await countStatements(large, pages)
  const generator = startGenerator()
  const floor = await several(processes, () => startFloor(large))
  const portal = await several(processes, () => startPortal(large))
  const watch = new pg.Client({ connectionString: large.superuser })
  watch.on('error', () => {})
  await watch.connect()
  const house = { generator, watch }
  const floorHits = [{ path: '/', cookie: '' }]
  const measured = {} as Record<PageName, Pair>
  await measure(house, floor, floorHits, Math.min(seconds, 4))
  for (const name of names) {
    measured[name] = await compare(house, [floor, floorHits], [portal, pages[name]])
    console.log(`${name}: ${measured[name].ratio.toFixed(2)} of the floor`)
  }
  await portal.stop()
  await floor.stop()
  const growth = given.growth ? await compareSizes(house, large) : undefined
  await generator.stop()
  await watch.end()
  const { urls } = large
  const retention = given.retention
    ? await benchRetention({
        ownerUrl: urls.owner,
        retentionUrl: urls.retention,
        keys: ground.keys,
        directory: ground.directory,
        rounds: Math.min(rounds, 3),
      })
    : undefined
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version }
  const results = {
    at: new Date().toISOString(),
    machine,
    items,
    connections,
    processes,
    rounds,
    seconds,
    measured,
    statements,
    growth,
    retention,
  }
  await mkdir(join(import.meta.dirname, 'results'), { recursive: true })
  await writeFile(join(import.meta.dirname, 'results', 'latest.json'), `${JSON.stringify(results, rounded, 2)}\n`)
  printTable(results)
}

export type Measure = Load & {
  /** Milliseconds of processor time a request: the serving process, and Postgres. */
  cpu: number | undefined
  databaseCpu: number
  /** MB, the highest seen under load. */
  rss: number | undefined
}
export type Pair = { floor: Measure; page: Measure; ratio: number; p99Ratio: number }
export type Results = {
  items: number
  measured: Record<PageName, Pair>
  statements: Awaited<ReturnType<typeof countStatements>>
  growth: { ratio: number; small: Measure; large: Measure } | undefined
  retention: Awaited<ReturnType<typeof benchRetention>> | undefined
}

type House = { generator: Generator; watch: pg.Client }
type Aim = [Server, Hit[]]

// Turn and turn about, so that whatever else the machine does falls on both; medians of the rounds.
async function compare(house: House, floor: Aim, page: Aim): Promise<Pair> {
  const taken: [Measure, Measure][] = []
  await measure(house, ...page, 3)
  for (let round = 0; round < rounds; round++) {
    taken.push([await measure(house, ...floor, seconds), await measure(house, ...page, seconds)])
  }
  return {
    floor: middle(taken.map(([first]) => first)),
    page: middle(taken.map(([, second]) => second)),
    ratio: median(taken.map(([first, second]) => second.perSecond / first.perSecond)),
    p99Ratio: median(taken.map(([first, second]) => second.p99 / first.p99)),
  }
}

/** The same page where there is little and where there is much. */
async function compareSizes(house: House, large: Store) {
  const few = await ground.store(small)
  const fewPages = await signInReaders(few.urls.owner, ground.keys)
  const { timeline } = await signInReaders(large.urls.owner, ground.keys)
  await countStatements(few, fewPages)
  const [fewPortal, manyPortal] = [await startPortal(few), await startPortal(large)]
  await measure(house, fewPortal, fewPages.timeline, 3)
  const pair = await compare(house, [fewPortal, fewPages.timeline], [manyPortal, timeline])
  await fewPortal.stop()
  await manyPortal.stop()
  return { ratio: pair.ratio, small: pair.floor, large: pair.page }
}

async function measure({ generator, watch }: House, server: Server, hits: Hit[], duration: number): Promise<Measure> {
  const before = { own: await usageOf(server.pids), database: await databaseCpu(watch) }
  let rss = before.own?.rss
  const looking = setInterval(async () => {
    const now = await usageOf(server.pids)
    if (now && rss !== undefined) rss = Math.max(rss, now.rss)
  }, 500)
  const load = await generator.run({ urls: server.urls, hits, connections, seconds: duration })
  clearInterval(looking)
  const after = { own: await usageOf(server.pids), database: await databaseCpu(watch) }
  if (load.requests === 0) throw new Error(`no answer at ${hits[0]?.path}`)
  return {
    ...load,
    cpu: after.own && before.own ? ((after.own.cpu - before.own.cpu) / load.requests) * 1000 : undefined,
    databaseCpu: ((after.database - before.database) / load.requests) * 1000,
    rss,
  }
}

function middle(all: Measure[]): Measure {
  const of = (pick: (each: Measure) => number | undefined) =>
    median(all.map(pick).filter((value) => value !== undefined))
  return {
    requests: of((each) => each.requests),
    perSecond: of((each) => each.perSecond),
    p50: of((each) => each.p50),
    p99: of((each) => each.p99),
    failed: all.reduce((sum, each) => sum + each.failed, 0),
    cpu: all[0]?.cpu === undefined ? undefined : of((each) => each.cpu),
    databaseCpu: of((each) => each.databaseCpu),
    rss: all[0]?.rss === undefined ? undefined : Math.max(...all.map((each) => each.rss ?? 0)),
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  return (sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1000) / 1000 : value
}
