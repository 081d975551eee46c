import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

// Decision 3 holds for those who work here too: their work goes on, their name is nowhere.
let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const protect = (who: string) =>
  house.database.owner.query("insert into protected_identity values ($1, '[2024-01-01,)')", [who])

test('an educator under protection writes and publishes, and signs as nobody in particular', async () => {
  await protect(ids.educator)
  const eva = await house.as('educator')
  expect((await eva.get(addresses.staff)).status).toBe(200)
  const id = '0b9a9c1e-6c1e-4c6e-9d6b-0a1b2c3d4e5f'
  const saved = await eva.upload(addresses.draft(id), {
    ...{ group: ids.myran, listed: ids.myran, audience: 'child', children: ids.alma },
    ...{ title: 'Bron', text: 'Alma bygger vidare på sin bro.', action: 'review', revision: 0 },
  })
  expect([saved.status, saved.headers.location]).toEqual([303, addresses.review(id)])
  expect((await eva.post(addresses.publish(id), { revision: 1 })).status).toBe(303)
  const anna = await house.as('guardian')
  const { text } = await anna.get(addresses.document(id))
  expect(text).toContain('Alma bygger vidare på sin bro.')
  expect(parse(text)('main').text()).toContain('Pedagog, Björkens förskola')
  expect(text).not.toMatch(/Eva|Lind/)
})

test('what she signed before she came under protection shows her name no more', async () => {
  const anna = await house.as('guardian')
  const pages = [addresses.document(ids.docAlma), addresses.child(ids.alma)]
  expect((await anna.get(pages[0]!)).text).toContain('Eva Lind')
  await protect(ids.educator)
  for (const page of pages) {
    const { status, text } = await anna.get(page)
    expect(status).toBe(200)
    expect(text).not.toMatch(/Eva|Lind/)
  }
})
