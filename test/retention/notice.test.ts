import { load as parse } from 'cheerio'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { readPdf } from '../support/pdf.ts'

/** R14: guardians are told sixty days before, and take what goes with them in one step. Today is 23 November 2026. */
let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const publish = (id: string, at: string) =>
  house.database.owner.query(
    `with d as (update document set published_at = '${at}' where id = '${id}' returning id)
     update document_scope set published_at = '${at}' where document_id = '${id}'`,
  )
const told = async (who: string) => parse((await (await house.as(who)).get('/')).text)

test('R14 what goes within sixty days is said on the start page, with the day; what goes later is not', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  await publish(ids.docAlma, '2022-01-22T09:00:00Z')
  expect((await told('guardian'))('main').text()).toContain('snart bort, den 22 januari 2027')
  await publish(ids.docAlma, '2022-01-22T11:00:00Z')
  expect((await told('guardian'))('main').text()).not.toContain('snart bort, den')
  house.setNow('2026-11-24T10:00:00Z')
  expect((await told('guardian'))('main').text()).toContain('snart bort, den 22 januari 2027')
  // No day that has been: a night that did not come through.
  house.setNow('2027-01-24T10:00:00Z')
  expect((await told('guardian'))('main').text()).toContain('tas bort vilken natt som helst')
})

test('one step saves just that; another family is told of their own only', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  await publish(ids.docAlma, '2022-01-10T09:00:00Z')
  const page = await told('guardian')
  const form = page('form[data-paper]').first()
  const anna = await house.as('guardian')
  const answer = await anna.agent
    .post(form.attr('action')!)
    .type('form')
    .send({ _csrf: await anna.token('/'), period: String(form.find('[name=period]').val()) })
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => done(null, Buffer.concat(pieces)))
    })
  const paper = (await readPdf(answer.body as Buffer)).pages.join('\n')
  expect(paper).toContain('Alma bygger en bro')
  expect(paper).not.toContain('Två bygger tillsammans')
  expect((await told('neighbour'))('form[data-paper]')).toHaveLength(0)
  expect((await told('stranger'))('form[data-paper]')).toHaveLength(0)
})

test('R14 each item says its own day; one that stays past it says so, and no day that has been', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  const anna = await house.as('guardian')
  const said = async () =>
    parse((await anna.get(`/documents/${ids.docAlma}`)).text)('.facts div')
      .last()
      .text()
      .replace(/\s+/g, ' ')
  const rule = (change: string) =>
    house.database.owner.query(`update retention_rule set ${change} where kind = 'documentation'`)
  await publish(ids.docAlma, '2021-11-23T11:00:00Z')
  expect(await said()).toMatch(/^Tas bort23 november 2026/)
  await publish(ids.docAlma, '2021-11-20T09:00:00Z')
  expect(await said()).toMatch(/^Tas bortSkulle ha tagits bort 20 november 2026\. Den finns kvar/)
  await rule(`fate = 'preserve'`)
  expect(await said()).toMatch(/^Lämnas till kommunens arkivSedan 20 november 2026\. Den kan försvinna/)
  await rule(`fate = 'delete', valid = '[2019-07-01,2026-01-01)'`)
  expect(await said()).toBe('Tas bortTas inte bort än')
  await rule(`valid = '[2019-07-01,)'`)
})

test('R14 a rule to come that takes it sooner is told of sixty days before its first day', async () => {
  const { owner } = house.database
  await publish(ids.docAlma, '2023-06-01T09:00:00Z')
  await owner.query(`update retention_rule set valid = '[2019-07-01,2027-01-23)' where kind = 'documentation'`)
  await owner.query(
    `insert into retention_rule (kind, years, decision, decided_on, valid) values ('documentation', 3, 'UBN 2', '2026-11-01', '[2027-01-23,)')`,
  )
  house.setNow('2026-11-23T10:00:00Z')
  expect((await told('guardian'))('form[data-paper]')).toHaveLength(0)
  house.setNow('2026-11-24T10:00:00Z')
  const page = await told('guardian')
  expect(page('main').text()).toContain('den 23 januari 2027')
  const item = parse((await (await house.as('guardian')).get(`/documents/${ids.docAlma}`)).text)
  expect(item('.facts').text()).toContain('23 januari 2027')
  await owner.query(`delete from retention_rule where decision = 'UBN 2'`)
  await owner.query(`update retention_rule set valid = '[2019-07-01,)' where kind = 'documentation'`)
})

test('R14 a pupil, who may be the only one who reads it, is told on their own page', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  const own = async () => parse((await (await house.as('pupil')).get(`/children/${ids.pim}`)).text)
  expect((await own())('main').text()).not.toContain('snart bort')
  await publish(ids.docPim, '2022-01-10T09:00:00Z')
  const page = await own()
  expect(page('main').text()).toContain('En text om dig eller din grupp tas snart bort, den 10 januari 2027')
  expect(page('form[data-paper] [name=period]').val()).toBe('until-2022-01-10')
  await publish(ids.docPim, '2026-11-10T09:00:00Z')
})

test('without a rule nothing goes, so nobody is told that it does', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  await publish(ids.docAlma, '2022-01-10T09:00:00Z')
  expect((await told('guardian'))('form[data-paper]')).toHaveLength(1)
  const rule = (valid: string) =>
    house.database.owner.query(`update retention_rule set valid = $1 where kind = 'documentation'`, [valid])
  await rule('[2019-07-01,2026-01-01)')
  expect((await told('guardian'))('form[data-paper]')).toHaveLength(0)
  await rule('[2019-07-01,)')
})

test('what goes to the archive is said to, since it leaves the portal all the same', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  await publish(ids.docAlma, '2022-01-10T09:00:00Z')
  const fate = (to: string) =>
    house.database.owner.query(`update retention_rule set fate = $1 where kind = 'documentation'`, [to])
  await fate('preserve')
  const page = await told('guardian')
  expect(page('main').text()).toContain('lämnas snart till kommunens arkiv, tidigast den 10 januari 2027')
  expect(page('form[data-paper]')).toHaveLength(1)
  await fate('delete')
})

test('decision 7: what is held past those sixty days is not told of; a hold that ends before them changes nothing', async () => {
  house.setNow('2026-11-23T10:00:00Z')
  await publish(ids.docAlma, '2022-01-10T09:00:00Z')
  const hold = (until: string) =>
    house.database.owner.query(
      `insert into retention_hold (document_id, cause, reference, placed_by, placed_at, until) values ($1, 'records', 'UBN 1', $1, '2026-11-01', $2)`,
      [ids.docAlma, until],
    )
  // The sixtieth day is 22 January.
  await hold('2027-01-21')
  expect((await told('guardian'))('form[data-paper]')).toHaveLength(1)
  await hold('2027-01-22')
  expect((await told('guardian'))('form[data-paper]')).toHaveLength(0)
  await house.database.owner.query('delete from retention_hold')
  expect((await told('guardian'))('form[data-paper]')).toHaveLength(1)
})

test.each(['until-2022-13-45', 'until-x', 'until-'])(
  'a made-up day in the address is no choice: %s',
  async (period) => {
    const anna = await house.as('guardian')
    expect((await anna.get(`/children/${ids.alma}/export?period=${period}`)).status).toBe(200)
    expect((await anna.get(`/children/${ids.alma}?period=${period}`)).status).toBe(200)
  },
)
