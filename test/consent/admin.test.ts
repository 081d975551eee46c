import { load as parse } from 'cheerio'
import { consentTexts } from '../../src/consent/texts.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let ada: Browser
beforeEach(async () => {
  house = await testApp()
  ada = await house.as('admin')
})
afterEach(() => house.close())

const page = addresses.consents
const text = consentTexts()[0]!.id

async function say(child: string, guardian: string, input: string, answer: string): Promise<void> {
  const [medium, level] = input.split('.')
  await house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
     values ($1, $2, $3, $4, $5, now(), $6)`,
    [child, guardian, medium, level, answer, text],
  )
}

async function shown(query = '') {
  const answer = await ada.get(`${page}${query}`)
  expect(answer.status).toBe(200)
  const $ = parse(answer.text)
  const counts = $('.counts dd')
    .toArray()
    .map((count) => Number($(count).text()))
  const names = $('tbody th')
    .toArray()
    .map((name) => $(name).contents().first().text().trim())
  return { $, counts, names }
}

const everybody = ['Alma Ask', 'Pim Ask', 'Bo Berg', 'Cia Ceder', 'Flora Flytt', 'Vera Vuxen']

test('every child by family name with ten cells each, counts that add up, and no protected child', async () => {
  await say(ids.bo, ids.neighbour, 'photo.group', 'no')
  await say(ids.cia, ids.stranger, 'photo.group', 'yes')
  const { $, counts, names } = await shown()
  expect(names).toEqual(everybody)
  expect($('tbody td')).toHaveLength(60)
  // On a phone a line for each medium: each of the four begins once, and no other cell carries words of its own for it.
  const lines = $('tbody tr').first().find('td[data-label]').toArray()
  expect(lines.map((cell) => $(cell).attr('data-label'))).toEqual(['Foto', 'Film', 'Ljud', 'Namn'])
  expect(counts).toEqual([58, 0, 0, 0, 1, 0, 1])
  expect($.text()).not.toMatch(/Dolda|Dunkel/)
})

test('filters: unit, group and answer, each alone and together', async () => {
  await say(ids.bo, ids.neighbour, 'photo.group', 'no')
  await say(ids.cia, ids.stranger, 'film.school', 'withdrawn')
  expect((await shown(`?unit=${ids.björken}`)).names).toEqual(['Alma Ask', 'Bo Berg', 'Flora Flytt'])
  expect((await shown(`?group=${ids.fem}`)).names).toEqual(['Pim Ask', 'Vera Vuxen'])
  const refused = await shown('?answer=no')
  expect([refused.names, refused.counts]).toEqual([['Bo Berg'], [9, 0, 0, 0, 1, 0, 0]])
  expect((await shown(`?answer=withdrawn&unit=${ids.granen}`)).names).toEqual(['Cia Ceder'])
  const nobody = await shown(`?answer=withdrawn&unit=${ids.björken}`)
  expect([nobody.names, nobody.counts]).toEqual([[], [0, 0, 0, 0, 0, 0, 0]])
  expect((await shown(`?unit=${ids.granen}&group=${ids.fem}`)).names).toEqual([])
  // On paper, where the form is not.
  expect(refused.$('.on-paper').text()).toBe('Alla enheter, Nej. Barn 1 till 1. Utskrivet 23 november 2026 kl. 11:00.')
  expect((await shown(`?group=${crypto.randomUUID()}`)).names).toEqual([])
})

test('what is no filter: an id that cannot be is not there, an answer or a page that cannot be is not asked for', async () => {
  for (const query of ['?unit=x', '?group=%00', `?unit=${ids.björken}&unit=${ids.granen}`])
    expect((await ada.get(`${page}${query}`)).status).toBe(404)
  for (const query of ['?answer=perhaps', '?answer=', '?page=0', '?page=-1', '?page=9e99', '?page=x', '?unit=&group='])
    expect((await shown(query)).names).toEqual(everybody)
  expect((await shown('?page=100')).names).toEqual(everybody)
})

test('forty to a page, in Swedish order, with the filter kept in the links', async () => {
  const { owner } = house.database
  await owner.query(
    `with made as (insert into person (id, given_name, family_name, birth_date)
       select gen_random_uuid(), 'Barn ' || lpad(n::text, 2, '0'), case when n < 45 then 'Öberg' else 'Åberg' end, '2022-01-01'
       from generate_series(1, 90) as n returning id)
     insert into placement select id, $1, '[2024-01-01,)' from made`,
    [ids.myran],
  )
  const first = await shown(`?unit=${ids.björken}`)
  expect(first.names).toHaveLength(40)
  expect(first.names[3]).toBe('Barn 45 Åberg')
  expect(first.counts.reduce((sum, count) => sum + count)).toBe(93 * 10)
  const next = first.$('nav.pages a[rel=next]').attr('href')!
  expect(next).toBe(`${page}?unit=${ids.björken}&page=2`)
  const last = await shown(`?unit=${ids.björken}&page=99`)
  expect(last.names).toHaveLength(13)
  expect(last.names.at(-1)).toBe('Barn 44 Öberg')
})

test('two data statements, and the reading is recorded', async () => {
  await ada.get(page)
  await house.database.owner.query("delete from audit_event where event = 'consent.listed'")
  const sent: string[] = []
  house.database.web.onStatement = (statement) => sent.push(statement)
  await ada.get(`${page}?group=${ids.myran}`)
  delete house.database.web.onStatement
  expect(sent.length).toBeLessThanOrEqual(5)
  const { rows } = await house.database.owner.query(
    "select actor_id, object_id from audit_event where event = 'consent.listed'",
  )
  expect(rows).toEqual([{ actor_id: ids.admin, object_id: ids.myran }])
})

test('nobody but the administrator', async () => {
  for (const who of ['guardian', 'pupil', 'educator', 'records', 'dpo'])
    expect((await (await house.as(who)).get(page)).status).toBe(403)
})

test('decisions 4 to 6: what the municipality has chosen stands there in words, as it is', async () => {
  const words = async () => {
    const $ = parse((await ada.get(page)).text)
    return $('#settings').parent().text()
  }
  const before = await words()
  for (const said of [
    'Alla vårdnadshavare ska ha sagt ja.',
    'Från 13 år behövs elevens eget ja också.',
    'Det som bara barnets familj och personalen ser: ett nej hindrar, men inte att svar saknas.',
    'Det som gruppens familjer ser: alla som ska svara behöver ha sagt ja.',
    'ska vara borta inom 7 dagar',
  ])
    expect(before).toContain(said)
  await house.database.owner.query(`
    update setting set value = 'false', changed_at = '2026-12-24' where key = 'consent.every_guardian';
    update setting set value = '15' where key = 'consent.own_age';
    update setting set value = '{"pupil": "yes", "group": "no-objection", "school": "yes"}' where key = 'consent.needed';
    update setting set value = '1' where key = 'consent.take_down_days'`)
  const after = await words()
  for (const said of [
    'Det räcker att en vårdnadshavare har sagt ja.',
    'Från 15 år',
    'Det som gruppens familjer ser: ett nej hindrar, men inte att svar saknas.',
    'inom 1 dag',
    'Senast ändrade 24 december 2026',
  ])
    expect(after).toContain(said)
})
