import { load as parse } from 'cheerio'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

/** R28, R29: whoever can read a text can have it hidden until a principal has looked. */
let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const reads = async (who: string, path: string) => (await (await house.as(who)).get(path)).status

const report = async (who: string, id: string = ids.docBoth, reason = 'sensitive') => {
  const reader = await house.as(who)
  return reader.post(`/documents/${id}/report`, { reason }, '/contact')
}

const decide = async (who: string, decision: string, id: string = ids.docBoth) =>
  (await house.as(who)).post(`/staff/reports/${id}`, { decision }, '/contact')

test('R29: what Anna reports is gone at once for every family and colleague, by page, list and picture, until Pia shows it', async () => {
  const path = `/documents/${ids.docAlma}`
  const { rows } = await house.database.owner.query('select id from media where document_id = $1', [ids.docAlma])
  const picture = `/media/${rows[0].id}/large`
  const lists: [string, string][] = [
    ['guardian', '/'],
    ['guardian2', `/children/${ids.alma}`],
  ]
  const titles = async () =>
    Promise.all(lists.map(async ([who, list]) => (await (await house.as(who)).get(list)).text.includes('Alma bygger')))
  expect(await titles()).toEqual([true, true])

  const sent = await report('guardian', ids.docAlma)
  expect([sent.status, sent.headers.location]).toEqual([303, '/reports/received'])
  for (const who of ['guardian', 'guardian2'])
    expect([await reads(who, path), await reads(who, picture)]).toEqual([404, 404])
  expect(await titles()).toEqual([false, false])
  // The writer and the principal have it still, and are told.
  for (const who of ['educator', 'principal']) {
    expect([await reads(who, path), await reads(who, picture)]).toEqual([200, 200])
    const own = await house.as(who)
    expect((await own.get('/staff')).text).toContain('En anmäld text väntar på beslut')
    expect((await own.get(path)).text).toContain('Den är dold för alla utom')
    const list = (await own.get('/staff/reports')).text
    expect(list).toContain('Vårdnadshavare: Känsligt eller privat')
    // Never who.
    expect(parse(list)('main').text()).not.toContain('Anna')
  }

  expect((await decide('educator', 'show', ids.docAlma)).status).toBe(403)
  expect((await decide('principal', 'show', ids.docAlma)).status).toBe(303)
  for (const who of ['guardian', 'guardian2'])
    expect([await reads(who, path), await reads(who, picture)]).toEqual([200, 200])
  expect(await titles()).toEqual([true, true])
  const { rows: log } = await house.database.owner.query(
    "select event, actor_role, object_id from audit_event where event like 'reports.%' order by id",
  )
  expect(log).toEqual([
    { event: 'reports.made', actor_role: 'guardian', object_id: ids.docAlma },
    { event: 'reports.decided', actor_role: 'principal', object_id: ids.docAlma },
  ])
})

test('a colleague who did not write it no longer reads what is reported', async () => {
  const { rows } = await house.database.owner.query('select author_id from document where id = $1', [ids.docMyran])
  expect(rows[0].author_id).toBe(ids.educator)
  await house.database.owner.query('update document set author_id = $1 where id = $2', [ids.former, ids.docMyran])
  await report('neighbour', ids.docMyran)
  expect(await reads('educator', `/documents/${ids.docMyran}`)).toBe(404)
  expect((await (await house.as('educator')).get(`/staff/groups/${ids.myran}`)).text).not.toContain('Myran i regnet')
})

test('what a principal has decided to show is not hidden again by reports of the same text', async () => {
  await report('guardian')
  await decide('principal', 'show')
  const again = await report('guardian')
  expect([again.status, again.text.includes('Du har redan anmält')]).toEqual([409, true])
  expect((await report('neighbour')).status).toBe(303)
  expect(await reads('guardian', `/documents/${ids.docBoth}`)).toBe(200)
  // But the principal may think again.
  await decide('principal', 'hide')
  expect(await reads('guardian', `/documents/${ids.docBoth}`)).toBe(404)
})

test('a pupil can report too; a stranger, or without a reason, nothing happens', async () => {
  expect((await report('pupil', ids.docPim)).status).toBe(303)
  expect(await reads('guardian', `/documents/${ids.docPim}`)).toBe(404)
  expect((await report('stranger')).status).toBe(404)
  const empty = await report('guardian', ids.docBoth, 'det känns fel')
  expect([empty.status, parse(empty.text)('#f-reason-error').text().trim()]).toEqual([422, 'Välj vad som är fel'])
  expect(await reads('neighbour', `/documents/${ids.docBoth}`)).toBe(200)
  expect((await decide('principal', 'show')).status).toBe(404)
  expect((await decide('principal2', 'show', ids.docPim)).status).toBe(404)
})

test('one reader cannot hide everything: ten a day', async () => {
  await house.database.owner.query(
    `insert into report (kind, item_id, document_id, version, reason, reporter_id, reporter_role, reported_at)
     select 'document', id, id, n, 'insult', $1, 'guardian', $2 from document, generate_series(100, 109) n where id = $3`,
    [ids.guardian, house.now(), ids.docCia],
  )
  expect((await report('guardian')).status).toBe(429)
  expect(await reads('neighbour', `/documents/${ids.docBoth}`)).toBe(200)
  house.setNow('2026-11-24T10:00:00Z')
  expect((await report('guardian')).status).toBe(303)
})

test('a report and a decision in the same moment end in what was decided', async () => {
  await report('guardian')
  for (let round = 0; round < 5; round++) {
    await decide('principal', 'hide')
    await Promise.all([report('neighbour'), decide('principal', 'show')])
    const { rows } = await house.database.owner.query(
      'select bool_or(reported) as reported from document_scope where document_id = $1',
      [ids.docBoth],
    )
    expect(rows[0].reported).toBe(false)
    await house.database.owner.query('delete from report where reporter_id = $1', [ids.neighbour])
  }
})

test('R14: reports go with the item', async () => {
  await report('guardian')
  await decide('principal', 'hide')
  await house.database.owner.query('delete from document where id = $1', [ids.docBoth])
  const { rows } = await house.database.owner.query('select from report union all select from report_decision')
  expect(rows).toEqual([])
})
