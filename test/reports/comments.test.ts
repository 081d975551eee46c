import { load as parse } from 'cheerio'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

/** R28, R29: whoever meets a comment can have it hidden until a principal has looked. */
let house: TestApp
beforeEach(async () => {
  house = await testApp()
  await (await house.as('principal')).post(`/staff/units/${ids.björken}/comments`, { open: 'yes' })
})
afterEach(() => house.close())

const item = `/documents/${ids.docAlma}`
const words = 'Du lyssnar inte på oss'

const say = async (who: 'guardian' | 'educator', text = words) => {
  const sent = await (await house.as(who)).post(`${item}/comments`, {
    child: ids.alma,
    text,
    'reason.trait': 'misread',
  })
  expect(sent.status).toBe(303)
  const { rows } = await house.database.owner.query('select id from comment where author_id = $1', [ids[who]])
  return rows[0].id as string
}
const report = async (who: string, id: string, reason = 'judging') =>
  (await house.as(who)).post(`/comments/${id}/report`, { reason }, '/contact')
const decide = async (who: string, id: string, fields: Record<string, string>) =>
  (await house.as(who)).post(`/staff/reports/comments/${id}`, fields, '/contact')
const seen = async (who: string) => (await (await house.as(who)).get(item)).text
const meets = async (who: string) => (await seen(who)).includes(words)

test('R29: what Adam reports is gone at once for all but Anna, who wrote it, and Pia, who shows it again', async () => {
  const id = await say('guardian')
  expect(await Promise.all(['guardian2', 'educator', 'principal'].map(meets))).toEqual([true, true, true])
  const form = parse((await (await house.as('guardian2')).get(`/comments/${id}/report`)).text)
  expect([form('.lead').text(), form('input[name=reason]').length]).toEqual([words, 4])
  expect((await report('guardian2', id)).headers.location).toBe('/reports/received')
  expect(await Promise.all(['guardian', 'guardian2', 'educator', 'principal'].map(meets))).toEqual([
    true,
    false,
    false,
    true,
  ])
  expect((await (await house.as('educator')).get('/staff/comments')).text).not.toContain(words)
  // Anna is told, and neither what was said nor by whom: there is only one more in the family.
  const own = await seen('guardian')
  expect(own).toContain('Någon har anmält din kommentar')
  expect(own).not.toMatch(/Beskriver hur någon är|anmälde/)
  expect(parse(own)('.said').text()).not.toContain('Adam')

  const pia = await house.as('principal')
  expect((await pia.get('/staff')).text).toContain('En anmäld text väntar på beslut')
  const list = (await pia.get('/staff/reports')).text
  expect(list).toContain(words)
  expect(list).toContain('Vårdnadshavare: Beskriver hur någon är')
  expect(parse(list)('main').text()).not.toContain('Adam')
  expect((await decide('principal', id, { decision: 'show' })).status).toBe(303)
  expect(await Promise.all(['guardian', 'guardian2', 'educator'].map(meets))).toEqual([true, true, true])
  expect(await seen('guardian')).not.toContain('Någon har anmält')
  // Decided for good: neither he nor anybody else hides it again.
  expect((await report('guardian2', id)).status).toBe(409)
  expect((await report('educator', id)).status).toBe(303)
  expect(await meets('guardian2')).toBe(true)
  const { rows } = await house.database.owner.query(
    "select event, actor_role, subject_id, object_id from audit_event where event like 'reports.%' order by id limit 2",
  )
  expect(rows).toEqual([
    { event: 'reports.made', actor_role: 'guardian', subject_id: ids.alma, object_id: id },
    { event: 'reports.decided', actor_role: 'principal', subject_id: ids.alma, object_id: id },
  ])
})

test('kept hidden, its writer reads why, in words that went through the check; and the principal may think again', async () => {
  const id = await say('guardian')
  await report('educator', id)
  const empty = await decide('principal', id, { decision: 'hide', reason: ' ' })
  expect([empty.status, parse(empty.text)(`#f-reason-${id}-error`).text().trim()]).toEqual([
    422,
    'Skriv varför den döljs.',
  ])
  const judged = await decide('principal', id, { decision: 'hide', reason: 'Du är lat.' })
  expect([judged.status, judged.text.includes('Välj varför det ska stå kvar')]).toEqual([422, true])
  expect(parse(judged.text)('input[name=reason]').attr('value')).toBe('Du är lat.')
  const stopped = await decide('principal', id, { decision: 'hide', reason: 'Alma 20220304-2383' })
  expect([stopped.status, stopped.text.includes('Personnummer får inte stå')]).toEqual([422, true])
  expect((await decide('principal', id, { decision: 'hide', reason: 'Skriv till mig i stället.' })).status).toBe(303)
  expect(await seen('guardian')).toContain('Dold av personalen: Skriv till mig i stället.')
  expect(await Promise.all(['guardian2', 'educator', 'principal'].map(meets))).toEqual([false, false, true])
  expect((await (await house.as('principal')).get('/staff')).text).not.toContain('väntar på beslut')

  expect((await decide('principal', id, { decision: 'show' })).status).toBe(303)
  expect(await Promise.all(['guardian', 'guardian2', 'educator'].map(meets))).toEqual([true, true, true])
  expect(await seen('guardian')).not.toContain('Dold av personalen')
})

test('what staff wrote is reported and decided in the same way; one’s own is not', async () => {
  await say('guardian', 'Hej')
  const id = await say('educator')
  expect((await report('educator', id)).status).toBe(404)
  await report('guardian', id)
  expect(await Promise.all(['guardian', 'guardian2', 'educator', 'principal'].map(meets))).toEqual([
    false,
    false,
    true,
    true,
  ])
  // Eva is told in the talk, and her list of what was reported says nothing more.
  expect(await seen('educator')).toContain('Någon har anmält din kommentar')
  expect((await (await house.as('educator')).get('/staff/reports')).text).not.toContain(words)
  expect((await decide('principal', id, { decision: 'hide', reason: 'Vi talas vid.' })).status).toBe(303)
  expect(await seen('educator')).toContain('Dold av personalen: Vi talas vid.')
  expect(await meets('guardian')).toBe(false)
})

test('another family learns nothing, nobody decides without a report, and what was taken back waits no longer', async () => {
  const id = await say('guardian')
  for (const who of ['neighbour', 'stranger', 'educator2']) expect((await report(who, id)).status).toBe(404)
  expect((await report('guardian2', id, 'picture')).status).toBe(422)
  expect(await meets('guardian2')).toBe(true)
  expect((await decide('principal', id, { decision: 'show' })).status).toBe(404)
  expect((await decide('principal', id, { decision: 'hide', reason: 'Nej.' })).status).toBe(404)
  expect(await meets('guardian2')).toBe(true)
  await report('guardian2', id)
  expect((await decide('principal2', id, { decision: 'show' })).status).toBe(404)
  expect((await decide('educator', id, { decision: 'show' })).status).toBe(403)
  expect((await (await house.as('guardian')).post(`/comments/${id}/withdraw`)).status).toBe(303)
  const pia = await house.as('principal')
  expect((await pia.get('/staff')).text).not.toContain('väntar på beslut')
  expect((await pia.get('/staff/reports')).text).toContain('Inget är anmält')
})

test('one reader cannot hide everything: ten a day, items and comments together', async () => {
  const id = await say('guardian')
  await house.database.owner.query(
    `insert into report (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at)
     select 'document', id, id, n, 'insult', $1, 'guardian', $2 from document, generate_series(100, 109) n where id = $3`,
    [ids.guardian2, house.now(), ids.docCia],
  )
  expect((await report('guardian2', id)).status).toBe(429)
  expect(await meets('educator')).toBe(true)
})

test('a report and a decision in the same moment end in what was decided', async () => {
  const id = await say('guardian')
  await report('guardian2', id)
  for (let round = 0; round < 5; round++) {
    await decide('principal', id, { decision: 'hide', reason: 'Vi talas vid.' })
    await Promise.all([report('educator', id), decide('principal', id, { decision: 'show' })])
    const { rows } = await house.database.owner.query('select reported, hidden_at from comment where id = $1', [id])
    expect(rows).toEqual([{ reported: false, hidden_at: null }])
    await house.database.owner.query('delete from report where reporter_id = $1', [ids.educator])
  }
})

test('R14: reports of comments go with the item', async () => {
  const id = await say('guardian')
  await report('guardian2', id)
  await house.database.owner.query('delete from document where id = $1', [ids.docAlma])
  const { rows } = await house.database.owner.query('select from report union all select from report_decision')
  expect(rows).toEqual([])
})
