import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { mediaKey, openItemKey, sealAlt } from '../../src/documentation/content.ts'
import { wanted } from '../../src/media/range.ts'
import { keepFile } from '../../src/media/settle.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { type Sender, sender } from './sender.ts'

let house: TestApp
let anna: Sender
const id = randomUUID()
const film = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251))
beforeAll(async () => {
  house = await testApp()
  const { keys, config } = house.services
  const { rows } = await house.database.owner.query('select id, key_month, sealed_key from document where id = $1', [
    ids.docAlma,
  ])
  const itemKey = openItemKey(keys, rows[0])
  await keepFile({ directory: config.mediaDirectory, id, key: mediaKey(itemKey, id) }, 'film', film)
  await house.database.owner.query(
    `insert into media (id, document_id, position, kind, state, width, height, seconds, sealed_alt, responsible_id, created_at)
     values ($1, $2, 9, 'film', 'ready', 64, 48, 3, $3, $4, now())`,
    [id, ids.docAlma, sealAlt(itemKey, id, 'En film'), ids.educator],
  )
  anna = await sender(house, 'guardian')
})
afterAll(() => house.close())

const path = `/media/${id}/film`
const ask = async (range?: string, headers: Record<string, string> = {}, who = anna) => {
  const answer = await who.get(path, { ...(range ? { range } : {}), ...headers })
  return {
    answer,
    status: answer.status,
    body: Buffer.from(await answer.arrayBuffer()),
    of: answer.headers.get('content-range'),
  }
}

test('the whole film, with the headers of something that is for this reader alone', async () => {
  const { answer, status, body } = await ask()
  expect([status, body.equals(film)]).toEqual([200, true])
  const said = Object.fromEntries(answer.headers)
  expect(said).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(film.length),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "sandbox; default-src 'none'",
    'content-disposition': 'inline',
  })
  const saved = await anna.get(`${path}?download`)
  expect(saved.headers.get('content-disposition')).toBe('attachment; filename="insyn-film.mp4"')
  await saved.arrayBuffer()
})

test.each([
  ['bytes=0-0', 0, 0],
  ['bytes=100-199', 100, 199],
  ['bytes=65530-131080', 65_530, 131_080],
  ['bytes=299999-', 299_999, 299_999],
  ['bytes=-500', 299_500, 299_999],
  ['bytes=-9999999', 0, 299_999],
  ['bytes=299000-9999999', 299_000, 299_999],
  ['BYTES = 5 - 9', 5, 9],
])('%s is answered with exactly that', async (range, from, to) => {
  const { status, body, of } = await ask(range)
  expect([status, of, body.equals(film.subarray(from, to + 1))]).toEqual([
    206,
    `bytes ${from}-${to}/${film.length}`,
    true,
  ])
})

test.each([
  'bytes=300000-',
  'bytes=5-4',
  'bytes=-0',
  'bytes=-',
  'bytes=0-1,5-9',
  'bytes=x-y',
  'bytes=99999999999999999999-',
])('%s lies outside: 416, and how long it is', async (range) => {
  const { status, of, body } = await ask(range)
  expect([status, of, body.length]).toEqual([416, `bytes */${film.length}`, 0])
})

test('a unit that nobody knows is not understood; If-Range asks whether it is still the same', async () => {
  expect((await ask('seconds=1-2')).status).toBe(200)
  const tag = (await ask()).answer.headers.get('etag')!
  expect((await ask('bytes=1-2', { 'if-range': tag })).status).toBe(206)
  expect((await ask('bytes=1-2', { 'if-range': '"another"' })).status).toBe(200)
  expect((await ask('bytes=1-2', { 'if-range': 'Wed, 21 Oct 2026 07:28:00 GMT' })).status).toBe(200)
})

test('R3: signed out, another family, another unit and another site get no byte of it', async () => {
  for (const who of ['neighbour', 'stranger', 'educator2'])
    expect([who, (await ask('bytes=0-9', {}, await sender(house, who))).status]).toEqual([who, 404])
  expect((await ask('bytes=0-9', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  const gone = await sender(house, 'guardian')
  expect((await ask('bytes=0-9', {}, gone)).status).toBe(206)
  await gone.post('/logout', {})
  const after = await ask('bytes=10-19', {}, gone)
  expect([after.status, after.body.includes(film.subarray(10, 19))]).toEqual([303, false])
})

test('the right is asked for with each range: who lost custody in the middle of the film gets no more', async () => {
  const adam = await sender(house, 'guardian2')
  expect((await ask('bytes=0-99999', {}, adam)).status).toBe(206)
  await house.database.owner.query(
    "update guardianship set valid = daterange(lower(valid), '2026-11-22') where guardian_id = $1 and child_id = $2",
    [ids.guardian2, ids.alma],
  )
  expect((await ask('bytes=100000-199999', {}, adam)).status).toBe(404)
})

test('an open end is answered a few megabytes at a time, so that the right is asked again', () => {
  expect(wanted('bytes=0-', 100, 10)).toEqual({ start: 0, end: 9 })
  expect(wanted('bytes=95-', 100, 10)).toEqual({ start: 95, end: 99 })
  fc.assert(
    fc.property(fc.nat(200), fc.string(), fc.nat(300), fc.nat(300), (size, noise, from, to) => {
      for (const header of [`bytes=${from}-${to}`, `bytes=${from}-`, `bytes=-${to}`, noise, `bytes=${noise}`]) {
        const found = wanted(header, size, 50)
        if (typeof found === 'string') continue
        if (!(found.start >= 0 && found.start <= found.end && found.end < size)) return false
      }
      return true
    }),
  )
})

test('HEAD says what GET would, without the film', async () => {
  const browser = await house.as('guardian')
  const answer = await browser.agent.head(path)
  expect([answer.status, answer.headers['content-length']]).toEqual([200, String(film.length)])
})

test('a picture comes as JPEG where a browser takes no WebP, and to be kept', async () => {
  const eva = await sender(house, 'educator')
  const { fromCamera } = await import('./samples.ts')
  const sent = await eva.send(randomUUID(), await fromCamera())
  const kind = async (accept: string, size = 'large') => {
    const answer = await eva.get(`/media/${sent.id}/${size}`, { accept })
    await answer.arrayBuffer()
    return [answer.headers.get('content-type'), answer.headers.get('vary')]
  }
  expect(await kind('image/avif,image/webp,*/*;q=0.8')).toEqual(['image/webp', expect.stringContaining('Accept')])
  expect((await kind('image/png,image/jpeg;q=0.9'))[0]).toBe('image/jpeg')
  const saved = await eva.get(`/media/${sent.id}/large?download`)
  expect([saved.headers.get('content-type'), saved.headers.get('content-disposition')]).toEqual([
    'image/jpeg',
    'attachment; filename="insyn-bild.jpg"',
  ])
  const bytes = Buffer.from(await saved.arrayBuffer())
  for (const word of ['Hemlig', 'Kameran', 'GPSLat', 'Exif', 'rdf:']) expect(bytes.includes(word)).toBe(false)
})
