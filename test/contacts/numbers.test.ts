import { load as parse } from 'cheerio'
import { readConfig } from '../../src/config.ts'
import { deliver, tendLetters } from '../../src/contacts/letters.ts'
import { mailer } from '../../src/mail/mailer.ts'
import { textMessages } from '../../src/mail/text-messages.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { mailServer } from '../support/mail-server.ts'
import { type TextServer, textServer } from '../support/text-server.ts'

/** R6: a new telephone number counts when the code that was sent there as a text message has come back. */
let house: TestApp
let server: TextServer
let anna: Browser
beforeEach(async () => {
  house = await testApp({ environment: { BASE_URL: 'http://insyn.example.se' } })
  server = await textServer()
  house.services.texts = textMessages({ url: server.url, from: 'Insyn' })
  anna = await house.as('guardian')
})
afterEach(async () => {
  await server.stop()
  await house.close()
})

const page = addresses.contactDetails
const [before, after] = ['+46701740605', '+46701740699']
const form = { phone: '070-174 06 99', email: 'anna@example.se', street: '', postalCode: '', city: '', remind: 'yes' }
const show = [`${ids.alma}:name`, `${ids.alma}:phone`, `${ids.pim}:name`]
const save = (fields: Record<string, unknown> = {}) => anna.post(page, { ...form, show, ...fields }, page)
const confirm = (code: string) => anna.post(addresses.contactCode, { field: 'phone', code }, page)
const look = async () => parse((await anna.get(page)).text)
const stored = async () => (await look())('input[name=phone]').val()
const to = (number: string) => server.received.filter((text) => text.to === number).map(({ message }) => message)
const codeIn = () =>
  to(after)
    .at(-1)!
    .match(/Insyn: (\d{6})/)![1]!
const later = (minutes: number) => house.setNow(new Date(house.now().getTime() + minutes * 60_000))

test('R6: Anna’s new number is hers when the code comes back, and others see the one before until then', async () => {
  const nils = await house.as('neighbour')
  const list = async () => (await nils.get(`/groups/${ids.myran}/contacts`)).text
  expect((await save()).status).toBe(303)
  expect(await stored()).toBe('070-174 06 05')
  expect((await look())('form').has('#code-phone').text()).toMatch(/sms till 070.174.06.99/)
  expect(await list()).not.toContain('06 99')
  const [message] = to(after) as [string]
  // One text, in signs that every phone counts as one; nothing of whom it is about. Phones know the last line.
  expect(message.length).toBeLessThanOrEqual(160)
  expect(message).toMatch(/^[\w\s.,:?@#åäöÅÄÖ]+$/)
  expect(message).not.toMatch(/Anna|Ask|Alma|guardian|Myran/)
  expect(message.split('\n').at(-1)).toBe(`@insyn.example.se #${codeIn()}`)
  expect(server.received[0]).toMatchObject({
    from: 'Insyn',
    authorization: `Basic ${Buffer.from('ale:hem@ligt').toString('base64')}`,
  })
  const { rows } = await house.database.owner.query('select field, sealed from contact_code')
  expect(rows).toHaveLength(1)
  expect(rows[0].sealed.toString('latin1')).not.toMatch(/1740699|\d{6}/)
  // Never shown to be hers, and so perhaps nobody's: the one before is not written to.
  expect((await confirm(codeIn())).status).toBe(303)
  expect(await stored()).toBe('070-174 06 99')
  expect((await look())('#f-phone-hint').text()).toContain('Bekräftat')
  expect(await list()).toContain('070-174 06 99')
  expect(server.received).toHaveLength(1)
  // Once.
  expect((await confirm(codeIn())).status).toBe(422)
  // One that was hers is told, whether another takes its place or none.
  await save({ phone: '' })
  await deliver(house.services)
  expect(await stored()).toBe('')
  expect(to(after).at(-1)).toMatch(/bytt eller borttaget/)
  expect(house.logged.join('')).not.toMatch(/1740[56]|174 06/)
})

test('a number that was there before codes could be sent is shown to be hers with one press', async () => {
  const $ = await look()
  expect($('#f-phone-hint').text()).toContain('Inte bekräftat')
  expect($('button[form=prove-phone]').length).toBe(1)
  expect((await anna.post(addresses.contactProof, { field: 'phone' }, page)).status).toBe(303)
  const code = to(before)[0]!.match(/Insyn: (\d{6})/)![1]!
  expect((await look())('button[form=prove-phone]').length).toBe(0)
  expect((await confirm(code)).status).toBe(303)
  expect((await look())('#f-phone-hint').text()).toContain('Bekräftat')
  expect(await stored()).toBe('070-174 06 05')
  await deliver(house.services)
  expect(server.received).toHaveLength(1)
  // Nothing left to show, and a way that is closed is no page.
  expect((await anna.post(addresses.contactProof, { field: 'phone' }, page)).status).toBe(303)
  expect(server.received).toHaveLength(1)
  expect((await anna.post(addresses.contactProof, { field: 'email' }, page)).status).toBe(404)
  expect((await anna.post(addresses.contactProof, { field: 'address' }, page)).status).toBe(422)
})

test('a gateway that asks for a key alone, without a name, is given it', async () => {
  const texts = textMessages({ url: server.url.replace('ale:hem%40ligt', ':nyckel'), from: 'Insyn' })
  expect(await texts.send({ to: after, text: 'Hej' })).toEqual({ handed: 'sent' })
  expect(server.received.at(-1)!.authorization).toBe(`Basic ${Buffer.from(':nyckel').toString('base64')}`)
})

test('a telephone with a cord takes no text messages: it counts as it is written', async () => {
  await save({ phone: '0303-70 30 00' })
  expect(await stored()).toBe('0303-70 30 00')
  expect(server.received).toEqual([])
  expect((await look())('button[form=prove-phone]').length).toBe(0)
})

test('address and number wait side by side, each for its own code', async () => {
  const post = await mailServer()
  house.services.mail = mailer({ url: post.url, from: 'Insyn <insyn@example.se>' })
  try {
    await save({ email: 'ny@example.se' })
    const $ = await look()
    expect($('#code-phone, #code-email').length).toBe(2)
    const wrong = await anna.post(addresses.contactCode, { field: 'email', code: codeIn() }, page)
    expect([wrong.status, parse(wrong.text)('#f-code-email-error').text()]).toEqual([
      422,
      expect.stringContaining('inte rätt kod'),
    ])
    expect((await confirm(codeIn())).status).toBe(303)
    expect((await look())('#code-phone').length).toBe(0)
    expect((await look())('#code-email').length).toBe(1)
    expect(await stored()).toBe('070-174 06 99')
    expect((await look())('input[name=email]').val()).toBe('anna@example.se')
  } finally {
    house.services.mail.close()
    await post.stop()
  }
})

test('a wrong code is told of beside its field, five take it along, and after half an hour it is over and gone', async () => {
  await save()
  const code = codeIn()
  const wrong = code === '000000' ? '000001' : '000000'
  const said = async (typed: string) => {
    const { status, text } = await confirm(typed)
    return [status, parse(text)('#f-code-phone-error, #f-phone-error').text()]
  }
  expect(await said('12')).toEqual([422, expect.stringContaining('sex siffrorna')])
  for (let tries = 0; tries < 4; tries++) expect(await said(wrong)).toEqual([422, expect.stringContaining('inte rätt')])
  expect(await said(wrong)).toEqual([422, expect.stringContaining('gäller inte längre')])
  expect(await said(code)).toEqual([422, expect.stringContaining('gäller inte längre')])
  await save()
  later(31)
  anna = await house.as('guardian')
  expect(await said(codeIn())).toEqual([422, expect.stringContaining('gäller inte längre')])
  await tendLetters(house.services)
  expect((await house.database.owner.query('select sealed from contact_code')).rows).toEqual([{ sealed: null }])
  expect(await stored()).toBe('070-174 06 05')
})

test('five a day; a number that the gateway refuses is said beside the field, with what was typed', async () => {
  for (let asked = 0; asked < 5; asked++) {
    expect((await save()).status).toBe(303)
    later(1)
  }
  const { status, text } = await save()
  expect([status, parse(text)('#f-phone-error').text()]).toEqual([422, expect.stringContaining('många koder')])
  expect(server.received).toHaveLength(5)
  house.setNow('2026-11-24T10:00:00Z')
  anna = await house.as('guardian')
  server.turns.set(after, 400)
  const refused = await save()
  expect([refused.status, parse(refused.text)('#f-phone-error').text()]).toEqual([
    422,
    expect.stringContaining('gick inte att skicka'),
  ])
  expect(parse(refused.text)('input[name=phone]').val()).toBe('070-174 06 99')
  expect(parse(refused.text)('#code-phone').length).toBe(0)
})

test.each([401, 429, 500, 302, 'hangs up'] as const)('%s is tried again: the code comes later', async (turn) => {
  server.turns.set(after, turn)
  expect((await save()).status).toBe(303)
  expect((await look())('form').has('#code-phone').text()).toContain('inte gått iväg')
  const taken = server.received.length
  server.turns.clear()
  later(2)
  await deliver(house.services)
  expect(server.received).toHaveLength(taken + 1)
  expect((await look())('form').has('#code-phone').text()).toContain('har skickat en kod')
  expect((await confirm(codeIn())).status).toBe(303)
  expect(house.logged.join('')).not.toMatch(/1740699/)
})

test('decision 3: no text goes to somebody who is protected by then, and they are told that none could', async () => {
  await house.database.owner.query("insert into protected_identity (person_id, valid) values ($1, '[2026-01-01,)')", [
    ids.guardian,
  ])
  const { status, text } = await save({ show: [] })
  expect([status, parse(text)('#f-phone-error').text()]).toEqual([422, expect.stringContaining('gick inte att skicka')])
  expect(server.received).toEqual([])
})

test('where no text messages are sent a number counts as it is written, and letters by mail wait for no text', async () => {
  house.services.texts = undefined
  expect((await save()).status).toBe(303)
  expect(await stored()).toBe('070-174 06 99')
  expect((await look())('#f-phone-hint').text()).toContain('siffrorna')
})

test('the environment says where the gateway is, over TLS in production, and who sends', () => {
  const url = 'https://name:secret@sms.example.se/a1/sms'
  expect(readConfig({ SMS_URL: url }).texts).toEqual({ url, from: 'Insyn' })
  expect(readConfig({}).texts).toBeUndefined()
  // A sign in the password that is not percent-encoded is said here, and not by a crash.
  for (const SMS_URL of ['smtp://x', 'https://', 'sms.example.se', 'https://name:100%@sms.example.se/'])
    expect(() => readConfig({ SMS_URL })).toThrow('SMS_URL')
  for (const SMS_FROM of ['åäö', 'x', 'long enough to be none'])
    expect(() => readConfig({ SMS_URL: url, SMS_FROM })).toThrow('SMS_FROM')
  const mail = { MAIL_FROM: 'a@example.se', BASE_URL: 'https://insyn.example.se' }
  expect(() => readConfig({ ...mail, MAIL_URL: 'smtps://name:100%@mail.example.se' })).toThrow('MAIL_URL')
  expect(() => readConfig({ NODE_ENV: 'production', SMS_URL: 'http://sms.example.se/' })).toThrow('SMS_URL')
})
