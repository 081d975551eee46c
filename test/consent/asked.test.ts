import { load as parse } from 'cheerio'
import { consentTexts } from '../../src/consent/texts.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Break, broken } from '../access/broken.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { everybodySaysYes } from '../support/consent.ts'

let house: TestApp
let anna: Browser
beforeEach(async () => {
  house = await testApp()
  anna = await house.as('guardian')
})
afterEach(() => house.close())

const page = addresses.consent(ids.alma)
const text = consentTexts().find(({ language, audience }) => language === 'sv' && audience === 'guardian')!.id

/** What the start page says of a child, beside what is new. */
async function start(child: string, browser = anna): Promise<string> {
  const $ = parse((await browser.get('/')).text)
  const section = $(`section[aria-labelledby="child-${child}"]`)
  return [...section.find('.notice.ask p, p.soft:contains("mer än ett år")').toArray()]
    .map((each) => $(each).text().trim())
    .join(' ')
}

const answered = (at: string, answer = 'yes', who: string = ids.guardian) =>
  house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
     select $1, $2, q.medium, q.level, $3, $4, $5 from reach.consent_questions() q`,
    [ids.alma, who, answer, at, text],
  )

/** A second text, which holds from today; `until` where the substance changed. */
const changed = (until: string | null, validFrom = '2026-11-23') =>
  house.database.owner.query(
    `insert into consent_text (id, version, language, title, body, valid_from, earlier_until) values
       (gen_random_uuid(), 2, 'sv', 'Ny fråga', 'Den nya texten', $2, $1),
       (gen_random_uuid(), 2, 'en', 'New question', 'The new text', $2, $1)`,
    [until, validFrom],
  )

test('Anna has never answered: ten questions await her, for each child', async () => {
  expect(await start(ids.alma)).toBe('10 frågor om bild, film, ljud och namn väntar på ditt svar för Alma. Svara nu')
  await answered('2026-11-01', 'yes', ids.guardian2)
  expect(await start(ids.alma)).toContain('10 frågor')
  expect(await start(ids.pim)).toContain('10 frågor')
})

test('answered within the year, nothing is asked and nothing said', async () => {
  await answered('2025-11-24T10:00:00Z')
  expect(await start(ids.alma)).toBe('')
})

test('R18: a year later, one quiet line that asks for nothing, and a save unchanged is a confirmation', async () => {
  await answered('2025-11-23T09:00:00Z')
  expect(await start(ids.alma)).toBe(
    'Det är mer än ett år sedan du svarade om bild och ljud för Alma. Stämmer det än behöver du inte göra något. Se svaren för Alma',
  )
  const $ = parse((await anna.get(page)).text)
  expect($('.notice.info h2').text()).toBe('Det är mer än ett år sedan du svarade')
  expect($('input[value=yes][checked]')).toHaveLength(10)
  const ticked = $('input[checked]')
    .toArray()
    .map((input) => [$(input).attr('name')!, 'yes'])
  await anna.post(page, { text, ...Object.fromEntries(ticked) }, page)
  expect(await start(ids.alma)).toBe('')
})

test('R18: a text that changes in substance is asked anew on the start page and the child’s page, at once, and nothing is ticked for it', async () => {
  await answered('2026-11-01')
  await changed('2026-12-31', '2026-11-24')
  expect(await start(ids.alma)).toBe('')
  house.setNow('2026-11-24T10:00:00Z')
  anna = await house.as('guardian')
  expect(await start(ids.alma)).toBe(
    'Frågan om bild, film, ljud och namn har ändrats. 10 ja som du gav för Alma gällde den tidigare texten. Svara nu',
  )
  const $ = parse((await anna.get(page)).text)
  expect($('.notice.info').text()).toContain('räcker till och med 31 december 2026')
  expect($('input[checked]')).toHaveLength(0)
  expect($('#f-photo-group-now').text()).toContain('Du sa ja till den tidigare texten 1 november 2026.')

  // Past the day the yes has lapsed, and the page says that instead.
  house.setNow('2027-01-01T10:00:00Z')
  anna = await house.as('guardian')
  expect(await start(ids.alma)).toContain('har ändrats')
  const later = parse((await anna.get(page)).text)
  expect(later('.notice.info').text()).toContain('räcker inte längre')
  expect(later('#f-photo-group-now .status').text().trim()).toBe('Gäller inte längre')

  // Sent without touching anything, nothing is said yes to.
  await anna.post(page, { text: String(later('input[name=text]').val()) }, page)
  expect(await start(ids.alma)).toContain('10 ja')
  await anna.post(
    page,
    { text: String(later('input[name=text]').val()), 'photo.group': 'yes', 'film.group': 'no' },
    page,
  )
  expect(await start(ids.alma)).toContain('8 ja')
})

test('only the wording changes: nobody is asked, and what was said stands ticked', async () => {
  await answered('2026-11-01')
  await changed(null)
  expect(await start(ids.alma)).toBe('')
  expect(parse((await anna.get(page)).text)('input[value=yes][checked]')).toHaveLength(10)
})

test('a no is left in peace: not asked anew, not reviewed', async () => {
  await answered('2025-01-01')
  await answered('2025-02-01', 'withdrawn')
  await changed('2026-11-20')
  expect(await start(ids.alma)).toBe('')
  expect(parse((await anna.get(page)).text)('.notice.info')).toHaveLength(0)
})

test('the start page stays at two statements, and another guardian’s answers are nobody else’s: broken, it is seen', async () => {
  await everybodySaysYes(house, ids.alma)
  await anna.get('/')
  const sent: string[] = []
  house.database.web.onStatement = (statement) => sent.push(statement)
  await anna.get('/')
  delete house.database.web.onStatement
  expect(sent).toHaveLength(2)

  await answered('2026-11-01', 'no', ids.guardian2)
  expect(await start(ids.alma)).toContain('En fråga')
  const others: Break = ['reach.asked', 'and a.guardian_id = w.person_id', '']
  expect(await broken(house, [others], () => start(ids.alma))).not.toContain('En fråga')
})
