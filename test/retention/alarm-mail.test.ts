import { pino } from 'pino'
import { mailer } from '../../src/mail/mailer.ts'
import { alarmMails } from '../../src/retention/alarm-mail.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'
import { type House, retentionHouse } from './house.ts'

/** Those who run the portal are told by mail when the night's deletion failed or has not run: once a day, and nothing of anybody. */
const to = 'drift@example.se'
const [night, day] = ['2026-11-23T02:35:00Z', '2026-11-23T08:00:00Z']
let house: House
let server: MailServer
let now: Date
const mailers: ReturnType<typeof mailer>[] = []
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(async () => {
  await house.clean()
  await house.database.owner.query('truncate alarm_mail')
  server = await mailServer()
  now = new Date(day)
})
afterEach(async () => {
  for (const each of mailers.splice(0)) each.close()
  await server.stop()
})
afterAll(() => house.close())

const portal = () => {
  const mail = mailer({ url: server.url, from: 'Insyn <insyn@example.se>' })
  mailers.push(mail)
  return alarmMails({
    database: house.database.web,
    mail,
    to,
    baseUrl: 'https://insyn.example.se',
    clock: () => now,
    log: pino({ level: 'silent' }),
  })
}
const ran = (outcome: string, finished = night) =>
  house.database.owner.query(
    `insert into job_run (job, slot, as_of, started_at, finished_at, outcome) values ('retention', $1::timestamptz::date, $1, $1, $1, $2)`,
    [finished, outcome],
  )
const texts = () =>
  server.received.map(({ raw }) => {
    const [head = '', body = ''] = raw.split('\r\n\r\n', 2)
    const base64 = /Content-Transfer-Encoding: base64/i.test(head)
    const rest = raw.slice(head.length + 4)
    return base64
      ? Buffer.from(body, 'base64').toString()
      : rest
          .replace(/=\r\n/g, '')
          .replace(/(=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())
  })

test('a night that is done says nothing', async () => {
  await ran('done')
  expect(await portal()()).toEqual({ outcome: 'well' })
  expect(server.received).toEqual([])
})

test.each([
  ['failed', 'blev inte klar'],
  ['no-rule', 'saknar en regel'],
  ['late', 'över ett dygn'],
])('%s is told once a day, to one address, in words and with where to look', async (alarm, words) => {
  if (alarm === 'late') await ran('done', '2026-11-22T02:00:00Z')
  else await ran(alarm)
  const [first, second] = [portal(), portal()]
  const outcomes = await Promise.all([first(), second()])
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['sent', 'told'])
  expect(await first()).toEqual({ outcome: 'told' })
  expect(server.received.map((each) => each.to)).toEqual([[to]])
  expect(texts()[0]).toContain(words)
  expect(texts()[0]).toContain('https://insyn.example.se/admin/retention')
  now = new Date('2026-11-23T23:30:00Z')
  expect(await first()).toEqual({ outcome: 'sent' })
  expect(server.received).toHaveLength(2)
})

test('the mail server is away: nothing is held to be told, and the next look tells it', async () => {
  await ran('failed')
  const { port } = new URL(server.url)
  const look = portal()
  await server.stop()
  expect(await look()).toEqual({ outcome: 'away' })
  server = await mailServer(Number(port))
  expect(await look()).toEqual({ outcome: 'sent' })
  expect(server.received).toHaveLength(1)
})

test('nothing personal is in it: not with anything in the database that could be', async () => {
  await house.keep([{ publishedAt: '2021-11-20T10:00:00Z', pictures: 1 }])
  await ran('failed')
  await portal()()
  const { rows } = await house.database.owner.query(
    `select given_name as word from person union select family_name from person union select id::text from document union select name from unit where length(name) > 2`,
  )
  for (const { word } of rows) expect(texts()[0]).not.toMatch(new RegExp(`\\b${word}\\b`))
})
