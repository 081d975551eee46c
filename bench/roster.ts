import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { prepare } from '../src/boot.ts'
import { createKeyStore, openKeyStore } from '../src/crypto/key-store.ts'
import { connectForRoster } from '../src/database/database.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { provision } from '../src/database/provision.ts'
import { folderDelivery } from '../src/roster/folder.ts'
import { runRoster } from '../src/roster/run.ts'
import { largeRegister } from '../test/roster/large.ts'

/** `node bench/roster.ts [children]`: a whole register brought in, brought again, and with one placement in fifty gone. */
const children = Number(process.argv[2] ?? 20_000)
const directory = await mkdtemp(join(tmpdir(), 'insyn-bench-roster-'))
const cluster = await startEmbedded(directory)
try {
  const urls = await provision(cluster)
  await createKeyStore(join(directory, 'keys'), new Date())
  const keys = await openKeyStore(join(directory, 'keys'))
  await prepare(urls.owner, keys)
  const database = connectForRoster(urls.roster)
  const { testNumbers } = await import('../seeds/test-numbers.ts')
  const whole = await largeRegister(children, testNumbers)
  const less = await largeRegister(children, testNumbers, 50)
  for (const [what, folder] of [
    ['first', whole],
    ['unchanged', whole],
    ['day after', less],
  ] as const) {
    let most = 0
    const stages: Record<string, number> = {}
    const watch = setInterval(async () => {
      most = Math.max(most, process.memoryUsage().rss)
      const [now] = await database.rows<{ stage: string }>`select stage from roster_run where finished_at is null`
      if (now) stages[now.stage] = (stages[now.stage] ?? 0) + 1
    }, 100)
    const began = performance.now()
    const result = await runRoster({
      database,
      keys,
      open: () => folderDelivery(folder),
      now: new Date(),
      production: false,
      acceptLosses: true,
      log: pino({ level: 'silent' }),
    })
    clearInterval(watch)
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    console.log(
      `${what}: ${result.outcome}, ${result.records} records, ${seconds} s, ${Math.round(most / 1e6)} MB`,
      stages,
      result.counts,
    )
  }
  await database.close()
  await Promise.all([whole, less].map((folder) => rm(folder, { recursive: true, force: true })))
} finally {
  await cluster.leave()
  await rm(directory, { recursive: true, force: true })
}
