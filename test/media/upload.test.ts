import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { load as parse } from 'cheerio'
import sharp from 'sharp'
import { middleOf } from '../../src/media/sizes.ts'
import { type Answer, type Browser, type Fields, type Sent, type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { open, signIn, wire } from '../support/wire.ts'
import { fromCamera, jpeg, png, refused, webp } from './samples.ts'

let house: TestApp
let eva: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
})
afterAll(() => house.close())

const fields: Fields = {
  ...{ revision: 0, group: ids.myran, audience: 'child', children: ids.alma, title: 'Bron', text: 'Alma byggde.' },
  ...{ alt: 'En bro', action: 'save' },
}
const send = (id: string, files: Sent[], more: Fields = {}) =>
  eva.upload(`/staff/documents/${id}`, { ...fields, ...more }, files)
const asPicture = (body: Buffer, name = 'bild.jpg'): Sent => ({ name, body })
const mediaOf = async (id: string): Promise<string[]> => {
  const { rows } = await house.database.owner.query('select id from media where document_id = $1 order by position', [
    id,
  ])
  return rows.map((row) => row.id)
}
const picture = (id: string, size = 'large') =>
  eva.agent
    .get(`/media/${id}/${size}`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => done(null, Buffer.concat(chunks)))
    })

async function files(): Promise<string[]> {
  const found = await readdir(house.services.config.mediaDirectory, { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

/** Every row has its files, and every file its row; the cast's own pictures are small and have no JPEG beside. */
async function agree(): Promise<void> {
  const { rows } = await house.database.owner.query('select id, width, height from media')
  const sizes = (row: { width: number; height: number }) => ['large', ...(middleOf(row) ? ['middle'] : []), 'small']
  const expected = rows.flatMap((row) => sizes(row).map((size) => `${row.id}.${size}`))
  const there = await files()
  expect(there.filter((name) => !name.endsWith('-jpeg')).sort()).toEqual(expected.sort())
  for (const name of there.filter((each) => each.endsWith('-jpeg'))) expect(there).toContain(name.replace('-jpeg', ''))
}

test('a camera’s picture is stored upright, in two sizes, with nothing of place, person or device', async () => {
  const source = await fromCamera()
  expect((await sharp(source).metadata()).orientation).toBe(6)
  expect(source.includes('Hemlig 5')).toBe(true)
  const id = randomUUID()
  const answer = await send(id, [asPicture(source)])
  expect([answer.status, answer.headers.location]).toEqual([303, `/staff/documents/${id}?saved`])
  const [media] = await mediaOf(id)
  for (const size of ['large', 'small']) {
    const { body, headers } = await picture(media!, size)
    expect(headers['content-type']).toBe('image/webp')
    const seen = await sharp(body).metadata()
    expect([seen.width, seen.height, seen.format]).toEqual([200, 400, 'webp'])
    expect([seen.exif, seen.xmp, seen.iptc, seen.orientation, seen.comments]).toEqual(Array(5).fill(undefined))
    for (const word of ['Hemlig', 'Kameran', 'GPSLat', 'Exif', '123456789', 'rdf:', 'Fotograf']) {
      expect(body.includes(word)).toBe(false)
    }
    // Turned a quarter clockwise: what lay to the left is now on top.
    const { data } = await sharp(body)
      .extract({ left: 90, top: 5, width: 20, height: 20 })
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(180)
    expect(data[1]).toBeLessThan(80)
  }
  await agree()
})

test('JPEG, PNG and WebP, told by what they are and not by their names', async () => {
  const id = randomUUID()
  const sent = [
    asPicture(await jpeg(), 'a.exe'),
    asPicture(await png(), '../../b.svg'),
    { name: 'c', body: await webp(), type: 'text/html' },
  ]
  expect((await send(id, sent)).status).toBe(303)
  expect(await mediaOf(id)).toHaveLength(3)
  await agree()
})

test('what nobody has described: the review asks for it, and the link of the picture has a name all the same', async () => {
  const id = randomUUID()
  const one = asPicture(await jpeg())
  expect((await send(id, [one, one], { alt: '' })).status).toBe(303)
  const page = parse((await eva.get(`/staff/documents/${id}/review`)).text)
  expect(page('.notice').text()).toContain('2 bilder, filmer eller ljud är inte beskrivna')
  expect(
    page('.pictures img')
      .map((_, each) => page(each).attr('alt'))
      .get(),
  ).toEqual(['Bild 1 av 2, som ingen har beskrivit', 'Bild 2 av 2, som ingen har beskrivit'])
  const described = randomUUID()
  await send(described, [one])
  expect((await eva.get(`/staff/documents/${described}/review`)).text).not.toContain('inte beskriv')
})

test('what is no picture gets words beside the field, what was typed stays, and nothing is left on disk', async () => {
  for (const [what, body, words] of await refused()) {
    const before = await files()
    const id = randomUUID()
    const answer = await send(id, [asPicture(body)])
    expect([what, answer.status]).toEqual([what, 422])
    expect([what, shown(answer)]).toEqual([what, { ...asTyped, error: expect.stringMatching(words) }])
    expect([what, await mediaOf(id)]).toEqual([what, []])
    expect(await files()).toEqual(before)
  }
})

const asTyped = {
  title: 'Bron',
  text: 'Alma byggde.',
  children: [ids.alma],
  audience: 'child',
  group: ids.myran,
  alt: 'En bro',
}

function shown(answer: Answer) {
  const $ = parse(answer.text)
  const input = $('input#f-picture')
  if (input.length) expect(input.attr('aria-describedby')).toContain('f-picture-error')
  expect($('#f-picture')).toHaveLength(1)
  expect($('[role=alert] a[href="#f-picture"]')).toHaveLength(1)
  return {
    title: $('input[name=title]').val(),
    text: $('textarea[name=text]').val(),
    children: $('input[name=children]:checked')
      .toArray()
      .map((box) => $(box).val()),
    audience: $('input[name=audience]:checked').val(),
    group: $('[name=group]').val(),
    alt: $('input[name=alt]').val(),
    error: $('#f-picture-error').text(),
  }
}

test('31 at once: 30 are kept and it is said; one more later does not fit either', async () => {
  const id = randomUUID()
  const one = asPicture(await jpeg())
  const answer = await send(id, Array(31).fill(one))
  expect([answer.status, shown(answer).error]).toEqual([422, expect.stringContaining('Bara 30 filer')])
  expect(await mediaOf(id)).toHaveLength(30)
  const more = await send(id, [one], { revision: parse(answer.text)('input[name=revision]').val() })
  expect([more.status, shown(more).error]).toEqual([422, expect.stringContaining('plats')])
  expect(await mediaOf(id)).toHaveLength(30)
  await agree()
})

test('a good one among bad ones is kept, and each fault is said once', async () => {
  const id = randomUUID()
  const bad = asPicture(Buffer.from('ingen bild'))
  const answer = await send(id, [bad, asPicture(await jpeg()), bad, asPicture(Buffer.alloc(0))])
  expect(answer.status).toBe(422)
  expect(shown(answer).error).toMatch(/^[^.]*varken bild, film eller ljud[^.]*\.[^.]*\.[^.]*tom\.[^.]*\.$/)
  expect(await mediaOf(id)).toHaveLength(1)
  await agree()
})

test('other faults of the form keep what was typed as well, also about pictures already there', async () => {
  const id = randomUUID()
  const first = await send(id, [asPicture(await jpeg())])
  expect(first.status).toBe(303)
  const [media] = await mediaOf(id)
  const answer = await send(id, [], {
    revision: 1,
    title: 'x'.repeat(300),
    [`alt.${media}`]: 'En annan bro',
    remove: media,
  })
  expect(answer.status).toBe(422)
  const $ = parse(answer.text)
  expect($('input[name=title]').val()).toBe('x'.repeat(300))
  expect($('#f-title-error').text()).toContain('200')
  expect($(`input[name="alt.${media}"]`).val()).toBe('En annan bro')
  expect($(`input[name=remove][value="${media}"]`).prop('checked')).toBe(true)
  const stale = await send(id, [asPicture(await jpeg())], { revision: 7, text: 'Skrivet samtidigt.' })
  expect(stale.status).toBe(409)
  expect(parse(stale.text)('textarea[name=text]').val()).toBe('Skrivet samtidigt.')
  expect(await mediaOf(id)).toHaveLength(1)
  await agree()
})

test('more than the whole form may weigh is turned away at the door', async () => {
  const { cookie } = await signIn(house.url, 'educator', password)
  const status = await new Promise((resolve, reject) => {
    const headers = {
      ...{ Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', 'Content-Length': 2 * 1024 ** 3 },
      'Content-Type': 'multipart/form-data; boundary=x',
    }
    const path = `/staff/documents/${randomUUID()}`
    const sending = request(house.url, { path, method: 'POST', headers }, (response) => {
      resolve(response.statusCode)
      sending.destroy()
    })
    sending.on('error', reject)
    sending.write('--x\r\n')
  })
  expect(status).toBe(413)
})

test.each([
  ['a part without a name', 'Content-Disposition: form-data; name=""\r\n\r\nx\r\n--x--\r\n', 400],
  ['a part without a heading', '\r\nx\r\n--x--\r\n', 400],
  ['an end that never comes', 'Content-Disposition: form-data; name="title"\r\n\r\nx', 400],
  ['a name longer than any', `Content-Disposition: form-data; name="${'n'.repeat(300)}"\r\n\r\nx\r\n--x--\r\n`, 413],
])('%s is no form', async (_what, parts, status) => {
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'multipart/form-data; boundary=x' }
  const { cookie } = await signIn(house.url, 'educator', password)
  const path = `/staff/documents/${randomUUID()}`
  const reply = await wire(house.url, path, { method: 'POST', cookie, headers, body: `--x\r\n${parts}` })
  expect(reply.status).toBe(status)
  expect(reply.text).not.toMatch(/\.ts:|Multer|busboy/i)
})

test('somebody who leaves in the middle leaves nothing, and the portal goes on', async () => {
  const { cookie } = await signIn(house.url, 'educator', password)
  const { token } = await open(house.url, '/contact', cookie)
  const before = [await files(), (await house.database.owner.query('select count(*) from document')).rows]
  for (let round = 0; round < 10; round += 1) await leaveInTheMiddle(cookie, token, round * 40_000)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([await files(), (await house.database.owner.query('select count(*) from document')).rows]).toEqual(before)
  expect((await send(randomUUID(), [asPicture(await jpeg())])).status).toBe(303)
  await agree()
})

function leaveInTheMiddle(cookie: string, token: string, after: number): Promise<void> {
  return new Promise((resolve) => {
    const headers = {
      ...{ Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', 'Content-Length': 5_000_000 },
      'Content-Type': 'multipart/form-data; boundary=x',
    }
    const sending = request(house.url, { path: `/staff/documents/${randomUUID()}`, method: 'POST', headers })
    sending.on('error', () => {})
    sending.on('close', () => resolve())
    sending.write(`--x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n`)
    sending.write('--x\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n')
    sending.write(Buffer.alloc(after, 7), () => setTimeout(() => sending.destroy(), 10))
  })
}

test('rows and files agree whatever fails in between', async () => {
  const { owner } = house.database
  const source = await jpeg()
  // Postgres refuses at one point after another, as if it were full, slow or gone.
  for (const table of ['document', 'media', 'audit_event']) {
    await owner.query(`
      create or replace function fail() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$;
      create trigger failing before insert on ${table} for each row execute function fail()`)
    const answer = await send(randomUUID(), [asPicture(source), asPicture(source)])
    expect([table, answer.status]).toEqual([table, expect.any(Number)])
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect(answer.text).not.toMatch(/no room|\.ts:/)
    await owner.query(`drop trigger failing on ${table}`)
    await agree()
  }
  // A child of another group: refused after the pictures were drawn.
  expect((await send(randomUUID(), [asPicture(source)], { children: ids.cia })).status).toBe(404)
  await agree()
})

test('what lies on disk is sealed: no picture can be opened from the directory', async () => {
  await send(randomUUID(), [asPicture(await png())])
  const directory = house.services.config.mediaDirectory
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const stored = await readFile(join(entry.parentPath, entry.name))
    expect(stored.includes('WEBP')).toBe(false)
    await expect(sharp(stored).metadata()).rejects.toThrow()
  }
})
