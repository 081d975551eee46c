import { load as parse } from 'cheerio'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const open = async (who = 'principal', unit = ids.björken, answer = 'yes') =>
  (await house.as(who)).post(`/staff/units/${unit}/comments`, { open: answer })
const talk = async (who: string, item: string) => {
  const page = parse((await (await house.as(who)).get(`/documents/${item}`)).text)
  return {
    there: page('.talk').length === 1,
    texts: page('.said-text')
      .toArray()
      .map((each) => page(each).text()),
    writes: page('.talk form[action$="/comments"]').length,
    page,
  }
}
const write = async (who: string, item: string, child: string, text: string) =>
  (await house.as(who)).post(`/documents/${item}/comments`, { child, text })

test('nobody comments until the principal opens for it; closed again, what was said stays', async () => {
  expect((await talk('guardian', ids.docAlma)).there).toBe(false)
  expect((await write('guardian', ids.docAlma, ids.alma, 'Hej')).status).toBe(404)
  expect((await open()).status).toBe(303)
  expect((await write('guardian', ids.docAlma, ids.alma, 'Hon berättade om bron hela kvällen')).status).toBe(303)
  await open('principal', ids.björken, 'no')
  const after = await talk('guardian', ids.docAlma)
  expect([after.texts, after.writes]).toEqual([['Hon berättade om bron hela kvällen'], 0])
  expect((await write('guardian', ids.docAlma, ids.alma, 'En gång till')).status).toBe(404)
})

test('R3: on what is for the whole group, the writing family and the staff meet it, and no other family', async () => {
  await open()
  await write('guardian', ids.docMyran, ids.alma, 'Vi gick samma väg i helgen')
  await write('neighbour', ids.docMyran, ids.bo, 'Bo vill dit igen')
  expect((await talk('guardian2', ids.docMyran)).texts).toEqual(['Vi gick samma väg i helgen'])
  expect((await talk('neighbour', ids.docMyran)).texts).toEqual(['Bo vill dit igen'])
  const staff = await talk('educator', ids.docMyran)
  expect(staff.texts.sort()).toEqual(['Bo vill dit igen', 'Vi gick samma väg i helgen'])
  expect(
    staff
      .page('.talk h3')
      .toArray()
      .map((each) => staff.page(each).text())
      .sort(),
  ).toEqual(['Om Alma Ask', 'Om Bo Berg'])
  await write('educator', ids.docMyran, ids.alma, 'Roligt att höra!')
  expect((await talk('guardian', ids.docMyran)).texts).toContain('Roligt att höra!')
  expect((await talk('neighbour', ids.docMyran)).texts).not.toContain('Roligt att höra!')
  // As another family, or for a child that the item is not about, nothing can be said.
  expect((await write('guardian', ids.docMyran, ids.bo, 'x')).status).toBe(404)
  expect((await write('guardian', ids.docMyran, ids.pim, 'x')).status).toBe(404)
})

test('R24: the author takes it back, and the text is gone; nobody else can', async () => {
  await open()
  await write('guardian', ids.docAlma, ids.alma, 'Fel av mig')
  const { rows } = await house.database.owner.query('select id from comment')
  const path = `/comments/${rows[0].id}/withdraw`
  for (const other of ['guardian2', 'educator', 'neighbour'])
    expect((await (await house.as(other)).post(path)).status).toBe(404)
  expect((await (await house.as('guardian')).post(path)).status).toBe(303)
  expect((await talk('guardian', ids.docAlma)).texts).toEqual([])
  const stored = await house.database.owner.query('select length(sealed_text) as length from comment')
  expect(stored.rows).toEqual([{ length: 0 }])
})

test('staff hide it with a reason that its author reads; the rest of the family no longer meets it', async () => {
  await open()
  await write('guardian', ids.docAlma, ids.alma, 'Något om någon annan')
  const { rows } = await house.database.owner.query('select id from comment')
  const path = `/comments/${rows[0].id}/hide`
  const empty = await (await house.as('educator')).post(path, { reason: ' ' })
  expect(empty.status).toBe(422)
  const page = parse(empty.text)
  expect(page(`#f-reason-${rows[0].id}-error`).length).toBe(1)
  expect((await (await house.as('guardian2')).post(path, { reason: 'x' })).status).toBe(403)
  expect((await (await house.as('educator')).post(path, { reason: 'Det nämner ett annat barn' })).status).toBe(303)
  expect((await talk('guardian2', ids.docAlma)).texts).toEqual([])
  const own = await talk('guardian', ids.docAlma)
  expect(own.texts).toEqual(['Något om någon annan'])
  expect(own.page('.talk').text()).toContain('Dold av personalen: Det nämner ett annat barn')
})

test.each([
  ['', 'Skriv något först'],
  ['x\0y', ''],
  ['å'.repeat(2001), ''],
  ['Hans personnummer är 20140910-2399 tror jag', ''],
])('R28: what cannot be taken comes back beside the field with what was typed: %j', async (text, said) => {
  await open()
  const answer = await write('guardian', ids.docAlma, ids.alma, text)
  expect(answer.status).toBe(422)
  const page = parse(answer.text)
  expect(page('#f-text-error').text()).toContain(said)
  if (!text.includes('\0')) expect(page('#f-text').text().trim()).toBe(text)
  expect((await house.database.owner.query('select from comment')).rowCount).toBe(0)
})

test('R9 R14: sealed with the item, and gone with it', async () => {
  await open()
  await write('guardian', ids.docAlma, ids.alma, 'En hemlig mening')
  const { rows } = await house.database.owner.query('select sealed_text from comment')
  expect(rows[0].sealed_text.toString('latin1')).not.toContain('hemlig')
  expect(house.logged.join('\n')).not.toContain('hemlig')
  await house.database.owner.query('delete from document where id = $1', [ids.docAlma])
  expect((await house.database.owner.query('select from comment')).rowCount).toBe(0)
})

test('a pupil says something of their own item in their own words’ page, and the principal of another unit decides nothing', async () => {
  expect((await open('principal2')).status).toBe(404)
  await house.database.owner.query(
    'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
    [ids.skolan, ids.principal],
  )
  const before = await talk('pupil', ids.docPim)
  expect(before.page('.talk').text()).toContain('Vad vill du säga om det här?')
  await write('pupil', ids.docPim, ids.pim, 'Det var svårt men kul')
  expect((await talk('guardian', ids.docPim)).texts).toEqual(['Det var svårt men kul'])
  const list = parse((await (await house.as('schooleducator')).get('/staff/comments')).text)
  expect(list('.said-text').text()).toBe('Det var svårt men kul')
})
