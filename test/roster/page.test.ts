import { load as parse } from 'cheerio'
import { rosterDoor } from '../../src/roster/door.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { bring } from './house.ts'
import { child, find, folderOf, id, person, placement, type Register, town } from './register.ts'

let house: TestApp
let ada: Browser
beforeEach(async () => {
  house = await testApp()
  ada = await house.as('admin')
})
afterEach(() => house.close())

const page = '/admin/roster'

async function from(register: Register): Promise<void> {
  const { keys, config, clock, log } = house.services
  const source = await folderOf(register)
  house.services.roster = rosterDoor({
    database: house.database.roster,
    keys,
    config: { ...config, roster: { source, token: undefined } },
    clock,
    log,
  })
}

async function settled(): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await house.database.owner.query(
      'select count(*)::int as open from job_run where finished_at is null',
    )
    if (rows[0].open === 0) return (await ada.get(page)).text
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the run did not end')
}

const noticed = async () =>
  parse(await settled())('.notice')
    .first()
    .text()

const order = (fields: Record<string, string>) => ada.post(page, fields, page)

test('where nothing is set up the page says so and offers nothing', async () => {
  const $ = parse((await ada.get(page)).text)
  expect($('button[name=order]')).toHaveLength(0)
  expect($('.notice').text()).toContain('inte inställd')
  expect((await order({ order: 'bring' })).status).toBe(409)
})

test('the administrator looks first, brings in, and meets the people', async () => {
  await from(town())
  expect((await order({ order: 'look' })).status).toBe(303)
  const foreseen = parse(await settled())
  expect(foreseen('.notice h2').text()).toContain('Så här skulle det bli')
  expect(foreseen('details').text()).toContain('Karin Norr, för Lina Norr')
  expect(foreseen('details').text()).toContain('Lina Norr: Ekorren, Eken')
  // Nobody to look up yet.
  expect(foreseen('main details a')).toHaveLength(0)
  house.setNow('2026-11-23T10:05:00Z')
  await order({ order: 'bring' })
  const done = parse(await settled())
  expect(done('.notice h2').text()).toContain('Klar')
  const href = done('main details a').attr('href')!
  expect((await ada.get(href)).status).toBe(200)
})

test('stopped by the brake it asks, and goes on only with a tick', async () => {
  const big = town()
  for (let index = 0; index < 12; index += 1) {
    big.persons.push(child(`Barn${index} Många`, [`Vuxen${index} Många`]), person(`Vuxen${index} Många`))
    big.placements.push(placement(`Barn${index} Många`, 'Eken', 'Ekorren'))
  }
  await bring(house, big)
  house.setNow('2026-11-23T10:05:00Z')
  await from(big)
  await order({ order: 'look' })
  expect(await noticed()).toContain('Inget skulle ändras')
  await from(town())
  house.setNow('2026-11-23T10:05:30Z')
  await order({ order: 'look' })
  expect(await noticed()).toContain('stannar och frågar')
  house.setNow('2026-11-23T10:05:50Z')
  await order({ order: 'bring' })
  const stopped = parse(await settled())
  expect(stopped('.notice.bad h2').text()).toContain('Stoppad')
  expect(stopped('details[open]').first().text()).toContain('12 vårdnadshavare förlorar åtkomst')
  const refused = await order({ order: 'go-on' })
  expect([refused.status, parse(refused.text)('.notice.bad').first().text()]).toEqual([
    422,
    expect.stringContaining('Kryssa i'),
  ])
  // And beside the box that was not ticked, which the summary leads to.
  expect(parse(refused.text)('#f-seen .field-error').text()).toContain('Kryssa i')
  house.setNow('2026-11-23T10:06:00Z')
  expect((await order({ order: 'go-on', seen: 'yes' })).status).toBe(303)
  expect(
    parse(await settled())('.notice h2')
      .first()
      .text(),
  ).toContain('Klar')
})

test('decision 3: a protected family is in no report, and a report that named somebody later protected does not', async () => {
  const register = town()
  find(register, 'Maja Syd').securityMarking = 'Skyddad folkbokföring'
  await from(register)
  await order({ order: 'look' })
  const foreseen = await settled()
  expect(foreseen).toContain('Karin Norr')
  for (const trace of ['Maja', 'Sofia', '– –', 'Lodjuret']) expect(foreseen).not.toContain(trace)
  house.setNow('2026-11-23T10:05:00Z')
  await order({ order: 'bring' })
  const done = await settled()
  expect(done).toContain('Johan Norr')
  await house.database.owner.query(`insert into protected_identity values ($1, '[2026-01-01,)')`, [id('Johan Norr')])
  expect(await settled()).not.toMatch(/Johan|Lina|Olle|Maja|Sofia/)
})

test('what was wrong is told by record and field', async () => {
  const register = town()
  find(register, 'Maja Syd').birthDate = 'i våras'
  await from(register)
  await order({ order: 'bring' })
  const $ = parse(await settled())
  expect($('.notice.bad h2').text()).toContain('går inte att använda')
  expect($('main').text()).toContain(`persons.json · ${id('Maja Syd')} · birthDate`)
  expect($('main').text()).not.toContain('i våras')
})

test('what is odd is told of by name, also of people who are not here yet, and of nobody protected', async () => {
  const register = town()
  find(register, 'Sofia Syd').civicNo = { value: '198805172387' }
  find(register, 'placement Lina Norr Ekorren').schoolType = 'XX'
  const child = find(register, 'Olle Norr')
  Object.assign(child, { securityMarking: 'Sekretessmarkering', civicNo: { value: '201701012394' } })
  Object.assign(find(register, 'Johan Norr'), { civicNo: { value: '198805192394' } })
  await from(register)
  await order({ order: 'look' })
  const told = () => settled().then((html) => parse(html)('main li').text())
  // Olle's household is hidden with him, and so is that anything was odd about it, or that somebody in it has Sofia's number.
  expect(await told()).toContain('Sofia Syd')
  expect(await told()).not.toMatch(/Karin|Johan|Lina|Olle|Två personer|Okänt|inte giltigt/)
  Object.assign(child, { securityMarking: 'Ingen' })
  house.setNow('2026-11-23T10:05:00Z')
  await from(register)
  await order({ order: 'look' })
  for (const words of [
    'Sofia Syd: Två personer',
    'Karin Norr: Två personer',
    'Johan Norr: Personnumret',
    'Lina Norr: Okänt värde',
  ])
    expect(await told()).toContain(words)
})

test('R13, R15: who loses a relation in the night is signed out everywhere by the next click', async () => {
  await bring(house, town())
  const { owner } = house.database
  // The cast's Anna gets a place in the register, as guardian of a child there.
  await owner.query(
    `insert into guardianship (guardian_id, child_id, valid, origin) values ($1, $2, '[2026-11-01,)', 'roster')`,
    [
      (await owner.query(`select person_id from account where username = 'guardian'`)).rows[0].person_id,
      id('Lina Norr'),
    ],
  )
  const anna = await house.as('guardian')
  expect((await anna.get(`/children/${id('Lina Norr')}`)).status).toBe(200)
  await bring(house, town())
  const after = await anna.get(`/children/${id('Lina Norr')}`)
  expect([after.status, after.headers.location]).toEqual([303, '/login'])
  expect((await (await house.as('guardian')).get(`/children/${id('Lina Norr')}`)).status).toBe(404)
})
