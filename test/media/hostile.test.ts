import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { cleanCaptions } from '../../src/media/captions.ts'
import { largestFilm, pieceBytes } from '../../src/media/limits.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { ffmpeg, filmed, moving, tone } from './film.ts'
import { type Hostile, hostileCaptions, hostileFilms, hostilePictures, oddNames } from './hostile.ts'
import { jpeg } from './samples.ts'
import { convertAll, type Sender, sender } from './sender.ts'

/** Files made to break, to spy or to be carried on: each refused with words or made harmless, and nothing of it left. */
let house: TestApp
let eva: Sender
beforeAll(async () => {
  house = await testApp()
  eva = await sender(house, 'educator')
})
afterAll(() => house.close())

const media = () => house.services.config.mediaDirectory
const names = async () =>
  (await readdir(media(), { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map((each) => each.name)
const descriptors = async () => (process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0)

async function meets(each: Hostile): Promise<string | undefined> {
  const sent = await eva.send(randomUUID(), each.body)
  if (each.end === 'refused') {
    if (sent.status !== 422 || !sent.json.problem || sent.json.problem.includes('media.problem'))
      return `${sent.status} ${JSON.stringify(sent.json)}`
    return (await names()).some((name) => sent.id !== '' && name.includes(sent.id)) ? 'left something' : undefined
  }
  if (sent.status !== 200) return `${sent.status} ${JSON.stringify(sent.json)}`
  if (sent.json.state === 'waiting') await convertAll(house, ffmpeg)
  const { rows } = await house.database.owner.query('select state, problem, kind from media where id = $1', [sent.id])
  const { state, kind } = rows[0]
  if (each.end === 'failed') {
    if (state !== 'failed') return `is ${state}`
    return (await names()).some((name) => name.includes(sent.id)) ? 'left something' : undefined
  }
  if (state !== 'ready') return `is ${state} ${rows[0].problem}`
  for (const what of kind === 'photo' ? ['large', 'middle', 'small', 'large?download'] : [kind, 'large']) {
    const answer = await eva.get(`/media/${sent.id}/${what}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (answer.status !== 200) return `${what}: ${answer.status}`
    if (bytes.includes(each.payload!) || bytes.includes('+57.9212') || bytes.includes('Exif'))
      return `${what} still holds the payload`
  }
  return undefined
}

const all = async (list: Hostile[]) => {
  const [before, temporary] = [await descriptors(), await readdir(tmpdir())]
  const memory = process.memoryUsage().rss
  const wrong: string[] = []
  for (const each of list) {
    const problem = await meets(each)
    if (problem) wrong.push(`${each.name}: ${problem}`)
  }
  expect(wrong).toEqual([])
  expect(house.logged.filter((line) => line.includes('"unexpected'))).toEqual([])
  global.gc?.()
  // The pool's own connections and the process that draws come and go.
  expect(await descriptors()).toBeLessThan(before + 15)
  expect((process.memoryUsage().rss - memory) / 1024 / 1024).toBeLessThan(300)
  const fresh = (await readdir(tmpdir())).filter((name) => !temporary.includes(name))
  expect(fresh.filter((name) => /ffmpeg|sharp|vips|upload/i.test(name))).toEqual([])
}

test('pictures', async () => {
  const list = await hostilePictures()
  expect(list.length).toBeGreaterThan(50)
  await all(list)
})

test('films and sound', async () => {
  if (!ffmpeg) return console.warn('no ffmpeg: hostile films are not tried')
  const film = await filmed(
    [...moving, ...tone, '-c:v', 'libx264', '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov', '-t', '2'],
    'mp4',
    'pipe:1',
  )
  const list = hostileFilms(film)
  expect(list.length).toBeGreaterThan(30)
  await all(list)
})

test('longer than half an hour', async () => {
  if (!ffmpeg) return
  const hours = await filmed(
    ['-f', 'lavfi', '-i', 'color=s=64x64:r=1/20:d=4000', '-c:v', 'libx264', '-movflags', 'frag_keyframe+empty_moov'],
    'mp4',
    'pipe:1',
  )
  const sent = await eva.send(randomUUID(), hours)
  await convertAll(house, ffmpeg)
  const { rows } = await house.database.owner.query('select state, problem, seconds from media where id = $1', [
    sent.id,
  ])
  // Its length stands nowhere in the head of a fragmented film: it is seen when it has been converted.
  expect(rows[0]).toMatchObject({ state: 'failed', problem: 'too-long' })
})

test('odd names are used for nothing: not on disk, not in a row, not in the log', async () => {
  const body = await jpeg()
  const browser = await house.as('educator')
  const fields = { revision: 0, group: ids.myran, audience: 'group', title: 'Namn', text: 'Text.', action: 'save' }
  for (const name of oddNames) {
    const draft = randomUUID()
    const answer = await browser.upload(`/staff/documents/${draft}`, fields, [{ name, body }])
    // What a client cannot even say is a malformed form.
    expect([name, answer.status === 303 || answer.status === 400]).toEqual([name, true])
    expect(answer.headers['x-insyn']).toBeUndefined()
  }
  const stored = (await names()).filter((name) => !/^[0-9a-f-]{36}\.[a-z-]+$/.test(name) && !/^\d+$/.test(name))
  expect(stored).toEqual([])
  const { rows } = await house.database.owner.query('select * from media')
  for (const word of ['passwd', '2385', 'n'.repeat(100), 'cron.d', 'touch'])
    expect([JSON.stringify(rows), house.logged.join()].some((said) => said.includes(word))).toBe(false)
})

test('what is announced or sent beyond measure is turned away, and a piece is exactly its length', async () => {
  const draft = randomUUID()
  const three = await eva.announce(draft, 3 * 1024 ** 3)
  expect([three.status, three.json.problem]).toEqual([422, expect.stringContaining('högst 1024 MB')])
  expect((await eva.announce(draft, largestFilm + 1)).status).toBe(422)
  expect((await eva.announce(draft, 0)).json.problem).toContain('tom')
  expect((await eva.announce(draft, -5)).status).toBe(422)
  expect((await eva.post(`/staff/documents/${draft}/media`, { size: '1e400', group: ids.myran })).status).toBe(422)

  const { json } = await eva.announce(draft, pieceBytes + 10)
  const id = json.id!
  expect(await eva.piece(id, 0, Buffer.alloc(100))).toBe(413)
  expect(await eva.piece(id, 1, Buffer.alloc(11))).toBe(413)
  expect(await eva.piece(id, 2, Buffer.alloc(10))).toBe(404)
  expect(await eva.piece(id, -1, Buffer.alloc(10))).toBe(404)
  expect(await eva.piece(id, 1, Buffer.alloc(10), { 'content-type': 'text/plain' })).toBe(415)
  expect(await eva.piece(id, 1, Buffer.alloc(10), { 'x-csrf-token': 'another' })).toBe(403)
  expect((await eva.finish(id)).status).toBe(409)
  // In any order and again; what has come is told.
  expect(await eva.piece(id, 1, Buffer.alloc(10))).toBe(204)
  expect(await eva.piece(id, 1, Buffer.alloc(10, 1))).toBe(204)
  expect(await (await eva.get(`/staff/media/${id}`)).json()).toEqual({ received: [1] })
  expect((await eva.finish(id)).json.problem).toContain('Bara en del')
  // Nobody else's to send, see or finish.
  const elin = await sender(house, 'educator2')
  expect(await elin.piece(id, 0, Buffer.alloc(pieceBytes))).toBe(404)
  expect((await elin.get(`/staff/media/${id}`)).status).toBe(404)
})

test('a chunked stream that never ends is cut at its piece’s length, and one that stops leaves nothing', async () => {
  const { json } = await eva.announce(randomUUID(), 1000)
  const path = `/staff/media/${json.id}/pieces/0`
  const headers = {
    Cookie: eva.cookie,
    'Sec-Fetch-Site': 'same-origin',
    'X-CSRF-Token': eva.token,
    'Content-Type': 'application/octet-stream',
  }
  const endless = await new Promise<number>((resolve) => {
    const sending = request(house.url, { path, method: 'PUT', headers }, (response) => resolve(response.statusCode!))
    sending.on('error', () => resolve(0))
    const pour = setInterval(() => sending.write(Buffer.alloc(64 * 1024)), 1)
    sending.on('close', () => clearInterval(pour))
  })
  expect([413, 0]).toContain(endless)
  for (let round = 0; round < 20; round += 1)
    await new Promise<void>((resolve) => {
      const sending = request(house.url, { path, method: 'PUT', headers: { ...headers, 'Content-Length': 1000 } })
      sending.on('error', () => {})
      sending.on('close', () => resolve())
      sending.write(Buffer.alloc(round * 49), () => setTimeout(() => sending.destroy(), 5))
    })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await names()).filter((name) => name.includes('.part'))).toEqual([])
  expect(await (await eva.get(`/staff/media/${json.id}`)).json()).toEqual({ received: [] })
})

test('slow senders keep nobody waiting', async () => {
  const { json } = await eva.announce(randomUUID(), 1000)
  const headers = {
    Cookie: eva.cookie,
    'Sec-Fetch-Site': 'same-origin',
    'X-CSRF-Token': eva.token,
    'Content-Type': 'application/octet-stream',
    'Content-Length': 1000,
  }
  const slow = Array.from({ length: 40 }, () => {
    const sending = request(house.url, { path: `/staff/media/${json.id}/pieces/0`, method: 'PUT', headers })
    sending.on('error', () => {})
    sending.write('x')
    return sending
  })
  // All of them have come in and hold no connection.
  const parts = async () => (await names()).filter((name) => name.includes('.part')).length
  for (let tries = 0; tries < 50 && (await parts()) < slow.length; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
  const { pool } = house.database.web
  const held = [await parts(), pool.waitingCount, pool.totalCount - pool.idleCount]
  const others = (await eva.get('/staff')).status
  for (const each of slow) each.destroy()
  expect([held, others]).toEqual([[slow.length, 0, 0], 200])
  for (let tries = 0; tries < 50 && (await parts()) > 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
  expect((await names()).filter((name) => name.includes('.part'))).toEqual([])
})

test.each(hostileCaptions)('captions that are %s are none', (_name, body) => {
  expect(() => cleanCaptions(body)).toThrow('captions')
})

test('captions lose styles, settings, scripts and tags, also nested ones', () => {
  const source = [
    'WEBVTT - <script>x</script>',
    'STYLE\n::cue { background: url(https://example.org/x) }',
    'REGION\nid:x',
    'NOTE hemligt',
    'ett\n00:01.000 --> 00:02.000 line:0 position:20%\n<v Alma><c.stor>Hej</c></v> &lt;b&gt; <scr<b>ipt>alert(1)</script>',
    '00:02.000 --> 00:03.000\n\u202eatled --> vänd',
  ].join('\n\n')
  const clean = cleanCaptions(Buffer.from(source))
  const cues = ['00:00:01.000 --> 00:00:02.000\nHej &lt;b&gt; alert(1)', '00:00:02.000 --> 00:00:03.000\natled → vänd']
  expect(clean).toBe(`WEBVTT\n\n${cues.join('\n\n')}\n`)
  expect(clean).not.toMatch(/<|example|hemligt|Alma|line:/)
})

test('nothing that lies on disk can be read without its key', async () => {
  const draft = randomUUID()
  const body = Buffer.concat([
    Buffer.from('\x1aE\xdf\xa3', 'latin1'),
    Buffer.from('EN FILM SOM INGEN FÅR SE '.repeat(2000)),
  ])
  const { id } = await eva.send(draft, body)
  for (const name of await readdir(`${media()}/${id.slice(0, 2)}/${id}.pieces`))
    expect((await readFile(`${media()}/${id.slice(0, 2)}/${id}.pieces/${name}`)).includes('EN FILM')).toBe(false)
})
