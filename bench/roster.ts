import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { pino } from 'pino'
import { connectForRoster } from '../src/database/database.ts'
import { folderDelivery } from '../src/roster/folder.ts'
import { runRoster } from '../src/roster/run.ts'
import { largeRegister } from '../test/roster/large.ts'
import { ids, password } from '../test/support/cast.ts'
import { highest } from '../test/support/memory.ts'
import { signIn, submit } from '../test/support/wire.ts'
import { databaseCpu, usage } from './processes.ts'
import { eventLoop, pageReader } from './reading.ts'
import { openScratch, writeResults } from './scratch.ts'

/**
 * A whole register brought in, brought again, and with one placement in fifty gone: by hand in a process of its own, and
 * by the portal itself while a guardian goes on reading. `node bench/roster.ts [--children=N] [--only=hand,portal]`
 */
const said = (name: string) => process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3)
const children = Number(said('children') ?? 20_000)
const wanted = (part: string) => said('only')?.split(',').includes(part) ?? true
const { testNumbers } = await import('../seeds/test-numbers.ts')
const whole = await largeRegister(children, testNumbers)
const less = await largeRegister(children, testNumbers, 50)
const runs = [
  ['first', whole],
  ['unchanged', whole],
  ['day after', less],
] as const
const results: Record<string, unknown> = { at: new Date().toISOString(), node: process.version, children }
try {
  if (wanted('hand')) await byHand()
  if (wanted('portal')) await byPortal()
  if (!said('only')) await writeResults('roster', results)
} finally {
  await Promise.all([whole, less].map((folder) => rm(folder, { recursive: true, force: true })))
}

async function byHand(): Promise<void> {
  const scratch = await openScratch('roster')
  const above = await lookFromAbove(scratch.cluster.superuser('postgres'))
  const database = connectForRoster(scratch.urls.roster)
  try {
    for (const [what, folder] of runs) {
      const stages: Record<string, number> = {}
      const watch = setInterval(async () => {
        const [now] = await database.rows<{ stage: string }>`select stage from roster_run where finished_at is null`
        if (now) stages[now.stage] = (stages[now.stage] ?? 0) + 0.25
      }, 250)
      const spent = await spending(process.pid, above)
      const { result, peak } = await highest(
        process.pid,
        runRoster({
          database,
          keys: scratch.keys,
          open: () => folderDelivery(folder),
          now: new Date(),
          production: false,
          acceptLosses: true,
          log: pino({ level: 'silent' }),
        }),
      )
      clearInterval(watch)
      const took = await spent()
      console.log(
        `${what}: ${result.outcome}, ${result.records} records, ${sentence(took)}, ${Math.round(peak.own)} MB`,
        stages,
      )
      results[`by hand, ${what}`] = { records: result.records, ...took, memory: peak.own, stages }
    }
  } finally {
    await database.close()
    await above.end()
    await scratch.close()
  }
}

async function byPortal(): Promise<void> {
  const scratch = await openScratch('roster-portal')
  const above = await lookFromAbove(scratch.cluster.superuser('insyn'))
  // The clock looks at start and finds nothing that can be used; then the register is there, and an administrator asks.
  const place = await mkdtemp(join(tmpdir(), 'insyn-register-'))
  const source = join(place, 'now')
  await mkdir(source)
  const portal = await scratch.start({
    flags: [eventLoop],
    converts: false,
    environment: { DATABASE_ROSTER_URL: scratch.urls.roster, ROSTER_SOURCE: source },
  })
  const [anna, ada] = [await signIn(portal.url, 'guardian', password), await signIn(portal.url, 'admin', password)]
  const reader = pageReader(portal, { path: `/children/${ids.alma}`, cookie: anna.cookie })
  try {
    await reader.reading(pause(5_000))
    const idle = await reader.reading(pause(15_000))
    results.idle = idle
    console.log(`idle: ${pages(idle)}`)
    for (const [what, folder] of runs) {
      await rm(source, { recursive: true })
      await symlink(folder, source)
      const spent = await spending(portal.pid, above)
      const brought = async () => {
        const { status } = await submit(
          portal.url,
          '/admin/roster',
          { order: 'go-on', seen: 'yes' },
          ada.cookie,
          '/admin/roster',
        )
        if (status !== 303) throw new Error(`the portal does not bring them in: ${status}`)
        for (;;) {
          const { rows } = await above.query('select outcome, read from roster_run order by started_at desc limit 1')
          if (rows[0]?.outcome) return rows[0]
          await pause(500)
        }
      }
      const work = brought()
      const { result: read, peak } = await highest(portal.pid, reader.reading(work))
      const { outcome, read: records } = await work
      const took = await spent()
      console.log(
        `the portal, ${what}: ${outcome}, ${records} records, ${sentence(took)}, ${Math.round(peak.own)} MB; ${pages(read)}, ${(read.p95 / idle.p95).toFixed(1)} times idle`,
      )
      results[`by the portal, ${what}`] = {
        records,
        ...took,
        memory: peak.own,
        p95OfIdle: read.p95 / idle.p95,
        ...read,
      }
    }
  } finally {
    reader.stop()
    await above.end()
    await scratch.close()
    await rm(place, { recursive: true, force: true })
  }
}

type Took = { seconds: number; own: number; postgres: number }

async function lookFromAbove(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

/** Seconds by the clock, and of processor time: what a busy machine does not change. */
async function spending(pid: number, above: pg.Client): Promise<() => Promise<Took>> {
  const began = performance.now()
  const [own, postgres] = [(await usage(pid))?.cpu ?? 0, await databaseCpu(above)]
  return async () => ({
    seconds: (performance.now() - began) / 1_000,
    own: ((await usage(pid))?.cpu ?? 0) - own,
    postgres: (await databaseCpu(above)) - postgres,
  })
}

function sentence({ seconds, own, postgres }: Took): string {
  return `${seconds.toFixed(1)} s (processor: ${own.toFixed(1)} s own, ${postgres.toFixed(1)} s Postgres)`
}

function pages({
  p50,
  p95,
  held,
  thread,
}: {
  p50: number
  p95: number
  held: { p99: number; longest: number }
  thread: { p95: number }
}): string {
  return `pages p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} ms (thread ${thread.p95.toFixed(1)}), loop held p99 ${held.p99.toFixed(1)}, at most ${held.longest.toFixed(0)} ms`
}
