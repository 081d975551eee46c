import { load as parse } from 'cheerio'
import { answerSitting } from '../../src/consent/commands.ts'
import { consentTexts } from '../../src/consent/texts.ts'
import { addresses } from '../../src/web/addresses.ts'
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

const page = addresses.sitting
const text = consentTexts().find(({ language, audience }) => language === 'sv' && audience === 'guardian')!.id
const field = (child: string, question: string) => `${child}.${question}`

async function said() {
  const { rows } = await house.database.owner.query(
    'select child_id, guardian_id, medium, level, answer, answered_at, text_id from consent_answer order by child_id, medium, level, id',
  )
  return rows
    .map((row) => `${row.child_id === ids.alma ? 'Alma' : 'Pim'} ${row.medium}.${row.level} ${row.answer}`)
    .sort()
}

test('both children are listed with what is asked about each; nothing is ticked, and no answer is anybody else’s', async () => {
  const start = parse((await anna.get('/')).text)
  expect(start(`a[href="${page}"]`)).toHaveLength(1)
  const $ = parse((await anna.get(page)).text)
  expect(
    $('main ul.list li')
      .toArray()
      .map((each) => $(each).text().replace(/\s+/g, ' ').trim()),
  ).toEqual(['Alma10 frågor väntar på ditt svar.', 'Pim10 frågor väntar på ditt svar.'])
  expect($('input[type=radio]')).toHaveLength(40)
  expect($('input[checked]')).toHaveLength(0)
  const names = new Set(
    $('input[type=radio]')
      .toArray()
      .map((input) => $(input).attr('name')),
  )
  expect(names.size).toBe(20)
  expect([...names].every((name) => name!.startsWith(`${ids.alma}.`) || name!.startsWith(`${ids.pim}.`))).toBe(true)
  // The whole text once, before the first question.
  for (const paragraph of consentTexts().find(({ id }) => id === text)!.paragraphs)
    expect($('main').text().split(paragraph)).toHaveLength(2)
  // Whoever has been shown it has been asked, about each child.
  const { rows } = await house.database.owner.query('select child_id from consent_shown where person_id = $1', [
    ids.guardian,
  ])
  expect(rows.map(({ child_id }) => child_id).sort()).toEqual([ids.alma, ids.pim].sort())
})

test('answered child by child in one sending: a row for each, one receipt for all, and only what is left is asked', async () => {
  const answers = {
    [field(ids.alma, 'photo.group')]: 'yes',
    [field(ids.alma, 'film.school')]: 'no',
    [field(ids.pim, 'photo.group')]: 'no',
  }
  const sent = await anna.post(page, { text, ...answers }, page)
  expect([sent.status, sent.headers.location]).toEqual([303, `${page}?saved=1`])
  expect(await said()).toEqual(['Alma film.school no', 'Alma photo.group yes', 'Pim photo.group no'])
  const $ = parse((await anna.get(`${page}?saved=1`)).text)
  const receipt = $('[role=status]')
  expect(
    receipt
      .find('h3')
      .toArray()
      .map((each) => $(each).text()),
  ).toEqual(['Alma', 'Pim'])
  expect(
    receipt
      .find('li')
      .toArray()
      .map((each) => $(each).text()),
  ).toEqual(['Foto, för gruppen: ja', 'Film, för hela enheten: nej', 'Foto, för gruppen: nej'])
  expect($('input[type=radio]')).toHaveLength(2 * (20 - 3))
  expect($(`input[name="${field(ids.alma, 'photo.group')}"]`)).toHaveLength(0)
  const events = await house.database.owner.query("select subject_id from audit_event where event = 'consent.answered'")
  expect(events.rows.map((row) => row.subject_id).sort()).toEqual([ids.alma, ids.pim].sort())
  // Sent again, nothing more comes of it.
  await anna.post(page, { text, ...answers }, page)
  expect(await said()).toHaveLength(3)
})

test('the receipt says for each child what left the portal, and only what this sitting changed', async () => {
  const { owner } = house.database
  await everybodySaysYes(house, ids.alma, ids.pim)
  await owner.query(
    'insert into media_subject select m.id, $1 from media m where m.document_id = $2 on conflict do nothing',
    [ids.alma, ids.docAlma],
  )
  await owner.query(
    'insert into document_scope (document_id, group_id, published_at) select $1, $2, published_at from document where id = $1',
    [ids.docAlma, ids.myran],
  )
  await owner.query(
    `insert into consent_text (id, version, language, title, body, valid_from, earlier_until)
     values (gen_random_uuid(), 2, 'sv', 'Ny', 'Ny text', '2026-11-23', '2026-12-31')`,
  )
  const $ = parse((await anna.get(page)).text)
  expect($('main ul.list').text()).toContain('9 ja gällde en tidigare text. 1 fråga väntar på ditt svar.')
  const changed = String($('input[name=text]').val())
  await anna.post(
    page,
    { text: changed, [field(ids.alma, 'photo.pupil')]: 'no', [field(ids.pim, 'sound.group')]: 'yes' },
    page,
  )
  const saved = parse((await anna.get(`${page}?saved=1`)).text)
  const alma = saved('[role=status] h3:contains(Alma)').nextUntil('h3').text()
  expect(alma).toContain('Foto, för barnet: ditt ja är återtaget')
  expect(alma).toContain('1 bild')
  const pim = saved('[role=status] h3:contains(Pim)').nextUntil('h3').text()
  expect(pim).toContain('Ljud, för gruppen: ja')
  expect(pim).not.toContain('bild')
  house.setNow('2026-11-23T10:11:00Z')
  expect(parse((await anna.get(`${page}?saved=1`)).text)('[role=status]')).toHaveLength(0)
})

test('what is wrong is said beside its question, what was chosen for every child stands, and nothing is stored', async () => {
  const good = { [field(ids.alma, 'photo.group')]: 'yes', [field(ids.pim, 'film.group')]: 'no' }
  for (const wrong of [
    { [field(ids.pim, 'photo.group')]: ['yes', 'no'] },
    { [field(ids.pim, 'photo.group')]: 'maybe' },
    { [field(ids.pim, 'photo.group')]: '' },
  ]) {
    const refused = await anna.post(page, { text, ...good, ...wrong }, page)
    expect(refused.status).toBe(422)
    const $ = parse(refused.text)
    const id = `f-${ids.pim}-photo-group`
    expect($(`#${id}-error`).text()).toContain('Välj ett svar: ja eller nej.')
    expect($(`.notice.bad a[href="#${id}"]`)).toHaveLength(1)
    expect($(`input[name="${field(ids.alma, 'photo.group')}"][checked]`).val()).toBe('yes')
    expect($(`input[name="${field(ids.pim, 'film.group')}"][checked]`).val()).toBe('no')
  }
  const outdated = await anna.post(page, { text: crypto.randomUUID(), ...good }, page)
  expect(outdated.status).toBe(422)
  expect(outdated.text).toContain('Texten har ändrats')
  expect(parse(outdated.text)('input[checked]')).toHaveLength(2)
  const empty = await anna.post(page, { text }, page)
  expect([empty.status, parse(empty.text)('.notice.bad').text()]).toEqual([
    422,
    expect.stringContaining('Välj minst ett svar.'),
  ])
  expect(await said()).toEqual([])
})

test('R3: an answer for a child that is not one’s own among them: not there, and nothing is stored for the others', async () => {
  for (const child of [ids.bo, ids.dold, crypto.randomUUID(), 'x', ids.guardian]) {
    const sent = await anna.post(
      page,
      { text, [field(ids.alma, 'photo.group')]: 'yes', [field(child, 'photo.group')]: 'yes' },
      page,
    )
    expect([child, sent.status]).toEqual([child, 404])
  }
  expect(await said()).toEqual([])
  for (const who of ['pupil', 'educator', 'principal', 'admin'])
    expect((await (await house.as(who)).get(page)).status).toBe(403)
})

test('everything answered: nothing is asked, and the way to change an answer is there; a stranger to the question has one child', async () => {
  await house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
     select c, $1, q.medium, q.level, 'yes', '2026-10-01', $2 from reach.consent_questions() q, unnest($3::uuid[]) c`,
    [ids.guardian, text, [ids.alma, ids.pim]],
  )
  const $ = parse((await anna.get(page)).text)
  expect($('form[action="/consent"]')).toHaveLength(0)
  expect($('main').text()).toContain('Inget väntar på ditt svar.')
  expect($(`main a[href="${addresses.consent(ids.pim)}"]`)).toHaveLength(1)
  expect(parse((await anna.get('/')).text)(`a[href="${page}"]`)).toHaveLength(0)
  expect(parse((await (await house.as('neighbour')).get('/')).text)(`a[href="${page}"]`)).toHaveLength(0)
  expect((await (await house.as('neighbour')).get(page)).status).toBe(200)
})

test('from ten fingers at once, with the children in any order: one answer each, and nobody waits for ever', async () => {
  const both = [
    { id: ids.alma, answers: { 'photo.group': 'yes' as const } },
    { id: ids.pim, answers: { 'photo.group': 'yes' as const } },
  ]
  const once = (_: unknown, index: number) =>
    house.services.actors.write(house.actor('guardian', 'guardian'), (tx) =>
      answerSitting(tx, text, index % 2 ? both : both.toReversed()),
    )
  await Promise.all(Array.from({ length: 10 }, once))
  expect(await said()).toEqual(['Alma photo.group yes', 'Pim photo.group yes'])
})

test('the page takes at most six statements, and as many to store whatever the number of children', async () => {
  const counted = async (work: () => Promise<unknown>) => {
    const sent: string[] = []
    house.database.web.onStatement = (statement) => sent.push(statement)
    await work()
    delete house.database.web.onStatement
    return sent.length
  }
  await anna.get(page)
  expect(await counted(() => anna.get(page))).toBeLessThanOrEqual(6)
  const write = (given: Parameters<typeof answerSitting>[2]) =>
    counted(() =>
      house.services.actors.write(house.actor('guardian', 'guardian'), (tx) => answerSitting(tx, text, given)),
    )
  const one = await write([{ id: ids.alma, answers: { 'photo.group': 'yes' } }])
  const two = await write([
    { id: ids.alma, answers: { 'film.group': 'yes' } },
    { id: ids.pim, answers: { 'film.group': 'yes' } },
  ])
  expect(two).toBe(one)
})
