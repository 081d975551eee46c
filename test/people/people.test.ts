import { load as parse } from 'cheerio'
import { testNumbers } from '../../seeds/test-numbers.ts'
import { blindIndex } from '../../src/crypto/blind-index.ts'
import { seal } from '../../src/crypto/seal.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids, type Name } from '../support/cast.ts'

let house: TestApp
let ada: Browser
beforeEach(async () => {
  house = await testApp()
  ada = await house.as('admin')
})
afterEach(() => house.close())

const page = addresses.people

async function search(q: string, more: Record<string, string> = {}) {
  const answer = await ada.post(page, { q, ...more }, page)
  const $ = parse(answer.text)
  return {
    answer,
    $,
    names: $('tbody th')
      .toArray()
      .map((name) => $(name).text().trim()),
  }
}

const birth = (name: Name) => ({ alma: '2022', dold: '2022', neighbour: '1985' })[name as string]!

async function number(name: Name): Promise<string> {
  const digits = testNumbers.find((candidate) => candidate.startsWith(birth(name))) ?? testNumbers.at(-1)!
  await store(name, digits)
  return digits
}

async function store(name: Name, digits: string): Promise<void> {
  const { keys } = house.services
  await house.database.owner.query('update person set personnummer = $2, personnummer_index = $3 where id = $1', [
    ids[name],
    seal(keys.get('personnummer'), 'personnummer', digits, `person|personnummer|${ids[name]}`),
    blindIndex(keys.get('index.personnummer'), digits),
  ])
}

async function audits() {
  const { rows } = await house.database.owner.query(
    "select event, subject_id, object_id from audit_event where event like 'people.%' order by id",
  )
  return rows
}

test('before anybody is searched for, nobody is shown', async () => {
  const $ = parse((await ada.get(page)).text)
  expect($('tbody')).toHaveLength(0)
  expect($('form[role=search]').attr('method')).toBe('post')
})

test('a name is found by its parts in any order and any case, in Swedish order, with what they are and where', async () => {
  expect((await search('ask')).names).toEqual(['Adam Ask', 'Alma Ask', 'Anna Ask', 'Pim Ask'])
  expect((await search('  ASK   al ')).names).toEqual(['Alma Ask'])
  expect((await search('förr')).names).toEqual(['Frida Förr'])
  const { $ } = await search('BÅDA')
  expect(
    $('tbody td')
      .toArray()
      .map((cell) => $(cell).text().trim()),
  ).toEqual(['Vårdnadshavare, Pedagog', 'Granens förskola'])
  const alma = await search('Alma')
  expect(
    alma
      .$('tbody td')
      .toArray()
      .map((cell) => alma.$(cell).text().trim()),
  ).toEqual(['Barn', 'Myran, Björkens förskola'])
  expect(alma.$('tbody a').attr('href')).toBe(addresses.person(ids.alma))
})

test('what stands for anything in a pattern stands for itself', async () => {
  for (const q of ['%%', '__', '\\\\', 'As_', 'A%k', "' or 1=1 --", '%\\'])
    expect([q, (await search(q)).names]).toEqual([q, []])
  await house.database.owner.query("update person set family_name = 'As_k\\100%' where id = $1", [ids.bo])
  for (const q of ['As_k', '\\100', '100%']) expect([q, (await search(q)).names]).toEqual([q, ['Bo As_k\\100%']])
})

test('R15: a whole personnummer finds its owner, however it is written, and no part of one does', async () => {
  const digits = await number('neighbour')
  for (const q of [
    digits,
    digits.slice(2),
    `${digits.slice(0, 8)}-${digits.slice(8)}`,
    `${digits.slice(2, 8)}-${digits.slice(8)}`,
  ])
    expect([q, (await search(q)).names]).toEqual([q, ['Nils Berg']])
  for (const q of [digits.slice(0, 8), digits.slice(8), `${digits.slice(0, 11)}${(Number(digits[11]) + 1) % 10}`, '12'])
    expect([q, (await search(q)).answer.status]).toEqual([q, 422])
  expect((await search(testNumbers[0]!)).names).toEqual([])
})

test('decision 3: the protected family is found by neither name nor number, and has no page', async () => {
  const digits = await number('dold')
  for (const q of ['Dunkel', 'Dolda', 'Hedda', digits]) {
    const { names, $ } = await search(q)
    expect(names).toEqual([])
    expect($('main').text()).not.toMatch(/Dunkel,|Hedda D/)
  }
  for (const name of ['dold', 'hidden'] as const) expect((await ada.get(addresses.person(ids[name]))).status).toBe(404)
})

test('R15: neither name nor number comes to stand in an address, in the log or in what is recorded', async () => {
  const digits = await number('neighbour')
  await search(digits)
  await search('Nils Berg')
  await search(`${digits}9`)
  expect((await ada.get(`${page}?q=${digits}`)).text).not.toContain('Nils')
  expect(house.logged.join('\n')).not.toMatch(new RegExp(`${digits}|Nils`))
  expect(await audits()).toEqual([1, 2].map(() => ({ event: 'people.searched', subject_id: null, object_id: null })))
})

test('too little, too much and what is no text: 422, shown again, nothing recorded', async () => {
  for (const q of ['', 'a', ' x ', 'x'.repeat(101), 'An\0na', '+', '-']) {
    const { answer, $ } = await search(q)
    expect([q.slice(0, 5), answer.status]).toEqual([q.slice(0, 5), 422])
    expect($('#f-q').attr('aria-invalid')).toBe('true')
  }
  expect((await ada.post(page, {}, page)).status).toBe(422)
  expect((await ada.post(page, { q: ['Anna', 'Bo'] }, page)).status).toBe(422)
  expect(await audits()).toEqual([])
})

test('thirty to a page; the next is a form, since the question stands in no address', async () => {
  await house.database.owner.query(
    `insert into person (id, given_name, family_name)
     select gen_random_uuid(), lpad(n::text, 2, '0'), 'Zetterlund' from generate_series(1, 65) as n`,
  )
  const first = await search('zetter')
  expect(first.names).toHaveLength(30)
  expect(first.names[0]).toBe('01 Zetterlund')
  const form = first.$('form.pages')
  expect([form.attr('method'), form.find('input[name=q]').val(), form.find('button').attr('value')]).toEqual([
    'post',
    'zetter',
    '2',
  ])
  const last = await search('zetter', { page: '3' })
  expect(last.names.at(-1)).toBe('65 Zetterlund')
  expect((await search('zetter', { page: '999' })).names).toEqual(last.names)
  for (const wrong of ['0', '-1', 'x', '1e9', '\0'])
    expect((await search('zetter', { page: wrong })).names).toEqual(first.names)
})

test('a person: how they belong from day to day, and the number without its last four', async () => {
  const digits = await number('alma')
  const answer = await ada.get(addresses.person(ids.alma))
  const $ = parse(answer.text)
  expect($('main').text()).toContain(`${digits.slice(0, 8)}-****`)
  expect(answer.text).not.toContain(digits.slice(8))
  const periods = $('.period')
    .toArray()
    .map((row) => $(row).text().replace(/\s+/g, ' ').trim())
  expect(periods).toEqual([
    'Adam Ask Nu sedan 1 januari 2020',
    'Anna Ask Nu sedan 1 januari 2020',
    'Erik Ek 1 januari 2020 till 31 december 2025',
    'Myran, Björkens förskola Nu sedan 15 augusti 2024',
  ])
  expect($('.period a').first().attr('href')).toBe(addresses.person(ids.guardian2))
  const bea = parse((await ada.get(addresses.person(ids.both))).text)
  expect(
    bea('section h2')
      .toArray()
      .map((heading) => bea(heading).text()),
  ).toEqual(['Barn', 'Tjänster', 'Ändra för hand'])
  expect(await audits()).toEqual([
    { event: 'people.read', subject_id: ids.alma, object_id: ids.alma },
    { event: 'people.read', subject_id: null, object_id: ids.both },
  ])
})

test('units with who belongs there today, group by group, and nobody protected among them', async () => {
  const units = parse((await ada.get('/admin/people/units')).text)
  const row = units('tbody tr')
    .toArray()
    .map((each) => units(each).text().replace(/\s+/g, ' ').trim())
  expect(row).toContain('Björkens förskola 2 3 2')
  const { status, text } = await ada.get(`/admin/people/units/${ids.björken}`)
  expect(status).toBe(200)
  const said = parse(text)('main').text().replace(/\s+/g, ' ')
  for (const name of ['Alma Ask', 'Bo Berg', 'Flora Flytt', 'Eva Lind Förskollärare', 'Pia Björk Rektor'])
    expect(said).toContain(name)
  expect(said).not.toMatch(/Dunkel|Frida Förr/)
})

test('nobody but the administrator, and no one who is not there', async () => {
  for (const who of ['guardian', 'pupil', 'educator', 'principal', 'records', 'dpo']) {
    const browser = await house.as(who)
    expect((await browser.get(page)).status).toBe(403)
    expect((await browser.get(addresses.person(ids.alma))).status).toBe(403)
    expect((await browser.post(page, { q: 'Alma' })).status).toBe(403)
  }
  for (const id of [crypto.randomUUID(), 'x', '%00', ids.myran])
    expect((await ada.get(addresses.person(id))).status).toBe(404)
  const reading = house.services.actors.read(
    house.actor('educator', 'educator'),
    (tx) => tx.rows`select personnummer_index from person`,
  )
  await expect(reading).rejects.toMatchObject({ status: 403 })
})

test('at most six statements, searching and reading', async () => {
  await ada.get(page)
  const token = await ada.token(page)
  for (const ask of [
    () => ada.agent.post(page).type('form').send({ _csrf: token, q: 'ask' }),
    () => ada.get(addresses.person(ids.alma)),
  ]) {
    const sent: string[] = []
    house.database.web.onStatement = (statement) => sent.push(statement)
    expect((await ask()).status).toBe(200)
    delete house.database.web.onStatement
    expect(sent.length).toBeLessThanOrEqual(6)
  }
})
