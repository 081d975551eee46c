import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import { load as parse } from 'cheerio'
import sharp from 'sharp'
import { fileKinds, mediaPath } from '../../src/media/files.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let eva: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
})
afterAll(() => house.close())

/** Fine stripes: what is blurred has none left. */
async function striped(): Promise<Buffer> {
  const [width, height] = [600, 400]
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at++)
    pixels.fill(Math.floor((at % width) / 4) % 2 ? 255 : 0, at * 3, at * 3 + 3)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

/** How much neighbouring points differ in one square. */
async function contrast(picture: Buffer, column: number, row: number): Promise<number> {
  const { width = 0, height = 0 } = await sharp(picture).metadata()
  const region = {
    left: Math.round((column * width) / 12) + 4,
    top: Math.round((row * height) / 8) + 4,
    width: Math.floor(width / 12) - 8,
    height: Math.floor(height / 8) - 8,
  }
  const { channels } = await sharp(await sharp(picture).extract(region).png().toBuffer()).stats()
  return channels[0]!.stdev
}

async function draft() {
  const id = randomUUID()
  const fields = { group: ids.myran, title: 'Bron', text: 'De byggde.', audience: 'group', action: 'save' }
  await eva.upload(`/staff/documents/${id}`, { ...fields, revision: 0, alt: 'Två vid bron' }, [
    { name: 'a.jpg', body: await striped() },
  ])
  const { rows } = await house.database.owner.query('select id from media where document_id = $1', [id])
  const media: string = rows[0].id
  await eva.upload(`/staff/documents/${id}`, {
    ...fields,
    revision: 1,
    [`subjects.${media}`]: 'shown',
    [`subject.${media}`]: [ids.bo],
  })
  return { id, media }
}

test('R16: a child without consent is blurred square by square, seen first, and then the other picture is gone', async () => {
  const { id, media } = await draft()
  const review = parse((await eva.get(`/staff/documents/${id}/review`)).text)
  const address = `/staff/media/${media}/mask`
  expect(review(`[role=alert] a[href="${address}"]`)).toHaveLength(1)
  const page = parse((await eva.get(address)).text)
  expect(page('.mask-cells input')).toHaveLength(12 * 8)

  const none = await eva.post(address, { action: 'replace' }, address)
  expect(none.status).toBe(422)
  expect(parse(none.text)('.field-error, .error').text() || none.text).toContain('Välj minst en ruta.')

  const cells = [12 * 3 + 4, 12 * 3 + 5, 12 * 4 + 4, 12 * 4 + 5]
  const shown = await eva.post(address, { cell: cells, action: 'preview' }, address)
  expect([shown.status, shown.headers.location]).toEqual([303, `${address}?cells=${cells.join('.')}`])
  const preview = await eva.agent
    .get(`${address}/preview?cells=${cells.join('.')}`)
    .buffer(true)
    .responseType('blob')
  expect(preview.headers['cache-control']).toContain('no-store')
  expect(await contrast(preview.body, 4, 3)).toBeLessThan(25)
  expect(await contrast(preview.body, 9, 6)).toBeGreaterThan(80)

  const replaced = await eva.post(address, { cell: cells, hidden: ids.bo, action: 'replace' }, address)
  expect([replaced.status, replaced.headers.location]).toEqual([303, `/staff/documents/${id}/review`])
  const { rows } = await house.database.owner.query(
    'select m.id, nobody, discarded_at is null as there from media m where document_id = $1 order by created_at, discarded_at nulls last',
    [id],
  )
  const now = rows.find((row) => row.there)
  expect(rows).toHaveLength(2)
  expect(now.nobody).toBe(true)
  for (const size of ['large', 'middle', 'small']) {
    const picture = await eva.agent.get(`/media/${now.id}/${size}`).buffer(true).responseType('blob')
    expect(await contrast(picture.body, 4, 3)).toBeLessThan(25)
    expect(await contrast(picture.body, 9, 6)).toBeGreaterThan(80)
  }
  // Not a file and not a road is left of what it was.
  for (const kind of fileKinds)
    await expect(access(mediaPath(house.services.config.mediaDirectory, media, kind))).rejects.toThrow()
  expect((await eva.get(`/media/${media}/large`)).status).toBe(404)
  expect((await eva.get(address)).status).toBe(404)
  const again = parse((await eva.get(`/staff/documents/${id}/review`)).text)
  expect(again('#lacking')).toHaveLength(0)
  expect(again('article img').attr('alt')).toBe('Två vid bron')
})

test('what is no square is not there, and a picture of somebody else’s draft is nobody’s to blur', async () => {
  const { media } = await draft()
  const address = `/staff/media/${media}/mask`
  for (const cells of ['x', '999', '-1', '1.2.', `${'1.'.repeat(5000)}2`, ''])
    expect((await eva.get(`${address}?cells=${cells}`)).status).toBe(200)
  for (const cell of ['x', '900', ['1', 'x'], '-4'])
    expect((await eva.post(address, { cell, action: 'replace' }, address)).status).toBe(422)
  const pia = await house.as('principal')
  for (const path of [address, `${address}/preview?cells=1`]) expect((await pia.get(path)).status).toBe(404)
  expect((await pia.post(address, { cell: 1, action: 'replace' })).status).toBe(404)
})
