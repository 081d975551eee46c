import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { facts } from '../access/facts.ts'
import { addDocument } from '../access/ground.ts'
import { type Browser, type Fields, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { checksum } from '../support/checksum.ts'

let house: TestApp
let eva: Browser
let pia: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
  pia = await house.as('principal')
})
afterAll(() => house.close())

const said = { title: 'Mer om språk', analysis: 'Vi har byggt mycket.', next: 'Läsvila varje dag.' }
const about = { group: ids.myran, term: '2026-autumn', version: 0 }
const send = (who: Browser, id: string, fields: Fields) => who.post(`/staff/follow-up/notes/${id}`, fields)
const versions = async (id: string) =>
  Number(
    (await house.database.owner.query('select count(*) from follow_up_version where note_id = $1', [id])).rows[0].count,
  )

test('R1: an analysis is read by the staff of the unit with the items it builds on, and what stood before stays', async () => {
  const id = randomUUID()
  const first = await send(eva, id, { ...about, ...said, items: [ids.docAlma, ids.docMyran] })
  expect([first.status, first.headers.location]).toEqual([303, `/staff/follow-up/notes/${id}?saved`])
  const second = await send(pia, id, {
    ...said,
    version: 1,
    next: 'Läsvila, och skyltar i hallen.',
    items: ids.docMyran,
  })
  expect(second.status).toBe(303)

  const { text } = await eva.get(`/staff/follow-up/notes/${id}`)
  const page = parse(text)
  expect(page('h1').text()).toBe('Mer om språk')
  expect(page('article').text()).toContain('Läsvila, och skyltar i hallen.')
  expect(page('article').text()).toContain('Skrivet av Pia Björk, rektor')
  expect(page('.facts').text()).toContain('23 november 2031')
  expect(page('[aria-labelledby=items] b').text()).toBe('Myran i regnet')
  const earlier = page('[aria-labelledby=earlier]').text()
  expect(earlier).toContain('Läsvila varje dag.')
  expect(earlier).toContain('Eva Lind, pedagog')
  const listed = await eva.get(`/staff/follow-up/groups/${ids.myran}`)
  expect(listed.text).toContain('Mer om språk')
  expect((await eva.get(`/staff/follow-up/groups/${ids.myran}?term=2026-spring`)).text).not.toContain('Mer om språk')
})

test('what it builds on may be any of the term’s: the latest twelve at first, all at a press, and what is typed stays', async () => {
  const { owner } = house.database
  const like = facts().documents.find((each) => each.id === ids.docMyran)!
  const many = Array.from({ length: 14 }, (_, n) => {
    const publishedAt = new Date(`2026-10-${10 + n}T10:00:00Z`)
    return { ...like, id: randomUUID(), publishedAt, goals: [] }
  })
  for (const each of many) await addDocument(owner, house, each)
  const id = randomUUID()
  const form = parse((await eva.get(`/staff/follow-up/notes/new?group=${ids.myran}&term=2026-autumn`)).text)
  expect(form('[name=items]')).toHaveLength(12)
  const typed = { ...about, ...said, items: ids.docAlma }
  const wide = await send(eva, id, { ...typed, offer: 'all' })
  const page = parse(wide.text)
  expect([wide.status, page('[name=analysis]').text().trim()]).toEqual([200, said.analysis])
  expect(page('[name=items]').length).toBeGreaterThan(14)
  expect(page('[name=items][checked]').val()).toBe(ids.docAlma)
  expect(page('[name=offer]')).toHaveLength(0)
  expect(await versions(id)).toBe(0)
  // A mistake later on shows as many.
  const wrong = parse((await send(eva, id, { ...typed, analysis: '', next: '', shown: 'all' })).text)
  expect(wrong('[name=items]').length).toBe(page('[name=items]').length)
  await owner.query('delete from document where id = any ($1)', [many.map((each) => each.id)])
})

test('a mistake does not hide that somebody wrote meanwhile: the next saving is told of it still', async () => {
  const id = randomUUID()
  await send(eva, id, { ...about, ...said })
  await send(pia, id, { ...said, version: 1, analysis: 'Pias ord.' })
  const wrong = await send(eva, id, { version: 1, title: '', analysis: '', next: '' })
  expect([wrong.status, parse(wrong.text)('[name=version]').val()]).toEqual([422, '1'])
  expect((await send(eva, id, { ...said, version: 1 })).status).toBe(409)
})

test('two write on in the same version: the second is told, with the text kept, and saving again keeps both', async () => {
  const id = randomUUID()
  await send(eva, id, { ...about, ...said })
  await send(pia, id, { ...said, version: 1, analysis: 'Pias ord.' })
  const late = await send(eva, id, { ...said, version: 1, analysis: 'Evas senare ord.' })
  expect(late.status).toBe(409)
  const page = parse(late.text)
  expect(page('[name=analysis]').text()).toContain('Evas senare ord.')
  expect(page('[data-focus]').text()).toContain('Någon har skrivit vidare')
  expect(page('[name=version]').val()).toBe('2')
  expect((await send(eva, id, { ...said, version: 2, analysis: 'Evas senare ord.' })).status).toBe(303)
  const { text } = await eva.get(`/staff/follow-up/notes/${id}`)
  expect(text).toContain('Pias ord.')
  expect(await versions(id)).toBe(3)
})

test('sent twice in one breath it is one note', async () => {
  for (let round = 0; round < 3; round += 1) {
    const id = randomUUID()
    const answers = await Promise.all([send(eva, id, { ...about, ...said }), send(eva, id, { ...about, ...said })])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await versions(id)).toBe(1)
  }
})

describe('what is wrong is told beside the field, with everything typed kept, and nothing is stored', () => {
  test.each<[string, Fields, string, RegExp]>([
    ['nothing written', { analysis: '  ', next: '' }, 'analysis', /Skriv något/],
    ['too long', { analysis: 'x'.repeat(5001) }, 'analysis', /5\s?000/],
    ['a heading too long', { title: 'x'.repeat(201) }, 'title', /200/],
    ['a character that is none', { next: 'läs\0vila' }, 'next', /./],
    ['items that are no ids', { items: ['x'] }, 'items', /./],
    ['more items than anybody follows', { items: Array.from({ length: 21 }, () => randomUUID()) }, 'items', /20/],
  ])('%s', async (_what, fields, field, words) => {
    const before = await checksum(house.database.owner, ['audit_event', 'session'])
    const answer = await send(eva, randomUUID(), { ...about, ...said, ...fields })
    expect(answer.status).toBe(422)
    const page = parse(answer.text)
    expect(page(`#f-${field}-error`).text()).toMatch(words)
    if (!('title' in fields)) expect(page('[name=title]').val()).toBe('Mer om språk')
    expect(await checksum(house.database.owner, ['audit_event', 'session'])).toEqual(before)
  })

  test.each<[string, Fields]>([
    ['about nothing', { group: '', term: '2026-autumn' }],
    ['about a group of another unit', { group: ids.kotten }],
    ['leaning on an item out of reach', { items: ids.docCia }],
    ['leaning on a draft', { items: ids.draft }],
    ['leaning on what does not exist', { items: randomUUID() }],
  ])('%s is not there', async (_what, fields) => {
    const before = await checksum(house.database.owner, ['audit_event', 'session'])
    expect((await send(eva, randomUUID(), { ...about, ...said, ...fields })).status).toBe(404)
    expect(await checksum(house.database.owner, ['audit_event', 'session'])).toEqual(before)
  })
})

test('a term that is not offered is the present one', async () => {
  const id = randomUUID()
  await send(eva, id, { ...about, ...said, term: '1999-autumn' })
  const { rows } = await house.database.owner.query('select term from follow_up_note where id = $1', [id])
  expect(rows).toEqual([{ term: '2026-autumn' }])
})

test('R9: the words are nowhere in the database, and a version opens in its own place alone', async () => {
  const id = randomUUID()
  await send(eva, id, { ...about, ...said, analysis: 'Ordet kantarell står här.' })
  await send(eva, id, { ...said, version: 1, analysis: 'Ordet blåbär står här.' })
  const { rows } = await house.database.owner.query(
    `select (select string_agg(n::text, '') from follow_up_note n) || (select string_agg(v::text, '') from follow_up_version v)
       || (select string_agg(encode(sealed_content, 'escape'), '') from follow_up_version) as everything`,
  )
  expect(rows[0].everything).not.toMatch(/kantarell|Mer om|Eva/)
  await house.database.owner.query(
    `update follow_up_version v set sealed_content = w.sealed_content from follow_up_version w
     where v.note_id = $1 and v.version = 2 and w.note_id = $1 and w.version = 1`,
    [id],
  )
  const moved = parse((await eva.get(`/staff/follow-up/notes/${id}`)).text)
  expect(moved('article').text()).toContain('går inte att öppna')
})

test('decision 3: of somebody under protection today the role alone is said', async () => {
  const id = randomUUID()
  await send(eva, id, { ...about, ...said })
  await house.database.owner.query("insert into protected_identity values ($1, '[2026-11-01,)')", [ids.educator])
  for (const path of [`/staff/follow-up/notes/${id}`, `/staff/follow-up/groups/${ids.myran}`]) {
    const { text } = await pia.get(path)
    expect(text).not.toContain('Eva Lind')
    expect(text).toContain('Mer om språk')
  }
  await house.database.owner.query('delete from protected_identity where person_id = $1', [ids.educator])
})

test('what was read and written is in the log, by ids alone', async () => {
  const id = randomUUID()
  await send(eva, id, { ...about, ...said })
  await eva.get(`/staff/follow-up/notes/${id}`)
  await eva.get(`/staff/follow-up/groups/${ids.myran}`)
  const { rows } = await house.database.owner.query(
    "select distinct event from audit_event where event like 'follow-up.%' and object_id = any ($1) order by 1",
    [[id, ids.myran]],
  )
  expect(rows.map(({ event }) => event)).toEqual(['follow-up.listed', 'follow-up.read', 'follow-up.saved'])
  expect(house.logged.join('')).not.toMatch(/Läsvila|Mer om/)
})

describe('what cannot be opened is said in words', () => {
  const change = (text: string, id: string) => house.database.owner.query(text, [id])

  test('a damaged version: the others are read, and one may write on', async () => {
    const id = randomUUID()
    await send(eva, id, { ...about, ...said })
    await send(eva, id, { ...said, version: 1, analysis: 'Andra versionen.' })
    await change(
      `update follow_up_version set sealed_content = overlay(sealed_content placing '\\x00'::bytea from 20)
       where note_id = $1 and version = 2`,
      id,
    )
    const { status, text } = await eva.get(`/staff/follow-up/notes/${id}`)
    expect(status).toBe(200)
    const page = parse(text)
    expect(page('article').text()).toContain('går inte att öppna')
    expect(page('[aria-labelledby=earlier]').text()).toContain('Vi har byggt mycket.')
    expect((await eva.get(`/staff/follow-up/groups/${ids.myran}`)).text).toContain('Går inte att öppna')
    expect((await eva.get(`/staff/follow-up/notes/${id}/edit`)).status).toBe(200)
    expect((await send(eva, id, { ...said, version: 2, analysis: 'Tredje.' })).status).toBe(303)
    expect((await eva.get(`/staff/follow-up/notes/${id}`)).text).toContain('Den här versionen går inte att öppna')
  })

  test('a note whose key is gone: it says so, and what somebody was writing is kept', async () => {
    const id = randomUUID()
    await send(eva, id, { ...about, ...said })
    await change("update follow_up_note set key_month = '2019-01' where id = $1", id)
    const { status, text } = await eva.get(`/staff/follow-up/notes/${id}`)
    expect(status).toBe(200)
    expect(text).toContain('Nyckeln saknas')
    expect(text).not.toContain('Skriv vidare')
    expect((await eva.get(`/staff/follow-up/groups/${ids.myran}`)).status).toBe(200)
    expect((await eva.get(`/staff/follow-up/units/${ids.björken}`)).status).toBe(200)
    const edit = await eva.get(`/staff/follow-up/notes/${id}/edit`)
    expect([edit.status, edit.headers.location]).toEqual([303, `/staff/follow-up/notes/${id}`])
    const late = await send(eva, id, { ...said, version: 1, analysis: 'Skrevs just nu.' })
    expect(late.status).toBe(409)
    expect(parse(late.text)('[name=analysis]').text()).toContain('Skrevs just nu.')
    expect(parse(late.text)('[data-focus]').text()).toContain('går inte att öppna')
    expect(await versions(id)).toBe(1)
  })
})
