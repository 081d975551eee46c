import { load as parse } from 'cheerio'
import { roleNames } from '../../src/access/roles.ts'
import { auditEvents } from '../../src/audit/events.ts'
import { sql } from '../../src/database/sql.ts'
import { addresses } from '../../src/web/addresses.ts'
import { languages, translator } from '../../src/web/language.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let disa: Browser
beforeEach(async () => {
  house = await testApp()
  await house.database.owner.query('truncate audit_event restart identity')
  disa = await house.as('dpo')
})
afterEach(() => house.close())

const page = addresses.audit

async function shown(address: string = page) {
  const answer = await disa.get(address)
  expect(answer.status).toBe(200)
  const $ = parse(answer.text)
  const rows = $('tbody tr')
    .toArray()
    .map((row) =>
      $(row)
        .find('td')
        .toArray()
        .map((cell) => $(cell).text().trim()),
    )
  return { $, rows, text: answer.text }
}

async function happened(event: string, count: number, who: { id: string | null; role: string; subject?: string }) {
  await house.database.owner.query(
    `insert into audit_event (at, event, actor_id, actor_role, subject_id)
     select now(), $1, $2, $3, $4 from generate_series(1, $5)`,
    [event, who.id, who.role, who.subject ?? null, count],
  )
}

test('who did what, newest first, without anybody’s name', async () => {
  const anna = await house.as('guardian')
  await anna.get(addresses.contacts(ids.myran))
  await anna.post(addresses.consent(ids.alma), { withdraw: 'all' })
  await happened('account.sign-in-failed', 1, { id: null, role: 'anyone' })
  await happened('retention.ran', 1, { id: null, role: 'system', subject: ids.alma })
  const { rows, text } = await shown()
  const tail = `…${ids.guardian.slice(-6)}`
  expect(rows).toEqual([
    ['Nattens gallring', 'Systemet', `Barn …${ids.alma.slice(-6)}`],
    ['Misslyckad inloggning', 'Okänd', '–'],
    ['Visade kontaktlista', `Vårdnadshavare ${tail}`, '–'],
    ['Loggade in', `Vårdnadshavare ${tail}`, '–'],
    ['Loggade in', `Dataskyddsombud …${ids.dpo.slice(-6)}`, '–'],
  ])
  expect(text).not.toMatch(/Anna|Alma|Adam/)
})

test('reading the log is itself recorded', async () => {
  await shown()
  expect((await shown()).rows[0]![0]).toBe('Visade loggen')
})

test('fifty to a page, back to the newest, with the event kept', async () => {
  await happened('documentation.read', 120, { id: ids.guardian, role: 'guardian', subject: ids.alma })
  const first = await shown(`${page}?event=documentation.read`)
  expect(first.rows).toHaveLength(50)
  const second = await shown(first.$('a[rel=next]').attr('href'))
  expect(second.rows).toHaveLength(50)
  const third = await shown(second.$('a[rel=next]').attr('href'))
  expect(third.rows).toHaveLength(20)
  expect(third.$('a[rel=next]')).toHaveLength(0)
  expect(third.$('nav.pages a').attr('href')).toBe(`${page}?event=documentation.read`)
  expect(third.$('select option[selected]').attr('value')).toBe('documentation.read')
  expect((await shown(`${page}?event=media.added`)).rows).toEqual([])
  expect((await shown(`${page}?event=&before=1`)).rows).toEqual([])
})

test('a day is chosen, and the log is met from its end on: midnight is Stockholm’s', async () => {
  await house.database.owner.query(
    `insert into audit_event (at, event, actor_role)
     select '2026-10-01T12:00:00Z'::timestamptz + n * interval '6 hours', 'retention.ran', 'system' from generate_series(0, 199) n`,
  )
  const first = await shown(`${page}?event=retention.ran&to=2026-10-24`)
  expect(first.$('tbody time').first().attr('datetime')).toBe('2026-10-24T18:00:00.000Z')
  expect(first.rows).toHaveLength(50)
  const second = await shown(first.$('a[rel=next]').attr('href'))
  expect(second.$('tbody time').first().attr('datetime')).toBe('2026-10-12T06:00:00.000Z')
  expect(second.$('input[name=to]').val()).toBe('2026-10-24')
  expect(second.$('nav.pages a').first().attr('href')).toBe(`${page}?event=retention.ran`)
  // 23:59 in Stockholm on the 25th, when the clocks have gone back, is the 25th; a minute later is not.
  await house.database.owner.query('truncate audit_event restart identity')
  for (const at of ['2026-10-25T22:59:00Z', '2026-10-25T23:00:00Z'])
    await house.database.owner.query(
      "insert into audit_event (at, event, actor_role) values ($1, 'retention.ran', 'system')",
      [at],
    )
  expect((await shown(`${page}?event=retention.ran&to=2026-10-25`)).rows).toHaveLength(1)
  for (const to of ['', 'x', '2026-13-01', '0000-01-01'])
    expect((await shown(`${page}?event=retention.ran&to=${to}`)).rows).toHaveLength(2)
  expect((await shown(`${page}?to=2020-01-01`)).text).toContain('Inget att visa')
})

test('a rare event far back in a large log is one press away: what is empty on the way is passed by', async () => {
  const line = (id: number, event: string) =>
    house.database.owner.query(
      'insert into audit_event (id, at, event, actor_role) overriding system value values ($1, now(), $2, $3)',
      [id, event, 'system'],
    )
  await house.database.owner.query('alter sequence audit_event_id_seq restart with 40000000')
  await line(2, 'media.masked')
  for (let id = 2; id < 13; id += 1) await line(id * 3_000_000, 'retention.ran')
  const steps = async (at: string) => {
    const seen: number[] = []
    for (let next: string | undefined = at; next; ) {
      const answer = await disa.get(next)
      seen.push(answer.status)
      next = answer.headers.location
      if (answer.status === 200) return { seen, rows: parse(answer.text)('tbody tr').length, text: answer.text }
    }
    throw new Error('led nowhere')
  }
  const found = await steps(`${page}?event=media.masked`)
  expect([found.rows, found.seen.length]).toEqual([1, 12])
  const { rows } = await house.database.owner.query("select from audit_event where event = 'audit.listed'")
  expect(rows).toHaveLength(1)
  // Fifteen times in a row at most; then the page says how far it has come, with the way on.
  const part = await steps(`${page}?event=media.masked&stretch=10`)
  expect([part.rows, part.seen.length]).toEqual([0, 6])
  expect(parse(part.text)('a[rel=next]').attr('href')).toMatch(/before=\d+$/)
  expect(part.text).toContain('Gå vidare till äldre')
})

test('what is no event and no place in the log is no question', async () => {
  for (const query of [
    'event=x',
    'event=account.signed-in&event=media.added',
    'before=x',
    'before=0',
    'before=-1',
    'before=1e3',
    `before=${'9'.repeat(30)}`,
    'event=%00',
    'stretch=0',
    'stretch=x',
  ])
    expect([query, (await disa.get(`${page}?${query}`)).status]).toEqual([query, 400])
  expect((await disa.get(`${page}?other=1`)).status).toBe(200)
})

test('nobody but the data protection officer, at the page or in Postgres, and nobody changes it', async () => {
  for (const who of ['guardian', 'pupil', 'educator', 'principal', 'admin', 'records'])
    expect((await (await house.as(who)).get(page)).status).toBe(403)
  const { read } = house.services.actors
  for (const role of roleNames.filter((name) => name !== 'dpo'))
    await expect(read(house.actor('guardian', role), (tx) => tx.rows`select from audit_event`)).rejects.toMatchObject({
      status: 403,
    })
  await expect(read(house.actor('dpo', 'dpo'), (tx) => tx.rows`delete from audit_event`)).rejects.toMatchObject({
    status: 403,
  })
  await expect(
    read(house.actor('dpo', 'dpo'), (tx) => tx.rows`update audit_event set event = 'media.added'`),
  ).rejects.toMatchObject({ status: 403 })
})

test('the database role alone, without a signed context, sees nothing of the log', async () => {
  await shown()
  const enter = sql`select set_config('role', 'insyn_dpo', true)`
  const rows = await house.database.web.transaction('test', [enter], (rows) => rows`select from audit_event`)
  expect(rows).toEqual([])
})

test('every event and every role has a name in both languages', () => {
  for (const language of languages) {
    const t = translator(language)
    for (const key of [
      ...auditEvents.map((event) => `event.${event}`),
      ...[...roleNames, 'system', 'anyone'].map((role) => `role.${role}`),
    ])
      expect([language, t(`audit.label.${key}`)]).not.toEqual([language, `audit.label.${key}`])
  }
})

test('at most six statements', async () => {
  await disa.get(page)
  const sent: string[] = []
  house.database.web.onStatement = (statement) => sent.push(statement)
  await disa.get(page)
  delete house.database.web.onStatement
  expect(sent.length).toBeLessThanOrEqual(4)
})
