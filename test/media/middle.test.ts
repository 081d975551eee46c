import { randomUUID } from 'node:crypto'
import { access, readdir, rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { load as parse } from 'cheerio'
import sharp from 'sharp'
import { mediaPath } from '../../src/media/files.ts'
import { makeMiddle } from '../../src/media/middle.ts'
import { fitted, middleOf } from '../../src/media/sizes.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { photo } from '../support/photo.ts'
import { type Sender, sender } from './sender.ts'

let house: TestApp
let eva: Sender
beforeAll(async () => {
  house = await testApp()
  eva = await sender(house, 'educator')
})
afterAll(() => house.close())

const file = (id: string, kind: 'middle' | 'middle-jpeg') => mediaPath(house.services.config.mediaDirectory, id, kind)
const there = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
const seen = async (who: Sender, address: string, accept = 'image/webp,*/*') => {
  const answer = await who.get(address, { accept })
  const body = Buffer.from(await answer.arrayBuffer())
  if (answer.status !== 200) return answer.status
  const { width, height, format, exif, orientation } = await sharp(body).metadata()
  return { width, height, format, told: exif ?? orientation }
}

test('R3: a picture has a size for a phone: upright, within its box, as WebP and JPEG, with nothing that came along', async () => {
  const { id } = await eva.send(randomUUID(), await photo())
  // Taken on its side: 3 000 wide and 4 000 high when it stands.
  const middle = { width: 1320, height: 1760, told: undefined }
  expect(await seen(eva, `/media/${id}/middle`)).toEqual({ ...middle, format: 'webp' })
  expect(await seen(eva, `/media/${id}/middle`, 'image/jpeg')).toEqual({ ...middle, format: 'jpeg' })
  expect(await seen(await sender(house, 'neighbour'), `/media/${id}/middle`)).toBe(404)
})

test('a picture that is no larger has none, and its page offers none', async () => {
  const draft = randomUUID()
  const { id } = await eva.send(draft, await photo(1300, 1000))
  expect(await there(file(id, 'middle'))).toBe(false)
  expect(await seen(eva, `/media/${id}/middle`)).toMatchObject({ width: 1000, height: 1300 })
  await pause(300)
  expect(await there(file(id, 'middle'))).toBe(false)
})

test('a picture older than that size is shown in the large one, and has the middle one the next time', async () => {
  const draft = randomUUID()
  const { id } = await eva.send(draft, await photo())
  for (const kind of ['middle', 'middle-jpeg'] as const) await rm(file(id, kind))
  expect(await seen(eva, `/media/${id}/middle`)).toMatchObject({ width: 1536, height: 2048, format: 'webp' })
  for (let tries = 0; tries < 200 && !(await there(file(id, 'middle-jpeg'))); tries += 1) await pause(50)
  expect(await seen(eva, `/media/${id}/middle`)).toMatchObject({ width: 1320, height: 1760, format: 'webp' })
  expect(await seen(eva, `/media/${id}/middle`, 'image/jpeg')).toMatchObject({ width: 1320, format: 'jpeg' })
})

test('R14: one that is disposed of while its middle size is made leaves no file', async () => {
  const directory = house.services.config.mediaDirectory
  const id = randomUUID()
  const key = Buffer.alloc(32, 7)
  const { keepFile } = await import('../../src/media/settle.ts')
  await keepFile(
    { directory, id, key },
    'large',
    await sharp(await photo())
      .resize(2048)
      .webp()
      .toBuffer(),
  )
  let made = false
  await makeMiddle({ directory, id, key }, async () => {
    made = await there(file(id, 'middle'))
    return false
  })
  expect(made).toBe(true)
  const left = (await readdir(directory, { recursive: true })).filter((name) => name.includes(id))
  expect(left.map((name) => name.split('.').pop())).toEqual(['large'])
})

test('the page says how wide each size is', async () => {
  const draft = randomUUID()
  const { id, json } = await eva.send(draft, await photo())
  expect(json).toMatchObject({ state: 'ready' })
  const fields = {
    revision: '1',
    group: ids.myran,
    audience: 'child',
    children: ids.alma,
    title: 'Bron',
    text: 'Vi byggde.',
  }
  await eva.post(`/staff/documents/${draft}`, { ...fields, [`alt.${id}`]: 'En bro', action: 'save' })
  const page = parse(await (await eva.get(`/staff/documents/${draft}/review`)).text())
  const picture = page(`img[src="/media/${id}/small"]`)
  expect(picture.attr('srcset')).toBe(`/media/${id}/small 480w, /media/${id}/middle 1320w, /media/${id}/large 1536w`)
  expect(picture.attr('sizes')).toBe('(min-width: 60rem) 33rem, 100vw')
})

test.each([
  [4000, 3000, { width: 1320, height: 990 }],
  [3000, 4000, { width: 1320, height: 1760 }],
  [1080, 2400, { width: 792, height: 1760 }],
  [1320, 990, undefined],
  [64, 48, undefined],
])('%i by %i', (width, height, middle) => {
  expect(middleOf({ width, height })).toEqual(middle)
  expect(fitted({ width: 9000, height: 1 }, { width: 640, height: 640 })).toEqual({ width: 640, height: 1 })
})
