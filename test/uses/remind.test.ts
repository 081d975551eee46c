import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { readConfig } from '../../src/config.ts'
import type { Read } from '../../src/database/as-actor.ts'
import { takeDownMails } from '../../src/uses/remind.ts'
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
  house.setNow('2026-11-23T08:00:00Z')
  await ask("update unit set email = 'bjorken@example.se' where id = $1", ids.björken)
  await ask("update unit set email = 'granen@example.se' where id = $1", ids.granen)
})
afterEach(async () => {
  await post.close()
  await house.close()
})

const ask = async (text: string, ...values: unknown[]) => (await house.database.owner.query(text, values)).rows
const department = 'barn@example.se'

/** As a process that has just started. */
function job({ url = server.url, to = department as string | null } = {}) {
  const mail = post.mailer(url)
  const { log } = post
  const { clock } = house.services
  const baseUrl = 'https://insyn.example.se'
  const tick = takeDownMails({
    database: house.database.retention,
    mail,
    department: to ?? undefined,
    baseUrl,
    clock,
    log,
  })
  return () => tick(new AbortController().signal)
}

/** Something that has to come down a week from now, because of Alma. */
async function takeDown(owner: Name = 'educator', unit: Name = 'björken'): Promise<string> {
  const [use, task] = [randomUUID(), randomUUID()]
  // Whether it could be registered is test/uses/uses.test.ts's to ask.
  await ask('alter table media_use disable trigger use_bound')
  await ask(
    `insert into media_use (id, unit_id, medium, kind, place, used_on, owner_id, about_school, with_name, registered_at, registered_by)
     values ($1, $2, 'photo', 'print', 'Affisch i entrén', '2026-11-01', $3, true, false, '2026-11-01', $3)`,
    use,
    ids[unit],
    ids[owner],
  )
  await ask(
    'insert into take_down (id, use_id, child_id, made_at, due_on) values ($1, $2, $3, $4::timestamptz, $4::date + 7)',
    task,
    use,
    ids.alma,
    house.now(),
  )
  return task
}
const done = (task: string) =>
  ask("update take_down set done_at = now(), done_by = $2, proof = 'Riven' where id = $1", task, ids.educator)

async function mailedOn(day: string, time = '09:00'): Promise<string[]> {
  house.setNow(`${day}T${time}:00Z`)
  const before = server.received.length
  await job()()
  return server.received
    .slice(before)
    .map(({ to }) => to.join())
    .sort()
}

test('decision 6: the unit is told at once, on the last day and every third day until it is done; the department weekly when late', async () => {
  const task = await takeDown()
  const said: Record<string, string[]> = {}
  for (let day = 23; day <= 46; day++) {
    const date = new Date(Date.UTC(2026, 10, day)).toISOString().slice(0, 10)
    const mailed = await mailedOn(date)
    if (mailed.length > 0) said[date] = mailed
    // Asked again the same day, by two processes at once, nothing more goes.
    if (mailed.length > 0) {
      const before = server.received.length
      await Promise.all([job()(), job()()])
      expect(server.received.length).toBe(before)
    }
    if (day === 45) await done(task)
  }
  expect(said).toEqual({
    '2026-11-23': ['bjorken@example.se'],
    '2026-11-30': ['bjorken@example.se'],
    '2026-12-01': [department],
    '2026-12-03': ['bjorken@example.se'],
    '2026-12-06': ['bjorken@example.se'],
    '2026-12-08': [department],
    '2026-12-09': ['bjorken@example.se'],
    '2026-12-12': ['bjorken@example.se'],
    '2026-12-15': ['barn@example.se', 'bjorken@example.se'],
  })
})

test('a mail says that something has to come down and where to look, and nothing of what, where or because of whom', async () => {
  await takeDown()
  await job()()
  await mailedOn('2026-12-01')
  expect(server.received).toHaveLength(3)
  for (const { raw, to, from } of server.received) {
    expect([from, to.length]).toEqual(['insyn@example.se', 1])
    const whole = decoded(raw)
    const where = to[0] === department ? addresses.consents : addresses.uses
    expect(whole).toContain(`https://insyn.example.se${where}`)
    for (const personal of ['Alma', 'Ask', 'Eva', 'Lind', 'Affisch', 'Björken', 'Bjork', 'foto', 'photo', ids.alma])
      expect([personal, whole.replace(/^(To|Message-ID):.*$/gim, '').includes(personal)]).toEqual([personal, false])
  }
  expect(decoded(server.received[0]!.raw)).toContain('ska tas ner')
  expect(decoded(server.received[1]!.raw)).toContain('skulle redan ha tagits ner')
  expect(logged.join('')).not.toMatch(/@|Alma/)
})

test('several at once are one mail; each unit gets its own; one made later the same day waits for the next', async () => {
  await takeDown()
  await takeDown('both')
  await takeDown('educator2', 'granen')
  expect(await mailedOn('2026-11-23', '10:10')).toEqual(['bjorken@example.se', 'granen@example.se'])
  house.setNow('2026-11-23T12:00:00Z')
  await takeDown()
  expect(await mailedOn('2026-11-23', '12:10')).toEqual([])
  expect(await mailedOn('2026-11-24')).toEqual(['bjorken@example.se'])
  expect(await mailedOn('2026-11-25')).toEqual([])
})

test('missed days are caught up by one mail; by night nobody is written to', async () => {
  await takeDown()
  expect(await mailedOn('2026-11-23', '20:00')).toEqual([])
  expect(await mailedOn('2026-12-08')).toEqual([department, 'bjorken@example.se'])
  expect(await mailedOn('2026-12-09')).toEqual(['bjorken@example.se'])
})

test('a server that is away loses nothing, a killed process or a cut line is made good the next day, a refused address is told to Ada', async () => {
  await takeDown()
  expect(await job({ url: 'smtp://127.0.0.1:1' })()).toEqual({ outcome: 'away' })
  server.turns.set('bjorken@example.se', 450)
  expect(await job()()).toEqual({ outcome: 'away' })
  expect(await ask('select from take_down_mail')).toEqual([])
  // Taken by a process that then was no more.
  await house.database.retention.rows`select * from access.claim_take_down_mail(${house.now()}, true)`
  server.turns.clear()
  expect(await mailedOn('2026-11-23', '11:00')).toEqual([])
  server.turns.set('bjorken@example.se', 'hangs up')
  expect(await mailedOn('2026-11-24')).toEqual(['bjorken@example.se'])
  server.turns.clear()
  expect(await mailedOn('2026-11-25')).toEqual(['bjorken@example.se'])
  server.turns.set('bjorken@example.se', 550)
  expect(await mailedOn('2026-12-01')).toEqual([department])
  const ada = parse((await (await house.as('admin')).get(addresses.consents)).text)
  expect(ada('.notice.warn').text()).toContain(
    'Björkens förskola är sen med att ta ner 1 sak, och enhetens e-postadress tar inte emot mejl.',
  )
  expect(ada('main').text()).not.toContain('Affisch')
})

test('without an address of the department’s the unit alone is told', async () => {
  await takeDown()
  house.setNow('2026-12-01T09:00:00Z')
  await job({ to: null })()
  expect(server.received.map(({ to }) => to.join())).toEqual(['bjorken@example.se'])
  const given = { NODE_ENV: 'test', DATABASE_URL: 'postgres://x' }
  expect(() => readConfig({ ...given, TAKE_DOWN_MAIL: department })).toThrow('MAIL_URL')
  expect(() => readConfig({ ...given, TAKE_DOWN_MAIL: 'a@b.se, c@d.se' })).toThrow('TAKE_DOWN_MAIL')
})

test('whoever answers for it sees it where they begin, late in words; a colleague does when nobody at work does; the principal always', async () => {
  const begin = async (who: string) => {
    const text = parse((await (await house.as(who)).get(addresses.staff)).text)('.notice').text()
    return text.replace(/\s+/g, ' ').trim()
  }
  const due = '1 sak utanför Insyn ska tas ner, senast 30 november 2026 (om 7 dagar).Se vad som ska tas ner'
  // Frida registered it and has left; Bea answers for another and does not work here.
  const task = await takeDown('educator')
  expect([await begin('educator'), await begin('principal')]).toEqual([due, due])
  await ask('update media_use set owner_id = $1', ids.principal)
  expect([await begin('educator'), await begin('principal')]).toEqual(['', due])
  await ask('update media_use set owner_id = $1', ids.former)
  expect([await begin('educator'), await begin('principal')]).toEqual([due, due])
  expect([await begin('educator2'), await begin('principal2')]).toEqual(['', ''])
  house.setNow('2026-12-02T09:00:00Z')
  const second = await takeDown()
  expect(await begin('educator')).toBe(
    '1 sak utanför Insyn skulle redan ha varit borta. 1 sak utanför Insyn ska tas ner, senast 9 december 2026 (om 7 dagar).Se vad som ska tas ner',
  )
  const list = parse((await (await house.as('educator')).get(addresses.uses)).text)
  expect(list('.take-down.late').text()).toContain('Försenad: skulle ha varit borta 30 november 2026 (i förrgår)')
  await done(task)
  await done(second)
  expect([await begin('educator'), await begin('principal')]).toEqual(['', ''])
})

test('no role of the portal makes, takes or sees a mail of this kind', async () => {
  await takeDown()
  const { read } = house.services.actors
  for (const [who, role] of [
    ['guardian', 'guardian'],
    ['educator', 'educator'],
    ['principal', 'principal'],
    ['admin', 'admin'],
  ] as const)
    for (const attempt of [
      (tx: Read) => tx.rows`select from take_down_mail`,
      (tx: Read) => tx.rows`select from access.claim_take_down_mail(${tx.now}, true)`,
      (tx: Read) => tx.rows`select access.note_take_down_mail(gen_random_uuid(), 'sent')`,
    ])
      await expect(read(house.actor(who, role), attempt)).rejects.toMatchObject({ status: 403 })
})

// Quoted-printable, as it came, the subject left out.
function decoded(raw: string): string {
  const bytes = raw
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
