import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import sharp from 'sharp'
import { readConfig } from '../src/config.ts'
import { sender } from '../test/media/sender.ts'
import { ids } from '../test/support/cast.ts'
import { highest, memoryOf, type Watched } from '../test/support/memory.ts'
import { eventLoop, pageReader, type Read } from './reading.ts'
import { openScratch, writeResults } from './scratch.ts'

/**
 * Twenty pictures of 12 megapixels in one go, and a film of 200 MB, while a guardian goes on reading: the memory of the
 * portal and of all it starts, and others' p95 beside the idle one. Run by itself:
 * node bench/media.ts [--film=MB] [--only=script,form,film]
 */
const run = promisify(execFile)
const megabytes = Number(process.argv.find((each) => each.startsWith('--film='))?.slice(7) ?? 200)
const only = process.argv.find((each) => each.startsWith('--only='))?.slice(7)
const wanted = (part: string) => !only || only.split(',').includes(part)
const ffmpeg = readConfig().ffmpeg
const scratch = await openScratch('media')
const owner = new pg.Client({ connectionString: scratch.urls.owner })
await owner.connect()
const portal = await scratch.start({ flags: [eventLoop] })
const { url, pid } = portal
const [eva, anna] = [await sender({ url }, 'educator'), await sender({ url }, 'guardian')]
const { reading, stop: stopReading } = pageReader(portal, { path: `/children/${ids.alma}`, cookie: anna.cookie })
// Whoever sends sits elsewhere and takes nothing of the portal's two cores.
setPriority(10)

try {
  const pictures = await twelveMegapixels()
  await reading(pause(5_000))
  const idle = await reading(pause(15_000))
  const start = await memoryOf(pid)
  say('idle', idle, start)
  const results: Record<string, unknown> = {
    at: new Date().toISOString(),
    node: process.version,
    idle: { ...idle, memory: start },
  }
  const report = async (name: string, work: Promise<unknown>) => {
    const began = performance.now()
    const { result, peak } = await highest(pid, reading(work))
    const seconds = (performance.now() - began) / 1000
    results[name] = { seconds, p95OfIdle: result.p95 / idle.p95, ...result, memory: peak }
    say(name, result, peak, ` ${(result.p95 / idle.p95).toFixed(1)} times idle, ${seconds.toFixed(0)} s`)
  }
  if (wanted('script')) await report('20 pictures by the script', byScript(pictures))
  if (wanted('form')) await report('20 pictures in one form', byForm(pictures))
  if (ffmpeg && wanted('film')) {
    const film = await filmOf(megabytes)
    say(`film of ${Math.round(film.length / 2 ** 20)} MB`)
    let id = ''
    const sent = async () => {
      const told = await eva.send(randomUUID(), film)
      if (told.status !== 200) throw new Error(`the film was refused: ${JSON.stringify(told)}`)
      id = told.id
    }
    await report('the film, sent', sent())
    await report(
      'the film, converted',
      ready(() => id),
    )
    const { rows } = await owner.query('select state, problem, seconds from media where id = $1', [id])
    say(`it is ${rows[0].state} ${rows[0].problem ?? ''}, ${rows[0].seconds} s long`)
    await report('the film, played whole', played(id))
  }
  if (!only) await writeResults('media', results)
} finally {
  stopReading()
  await owner.end()
  await scratch.close()
}

async function twelveMegapixels(): Promise<Buffer[]> {
  const one = await sharp({
    create: {
      width: 4000,
      height: 3000,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 18 },
    },
  })
    .jpeg({ quality: 88 })
    .toBuffer()
  return Array.from({ length: 20 }, () => one)
}

async function filmOf(size: number): Promise<Buffer> {
  const path = join(scratch.directory, 'film.mp4')
  const seconds = Math.ceil(size / 2.5)
  await run(ffmpeg!, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=1920x1080:r=30:d=${seconds},noise=alls=25:allf=t`,
    '-f',
    'lavfi',
    '-i',
    `sine=d=${seconds}`,
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '20M', '-c:a', 'aac', '-y', path],
  ])
  const film = await readFile(path)
  await rm(path)
  return film
}

async function byScript(pictures: Buffer[]): Promise<void> {
  const draft = randomUUID()
  for (const picture of pictures) {
    const { status } = await eva.send(draft, picture)
    if (status !== 200) throw new Error(`a picture was refused: ${status}`)
  }
}

async function byForm(pictures: Buffer[]): Promise<void> {
  const body = new FormData()
  for (const [name, value] of Object.entries({
    _csrf: eva.token,
    revision: '0',
    group: ids.myran,
    audience: 'group',
    title: 'x',
    text: 'x',
    action: 'save',
  }))
    body.append(name, value)
  for (const picture of pictures) body.append('picture', new Blob([new Uint8Array(picture)]), 'x.jpg')
  const answer = await fetch(`${url}/staff/documents/${randomUUID()}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: eva.cookie, 'sec-fetch-site': 'same-origin' },
  })
  if (answer.status !== 303) throw new Error(`the form was refused: ${answer.status}`)
}

async function ready(id: () => string): Promise<void> {
  for (;;) {
    const { rows } = await owner.query('select state, progress from media where id = $1', [id()])
    if (rows[0].state === 'ready' || rows[0].state === 'failed') return
    await pause(500)
  }
}

/** Again and again for so many seconds, as fast as it comes: no player asks as much. */
async function played(id: string, seconds = 10): Promise<void> {
  const until = performance.now() + seconds * 1000
  for (let at = 0; performance.now() < until; ) {
    const answer = await eva.get(`/media/${id}/film`, { range: `bytes=${at}-` })
    if (answer.status !== 206) throw new Error(`played to ${at}: ${answer.status}`)
    at += (await answer.arrayBuffer()).byteLength
    if (at >= Number(answer.headers.get('content-range')!.split('/')[1])) at = 0
  }
}

function say(name: string, read?: Read, memory?: Watched, more = ''): void {
  if (!read || !memory) return void console.log(name)
  const { p50, p95, held, thread } = read
  const ms = (value: number) => value.toFixed(1)
  console.log(
    `${name}: p50 ${ms(p50)}, p95 ${ms(p95)} ms,${more} the thread's time during a page ${ms(thread.p50)}, p95 ${ms(thread.p95)} ms, event loop held p99 ${ms(held.p99)}, at most ${held.longest.toFixed(0)} ms, memory ${memory.own.toFixed(0)} MB, with what it started ${memory.all.toFixed(0)} MB`,
  )
}
