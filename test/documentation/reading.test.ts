import { load as parse } from 'cheerio'
import { idOf, type Line, rowOf } from '../../src/documentation/line.ts'
import { readDocument, readFamily, readStart, readTimeline } from '../../src/documentation/queries.ts'
import { runRetention } from '../../src/retention/run.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
beforeEach(async () => {
  house = await testApp()
  await house.database.owner.query('delete from reading')
})
afterEach(() => house.close())

const anna = () => house.services.actors.asking(house.actor('guardian', 'guardian'))
const unreadOf = (lines: Line[]) => lines.map(rowOf).flatMap(({ id, unread }) => (unread ? id : []))

test('R2: what Anna opens is read for her from then on, and unread for Adam still', async () => {
  const before = await readTimeline(anna(), ids.alma)
  expect(unreadOf(before.items)).toEqual(before.items.map(idOf))
  await readDocument(anna(), ids.docAlma)
  await readDocument(anna(), ids.docAlma)
  const after = await readTimeline(anna(), ids.alma)
  expect(unreadOf(after.items)).toEqual(before.items.map(idOf).filter((id) => id !== ids.docAlma))
  const { items } = await readFamily(anna())
  expect(unreadOf(items)).not.toContain(ids.docAlma)
  const adam = house.services.actors.asking(house.actor('guardian2', 'guardian'))
  expect(unreadOf((await readTimeline(adam, ids.alma)).items)).toContain(ids.docAlma)
})

test('what was opened since the last visit is no longer counted as new', async () => {
  const since = new Date('2026-11-19T00:00:00Z')
  const countOf = async () => (await readStart(anna(), since)).children.find(({ id }) => id === ids.alma)!.new_count
  const before = await countOf()
  await readDocument(anna(), ids.docAlma)
  expect(await countOf()).toBe(before - 1)
})

test('staff have nothing marked, and their reading is not noted here', async () => {
  const eva = house.services.actors.asking(house.actor('educator', 'educator'))
  await readDocument(eva, ids.docAlma)
  expect(unreadOf((await readTimeline(eva, ids.alma)).items)).toEqual([])
  expect((await house.database.owner.query('select from reading')).rowCount).toBe(0)
})

test('R3: what is out of reach is not read by asking', async () => {
  await expect(readDocument(anna(), ids.docCia)).rejects.toThrow()
  expect((await house.database.owner.query('select from reading')).rowCount).toBe(0)
})

test('R14: who read it goes with the item', async () => {
  await readDocument(anna(), ids.docMyranOld)
  await house.database.owner.query("update document set published_at = '2020-01-02' where id = $1", [ids.docMyranOld])
  await runRetention({
    database: house.database.retention,
    keys: house.services.keys,
    mediaDirectory: house.services.config.mediaDirectory,
    now: house.now(),
    log: house.services.log,
  })
  const left = await house.database.owner.query('select from document where id = $1', [ids.docMyranOld])
  expect([left.rowCount, (await house.database.owner.query('select from reading')).rowCount]).toEqual([0, 0])
})

test('the timeline is chosen from by time, kind and pictures, and anything odd in the address chooses nothing', async () => {
  const browser = await house.as('guardian')
  const titles = async (query: string) => {
    const page = parse((await browser.get(`/children/${ids.alma}?${query}`)).text)
    return page('.card h3')
      .toArray()
      .map((each) => page(each).text())
  }
  const all = await titles('')
  expect(await titles('period=2026-spring')).toEqual(['Myran i snön'])
  expect(await titles('audience=unit')).toEqual(['Björken firar höst'])
  expect(await titles('audience=child&kind=photo')).toEqual(['Alma bygger en bro'])
  expect(await titles('kind=film')).toEqual([])
  for (const odd of ['period=0000-autumn', 'period=9999-spring', 'period=2026-autumn&before=1_x'])
    expect((await browser.get(`/children/${ids.alma}?${odd}`)).status).toBe(200)
  expect(await titles('audience=everyone&kind[]=photo&period=%00')).toEqual(all)
  const page = parse((await browser.get(`/children/${ids.alma}?audience=unit`)).text)
  expect(page('select[name=audience] option[selected]').attr('value')).toBe('unit')
  expect(page('.chooser-said').text()).toContain('Hela enheten')
})

test('from one item to the next within the same child', async () => {
  const browser = await house.as('guardian')
  const page = parse((await browser.get(`/documents/${ids.docMyran}?child=${ids.alma}`)).text)
  expect(
    page('.beside a')
      .toArray()
      .map((each) => page(each).text().trim()),
  ).toEqual(['Nyare Två bygger tillsammans', 'Äldre Björken firar höst'])
  expect(page('.beside a').first().attr('href')).toBe(`/documents/${ids.docBoth}?child=${ids.alma}`)
  const odd = await browser.get(`/documents/${ids.docMyran}?child='; drop table reading`)
  expect(odd.status).toBe(200)
})

test('several children stand in one flow, each item once with whose it is', async () => {
  const browser = await house.as('guardian')
  const page = parse((await browser.get('/family')).text)
  const cards = page('.card')
    .toArray()
    .map((each) => page(each).find('h3').text())
  expect(new Set(cards).size).toBe(cards.length)
  const whose = Object.fromEntries(
    page('.card')
      .toArray()
      .map((each) => [page(each).find('h3').text(), page(each).find('.card-whose').text()]),
  )
  expect(whose).toMatchObject({
    'Alma bygger en bro': 'Om Alma',
    'Pim kodar en robot': 'Om Pim',
    'Myran i regnet': 'Om Alma',
  })
})
