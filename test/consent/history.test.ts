import { load as parse } from 'cheerio'
import { csv } from '../../src/consent/csv.ts'
import { consentTexts } from '../../src/consent/texts.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let ada: Browser
beforeEach(async () => {
  house = await testApp()
  ada = await house.as('admin')
})
afterEach(() => house.close())

const text = consentTexts().find(({ language }) => language === 'sv')!
const page = `/admin/consents/${ids.alma}`
const rows = async () =>
  (
    await house.database.owner.query(
      'select guardian_id, medium, level, answer, origin, entered_by from consent_answer order by id',
    )
  ).rows

test('decision 10: a telephone answer is entered with how it came and by whom, and counts like any other', async () => {
  const sent = await ada.post(
    page,
    {
      guardian: ids.guardian2,
      origin: 'phone',
      text: text.id,
      'photo.group': 'yes',
      'film.group': 'no',
      'sound.group': '',
    },
    page,
  )
  expect([sent.status, sent.headers.location]).toEqual([303, `${page}?saved`])
  const common = { guardian_id: ids.guardian2, origin: 'phone', entered_by: ids.admin }
  expect(await rows()).toEqual([
    { ...common, medium: 'photo', level: 'group', answer: 'yes' },
    { ...common, medium: 'film', level: 'group', answer: 'no' },
  ])
  const shown = parse((await ada.get(page)).text)
  expect(shown('.history').text()).toContain('Per telefon, inskrivet av Ada Stav')
  // The text that it was given to stands there whole.
  for (const paragraph of text.paragraphs) expect(shown('article.read').text()).toContain(paragraph)
  // The same again is nothing new; a no after the yes is a yes taken back.
  await ada.post(page, { guardian: ids.guardian2, origin: 'phone', text: text.id, 'photo.group': 'yes' }, page)
  expect(await rows()).toHaveLength(2)
  await ada.post(page, { guardian: ids.guardian2, origin: 'phone', text: text.id, 'photo.group': 'no' }, page)
  expect((await rows()).at(-1)).toMatchObject({ answer: 'withdrawn', origin: 'phone' })
})

test('what is no answer, no guardian of the child or no way is said beside the field, and nothing is stored', async () => {
  const good = { guardian: ids.guardian2, origin: 'phone', text: text.id, 'photo.group': 'yes' }
  for (const [fields, status, said] of [
    [{ ...good, guardian: '' }, 422, 'Välj vem som har svarat.'],
    [{ ...good, origin: 'dream' }, 422, 'Välj hur svaret kom.'],
    [{ ...good, 'photo.group': '' }, 422, 'Välj minst ett svar.'],
    [{ ...good, 'photo.group': ['yes', 'no'] }, 422, 'Välj ett svar'],
    [{ ...good, guardian: ids.ended }, 404, ''],
    [{ ...good, guardian: ids.stranger }, 404, ''],
  ] as const) {
    const refused = await ada.post(page, fields, page)
    expect([fields, refused.status]).toEqual([fields, status])
    expect(refused.text).toContain(said)
  }
  expect(await rows()).toEqual([])
  for (const id of [ids.dold, ids.guardian, crypto.randomUUID()])
    expect((await ada.get(`/admin/consents/${id}`)).status).toBe(404)
})

test('a principal follows the own unit and enters for it, and for nobody else', async () => {
  const pia = await house.as('principal')
  const list = parse((await pia.get('/admin/consents')).text)
  expect(
    list('tbody th a')
      .toArray()
      .map((link) => list(link).text()),
  ).toEqual(['Alma Ask', 'Bo Berg', 'Flora Flytt'])
  expect(list('select[name=unit] option').text()).not.toContain('Granen')
  const called = { guardian: ids.guardian2, origin: 'phone', text: text.id, 'photo.group': 'yes' }
  expect((await pia.post(page, called, page)).status).toBe(303)
  expect((await rows()).at(-1)).toMatchObject({ origin: 'phone', entered_by: ids.principal })
  const cia = `/admin/consents/${ids.cia}`
  expect((await pia.get(cia)).status).toBe(404)
  expect((await pia.post(cia, { ...called, guardian: ids.stranger }, page)).status).toBe(404)
})

test('the list as of a past day: who was there then, with what had been answered by then', async () => {
  await house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id) values
       ($1, $2, 'photo', 'group', 'yes', '2026-10-05T08:00:00Z', $3), ($1, $2, 'photo', 'group', 'withdrawn', '2026-10-20T08:00:00Z', $3)`,
    [ids.cia, ids.stranger, text.id],
  )
  const at = async (on: string) => {
    const $ = parse((await ada.get(`/admin/consents?unit=${ids.granen}&on=${on}`)).text)
    return $('tbody tr')
      .toArray()
      .map((row) => `${$(row).find('th a').text()}: ${$(row).find('td').eq(1).text().trim()}`)
  }
  expect(await at('2026-10-04')).toEqual(['Cia Ceder: Inte frågad', 'Flora Flytt: Inte frågad'])
  expect(await at('2026-10-05')).toEqual(['Cia Ceder: Ja', 'Flora Flytt: Inte frågad'])
  expect(await at('2026-11-20')).toEqual(['Cia Ceder: Återtaget'])
  for (const on of ['x', '2026-02-31', '', '2026-11-24', '9999-12-31'])
    expect(await at(on)).toEqual(['Cia Ceder: Återtaget'])
})

test('as a file for a spreadsheet: everybody whom the filter leaves, and no cell is a formula', async () => {
  await house.database.owner.query(`update person set given_name = '=HYPERLINK("x")' where id = $1`, [ids.cia])
  const { text: file, headers } = await ada.get(`/admin/consents.csv?unit=${ids.granen}`)
  expect(headers['content-type']).toContain('text/csv')
  const lines = file.replace('\uFEFF', '').trim().split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toMatch(/^"'=HYPERLINK\(""x""\) Ceder";"Kotten";"Granens förskola";"Inte frågad"/)
  for (const bad of ['=1', '+1', '-1', '@x', '\t=1', '\r=1', ' =1']) expect(csv([[bad]])).toContain(`"'${bad}"`)
})
