import { type CheerioAPI, load as parse } from 'cheerio'
import { answerSitting } from '../../src/consent/commands.ts'
import { consentTexts } from '../../src/consent/texts.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type Fields, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let anna: Browser
let adam: Browser
beforeEach(async () => {
  house = await testApp()
  anna = await house.as('guardian')
  adam = await house.as('guardian2')
})
afterEach(() => house.close())

const page = addresses.consent(ids.alma)
const text = consentTexts().find(({ language }) => language === 'sv')!.id

const answer = (browser: Browser, fields: Fields) => browser.post(page, { text, ...fields }, page)

async function rows() {
  const { rows } = await house.database.owner.query(
    'select child_id, guardian_id, medium, level, answer, text_id, origin from consent_answer order by id',
  )
  return rows as { guardian_id: string; medium: string; level: string; answer: string; text_id: string }[]
}

const said = async () => (await rows()).map((row) => `${row.medium}.${row.level} ${row.answer}`)

async function audits() {
  const { rows } = await house.database.owner.query(
    "select event, subject_id, actor_id from audit_event where event like 'consent.%' order by id",
  )
  return rows
}

const statusAt = ($: CheerioAPI, input: string) =>
  $(`#f-${input.replace('.', '-')}-now .status`)
    .attr('class')!
    .replace('status status-', '')

test('R16, R20: ten questions, nothing ticked, yes and no side by side, and the whole text', async () => {
  const $ = parse((await anna.get(page)).text)
  expect($('input[type=radio]')).toHaveLength(20)
  expect($('input[type=radio][checked]')).toHaveLength(0)
  const names = new Set(
    $('input[type=radio]')
      .toArray()
      .map((radio) => $(radio).attr('name')),
  )
  expect(names).toContain('name.any')
  expect(names.size).toBe(10)
  expect($('input[name=text]').val()).toBe(text)
  expect($('.status-not_answered')).toHaveLength(10)
  for (const paragraph of consentTexts().find(({ language }) => language === 'sv')!.paragraphs)
    expect($('main').text()).toContain(paragraph)
  expect($('button[name=withdraw]')).toHaveLength(0)
})

test('Anna answers two of the questions: two rows that point at the text, a receipt, and a record', async () => {
  const answered = await answer(anna, { 'photo.group': 'yes', 'film.school': 'no' })
  expect([answered.status, answered.headers.location]).toEqual([303, `${page}?saved=1`])
  const common = { child_id: ids.alma, guardian_id: ids.guardian, text_id: text, origin: 'portal' }
  expect(await rows()).toEqual([
    { ...common, medium: 'photo', level: 'group', answer: 'yes' },
    { ...common, medium: 'film', level: 'school', answer: 'no' },
  ])
  expect(await audits()).toEqual([{ event: 'consent.answered', subject_id: ids.alma, actor_id: ids.guardian }])
  const $ = parse((await anna.get(`${page}?saved=1`)).text)
  expect(
    $('[role=status] li')
      .toArray()
      .map((line) => $(line).text()),
  ).toEqual(['Foto, för gruppen: ja', 'Film, för hela enheten: nej'])
  expect($('input[name="photo.group"][checked]').val()).toBe('yes')
  expect(statusAt($, 'film.school')).toBe('no')
  house.setNow('2026-11-23T10:11:00Z')
  expect(parse((await anna.get(`${page}?saved=1`)).text)('[role=status]')).toHaveLength(0)
})

test('the same answer to all about a medium is one line of the receipt', async () => {
  await answer(anna, {
    'photo.pupil': 'yes',
    'photo.group': 'yes',
    'photo.school': 'yes',
    'film.group': 'no',
    'name.any': 'no',
  })
  const $ = parse((await anna.get(`${page}?saved=1`)).text)
  const lines = $('[role=status] li').toArray()
  expect(lines.map((line) => $(line).text())).toEqual([
    'Foto, alla frågorna: ja',
    'Film, för gruppen: nej',
    expect.stringMatching(/^Namn.*: nej$/),
  ])
})

test('decision 4: a yes holds when both have said it; one no or one change of mind is enough against', async () => {
  const status = async () => statusAt(parse((await adam.get(page)).text), 'photo.school')
  expect(await status()).toBe('not_answered')
  await answer(anna, { 'photo.school': 'yes' })
  expect(await status()).toBe('not_answered')
  await answer(adam, { 'photo.school': 'yes' })
  expect(await status()).toBe('yes')
  await answer(anna, { 'photo.school': 'no' })
  expect(await status()).toBe('withdrawn')
  await answer(anna, { 'photo.school': 'yes' })
  expect(await status()).toBe('yes')
  expect(await said()).toEqual(['yes', 'yes', 'withdrawn', 'yes'].map((word) => `photo.school ${word}`))
})

test('only what changed becomes a row: no after nothing is no, no after yes is a withdrawal, no after either is nothing', async () => {
  const form = { 'photo.pupil': 'no', 'sound.pupil': 'yes' }
  await answer(anna, form)
  // Sent twice, both are shown the receipt; later there is nothing new.
  expect((await answer(anna, form)).headers.location).toBe(`${page}?saved=1`)
  house.setNow('2026-11-23T10:11:00Z')
  expect((await answer(anna, form)).headers.location).toBe(`${page}?unchanged=1`)
  await answer(anna, { ...form, 'sound.pupil': 'no' })
  await answer(anna, { ...form, 'sound.pupil': 'no' })
  await answer(anna, {})
  expect(await said()).toEqual(['photo.pupil no', 'sound.pupil yes', 'sound.pupil withdrawn'])
  expect((await audits()).map(({ event }) => event)).toEqual(['consent.answered', 'consent.withdrawn'])
})

test('R21: everything is taken back in one step, also when the text has changed since', async () => {
  await answer(anna, { 'photo.group': 'yes', 'name.any': 'yes', 'film.group': 'no' })
  await newVersion()
  house.setNow('2026-11-23T10:01:00Z')
  const taken = await anna.post(page, { withdraw: 'all' }, page)
  expect(taken.status).toBe(303)
  expect((await said()).slice(3)).toEqual(['photo.group withdrawn', 'name.any withdrawn'])
  expect((await audits()).at(-1)).toMatchObject({ event: 'consent.withdrawn', subject_id: ids.alma })
  const $ = parse((await anna.get(`${page}?saved=1`)).text)
  expect($('[role=status] li')).toHaveLength(2)
  expect($('button[name=withdraw]')).toHaveLength(0)
  await anna.post(page, { withdraw: 'all' }, page)
  expect(await said()).toHaveLength(5)
})

test('an outdated text: 422, the new one is shown with the answers still ticked, and nothing is stored', async () => {
  await newVersion()
  const refused = await answer(anna, { 'photo.group': 'yes', 'film.school': 'no' })
  expect(refused.status).toBe(422)
  const $ = parse(refused.text)
  expect($('main').text()).toContain('Den nya texten')
  expect($('.notice.bad').text()).toContain('Texten har ändrats')
  expect($('input[name="photo.group"][checked]').val()).toBe('yes')
  expect($('input[name="film.school"][checked]').val()).toBe('no')
  expect(await rows()).toEqual([])
  const fields = { text: String($('input[name=text]').val()), 'photo.group': 'yes' }
  expect((await anna.post(page, fields, page)).status).toBe(303)
  for (const id of ['', 'x', '\0', crypto.randomUUID(), 'a'.repeat(5000)])
    expect((await answer(anna, { text: id, 'film.group': 'yes' })).status).toBe(422)
  expect(await rows()).toHaveLength(1)
})

test('read and answered in English, the answer points at the English text', async () => {
  await anna.post('/language', { lang: 'en', back: page }, page)
  const $ = parse((await anna.get(page)).text)
  const english = consentTexts().find(({ language }) => language === 'en')!
  expect($('h2').text()).toContain(english.title)
  await anna.post(page, { text: String($('input[name=text]').val()), 'sound.group': 'yes' }, page)
  expect((await rows())[0]!.text_id).toBe(english.id)
})

test('R3: somebody else’s child is not there, to read about or to answer for', async () => {
  for (const child of [ids.bo, ids.cia, ids.dold, crypto.randomUUID()]) {
    const address = addresses.consent(child)
    expect((await anna.get(address)).status).toBe(404)
    expect((await anna.post(address, { text, 'photo.group': 'yes' })).status).toBe(404)
    expect((await anna.post(address, { withdraw: 'all' })).status).toBe(404)
  }
  for (const who of ['neighbour', 'stranger', 'ended', 'hidden'])
    expect((await answer(await house.as(who), { 'photo.group': 'yes' }).catch(() => ({ status: 0 }))).status).toBe(404)
  expect((await (await house.as('pupil')).get(page)).status).toBe(404)
  for (const who of ['educator', 'principal', 'admin']) expect((await (await house.as(who)).get(page)).status).toBe(403)
  expect(await rows()).toEqual([])
})

test('values that contradict, that are no answers or no questions store nothing', async () => {
  const wrong: Fields[] = [
    { 'photo.group': ['yes', 'no'] },
    { 'photo.group': 'maybe' },
    { 'photo.group': 'withdrawn' },
    { 'photo.group': 'yes\0' },
    { 'photo.group': 'y'.repeat(100_000) },
    { 'photo.group': '' },
    { withdraw: 'everything' },
  ]
  for (const fields of wrong) {
    const refused = await answer(anna, { 'sound.school': 'yes', ...fields })
    expect([fields, refused.status]).toEqual([fields, 422])
    expect(parse(refused.text)('input[name="sound.school"][checked]').val()).toBe('yes')
    expect(parse(refused.text)('input[name="photo.group"][checked]')).toHaveLength(0)
  }
  const unknown = {
    'hologram.group': 'yes',
    'photo.any': 'yes',
    'name.group': 'yes',
    'photo.': 'yes',
    __proto__: 'yes',
    'photo[group]': 'yes',
  }
  const nothing = await answer(anna, unknown)
  expect([nothing.status, nothing.headers.location]).toEqual([303, `${page}?unchanged=1`])
  expect(parse((await anna.get(`${page}?unchanged=1`)).text)('.notice.info').text()).toContain('inget nytt är sparat')
  expect(await rows()).toEqual([])
})

test('the same form from ten fingers at once is one answer', async () => {
  const answers = { 'photo.group': 'yes' } as const
  const once = () =>
    house.services.actors.write(house.actor('guardian', 'guardian'), (tx) =>
      answerSitting(tx, text, [{ id: ids.alma, answers }]),
    )
  expect(new Set(await Promise.all(Array.from({ length: 10 }, once)))).toEqual(new Set(['stored']))
  expect(await said()).toEqual(['photo.group yes'])
  expect(await audits()).toHaveLength(1)
})

test('straight at Postgres: nobody answers for another, back in time, or changes what was said', async () => {
  await answer(anna, { 'photo.group': 'yes' })
  const { write } = house.services.actors
  const insert = (name: 'guardian' | 'neighbour', child: string, guardian: string, at: string | null) =>
    write(
      house.actor(name, 'guardian'),
      (tx) => tx.rows`
      insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
      values (${child}, ${guardian}, 'photo', 'group', 'yes', coalesce(${at}::timestamptz, ${tx.now}), ${text})`,
    )
  for (const attempt of [
    insert('guardian', ids.alma, ids.guardian2, null),
    insert('guardian', ids.bo, ids.guardian, null),
    insert('neighbour', ids.alma, ids.neighbour, null),
    insert('guardian', ids.alma, ids.guardian, '2026-01-01'),
    write(house.actor('guardian', 'guardian'), (tx) => tx.rows`update consent_answer set answer = 'no'`),
    write(house.actor('guardian', 'guardian'), (tx) => tx.rows`delete from consent_answer`),
  ])
    await expect(attempt).rejects.toMatchObject({ status: 403 })
  const adams = await house.services.actors.read(
    house.actor('guardian2', 'guardian'),
    (tx) => tx.rows`select from consent_answer`,
  )
  expect(adams).toEqual([])
  expect(await said()).toEqual(['photo.group yes'])
})

test('the page takes at most six statements', async () => {
  await anna.get(page)
  const sent: string[] = []
  house.database.web.onStatement = (statement) => sent.push(statement)
  await anna.get(page)
  delete house.database.web.onStatement
  expect(sent.length).toBeLessThanOrEqual(6)
})

async function newVersion(): Promise<void> {
  await house.database.owner.query(
    `insert into consent_text (id, version, language, title, body, valid_from) values
     (gen_random_uuid(), 2, 'sv', 'Ny fråga', 'Den nya texten', '2026-11-23'),
     (gen_random_uuid(), 2, 'en', 'New question', 'The new text', '2026-11-23'),
     (gen_random_uuid(), 3, 'sv', 'Kommande fråga', 'Texten från i morgon', '2026-11-24')`,
  )
}
