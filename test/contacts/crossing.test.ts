import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { load as parse } from 'cheerio'
import { saveContactDetails } from '../../src/contacts/commands.ts'
import { deliver, tendLetters } from '../../src/contacts/letters.ts'
import { mailer } from '../../src/mail/mailer.ts'
import { textMessages } from '../../src/mail/text-messages.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids, type Name } from '../support/cast.ts'
import { mailServer } from '../support/mail-server.ts'
import { type TextServer, textServer } from '../support/text-server.ts'

/** R6: what crosses on its way: changes while a code waits, and ways that hang or are closed. */
let house: TestApp
let server: TextServer
beforeAll(async () => {
  house = await testApp({ environment: { BASE_URL: 'http://insyn.example.se' } })
  server = await textServer()
})
beforeEach(() => {
  server.received.length = 0
  house.services.texts = textMessages({ url: server.url, from: 'Insyn' })
})
afterAll(async () => {
  await server.stop()
  await house.close()
})

const page = addresses.contactDetails
const nothing = { phone: '', email: '', street: '', postalCode: '', city: '', remind: 'yes' }
const codeIn = (number: string) =>
  server.received.findLast(({ to }) => to === number)!.message.match(/Insyn: (\d{6})/)![1]!

/** Somebody at their own details. */
async function at(name: Name) {
  const own: Browser = await house.as(name)
  const look = async () => parse((await own.get(page)).text)
  return {
    own,
    look,
    save: (fields: Record<string, unknown>) => own.post(page, { ...nothing, ...fields }, page),
    confirm: (code: string) => own.post(addresses.contactCode, { field: 'phone', code }, page),
    phone: async () => (await look())('input[name=phone]').val(),
    waits: async () => (await look())('#code-phone').length === 1,
  }
}

test('what is stored or emptied meanwhile makes an older code void: the latest wish counts', async () => {
  const anna = await at('guardian')
  await anna.save({ phone: '070-174 06 91' })
  await anna.save({ phone: '0303-70 30 00' })
  expect([await anna.waits(), (await anna.confirm(codeIn('+46701740691'))).status]).toEqual([false, 422])
  expect(await anna.phone()).toBe('0303-70 30 00')
  // Stored while there was no gateway.
  const nils = await at('neighbour')
  await nils.save({ phone: '070-174 06 92' })
  house.services.texts = undefined
  await nils.save({ phone: '070-174 06 93' })
  expect([await nils.waits(), (await nils.confirm(codeIn('+46701740692'))).status]).toEqual([false, 422])
  expect(await nils.phone()).toBe('070-174 06 93')
  house.services.texts = textMessages({ url: server.url, from: 'Insyn' })
  const sara = await at('stranger')
  await sara.save({ phone: '070-174 06 94' })
  await sara.save({})
  expect([await sara.waits(), (await sara.confirm(codeIn('+46701740694'))).status]).toEqual([false, 422])
  expect(await sara.phone()).toBe('')
})

test('a form saved for something else, with the field as it stood, leaves the code that waits alone', async () => {
  // There was no number, so that the field is empty while the code waits.
  const adam = await at('guardian2')
  await adam.save({ phone: '070-174 06 95' })
  await adam.save({ show: [`${ids.alma}:${ids.myran}:name`, `${ids.alma}:${ids.myran}:phone`] })
  expect((await adam.confirm(codeIn('+46701740695'))).status).toBe(303)
  await adam.save({ phone: '070-174 06 96' })
  await adam.save({ phone: '070-174 06 95' })
  expect((await adam.confirm(codeIn('+46701740696'))).status).toBe(303)
  expect(await adam.phone()).toBe('070-174 06 96')
})

test('decision 3: who is protected is not told to look in their telephone for a code that nobody sends', async () => {
  const hedda = await at('hidden')
  expect((await hedda.save({ phone: '070-174 06 97' })).status).toBe(422)
  expect([await hedda.waits(), server.received]).toEqual([false, []])
})

test('how it went is said of the code that waits, also where the clocks of two portals differ', async () => {
  const adam = await at('guardian2')
  await adam.save({ phone: '070-174 06 98' })
  house.setNow(new Date(house.now().getTime() - 1_000))
  server.turns.set('+46701740699', 400)
  expect((await adam.save({ phone: '070-174 06 99' })).status).toBe(422)
})

test('R9: where a way is closed, what waited to go there does not stay', async () => {
  const { owner } = house.database
  const petra = await at('parent18')
  server.turns.set('+46701740690', 500)
  await petra.save({ phone: '070-174 06 90' })
  await owner.query(
    "insert into contact_mail (id, person_id, field, kind, sealed, made_at, next_at) values (gen_random_uuid(), $1, 'phone', 'former', '\\x01', $2, $2)",
    [ids.parent18, new Date(house.now().getTime() - 8 * 24 * 60 * 60_000)],
  )
  house.services.texts = undefined
  house.setNow(new Date(house.now().getTime() + 31 * 60_000))
  expect(await tendLetters(house.services)).toEqual({ outcome: 'off' })
  const { rows } = await owner.query(
    'select kind, outcome from contact_mail where person_id = $1 union all select field, null from contact_code where sealed is not null order by 1',
    [ids.parent18],
  )
  expect(rows).toEqual([
    { kind: 'code', outcome: 'unneeded' },
    { kind: 'former', outcome: 'given-up' },
  ])
})

test('where a code could not be sent the rest is saved, and the page says so', async () => {
  const nils = await at('neighbour')
  server.turns.set('+46701740689', 400)
  const address = { street: 'Stigen 3', postalCode: '44931', city: 'Nödinge' }
  const { status, text } = await nils.save({ phone: '070-174 06 89', ...address })
  expect([status, parse(text)('.notice').text()]).toEqual([
    422,
    expect.stringContaining('Allt annat på sidan är sparat'),
  ])
  expect((await nils.look())('input[name=street]').val()).toBe('Stigen 3')
  // What stands beside the field is about what stands in it: the button would send a code to the number before.
  expect((await nils.look())('button[form=prove-phone]').length).toBe(1)
  expect(parse(text)('button[form=prove-phone]').length).toBe(0)
  expect(parse(text)('#f-phone-hint').text()).toContain('När du sparar')
  expect((await nils.save({ phone: '070' })).text).not.toContain('Allt annat')
})

test('a code for something that takes no code is answered in words, beside the code that waits', async () => {
  const post = await mailServer()
  house.services.mail = mailer({ url: post.url, from: 'insyn@example.se' })
  try {
    const adam = await at('guardian2')
    await adam.save({ email: 'adam@example.se' })
    for (const field of ['address', '__proto__', '']) {
      const { status, text } = await adam.own.post(addresses.contactCode, { field, code: '123456' }, page)
      expect([status, parse(text)('#f-code-email-error').text()]).toEqual([422, expect.stringContaining('Välj')])
    }
  } finally {
    house.services.mail.close()
    house.services.mail = undefined
    await post.stop()
  }
})

test('a text is never cut in two: with a long address the line for the telephone is left out', async () => {
  const config = { ...house.services.config, baseUrl: 'https://insyn.barn-och-utbildning.kommun.example.se' }
  const anna = await at('guardian')
  server.turns.set('+46701740688', 500)
  await anna.save({ phone: '070-174 06 88' })
  server.turns.clear()
  house.setNow(new Date(house.now().getTime() + 2 * 60_000))
  await deliver({ ...house.services, config })
  const { message } = server.received.findLast(({ to }) => to === '+46701740688')!
  expect(message.length).toBeLessThanOrEqual(160)
  expect(message).toMatch(/\d{6}.*\n.*\d{6}/)
})

test('a child that is in no group today: the page says why there is no list, and why nobody sees anything', async () => {
  await house.database.owner.query("update placement set valid = '[2024-08-15,2026-11-20)' where child_id = $1", [
    ids.cia,
  ])
  const sara = await at('stranger')
  const section = (await sara.look())(`section[aria-labelledby="child-${ids.cia}"]`)
  expect(section.find('.hint').text()).toContain('inte i någon grupp')
})

test('no code goes to somebody whose account has been closed meanwhile', async () => {
  const mia = await at('mover')
  server.turns.set('+46701740687', 500)
  await mia.save({ phone: '070-174 06 87' })
  server.turns.clear()
  await house.database.owner.query('update account set disabled_at = now() where person_id = $1', [ids.mover])
  house.setNow(new Date(house.now().getTime() + 2 * 60_000))
  await deliver(house.services)
  expect(server.received).toEqual([])
  await house.database.owner.query('update account set disabled_at = null where person_id = $1', [ids.mover])
})

test('five codes a day by whichever road, and a day is over at midnight in Sweden', async () => {
  house.setNow('2026-11-25T22:30:00Z')
  let nils = await at('neighbour')
  const number = (await nils.phone()) as string
  const prove = () => nils.own.post(addresses.contactProof, { field: 'phone' }, page)
  const roads = [prove, () => nils.save({ phone: '070-174 06 86' })]
  const asked = async (times: number) => {
    const answers: number[] = []
    for (let turn = 0; turn < times; turn++) answers.push((await roads[turn % 2]!()).status)
    return answers
  }
  expect(await asked(6)).toEqual([303, 303, 303, 303, 303, 422])
  house.setNow('2026-11-25T22:59:59Z')
  expect(await asked(2)).toEqual([422, 422])
  house.setNow('2026-11-25T23:00:01Z')
  expect(await asked(3)).toEqual([303, 303, 303])
  // Midnight by the clock of the database is none.
  house.setNow('2026-11-26T00:00:01Z')
  nils = await at('neighbour')
  expect(await asked(3)).toEqual([303, 303, 422])
  expect(server.received).toHaveLength(10)
  // Guesses are counted by the code: what was guessed at an earlier one does not count against the latest.
  house.setNow('2026-11-26T23:00:01Z')
  nils = await at('neighbour')
  const wrong = async (times: number) => {
    const right = server.received.at(-1)!.message.match(/Insyn: (\d{6})/)![1]!
    for (let turn = 0; turn < times; turn++) await nils.confirm(right === '000000' ? '000001' : '000000')
    return right
  }
  await prove()
  await wrong(4)
  house.setNow('2026-11-26T23:01:01Z')
  await prove()
  expect((await nils.confirm(await wrong(4))).status).toBe(303)
  expect(await nils.phone()).toBe(number)
})

test('an impatient thumb gets one text, and the code in it counts', async () => {
  const sara = await at('stranger')
  const answers = await Promise.all(Array.from({ length: 4 }, () => sara.save({ phone: '070-174 06 85' })))
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
  expect(server.received).toHaveLength(1)
  // Whoever has waited half a minute gets another.
  house.setNow(new Date(house.now().getTime() + 31_000))
  await sara.save({ phone: '070-174 06 85' })
  expect(server.received).toHaveLength(2)
  expect((await sara.confirm(codeIn('+46701740685'))).status).toBe(303)
})

test('a gateway that hangs keeps no mail waiting, nor anybody who waits for one', async () => {
  for (const name of ['guardian', 'stranger', 'mover'] as const) {
    const number = '+46701740681'
    server.turns.set(number, 500)
    await (await at(name)).save({ phone: number })
  }
  house.setNow(new Date(house.now().getTime() + 2 * 60_000))
  const hung = createHttp(() => {})
  await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve))
  house.services.texts = textMessages({
    url: `http://127.0.0.1:${(hung.address() as AddressInfo).port}`,
    from: 'Insyn',
  })
  const post = await mailServer()
  house.services.mail = mailer({ url: post.url, from: 'insyn@example.se' })
  try {
    const nils = await at('neighbour')
    const before = performance.now()
    expect((await nils.save({ email: 'nils.ny@example.se' })).status).toBe(303)
    expect(performance.now() - before).toBeLessThan(4_000)
    expect(post.received.map(({ to }) => to)).toEqual([['nils.ny@example.se']])
  } finally {
    house.services.mail.close()
    house.services.mail = undefined
    hung.closeAllConnections()
    hung.close()
    await post.stop()
  }
})

test('a mail server that hangs is waited for once: a letter is taken once, however many ask meanwhile', async () => {
  let greet = (_: undefined) => {}
  const greeting = new Promise<undefined>((resolve) => {
    greet = resolve
  })
  const post = await speaking((said) => (said === '220' ? greeting : undefined))
  house.services.mail = mailer({ url: post.url, from: 'insyn@example.se' })
  try {
    const { actors, keys } = house.services
    const form = { ...nothing, remind: 'yes' as const, email: 'mia@example.se', asked: [], show: [] }
    await actors.write(house.actor('mover', 'guardian'), (tx) =>
      saveContactDetails(tx, keys, form, { email: true, phone: false }),
    )
    const asked = []
    for (let minutes = 0; minutes < 12; minutes += 3) {
      asked.push(deliver(house.services))
      await new Promise((resolve) => setTimeout(resolve, 100))
      house.setNow(new Date(house.now().getTime() + 3 * 60_000))
    }
    greet(undefined)
    await Promise.all(asked)
    expect(post.taken).toHaveLength(1)
  } finally {
    house.services.mail.close()
    house.services.mail = undefined
    post.stop()
  }
})

test.each([
  ['its greeting', '220', '554 5.3.2 no service here', 'again'],
  ['who sends', 'MAIL', '553 5.7.1 not yours to send from', 'again'],
  ['that nobody has signed in', 'MAIL', '530 5.7.0 authentication required', 'again'],
  ['whom it is for', 'RCPT', '550 5.1.1 nobody here', 'refused'],
  ['the words', 'DATA', '554 5.7.1 not taken', 'refused'],
] as const)('a mail server that says no to %s (%s: %s): %s', async (_, to, no, handed) => {
  const server = await speaking((said) => (said.startsWith(to) ? no : undefined))
  const mail = mailer({ url: server.url, from: 'insyn@example.se' })
  try {
    const answer = await mail.send({ id: '1', to: 'ny@example.se', subject: 'Hej', text: 'Hej' })
    expect(answer).toEqual({ handed, failure: no.slice(0, 3) })
  } finally {
    mail.close()
    server.stop()
  }
})

/** A mail server word by word: `answer` says something else than the usual to what has been said, or waits with it. */
async function speaking(answer: (said: string) => string | undefined | Promise<undefined>) {
  const usual: Record<string, string> = { '220': '220 hej', DATA: '354 go on', QUIT: '221 bye' }
  const taken: string[] = []
  const server = createServer((socket) => {
    let inText = false
    const say = async (word: string) => socket.write(`${(await answer(word)) ?? usual[word] ?? '250 ok'}\r\n`)
    say('220')
    socket.on('error', () => {})
    createInterface(socket).on('line', (line) => {
      if (inText && line !== '.') return
      if (inText) taken.push('a mail')
      inText = !inText && line === 'DATA' && answer('DATA') === undefined
      say(line === '.' ? 'text' : line.slice(0, 4))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, taken, stop: () => server.close() }
}
