import { load as parse } from 'cheerio'
import { consentTexts } from '../../src/consent/texts.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let eva: Browser
beforeEach(async () => {
  house = await testApp()
  eva = await house.as('educator')
})
afterEach(() => house.close())

const text = consentTexts()[0]!.id
const page = `/staff/groups/${ids.myran}/camera`

async function say(child: string, whose: string, input: string, answer: string): Promise<void> {
  const [medium, level] = input.split('.')
  await house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id) values ($1, $2, $3, $4, $5, now(), $6)`,
    [child, whose, medium, level, answer, text],
  )
}

async function lines(): Promise<Record<string, string>> {
  const $ = parse((await eva.get(page)).text)
  return Object.fromEntries(
    $('.camera > li')
      .toArray()
      .map((line) => [
        $(line).find('h2').text(),
        $(line)
          .find('dl > div')
          .toArray()
          .map((cell) => $(cell).find('dd').text())
          .join(', '),
      ]),
  )
}

test('R16, R20: before the camera the page says for each child how far photo, film and sound may go, and the name', async () => {
  for (const guardian of [ids.neighbour, ids.both])
    for (const input of ['photo.group', 'photo.school', 'film.group', 'name.any'])
      await say(ids.bo, guardian, input, 'yes')
  await say(ids.alma, ids.guardian, 'sound.pupil', 'no')
  expect(await lines()).toEqual({
    'Alma Ask': 'Bara familjen, Bara familjen, Inte alls, Skriv inte',
    'Bo Berg': 'Hela enheten, Gruppen, Bara familjen, Får nämnas',
    'Flora Flytt': 'Bara familjen, Bara familjen, Bara familjen, Skriv inte',
  })
  const { text: whole } = await eva.get(page)
  expect(parse(whole)('#without + p').text()).toBe('Alma Ask, Flora Flytt')
  expect(whole).not.toMatch(/Dolda|Dunkel/)
  expect(parse(whole)('[data-taken]').attr('data-taken')).toBe(house.now().toISOString())
})

test('a small child’s no is noted, blocks at every level at once, and can be noted as passed; a big one’s cannot', async () => {
  for (const guardian of [ids.neighbour, ids.both]) await say(ids.bo, guardian, 'photo.group', 'yes')
  expect((await lines())['Bo Berg']).toMatch(/^Gruppen/)
  const nothing = await eva.post(page, { child: ids.bo }, page)
  expect(nothing.status).toBe(422)
  expect(nothing.text).toContain('Välj minst en sak.')
  expect((await eva.post(page, { child: ids.bo, medium: ['photo', 'film'] }, page)).status).toBe(303)
  expect((await lines())['Bo Berg']).toMatch(/^Inte alls, Inte alls, Bara familjen/)
  expect(parse((await eva.get(page)).text)('.camera .own').text()).toContain('foto')
  const { rows } = await house.database.owner.query(
    "select distinct capacity, origin, entered_by, guardian_id from consent_answer where answer = 'no'",
  )
  expect(rows).toEqual([{ capacity: 'child', origin: 'staff', entered_by: ids.educator, guardian_id: ids.bo }])
  expect((await eva.post(page, { child: ids.bo, medium: ['photo', 'film'], passed: 'yes' }, page)).status).toBe(303)
  expect((await lines())['Bo Berg']).toMatch(/^Gruppen/)

  // Vera answers for herself: a no is written down, but is hers alone to take back.
  const sven = await house.as('schooleducator')
  const class5 = `/staff/groups/${ids.fem}/camera`
  expect((await sven.post(class5, { child: ids.vuxen, medium: 'photo' }, class5)).status).toBe(303)
  expect((await sven.post(class5, { child: ids.vuxen, medium: 'photo', passed: 'yes' }, class5)).status).toBe(404)
  for (const child of [ids.cia, ids.dold, ids.guardian, 'x'])
    expect([404, 422]).toContain((await eva.post(page, { child, medium: 'photo' }, page)).status)
})

test('decision 4: a pupil of 13 says yes in words of their own, and without it nothing reaches the group', async () => {
  const page18 = `/children/${ids.vuxen}/consent`
  const vera = await house.as('pupil18')
  const $ = parse((await vera.get(page18)).text)
  expect($('h1').text()).toBe('Om mig')
  expect($('main').text()).toContain('Vi vill veta vad du själv tycker')
  await say(ids.vuxen, ids.parent18, 'photo.group', 'yes')
  const status = () =>
    house.services.actors.read(
      house.actor('schooleducator', 'educator'),
      async (tx) =>
        (
          await tx.one<{ status: string }>`
          select status from access.consent_status(array[${ids.vuxen}::uuid]) where medium = 'photo' and level = 'group'`
        ).status,
    )
  expect(await status()).toBe('waiting')
  const wording = String($('input[name=text]').val())
  expect((await vera.post(page18, { text: wording, 'photo.group': 'yes' }, page18)).status).toBe(303)
  expect(await status()).toBe('yes')
  // At 18 the mother's answer counts no more, and Vera's does.
  house.setNow('2026-11-24T12:00:00Z')
  expect(await status()).toBe('yes')
})
