import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ground } from '../support/ground.ts'
import { filesOf, type House, type Kept, retentionHouse } from './house.ts'

const now = '2026-11-23T10:00:00Z'
// KILLS=50 for the whole goal; a dozen here.
const kills = Number(process.env.KILLS ?? 12)

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
afterAll(() => house.close())

test(`R14 killed ${kills} times in the middle: nothing is lost that should stay, nothing is left that should go`, async () => {
  const stays = await house.keep(
    Array.from({ length: 100 }, () => ({ publishedAt: '2021-11-24T10:00:00Z', pictures: 1 })),
  )
  const due: Kept[] = []
  let interrupted = 0
  for (let kill = 0; kill < kills; kill++) {
    due.push(
      ...(await house.keep(Array.from({ length: 250 }, () => ({ publishedAt: '2021-11-20T10:00:00Z', pictures: 1 })))),
    )
    const child = command('--batch=7')
    // From when it has begun its run, so that most kills strike at work.
    await begun(kill)
    await pause(Math.random() * 300)
    child.process.kill('SIGKILL')
    await child.ended
    interrupted += await house.count('job_run where finished_at is null')
    // Not one item that is there is without its files, at any moment.
    expect(missing(await house.files(), await pictures())).toEqual([])
  }
  expect(interrupted).toBeGreaterThan(kills / 3)

  const last = command()
  expect(await last.ended).toBe(0)
  expect(await house.documents()).toEqual(stays.map(({ id }) => id).sort())
  expect(await house.files()).toEqual(filesOf(...stays))
  expect(await house.count('file_outbox')).toBe(0)
  const { rows } = await house.database.owner.query<{ object_id: string; lines: number; told: number }>(
    `select object_id, count(*) as lines from audit_event where event = 'documentation.disposed' group by 1`,
  )
  expect(rows.every(({ lines }) => Number(lines) === 1)).toBe(true)
  expect(rows.map((row) => row.object_id).sort()).toEqual(due.map(({ id }) => id).sort())
  const runs = await house.database.owner.query(
    `select sum(documents)::int as documents, count(*) filter (where outcome = 'done')::int as done,
            count(*) filter (where finished_at is null)::int as open from job_run`,
  )
  expect(runs.rows[0]).toMatchObject({ documents: due.length, open: 0 })
  console.info(`${kills} kills, ${interrupted} of them in the middle of a run, ${due.length} items`)
})

test('control: with the files removed before the rows are committed, the same kills leave items without their files', async () => {
  await house.clean()
  const own = await mkdtemp(join(ground().directory, 'wrong-order-'))
  await cp(join(root, 'src'), join(own, 'src'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(own, 'node_modules'))
  await writeFile(join(own, 'package.json'), '{"type":"module"}')
  const path = join(own, 'src', 'retention', 'run.ts')
  const right = await readFile(path, 'utf8')
  const before = `const gone = await disposeBatch(`
  expect(right.split(before)).toHaveLength(2)
  const wrong = `
    const first = await database.rows<{ id: string }>\`select m.id from media m join document d on d.id = m.document_id
      where d.published_at < access.due_horizon(\${now}, \${rule.years}) order by d.published_at limit \${batch}\`
    for (const { id } of first) await (await import('../media/files.ts')).removeMediaFiles(options.mediaDirectory, id)
    ${before}`
  await writeFile(path, right.replace(before, wrong))
  let bare: string[] = []
  for (let kill = 0; kill < 12 && bare.length === 0; kill++) {
    await house.keep(Array.from({ length: 250 }, () => ({ publishedAt: '2021-11-20T10:00:00Z', pictures: 1 })))
    const begunBefore = await house.count('job_run')
    const child = commandIn(own, '--batch=7')
    await begun(begunBefore)
    await pause(Math.random() * 300)
    child.process.kill('SIGKILL')
    await child.ended
    bare = missing(await house.files(), await pictures())
  }
  expect(bare.length).toBeGreaterThan(0)
  await rm(own, { recursive: true })
})

const root = join(import.meta.dirname, '..', '..')
const command = (...options: string[]) => commandIn(root, ...options)

function commandIn(place: string, ...options: string[]) {
  const program = join(place, 'src', 'commands', 'retention.ts')
  const child = spawn(process.execPath, [program, `--now=${now}`, ...options], {
    stdio: 'ignore',
    env: {
      NODE_ENV: 'test',
      DATABASE_RETENTION_URL: house.database.urls.retention,
      KEY_DIR: house.keyDirectory,
      MEDIA_DIR: house.mediaDirectory,
    },
  })
  return { process: child, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) }
}

async function begun(before: number): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if ((await house.count('job_run')) > before) return
    await pause(5)
  }
  throw new Error('the command never began')
}

async function pictures(): Promise<string[]> {
  const { rows } = await house.database.owner.query<{ id: string }>('select id from media')
  return filesOf({ id: '', pictures: rows.map(({ id }) => id) })
}

function missing(files: string[], wanted: string[]): string[] {
  const there = new Set(files)
  return wanted.filter((name) => !there.has(name))
}
