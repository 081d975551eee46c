import { load as parse } from 'cheerio'
import { rulesAt } from '../../src/retention/rules.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

/** Law A1, A5: a rule is entered by one with its decision, and nothing goes by it before another has confirmed it. Today is 23 November 2026. */
let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const owner = async (text: string, ...values: unknown[]) => (await house.database.owner.query(text, values)).rows
const rule = {
  kind: 'documentation',
  fate: 'delete',
  years: '3',
  days: '',
  hours: '',
  decision: 'UBN 2026/17 § 52',
  decided_on: '2026-11-19',
  authority: 'board',
  basis: 'archives',
  valid_from: '2027-02-01',
  valid_until: '',
}
const path = '/admin/retention/rules'
const enter = async (who: string, fields: Record<string, string> = {}) =>
  (await house.as(who)).post(path, { ...rule, ...fields }, path)
const settle = async (who: string, what: 'confirm' | 'withdraw', id?: string) => {
  const [waiting] = await owner('select id from retention_proposal where settled_at is null')
  return (await house.as(who)).post(`${path}/${id ?? waiting!.id}/${what}`, {}, path)
}
const years = async (day: string) =>
  (await rulesAt(house.database.retention, new Date(`${day}T10:00:00Z`))).documentation?.years

test('entered by the records officer, confirmed by the administrator: it takes over on its day and not before', async () => {
  await owner(`update document set published_at = '2023-06-01T10:00:00Z' where id = '${ids.docAlma}'`)
  expect((await enter('records')).status).toBe(303)
  expect([await years('2027-01-31'), await years('2027-02-01')]).toEqual([5, 5])
  const admin = await house.as('admin')
  const page = parse((await admin.get(path)).text)
  const said = page('#proposals').parent().text()
  for (const words of ['3 år', 'UBN 2026/17 § 52', '19 november 2026', 'Nämnden', 'Arkivlagen', 'från 1 februari 2027'])
    expect(said).toContain(words)
  expect(said).toMatch(/Första natten tas \d+ dokument bort/)
  expect((await settle('admin', 'confirm')).status).toBe(303)
  expect([await years('2027-01-31'), await years('2027-02-01')]).toEqual([5, 3])
  expect(await owner(`select valid::text from retention_rule where kind = 'documentation' order by valid`)).toEqual([
    { valid: '[2019-07-01,2027-02-01)' },
    { valid: '[2027-02-01,)' },
  ])
  expect(await owner(`select event from audit_event where event like 'retention.rule%' order by id`)).toEqual([
    { event: 'retention.rule-proposed' },
    { event: 'retention.rule-confirmed' },
  ])
})

test('nobody confirms their own, past the page neither', async () => {
  await enter('records')
  const records = await house.as('records')
  expect(parse((await records.get(path)).text)('form[action$="/confirm"]')).toHaveLength(0)
  const answer = await settle('records', 'confirm')
  expect([answer.status, parse(answer.text)('.notice.bad').text()]).toEqual([
    409,
    expect.stringContaining('inte själv'),
  ])
  await expect(
    owner(`update retention_proposal set settlement = 'confirmed', settled_by = proposed_by, settled_at = now()`),
  ).rejects.toMatchObject({ code: '23514' })
  expect(await years('2027-02-01')).toBe(5)
})

test('taken back it is gone; once settled nothing more can be done with it', async () => {
  await enter('records')
  const [{ id }] = (await owner('select id from retention_proposal')) as [{ id: string }]
  expect((await settle('admin', 'withdraw')).status).toBe(303)
  for (const what of ['confirm', 'withdraw'] as const) expect((await settle('admin', what, id)).status).toBe(404)
  expect(await years('2027-02-01')).toBe(5)
})

test('its first day has come before anybody confirmed: it never holds backwards', async () => {
  await enter('records')
  house.setNow('2027-02-01T10:00:00Z')
  const answer = await settle('admin', 'confirm')
  expect([answer.status, parse(answer.text)('.notice.bad').text()]).toEqual([
    409,
    expect.stringContaining('har kommit'),
  ])
  expect(await years('2027-02-02')).toBe(5)
})

test('R14 what would take something sooner than families were told begins sixty days later at the earliest', async () => {
  const early = await enter('records', { valid_from: '2027-01-21' })
  expect([early.status, parse(early.text)('.field.wrong').text()]).toEqual([
    422,
    expect.stringContaining('Välj en dag från och med 22 januari 2027'),
  ])
  expect(await owner('select from retention_proposal')).toEqual([])
  // One that keeps for as long, or longer, or is about something else, may begin tomorrow.
  for (const fields of [{ years: '5' }, { years: '7' }, { kind: 'draft', years: '1' }])
    expect((await enter('records', { ...fields, valid_from: '2026-11-24' })).status).toBe(303)
  await owner('delete from retention_proposal')
  expect((await enter('records', { valid_from: '2027-01-22' })).status).toBe(303)
  // Confirmed a day later there are no sixty days left.
  house.setNow('2026-11-24T10:00:00Z')
  const admin = await house.as('admin')
  expect(parse((await admin.get(path)).text)('form[action$="/confirm"]')).toHaveLength(0)
  const late = await settle('admin', 'confirm')
  expect([late.status, parse(late.text)('.notice.bad').text()]).toEqual([409, expect.stringContaining('två månader')])
  house.setNow('2026-11-23T12:00:00Z')
  expect((await settle('admin', 'confirm')).status).toBe(303)
  expect(await years('2027-01-22')).toBe(3)
})

test('for a time only: what held before holds after it again, without a day between', async () => {
  await enter('records', { valid_until: '2027-03-31' })
  await settle('admin', 'confirm')
  expect([
    await years('2027-01-31'),
    await years('2027-02-01'),
    await years('2027-03-31'),
    await years('2027-04-01'),
  ]).toEqual([5, 3, 3, 5])
})

test.each([
  ['kind', '', 'Välj vad'],
  ['fate', 'burn', 'Välj vad som händer'],
  ['years', '0', 'minst ett'],
  ['years', 'fem', 'helt tal'],
  ['days', '10', 'hela år'],
  ['decision', '', 'beslutets nummer'],
  ['decision', 'enligt beslut', 'bara beslutets nummer'],
  ['decision', '20190101-2391', 'bara beslutets nummer'],
  ['decided_on', '2026-11-24', 'inte har kommit'],
  ['authority', 'me', 'vem som har beslutat'],
  ['basis', '', 'vilket stöd'],
  ['valid_from', '2026-11-23', 'tidigast i morgon'],
  ['valid_from', 'snart', 'Välj en dag'],
  ['valid_until', '2026-12-31', 'före den första'],
])(
  '%s "%s" is answered beside the field, with what was typed kept and nothing entered',
  async (field, value, words) => {
    const answer = await enter('records', { [field]: value })
    const page = parse(answer.text)
    expect(answer.status).toBe(422)
    expect(page('.field.wrong').text()).toContain(words)
    expect(page('[name=decision]').val()).toBe(field === 'decision' ? value : rule.decision)
    expect(page('details.more').attr('open')).toBeDefined()
    expect(await owner('select from retention_proposal')).toEqual([])
  },
)
