import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { jpeg } from './samples.ts'

let house: TestApp
let eva: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
})
afterAll(() => house.close())

const fields = { group: ids.myran, title: 'Bron', text: 'De byggde.', audience: 'child', action: 'save' }
const tagged = async (media: string) =>
  (
    await house.database.owner.query('select child_id from media_subject where media_id = $1 order by 1', [media])
  ).rows.map((row) => row.child_id)

test('R16: who is recognisable is marked among the item’s children, kept, changed and taken back', async () => {
  const id = randomUUID()
  const save = (more: Record<string, unknown>) =>
    eva.upload(`/staff/documents/${id}`, { ...fields, children: [ids.alma, ids.bo], ...more })
  await eva.upload(`/staff/documents/${id}`, { ...fields, revision: 0, children: [ids.alma, ids.bo], alt: 'En bro' }, [
    { name: 'a.jpg', body: await jpeg() },
  ])
  const { rows } = await house.database.owner.query('select id from media where document_id = $1', [id])
  const media = rows[0].id
  const page = parse((await eva.get(`/staff/documents/${id}`)).text)
  const boxes = page(`input[name="subject.${media}"]`)
    .toArray()
    .map((box) => page(box).val())
  expect(boxes.sort()).toEqual([ids.alma, ids.bo, 'nobody'].sort())

  expect(
    (await save({ revision: 1, [`subjects.${media}`]: 'shown', [`subject.${media}`]: [ids.alma, ids.bo] })).status,
  ).toBe(303)
  expect(await tagged(media)).toEqual([ids.alma, ids.bo].sort())
  expect((await save({ revision: 2, [`subjects.${media}`]: 'shown', [`subject.${media}`]: ids.bo })).status).toBe(303)
  expect(await tagged(media)).toEqual([ids.bo])
  // A form that did not show the boxes changes nothing; a child of another group, or one who is hidden, cannot be marked.
  expect((await save({ revision: 3 })).status).toBe(303)
  expect(await tagged(media)).toEqual([ids.bo])
  expect(
    (
      await save({
        revision: 4,
        [`subjects.${media}`]: 'shown',
        [`subject.${media}`]: [ids.bo, ids.cia, ids.dold, 'x'],
      })
    ).status,
  ).toBe(303)
  expect((await tagged(media)).filter((child) => child !== ids.bo)).toEqual([])
  expect((await save({ revision: 5, [`subjects.${media}`]: 'shown' })).status).toBe(303)
  expect(await tagged(media)).toEqual([])
})

test('R17: a reader sees who was responsible for the recordings', async () => {
  const anna = await house.as('guardian')
  const page = parse((await anna.get(`/documents/${ids.docAlma}`)).text)
  expect(page('dl').text()).toContain('Ansvarig för bild, film och ljud')
  expect(page('dl').text()).toContain('Eva Lind')
})
