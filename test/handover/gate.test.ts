import { load as parse } from 'cheerio'
import { type Break, broken } from '../access/broken.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

/**
 * Decision 8: what goes along from preschool to school can be made to wait for a guardian, until the law of 2028; guardians
 * see it coming and done. Bo leaves Myran and begins in the school's 5A on 16 August 2027.
 */
let house: TestApp
beforeEach(async () => {
  house = await testApp()
  await owner(`update placement set valid = '[2024-08-15,2027-08-16)' where child_id = '${ids.bo}'`)
  await owner(`insert into placement values ('${ids.bo}', '${ids.fem}', '[2027-08-16,)')`)
})
afterEach(() => house.close())

const owner = async (text: string, ...values: unknown[]) => (await house.database.owner.query(text, values)).rows
const [before, after] = ['2027-08-10T10:00:00Z', '2027-08-20T10:00:00Z']
const turnOn = async () => {
  const admin = await house.as('admin')
  const answer = await admin.post('/admin/handover', { waits: 'yes' }, '/admin/handover')
  expect([answer.status, answer.headers.location]).toEqual([303, '/admin/handover'])
}
/** What the school's educator gets of Bo's preschool item: its page, the child's list, and the child. */
async function school(browser?: Browser): Promise<string[]> {
  const eva = browser ?? (await house.as('schooleducator'))
  const [item, list] = [await eva.get(`/documents/${ids.docBo}`), await eva.get(`/children/${ids.bo}`)]
  // Straight at Postgres, past the functions that read whole pages.
  const rows = await house.services.actors.read(
    house.actor('schooleducator', 'educator'),
    (tx) => tx.rows`select from document where id = ${ids.docBo}`,
  )
  expect(rows.length > 0).toBe(item.status === 200)
  return [
    ...(list.status === 200 ? ['child'] : []),
    ...(item.status === 200 ? ['item'] : []),
    ...(list.text.includes('Bo planterar lök') ? ['list'] : []),
    ...(list.text.includes('väntar på att en vårdnadshavare') ? ['waits'] : []),
  ]
}
const guardian = async () => house.as('neighbour')
const say = async (answer: string, who = 'neighbour') =>
  (await house.as(who)).post(`/children/${ids.bo}/handover`, { answer }, '/')
const told = async () => parse((await (await guardian()).get('/')).text)('main')

test('R12 as it is chosen from the beginning, everything goes along by itself on the day', async () => {
  house.setNow(before)
  expect((await told()).text()).toContain('Bo börjar på')
  expect((await told()).text()).toContain('16 augusti 2027')
  expect((await told()).find('button[name=answer]')).toHaveLength(0)
  house.setNow(after)
  expect(await school()).toEqual(['child', 'item', 'list'])
  expect((await told()).text()).toContain('Bo har bytt från')
  house.setNow('2027-10-01T10:00:00Z')
  expect((await told()).text()).not.toContain('Bo har bytt från')
})

test('decision 8: made to wait, it waits: the child is there to care for and to write about, what the preschool wrote is not', async () => {
  await turnOn()
  house.setNow(after)
  expect(await school()).toEqual(['child', 'waits'])
  expect((await told()).text()).toContain('Får personalen på')
  // The family and what the school writes itself are as ever; the preschool has lost it all the same (R13).
  expect((await (await guardian()).get(`/documents/${ids.docBo}`)).status).toBe(200)
  const eva = await house.as('educator')
  expect([(await eva.get(`/documents/${ids.docBo}`)).status, (await eva.get(`/children/${ids.bo}`)).status]).toEqual([
    404, 404,
  ])
  await owner(`with d as (update document set published_at = '2027-08-18T10:00:00Z' where id = '${ids.docBo}')
               update document_scope set published_at = '2027-08-18T10:00:00Z' where document_id = '${ids.docBo}'`)
  expect(await school()).toEqual(['child', 'item', 'list', 'waits'])
})

test('a guardian’s yes opens it with the next click, a no closes it again, and a yes before the day holds on it', async () => {
  await turnOn()
  house.setNow(before)
  expect((await told()).find('button[name=answer]')).toHaveLength(2)
  const answer = await say('yes')
  expect([answer.status, answer.headers.location]).toEqual([303, `/#child-${ids.bo}`])
  expect((await told()).text()).toContain('Du har svarat ja')
  house.setNow(after)
  const eva = await house.as('schooleducator')
  expect(await school(eva)).toEqual(['child', 'item', 'list'])
  await say('no')
  expect(await school(eva)).toEqual(['child', 'waits'])
  await say('yes')
  expect(await school(eva)).toEqual(['child', 'item', 'list'])
  expect(await owner(`select event, subject_id from audit_event where event = 'handover.answered'`)).toHaveLength(3)
})

test('one guardian’s no stands against another’s yes, for as long as the one has custody', async () => {
  await turnOn()
  await owner(`insert into guardianship values ('${ids.guardian}', '${ids.bo}', '[2020-01-01,2027-09-01)')`)
  house.setNow(after)
  await say('yes')
  await say('no', 'guardian')
  expect(await school()).toEqual(['child', 'waits'])
  house.setNow('2027-09-02T10:00:00Z')
  expect(await school()).toEqual(['child', 'item', 'list'])
})

test('from the day of the law nothing waits; who began before it was chosen never did', async () => {
  await turnOn()
  house.setNow('2027-12-31T22:59:59Z')
  expect(await school()).toEqual(['child', 'waits'])
  house.setNow('2027-12-31T23:00:00Z')
  expect(await school()).toEqual(['child', 'item', 'list'])
  await owner(`update setting set value = '"2027-08-17"' where key = 'handover.waits_from'`)
  house.setNow(after)
  expect(await school()).toEqual(['child', 'item', 'list'])
})

test('taken back by the preschool, it is not in the school’s list of what was, while it waits', async () => {
  await turnOn()
  house.setNow('2026-12-01T10:00:00Z')
  await (await house.as('principal')).post(
    `/staff/documents/${ids.docBo}/recall`,
    { reason: 'Fel barn i texten' },
    `/documents/${ids.docBo}`,
  )
  expect(await owner('select from document_recall')).toHaveLength(1)
  house.setNow(after)
  const eva = await house.as('schooleducator')
  const list = async () => (await eva.get('/staff/recalled')).text.includes('1 december 2026')
  expect(await list()).toBe(false)
  await say('yes')
  expect(await list()).toBe(true)
})

test('the administrator sees who waits and enters what came on paper; nobody else answers for a child', async () => {
  await turnOn()
  house.setNow(before)
  const admin = await house.as('admin')
  const page = parse((await admin.get('/admin/handover')).text)
  expect(page('h3').text()).toContain('Bo Berg')
  const form = page(`form[action="/admin/handover/${ids.bo}"]`)
  const guardians = form
    .find('[name=guardian]')
    .toArray()
    .map((each) => page(each).val())
  expect(guardians).toContain(ids.neighbour)
  const send = (fields: Record<string, string>) => admin.post(`/admin/handover/${ids.bo}`, fields, '/admin/handover')
  const wrong = await send({ guardian: ids.neighbour, answer: '', origin: '' })
  expect([wrong.status, parse(wrong.text)('.field.wrong')].flat()[0]).toBe(422)
  expect(parse(wrong.text)('.field.wrong')).toHaveLength(2)
  expect(parse(wrong.text)(`[name=guardian][value="${ids.neighbour}"]`).attr('checked')).toBeDefined()
  expect((await send({ guardian: ids.stranger, answer: 'yes', origin: 'paper' })).status).toBe(404)
  expect((await send({ guardian: ids.neighbour, answer: 'yes', origin: 'paper' })).status).toBe(303)
  const answered = parse((await admin.get('/admin/handover')).text)
  expect(answered('[aria-labelledby=waiting] h3').text()).not.toContain('Bo Berg')
  expect(answered('[aria-labelledby=open] h3').text()).toBe('Bo Berg')
  house.setNow(after)
  expect(await school()).toEqual(['child', 'item', 'list'])
  expect((await say('no', 'stranger')).status).toBe(404)
  expect((await say('perhaps')).status).toBe(303)
  expect(await owner('select answer, origin, entered_by from handover_answer')).toEqual([
    { answer: 'yes', origin: 'paper', entered_by: ids.admin },
  ])
})

test('decision 10: who has said yes can say no on paper too, and it closes', async () => {
  await turnOn()
  await say('yes')
  house.setNow(after)
  expect(await school()).toEqual(['child', 'item', 'list'])
  const admin = await house.as('admin')
  const fields = { guardian: ids.neighbour, answer: 'no', origin: 'phone' }
  expect((await admin.post(`/admin/handover/${ids.bo}`, fields, '/admin/handover')).status).toBe(303)
  expect(await school()).toEqual(['child', 'waits'])
})

test('more than a page holds: how many there are is said, and one school’s are shown by themselves', async () => {
  await turnOn()
  house.setNow(before)
  // Two hundred more who come to another school the week before.
  await owner(`
    with u as (insert into unit select gen_random_uuid(), 'Andra skolan', 'school', street, postal_code, city, phone, email from unit limit 1 returning id),
         g as (insert into unit_group select gen_random_uuid(), id, 'F', 'class', 'lgr22' from u returning id),
         c as (insert into person (id, given_name, family_name) select gen_random_uuid(), 'Barn ' || n, 'X' from generate_series(1, 200) n returning id)
    insert into placement
    select c.id, p.group_id, p.valid from c cross join g
    cross join lateral (values ('${ids.myran}'::uuid, '[2024-08-15,2027-08-09)'::daterange), (g.id, '[2027-08-09,)')) as p(group_id, valid)`)
  const admin = await house.as('admin')
  const all = parse((await admin.get('/admin/handover')).text)
  expect(all('[aria-labelledby=waiting] h3')).toHaveLength(200)
  expect(all('main').text()).toContain('Här står 200 av 201 barn')
  expect(all('h3').text()).not.toContain('Bo Berg')
  const unit = (await owner(`select unit_id from unit_group where id = '${ids.fem}'`))[0].unit_id
  const here = `/admin/handover?school=${unit}`
  expect(parse((await admin.get(here)).text)('h3').text()).toBe('Bo Berg')
  const wrong = await admin.post(`/admin/handover/${ids.bo}`, { school: unit, guardian: ids.neighbour }, here)
  expect([wrong.status, parse(wrong.text)('h3').text()]).toEqual([422, 'Bo Berg'])
  const fields = { school: unit, guardian: ids.neighbour, answer: 'no', origin: 'paper' }
  expect((await admin.post(`/admin/handover/${ids.bo}`, fields, here)).headers.location).toBe(here)
})

test('turned off again nothing waits; said twice it changes nothing', async () => {
  await turnOn()
  await turnOn()
  house.setNow(after)
  expect(await school()).toEqual(['child', 'waits'])
  const admin = await house.as('admin')
  await admin.post('/admin/handover', { waits: 'no' }, '/admin/handover')
  expect(await school()).toEqual(['child', 'item', 'list'])
  expect((await admin.post('/admin/handover', { waits: 'maybe' }, '/admin/handover')).status).toBe(422)
  expect(await owner(`select event from audit_event where event = 'handover.set'`)).toHaveLength(2)
})

test('who leaves the municipality is told so before and after, with everything to take along', async () => {
  await owner(`update placement set valid = '[2024-08-15,2027-02-01)' where child_id = '${ids.cia}'`)
  const sara = async () => parse((await (await house.as('stranger')).get('/')).text)('main')
  house.setNow('2026-12-15T10:00:00Z')
  expect((await sara()).text()).toContain('sista dag här är den 31 januari 2027')
  expect((await sara()).find(`a[href="/children/${ids.cia}/export"]`)).toHaveLength(1)
  house.setNow('2027-03-01T10:00:00Z')
  expect((await sara()).text()).toContain('går inte längre här')
})

/** What decides this stands outside the policies: each condition is broken on purpose, and must be seen. */
describe('broken on purpose', () => {
  const breaks: Break[] = [
    ['reach.found', '(waiting ->> w.scope::text)::timestamptz, ', ''],
    ['reach.handover_waiting', "filter (where u.kind = 'school')", ''],
    ['access.recalled', "and d.published_at >= coalesce((since ->> x.scope::text)::timestamptz, '-infinity')", ''],
    ['access.may_amend', "and d.published_at >= coalesce((since ->> s.scope_id::text)::timestamptz, '-infinity')", ''],
    ['access.put_back', "and d.published_at >= coalesce((since ->> x.scope::text)::timestamptz, '-infinity')", ''],
  ]
  // A principal at the school, and a no, so that each road is tried; Bo's other item was taken back by the preschool.
  beforeEach(async () => {
    await turnOn()
    await owner(
      `insert into duty (person_id, unit_id, role, title, valid) select '${ids.principal2}', unit_id, 'principal', 'rektor', '[2020-01-01,)' from unit_group where id = '${ids.fem}'`,
    )
    house.setNow(after)
    await say('no')
    await owner(
      `insert into document_recall (document_id, recalled_at, recalled_by, children, sealed_reason) values ($1, '2026-12-01', $2, array[$3::uuid], 'x')`,
      ids.docBoth,
      ids.principal,
      ids.bo,
    )
    await owner('delete from document_scope where document_id = $1', ids.docBoth)
  })

  const roads = async () => {
    const principal = house.actor('principal2', 'principal')
    return house.services.actors.write(principal, async (tx) => {
      const rows = await tx.rows`select from document where id = ${ids.docBo}`
      const recalled = await tx.rows`select from access.recalled() where id = ${ids.docBoth}`
      const [amend] = await tx.rows<{ may: boolean }>`select access.may_amend(${ids.docBo}) as may`
      const [back] = await tx.rows<{ said: string | null }>`select access.put_back(${ids.docBoth}) as said`
      return { row: rows.length, recalled: recalled.length, amend: amend!.may, back: back!.said }
    })
  }
  const nothing = { row: 0, recalled: 0, amend: false, back: null }

  test('whole, no road leads to it; with a yes every road does', async () => {
    expect(await roads()).toEqual(nothing)
    await say('yes')
    expect(await roads()).toEqual({ row: 1, recalled: 1, amend: true, back: 'done' })
  })

  test.each(breaks)('%s without "%s" is seen', async (name, condition, instead) => {
    expect(await broken(house, [[name, condition, instead]], roads)).not.toEqual(nothing)
  })

  test('the policy without it is seen', async () => {
    await owner('alter policy staff on document_scope using (scope_id = any ((select access.scopes())::uuid[]))')
    expect(await roads()).not.toEqual(nothing)
  })
})
