import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

// "See exactly who will be able to read it": Alma goes to the preschool by day and to Åskolan besides.
let house: TestApp
let eva: Browser
beforeEach(async () => {
  house = await testApp()
  await house.database.owner.query("insert into placement values ($1, $2, '[2026-08-01,)')", [ids.alma, ids.fem])
  eva = await house.as('educator')
})
afterEach(() => house.close())

async function published(audience: string): Promise<{ staff: string; id: string }> {
  const id = crypto.randomUUID()
  const fields = {
    group: ids.myran,
    listed: ids.myran,
    audience,
    children: ids.alma,
    title: 'Bron',
    text: 'Vi bygger.',
  }
  expect((await eva.upload(addresses.draft(id), { ...fields, action: 'save', revision: 0 })).status).toBe(303)
  const review = parse((await eva.get(addresses.review(id))).text)
  expect((await eva.post(addresses.publish(id), { revision: 1 })).status).toBe(303)
  return { id, staff: review('.readers h3:last-of-type + p').text() }
}

test('what is about Alma is read at both her units', async () => {
  const { id, staff } = await published('child')
  expect(staff).toBe('3 i personalen på Björkens förskola, Åskolan')
  expect((await (await house.as('schooleducator')).get(addresses.document(id))).status).toBe(200)
})

test.each(['group', 'unit'])(
  'what is for the %s is read by its own unit’s staff alone, and the review says so',
  async (audience) => {
    const { id, staff } = await published(audience)
    expect(staff).toBe('2 i personalen på Björkens förskola')
    expect((await (await house.as('schooleducator')).get(addresses.document(id))).status).toBe(404)
  },
)

test('who both works there and has a child there is one person; a protected family is in no count and no list', async () => {
  const count = async () => {
    const id = crypto.randomUUID()
    const fields = { group: ids.myran, listed: ids.myran, audience: 'group', title: 'Bron', text: 'Vi bygger.' }
    expect((await eva.upload(addresses.draft(id), { ...fields, action: 'save', revision: 0 })).status).toBe(303)
    const page = parse((await eva.get(addresses.review(id))).text)
    return { total: Number(page('.big-count').text()), readers: page('.readers').text() }
  }
  const before = await count()
  expect(before.readers).toContain('Nils Berg')
  expect(before.readers).not.toMatch(/Dunkel|Dolda|Hedda/)
  await house.database.owner.query(
    "insert into duty (person_id, unit_id, role, title, valid) values ($1, $2, 'educator', 'Vikarie', '[2026-01-01,)')",
    [ids.neighbour, ids.björken],
  )
  const after = await count()
  expect(after.readers).toContain('3 i personalen')
  expect(after.total).toBe(before.total)
})
