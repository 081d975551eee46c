import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { middleOf } from '../../src/media/sizes.ts'
import { mostAttempts } from '../../src/media/worker.ts'
import { sweepFiles } from '../../src/retention/sweep.ts'
import { environmentFor, type Program, startPortal } from '../resilience/program.ts'
import { ids } from '../support/cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'
import { photo } from '../support/photo.ts'
import { ffmpeg, filmed, moving, tone } from './film.ts'
import { type Sender, sender } from './sender.ts'

// KILLS=50 for the whole goal; a few here.
const kills = Number(process.env.KILLS ?? 5)

let database: TestDatabase
let mediaDirectory: string
beforeAll(async () => {
  database = await testDatabase('cast')
  mediaDirectory = await mkdtemp(join(ground().directory, 'killed-'))
  // The cast's own pictures lie elsewhere.
  await database.owner.query('delete from media')
})
let running: Program | undefined
afterAll(async () => {
  running?.child.kill('SIGKILL')
  await running?.ended
  await database.close()
})

const start = (): Program =>
  startPortal({
    ...environmentFor(database.urls.web),
    MEDIA_DIR: mediaDirectory,
    DATABASE_WORKER_URL: database.urls.worker,
    ...(ffmpeg ? {} : { FFMPEG: 'off' }),
  })
const names = async () =>
  (await readdir(mediaDirectory, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(mediaDirectory.length + 4))

test(`killed ${kills} times during uploads: rows and files agree, and nothing half is left after the next start`, async () => {
  const picture = await photo(3000, 2000)
  const film = ffmpeg
    ? await filmed(
        [...moving, ...tone, '-c:v', 'libx264', '-b:v', '20M', '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov'],
        'mp4',
        'pipe:1',
      )
    : undefined
  let struck = 0
  for (let kill = 0; kill < kills; kill += 1) {
    const portal = start()
    const url = await portal.url
    const eva = await sender({ url }, 'educator')
    const sending = [
      upload(eva, picture),
      upload(eva, picture),
      ...(film ? [upload(eva, film)] : []),
      form(eva, url, [picture, ...(film ? [film] : [])]),
    ]
    await pause(Math.random() * 1500)
    portal.child.kill('SIGKILL')
    await portal.ended
    const outcomes = await Promise.allSettled(sending)
    struck += outcomes.filter((each) => each.status === 'rejected').length
  }
  expect(struck).toBeGreaterThan(kills / 3)

  const portal = start()
  running = portal
  await portal.url
  const unfinished = async () => (await names()).filter((name) => name.endsWith('.part'))
  for (let tries = 0; tries < 100 && (await unfinished()).length > 0; tries += 1) await pause(50)
  expect(await unfinished()).toEqual([])
  // What waited, or was being worked on when the blow fell, is converted.
  const left = async () =>
    (await database.owner.query("select from media where state in ('waiting', 'working')")).rowCount
  for (let tries = 0; tries < 600 && (await left()) !== 0; tries += 1) await pause(200)
  expect(await left()).toBe(0)
  portal.child.kill('SIGTERM')
  await portal.ended

  const { rows } = await database.owner.query('select id, kind, state, attempts, width, height from media')
  const there = await names()
  for (const { id, kind, state, attempts, width, height } of rows) {
    const own = there.filter((name) => name.includes(id)).map((name) => name.slice(37).split('/')[0])
    // Five blows at the same film: it is held for their cause, and nothing of it is kept.
    if (state === 'failed') {
      expect([id, attempts > mostAttempts, own]).toEqual([id, true, []])
      continue
    }
    const views = ['large', 'large-jpeg', 'small', 'small-jpeg', 'middle', 'middle-jpeg']
    const made = views.filter((each) => !each.startsWith('middle') || (width && middleOf({ width, height })))
    const expected = (kind === 'film' ? ['film', ...made] : made).sort()
    if (state === 'ready')
      expect([id, kind, [...new Set(own)].filter((each) => each !== 'pieces').sort()]).toEqual([id, kind, expected])
    else
      expect([id, state, own.every((each) => each === 'pieces' || views.includes(each!))]).toEqual([
        id,
        'receiving',
        true,
      ])
  }
  expect(rows.some(({ state }) => state === 'ready')).toBe(true)

  // A form killed between its files and its rows: the night takes what nobody owns.
  await sweepFiles(database.retention, mediaDirectory, new Date(Date.now() + 25 * 60 * 60_000))
  const known = new Set(rows.map((row) => row.id))
  expect((await names()).filter((name) => !known.has(name.slice(0, 36)))).toEqual([])
  expect(
    (await names()).filter(
      (name) => name.includes('.pieces/') && rows.find((row) => name.startsWith(row.id))?.state !== 'receiving',
    ),
  ).toEqual([])
  console.info(`${kills} kills, ${struck} uploads cut off, ${rows.length} rows`)
})

async function upload(eva: Sender, file: Buffer): Promise<void> {
  const sent = await eva.send(randomUUID(), file)
  if (sent.status !== 200) throw new Error(`${sent.status}`)
}

async function form(eva: Sender, url: string, files: Buffer[]): Promise<void> {
  const body = new FormData()
  const fields = {
    _csrf: eva.token,
    revision: '0',
    group: ids.myran,
    audience: 'group',
    title: 'Skickat',
    text: 'Text.',
    action: 'save',
  }
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  for (const file of files) body.append('picture', new Blob([new Uint8Array(file)]), 'x')
  const answer = await fetch(`${url}/staff/documents/${randomUUID()}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: eva.cookie, 'sec-fetch-site': 'same-origin' },
  })
  if (answer.status !== 303) throw new Error(`${answer.status}`)
}
