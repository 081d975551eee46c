import { load as parse } from 'cheerio'
import { readConfig } from '../../src/config.ts'
import { reminders } from '../../src/consent/remind.ts'
import { consentTexts } from '../../src/consent/texts.ts'
import { sealDetail } from '../../src/contacts/details.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, type Name } from '../support/cast.ts'
import { type Mailing, mailing } from '../support/mailing.ts'

let house: TestApp
let post: Mailing
let server: Mailing['server']
let logged: string[]
beforeEach(async () => {
  house = await testApp()
  post = await mailing()
  ;({ server, logged } = post)
})
afterEach(async () => {
  await post.close()
  await house.close()
})

const text = consentTexts().find(({ language, audience }) => language === 'sv' && audience === 'guardian')!.id
const portal = 'https://insyn.example.se'

/** As a process that has just started. */
function job(url = server.url) {
  const mail = post.mailer(url)
  const { log } = post
  const { keys, clock } = house.services
  const tick = reminders({ database: house.database.retention, keys, mail, baseUrl: portal, clock, log })
  return () => tick(new AbortController().signal)
}

async function addressFor(who: Name): Promise<void> {
  await house.database.owner.query("insert into contact_detail values ($1, 'email', $2, now())", [
    ids[who],
    sealDetail(house.services.keys, ids[who], 'email', `${who}@example.se`),
  ])
}

const answer = (child: Name, who: Name, said: string, at = '2026-10-01') =>
  house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
     select $1, $2, q.medium, q.level, $3, $4, $5 from reach.consent_questions() q`,
    [ids[child], ids[who], said, at, text],
  )

const reached = () => server.received.map(({ to }) => to.join(', ')).sort()
const outcomes = async () =>
  (
    await house.database.owner.query(
      'select outcome, count(*)::integer as n from consent_reminder group by 1 order by 1',
    )
  ).rows.map(({ outcome, n }) => `${outcome} ${n}`)

test('whoever has something to answer gets one mail of their own, with nothing personal in it', async () => {
  await addressFor('stranger')
  await job()()
  expect(reached()).toEqual(['anna@example.se', 'nils@example.se', 'stranger@example.se'])
  for (const { raw, to, from } of server.received) {
    expect([from, to.length]).toEqual(['insyn@example.se', 1])
    const [head = ''] = raw.split('\r\n\r\n')
    expect(head).toContain(`To: ${to[0]}`)
    expect(head).toContain('Auto-Submitted: auto-generated')
    expect(head).toMatch(/Message-ID: <[0-9a-f-]{36}@example\.se>/i)
    expect(head).not.toMatch(/^(cc|bcc):/im)
    const whole = wordsOf(raw)
    expect(whole).toContain(`${portal}/\n`)
    expect(whole.match(/https?:/g)).toHaveLength(2)
    expect(whole.length).toBeGreaterThan(400)
    for (const person of [
      'Anna',
      'Nils',
      'Sara',
      'Alma',
      'Pim',
      'Bo ',
      'Cia',
      'Björken',
      'Myran',
      'foto',
      'photo',
      'samtycke',
      'consent',
      'barn',
      'child',
    ])
      expect([person, `${head.replace(/^(To|Message-ID):.*$/gim, '')}${whole}`.includes(person)]).toEqual([
        person,
        false,
      ])
  }
  // Neither do the log, nor what the log of the portal holds beyond who was reminded.
  expect(logged.join('')).not.toMatch(/@|anna/i)
  const { rows } = await house.database.owner.query(
    "select actor_role, object_id from audit_event where event = 'consent.reminded'",
  )
  expect(rows.map(({ object_id }) => object_id).sort()).toEqual([ids.guardian, ids.neighbour, ids.stranger].sort())
})

test('once a year at most, whoever asks, however often, through restarts and with two processes at it', async () => {
  await Promise.all([job()(), job()()])
  expect(reached()).toEqual(['anna@example.se', 'nils@example.se'])
  for (const day of ['2026-11-23T15:00:00Z', '2026-11-24T10:00:00Z', '2027-05-01T10:00:00Z', '2027-11-22T10:00:00Z']) {
    house.setNow(day)
    await job()()
  }
  expect(reached()).toHaveLength(2)
  house.setNow('2027-11-24T10:00:00Z')
  await job()()
  expect(reached()).toEqual(['anna@example.se', 'anna@example.se', 'nils@example.se', 'nils@example.se'])
})

test('R18: never after a no; not to who has answered, does not want it, is blocked, or began a few days ago', async () => {
  for (const who of ['guardian2', 'stranger', 'mover', 'parent18', 'ended'] as const) await addressFor(who)
  // Anna says no for Alma and has answered for Pim; Nils wants none; Sara is kept from Cia by decision.
  await answer('alma', 'guardian', 'no')
  await answer('pim', 'guardian', 'yes')
  const nils = await house.as('neighbour')
  const fields = { phone: '', email: 'nils@example.se', street: '', postalCode: '', city: '', show: [] }
  await nils.post(addresses.contactDetails, fields, addresses.contactDetails)
  await house.database.owner.query(
    `insert into guardian_block (guardian_id, child_id, valid, reason, reference, review_on, decided_by, decided_at)
     values ($1, $2, '[2026-11-01,)', 'court', 'T 1-26', '2027-05-01', $3, now())`,
    [ids.stranger, ids.cia, ids.admin],
  )
  await house.database.owner.query("update guardianship set valid = '[2026-11-10,)' where guardian_id = $1", [
    ids.guardian2,
  ])
  await job()()
  // Flora moved on 1 November: Mia has waited long enough. Petra's Vera turns eighteen tomorrow. Erik's custody is over.
  expect(reached()).toEqual(['mover@example.se', 'parent18@example.se'])
  // Fourteen days after Adam's custody began, and a change of mind about mail.
  house.setNow('2026-11-24T10:00:00Z')
  const again = await house.as('neighbour')
  await again.post(addresses.contactDetails, { ...fields, remind: 'yes' }, addresses.contactDetails)
  await job()()
  expect(reached()).toEqual(['guardian2@example.se', 'mover@example.se', 'nils@example.se', 'parent18@example.se'])
})

test('one no among the answers is a no: the rest is not asked for', async () => {
  await answer('pim', 'guardian', 'yes')
  await house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
     values ($1, $2, 'photo', 'school', 'yes', '2026-10-01', $3), ($1, $2, 'photo', 'school', 'withdrawn', '2026-10-02', $3)`,
    [ids.alma, ids.guardian, text],
  )
  await job()()
  expect(reached()).toEqual(['nils@example.se'])
})

test('a question that changes in substance is a new one; who said no to the earlier is left in peace', async () => {
  await answer('alma', 'guardian', 'yes')
  await answer('pim', 'guardian', 'yes')
  await answer('bo', 'neighbour', 'no')
  await job()()
  expect(reached()).toEqual([])
  await house.database.owner.query(
    `insert into consent_text (id, version, language, title, body, valid_from, earlier_until)
     values (gen_random_uuid(), 2, 'sv', 'Ny', 'Ny text', '2026-11-24', '2026-12-31'),
            (gen_random_uuid(), 3, 'sv', 'Ny', 'Bara orden', '2026-12-09', null)`,
  )
  house.setNow('2026-12-07T10:00:00Z')
  await job()()
  expect(reached()).toEqual([])
  house.setNow('2026-12-08T10:00:00Z')
  await job()()
  expect(reached()).toEqual(['anna@example.se'])
  // Where only the wording changes nobody is written to.
  house.setNow('2027-01-20T10:00:00Z')
  await job()()
  expect(reached()).toEqual(['anna@example.se'])
})

test('decision 3: nobody protected is written to, also one who became so while the mail waited', async () => {
  await addressFor('hidden')
  server.turns.set('nils@example.se', 450)
  await job()()
  expect(reached()).toEqual(['anna@example.se'])
  await house.database.owner.query("insert into protected_identity (person_id, valid) values ($1, '[2026-11-01,)')", [
    ids.bo,
  ])
  server.turns.clear()
  house.setNow('2026-11-24T10:00:00Z')
  await job()()
  expect(reached()).toEqual(['anna@example.se'])
  expect(await outcomes()).toEqual(['sent 1', 'unneeded 1'])
})

test('what has been answered while it waited is not sent', async () => {
  await job('smtp://127.0.0.1:1')()
  await answer('bo', 'neighbour', 'yes')
  await job()()
  expect(reached()).toEqual(['anna@example.se'])
})

test('a server that is away loses nothing and sends nothing twice; nobody is written to at night', async () => {
  expect(await job('smtp://127.0.0.1:1')()).toEqual({ outcome: 'away' })
  expect(await outcomes()).toEqual(['null 2'])
  house.setNow('2026-11-23T20:30:00Z')
  expect(await job()()).toEqual({ outcome: 'night' })
  house.setNow('2026-11-24T06:59:00Z')
  expect(await job()()).toEqual({ outcome: 'night' })
  house.setNow('2026-11-24T07:01:00Z')
  expect(await job()()).toEqual({ outcome: 'done' })
  expect(reached()).toEqual(['anna@example.se', 'nils@example.se'])
})

test('an address that bounces is left, one that is full is tried again and given up, and the others get theirs', async () => {
  await addressFor('stranger')
  server.turns.set('anna@example.se', 550).set('nils@example.se', 452)
  await job()()
  expect(reached()).toEqual(['stranger@example.se'])
  expect(await outcomes()).toEqual(['refused 1', 'sent 1', 'null 1'])
  for (const hour of [12, 13, 14, 15]) {
    house.setNow(`2026-11-24T${hour}:00:00Z`)
    await job()()
  }
  house.setNow('2026-11-25T15:00:00Z')
  await job()()
  house.setNow('2026-11-26T15:00:00Z')
  await job()()
  expect(await outcomes()).toEqual(['given-up 1', 'refused 1', 'sent 1'])
  expect(logged.join('')).not.toMatch(/@/)
  house.services.config.mail = { url: server.url, from: 'insyn@example.se' }
  const { text: list } = await (await house.as('admin')).get(addresses.consents)
  expect(parse(list)('main').text()).toContain('1 har gått de senaste 30 dagarna')
  expect(parse(list)('main').text()).toContain('2 kom inte fram')
})

test('killed between taking and sending, or a line that goes in the middle: it may be lost, and never goes twice', async () => {
  // Taken by a process that then was no more.
  await house.database.retention.rows`select access.make_reminders(${house.now()})`
  const [taken] = await house.database.retention.rows<{ person_id: string }>`
    select * from access.claim_reminder(${house.now()})`
  const other = taken!.person_id === ids.guardian ? 'nils@example.se' : 'anna@example.se'
  server.turns.set(other, 'hangs up')
  await job()()
  // It came, but nobody said so.
  expect(reached()).toEqual([other])
  server.turns.clear()
  house.setNow('2026-11-23T12:00:00Z')
  await job()()
  house.setNow('2026-11-25T12:00:00Z')
  await job()()
  expect(reached()).toEqual([other])
  expect(await outcomes()).toEqual(['unknown 2'])
})

test('an address that does not open stops nobody else’s', async () => {
  await house.database.owner.query("update contact_detail set sealed = 'x' where person_id = $1 and field = 'email'", [
    ids.guardian,
  ])
  await job()()
  expect(reached()).toEqual(['nils@example.se'])
  expect(await outcomes()).toEqual(['refused 1', 'sent 1'])
})

test('R8: elsewhere than on this machine only over TLS: a server without it is given nothing', async () => {
  // The same server under a name that is not this machine's own.
  const url = server.url.replace('127.0.0.1', '0.0.0.0')
  expect(await job(url)()).toEqual({ outcome: 'away' })
  expect(server.received).toEqual([])
})

test('no role of the portal makes, takes or sees a reminder; a guardian chooses for themself alone', async () => {
  await house.database.retention.rows`select access.make_reminders(${house.now()})`
  const { read, write } = house.services.actors
  for (const [who, role] of [
    ['guardian', 'guardian'],
    ['admin', 'admin'],
    ['principal', 'principal'],
    ['educator', 'educator'],
  ] as const)
    for (const attempt of [
      read(house.actor(who, role), (tx) => tx.rows`select from consent_reminder`),
      read(house.actor(who, role), (tx) => tx.rows`select access.make_reminders(${tx.now})`),
      read(house.actor(who, role), (tx) => tx.rows`select from access.claim_reminder(${tx.now})`),
      read(house.actor(who, role), (tx) => tx.rows`select access.note_reminder(gen_random_uuid(), 'sent', ${tx.now})`),
    ])
      await expect(attempt).rejects.toMatchObject({ status: 403 })
  await expect(
    write(
      house.actor('guardian', 'guardian'),
      (tx) => tx.rows`
      insert into reminder_choice (person_id, wanted, chosen_at) values (${ids.guardian2}, false, ${tx.now})`,
    ),
  ).rejects.toMatchObject({ status: 403 })
})

test('the page says how mail goes, keeps what was ticked on an error, and stores a choice once', async () => {
  const page = addresses.contactDetails
  const anna = await house.as('guardian')
  const ticked = (html: string) => parse(html)('input[name=remind]').attr('checked') !== undefined
  expect(ticked((await anna.get(page)).text)).toBe(true)
  const fields = { phone: '070-1740605', email: 'anna@example.se', street: '', postalCode: '', city: '' }
  const refused = await anna.post(page, { ...fields, email: 'ingen' }, page)
  expect([refused.status, ticked(refused.text)]).toEqual([422, false])
  expect((await anna.post(page, { ...fields, remind: 'kanske' }, page)).status).toBe(422)
  await anna.post(page, fields, page)
  await anna.post(page, fields, page)
  expect(ticked((await anna.get(page)).text)).toBe(false)
  const { rows } = await house.database.owner.query('select person_id, wanted from reminder_choice')
  expect(rows).toEqual([{ person_id: ids.guardian, wanted: false }])
})

test('a server without a sender, an address or the portal’s own address is refused at start, in words', () => {
  const with_ = (env: Record<string, string>) => () =>
    readConfig({ NODE_ENV: 'test', DATABASE_URL: 'postgres://x', ...env })
  const good = {
    MAIL_URL: 'smtps://user:p%40ss@mail.example.se',
    MAIL_FROM: 'Insyn <insyn@example.se>',
    BASE_URL: portal,
  }
  expect(with_(good)().mail).toEqual({ url: good.MAIL_URL, from: good.MAIL_FROM })
  expect(with_({ MAIL_FROM: good.MAIL_FROM })().mail).toBeUndefined()
  for (const [wrong, said] of [
    [{ ...good, MAIL_URL: 'http://mail.example.se' }, 'MAIL_URL'],
    [{ ...good, MAIL_URL: 'smtp://' }, 'MAIL_URL'],
    [{ ...good, MAIL_FROM: 'Insyn' }, 'MAIL_FROM'],
    [{ ...good, MAIL_FROM: 'a@b.se\r\nBcc: c@d.se' }, 'MAIL_FROM'],
    [{ MAIL_URL: good.MAIL_URL, MAIL_FROM: good.MAIL_FROM }, 'BASE_URL'],
  ] as const)
    expect(with_(wrong)).toThrow(said)
})

// Quoted-printable, as it came.
function wordsOf(raw: string): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4)
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8').replace(/\r\n/g, '\n')
}
