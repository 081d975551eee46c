import { load } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

test.each([
  ['the timeline', addresses.child(ids.alma), 'guardian'],
  ['an item', addresses.document(ids.docAlma), 'guardian'],
  ['an item, as staff', addresses.document(ids.docAlma), 'educator'],
  ['one’s own item', addresses.document(ids.docPim), 'pupil'],
  ['the contact list', addresses.contacts(ids.myran), 'guardian'],
])('R7: %s tells its reader not to spread it', async (_what, path, username) => {
  const answer = await (await house.as(username)).get(path)
  expect(answer.status).toBe(200)
  const reminder = load(answer.text)('main .reminder')
  expect(reminder).toHaveLength(1)
  expect(reminder.text()).toMatch(/dela|sprid|kopiera/i)
})
