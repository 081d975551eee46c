import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { mediaPath, pictureKinds } from '../src/media/files.ts'
import { ids, password } from '../test/support/cast.ts'
import { highest } from '../test/support/memory.ts'
import { signIn } from '../test/support/wire.ts'
import { eventLoop, pageReader } from './reading.ts'
import { writeFiles } from './retention.ts'
import { openScratch, writeResults } from './scratch.ts'

/**
 * What a guardian's page takes while the portal itself works through a night with much due, beside what it takes when
 * there is none. `node bench/night.ts [--items=50000]`; four pictures to every five items, six files to a picture.
 */
const said = (name: string) => process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3)
const items = Number(said('items') ?? 50_000)
const scratch = await openScratch('night')
const above = new pg.Client({ connectionString: scratch.cluster.superuser('insyn') })
await above.connect()
try {
  const [idle] = await readThrough({}, () => pause(15_000))
  console.log(`idle: p50 ${idle.p50.toFixed(1)}, p95 ${idle.p95.toFixed(1)} ms`)
  const files = await becomeDue()
  // The clock looks at start and finds that last night has not been done.
  const began = performance.now()
  const [night, memory] = await readThrough({ DATABASE_RETENTION_URL: scratch.urls.retention }, nightDone)
  const seconds = (performance.now() - began) / 1_000
  const { rows } = await above.query(
    "select outcome, documents from job_run where job = 'retention' order by started_at desc limit 1",
  )
  const p95OfIdle = night.p95 / idle.p95
  console.log(
    `night: ${rows[0].outcome}, ${rows[0].documents} items and ${files} files in ${seconds.toFixed(0)} s; p50 ${night.p50.toFixed(1)}, p95 ${night.p95.toFixed(1)} ms, ${p95OfIdle.toFixed(1)} times idle; thread p95 ${night.thread.p95.toFixed(1)}, idle ${idle.thread.p95.toFixed(1)}; ${Math.round(memory)} MB`,
  )
  await writeResults('night', {
    ...{ at: new Date().toISOString(), node: process.version, items: rows[0].documents, files, seconds },
    ...{ idle, night, p95OfIdle, memory },
  })
} finally {
  await above.end()
  await scratch.close()
}

/** A portal of its own, read while `work` goes on; and its memory at most, MB. */
async function readThrough(environment: Record<string, string>, work: () => Promise<unknown>) {
  const portal = await scratch.start({ flags: [eventLoop], converts: false, environment })
  const { cookie } = await signIn(portal.url, 'guardian', password)
  const reader = pageReader(portal, { path: `/children/${ids.alma}`, cookie })
  if (!environment.DATABASE_RETENTION_URL) await reader.reading(pause(5_000))
  const { result, peak } = await highest(portal.pid, reader.reading(work()))
  reader.stop()
  portal.process.kill()
  return [result, peak.own] as const
}

async function nightDone(): Promise<void> {
  for (;;) {
    const { rows } = await above.query(
      "select finished_at from job_run where job = 'retention' order by started_at desc limit 1",
    )
    if (rows[0]?.finished_at) return
    await pause(250)
  }
}

/** Copies of an item, five years old and more, with their pictures' files; how many files. */
async function becomeDue(): Promise<number> {
  await above.query('set session_replication_role = replica')
  await above.query(
    `with copied as (
       insert into document (id, unit_id, group_id, author_id, audience, created_at, saved_at, published_at, key_month, sealed_key, sealed_content, sealed_card, about)
       select gen_random_uuid(), unit_id, group_id, author_id, 'group', p, p, p, key_month, sealed_key, sealed_content, sealed_card, '{}'
       from document, generate_series(1, $2) n, lateral (select now() - interval '5 years 1 day' - n * interval '1 second' as p) x
       where id = $1 returning id, group_id, published_at
     )
     insert into document_scope (document_id, group_id, published_at) select id, group_id, published_at from copied`,
    [ids.docMyran, items],
  )
  const { rows } = await above.query<{ id: string }>(`
    insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at)
    select gen_random_uuid(), id, 0, 'photo', 'ready', 10, 10, sealed_key, author_id, published_at
    from (select *, row_number() over () as n from document where published_at < now() - interval '5 years 1 day') d
    where n % 5 < 4 returning id`)
  await above.query('set session_replication_role = origin')
  await above.query('analyze')
  const directory = join(scratch.directory, 'media')
  return await writeFiles(rows.flatMap(({ id }) => pictureKinds.map((kind) => mediaPath(directory, id, kind))))
}
