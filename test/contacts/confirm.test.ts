import { load as parse } from 'cheerio'
import { deliver } from '../../src/contacts/letters.ts'
import { mailer } from '../../src/mail/mailer.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'

/** A new e-mail address counts when the code that was sent there has come back. */
let house: TestApp
let server: MailServer
let anna: Browser
beforeEach(async () => {
  house = await testApp()
  server = await mailServer()
  house.services.mail = mailer({ url: server.url, from: 'Insyn <insyn@example.se>' })
  anna = await house.as('guardian')
})
afterEach(async () => {
  house.services.mail?.close()
  await server.stop()
  await house.close()
})

const page = addresses.contactDetails
const form = {
  phone: '070-174 06 05',
  email: 'ny@example.se',
  street: '',
  postalCode: '',
  city: '',
  show: [`${ids.alma}:name`],
}
const save = (fields: Record<string, unknown> = {}) => anna.post(page, { ...form, ...fields }, page)
const confirm = (code: string) => anna.post(addresses.contactCode, { field: 'email', code }, page)
const shown = async () => parse((await anna.get(page)).text)('input[name=email]').val()
const to = (address: string) => server.received.filter((mail) => mail.to.includes(address))
const plain = (raw: string) =>
  raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
const codeIn = () => plain(to('ny@example.se').at(-1)!.raw).match(/koden (\d{6})/)![1]!

test('Anna’s new address is hers when the code comes back, and the old one is told', async () => {
  expect((await save()).status).toBe(303)
  expect(await shown()).toBe('anna@example.se')
  expect((await anna.get(page)).text).toContain('ny@example.se')
  const { raw } = to('ny@example.se')[0]!
  // Nothing of whom it is about.
  expect(plain(raw)).not.toMatch(/Anna|Ask|Alma|guardian/)
  const { rows } = await house.database.owner.query('select sealed from contact_code')
  expect(rows[0].sealed.toString('latin1')).not.toMatch(/ny@|\d{6}/)
  expect(to('anna@example.se')).toEqual([])
  const code = codeIn()
  expect((await confirm(`${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(303)
  expect(await shown()).toBe('ny@example.se')
  expect(parse((await anna.get(page)).text)('#f-email-hint').text()).toContain('Bekräftad')
  expect(to('anna@example.se')).toHaveLength(1)
  expect(plain(to('anna@example.se')[0]!.raw)).not.toContain('ny@example.se')
  // Once.
  expect((await confirm(code)).status).toBe(422)
})

test('everything else on the page is saved meanwhile, and an emptied address goes at once', async () => {
  await save({ phone: '070-174 06 99' })
  expect(parse((await anna.get(page)).text)('input[name=phone]').val()).toBe('070-174 06 99')
  await save({ email: '' })
  expect(await shown()).toBe('')
  // Its owner learns of it, so that nobody takes an address over in two steps.
  await deliver(house.services)
  expect(plain(to('anna@example.se')[0]!.raw)).toContain('borttagen')
  expect(server.received).toHaveLength(2)
})

test('a wrong code is told of, five take it along, and after half an hour it is over', async () => {
  await save()
  const code = codeIn()
  const wrong = code === '000000' ? '000001' : '000000'
  for (const typed of ['12345', 'abcdef', '']) {
    const { status, text } = await confirm(typed)
    expect([typed, status, parse(text)('#f-code-email-error').text()]).toEqual([
      typed,
      422,
      expect.stringContaining('sex siffrorna'),
    ])
  }
  for (let tries = 0; tries < 4; tries++) {
    const { status, text } = await confirm(wrong)
    expect([status, parse(text)('#f-code-email-error').text()]).toEqual([422, expect.stringContaining('inte rätt kod')])
  }
  expect((await confirm(wrong)).status).toBe(422)
  expect((await confirm(code)).status).toBe(422)
  expect(await shown()).toBe('anna@example.se')
  await save()
  house.setNow(new Date(house.now().getTime() + 31 * 60_000))
  anna = await house.as('guardian')
  expect((await confirm(codeIn())).text).toContain('gäller inte längre')
  expect(await shown()).toBe('anna@example.se')
})

test('five codes a day, and one that the mail server does not take is said beside the field', async () => {
  for (let asked = 0; asked < 5; asked++) {
    expect((await save()).status).toBe(303)
    house.setNow(new Date(house.now().getTime() + 60_000))
  }
  const { status, text } = await save()
  expect([status, parse(text)('#f-email-error').text()]).toEqual([422, expect.stringContaining('många koder')])
  expect(server.received).toHaveLength(5)
  house.setNow('2026-11-24T10:00:00Z')
  anna = await house.as('guardian')
  server.turns.set('ny@example.se', 550)
  const refused = await save()
  expect([refused.status, parse(refused.text)('#f-email-error').text()]).toEqual([
    422,
    expect.stringContaining('gick inte att skicka'),
  ])
  expect(parse(refused.text)('input[name=email]').val()).toBe('ny@example.se')
})

test('a code that the server did not take is on its way still: it is sent later, and Anna is told', async () => {
  server.turns.set('ny@example.se', 450)
  expect((await save()).status).toBe(303)
  expect(
    parse((await anna.get(page)).text)('#code-email')
      .parent()
      .text(),
  ).toContain('har inte gått iväg än')
  expect(server.received).toEqual([])
  server.turns.clear()
  await deliver(house.services)
  expect(server.received).toEqual([])
  house.setNow(new Date(house.now().getTime() + 61_000))
  await deliver(house.services)
  expect(to('ny@example.se')).toHaveLength(1)
  expect(
    parse((await anna.get(page)).text)('#code-email')
      .parent()
      .text(),
  ).toContain('har skickat en kod')
  expect((await confirm(codeIn())).status).toBe(303)
  const { rows } = await house.database.owner.query('select kind, outcome, sealed from contact_mail order by made_at')
  expect(rows).toEqual([
    { kind: 'code', outcome: 'sent', sealed: null },
    { kind: 'former', outcome: 'sent', sealed: null },
  ])
})

test('with the mail server away nothing is lost, and an old code is not sent when it is back', async () => {
  house.services.mail?.close()
  house.services.mail = mailer({ url: 'smtp://127.0.0.1:9', from: 'Insyn <insyn@example.se>' })
  expect((await save()).status).toBe(303)
  const { rows } = await house.database.owner.query('select sealed from contact_mail')
  expect(rows[0].sealed.toString('latin1')).not.toMatch(/ny@|\d{6}/)
  house.services.mail.close()
  house.services.mail = mailer({ url: server.url, from: 'Insyn <insyn@example.se>' })
  house.setNow(new Date(house.now().getTime() + 31 * 60_000))
  await deliver(house.services)
  expect(server.received).toEqual([])
  expect((await house.database.owner.query('select outcome from contact_mail')).rows).toEqual([{ outcome: 'unneeded' }])
})

test('decision 3: whoever is protected meanwhile is written to no more', async () => {
  server.turns.set('ny@example.se', 450)
  await save()
  await house.database.owner.query("insert into protected_identity (person_id, valid) values ($1, '[2026-01-01,)')", [
    ids.guardian,
  ])
  server.turns.clear()
  house.setNow(new Date(house.now().getTime() + 120_000))
  await deliver(house.services)
  expect(server.received).toEqual([])
})

test('a year later Anna is asked, on the start page and here, and one button is the answer', async () => {
  expect((await anna.get('/')).text).not.toContain('ett år sedan')
  house.setNow('2027-11-24T10:00:00Z')
  anna = await house.as('guardian')
  expect((await anna.get('/')).text).toContain('ett år sedan')
  expect(parse((await anna.get(page)).text)('#still').length).toBe(1)
  expect((await anna.post(addresses.contactStill, {}, page)).status).toBe(303)
  expect((await anna.get('/')).text).not.toContain('ett år sedan')
  expect(parse((await anna.get(page)).text)('#still').length).toBe(0)
  // Whoever has given nothing of themself has nothing to look at.
  const adam = await house.as('guardian2')
  expect((await adam.get('/')).text).not.toContain('ett år sedan')
  // Saving is looking as well.
  house.setNow('2028-12-24T10:00:00Z')
  anna = await house.as('guardian')
  expect((await anna.get('/')).text).toContain('ett år sedan')
  await save({ email: 'anna@example.se' })
  expect((await anna.get('/')).text).not.toContain('ett år sedan')
})

test('where no mail is sent, an address counts as it is written', async () => {
  house.services.mail?.close()
  house.services.mail = undefined
  expect((await save()).status).toBe(303)
  expect(await shown()).toBe('ny@example.se')
})

test('nobody confirms what is another’s', async () => {
  await save()
  const nils = await house.as('neighbour')
  expect((await nils.post(addresses.contactCode, { field: 'email', code: codeIn() }, page)).status).toBe(422)
})
