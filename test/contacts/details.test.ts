import { load as parse } from 'cheerio'
import { saveContactDetails } from '../../src/contacts/commands.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type Fields, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let anna: Browser
beforeEach(async () => {
  house = await testApp()
  anna = await house.as('guardian')
})
afterEach(() => house.close())

const page = addresses.contactDetails
const nothing = { phone: '', email: '', street: '', postalCode: '', city: '', remind: 'yes' as const }
const stored = { ...nothing, phone: '070-174 06 05', email: 'anna@example.se' }
const shown = [`${ids.alma}:name`, `${ids.alma}:phone`, `${ids.pim}:name`]

const send = (fields: Fields) => anna.post(page, fields, page)

async function everything() {
  const { owner } = house.database
  const details = await owner.query('select person_id, field, sealed from contact_detail order by 1, 2')
  const choices = await owner.query('select guardian_id, child_id, field, shown from contact_choice order by id')
  const audits = await owner.query("select event from audit_event where event like 'contacts.%changed' order by id")
  return { details: details.rows, choices: choices.rows, audits: audits.rows.map((row) => row.event) }
}

test('R6, decision 2: the page shows what is stored, the name ticked, and nothing else that was not chosen', async () => {
  const $ = parse((await anna.get(page)).text)
  expect($('input[name=phone]').val()).toBe('070-174 06 05')
  const ticked = $('input[name=show]:checked')
    .toArray()
    .map((box) => $(box).val())
  expect(ticked.sort()).toEqual([...shown].sort())
})

test('Anna writes a number her own way and it is stored in one, sealed (R9)', async () => {
  const answer = await send({
    ...stored,
    phone: '+46 (0)70 174 06 99',
    street: 'Stigen 3',
    postalCode: '449 31',
    city: 'Nödinge',
    show: shown,
  })
  expect([answer.status, answer.headers.location]).toEqual([303, `${page}?saved=1`])
  const $ = parse((await anna.get(answer.headers.location!)).text)
  expect($('[role=status]').text()).toContain('Sparat')
  expect($('input[name=phone]').val()).toBe('070-174 06 99')
  expect($('input[name=postalCode]').val()).toBe('449 31')
  const { details, choices, audits } = await everything()
  for (const { sealed } of details) expect(sealed.toString('latin1')).not.toMatch(/1740699|Stigen|anna@/)
  expect(choices.filter((row) => row.guardian_id === ids.guardian)).toHaveLength(1)
  expect(audits).toEqual(['contacts.details-changed'])
})

test('an emptied field is gone, row and all', async () => {
  await send({ ...stored, phone: '', show: shown })
  const { details } = await everything()
  expect(details.filter((row) => row.person_id === ids.guardian).map((row) => row.field)).toEqual(['email'])
})

test('choices are added for what changed and nothing else, recorded once for each child; the same form again changes nothing', async () => {
  const before = await everything()
  const show = [`${ids.alma}:name`, `${ids.alma}:email`]
  await send({ ...stored, show })
  const after = await everything()
  expect(after.choices.slice(before.choices.length)).toEqual([
    { guardian_id: ids.guardian, child_id: ids.pim, field: 'name', shown: false },
    { guardian_id: ids.guardian, child_id: ids.alma, field: 'phone', shown: false },
    { guardian_id: ids.guardian, child_id: ids.alma, field: 'email', shown: true },
  ])
  expect(after.audits).toEqual(['contacts.choice-changed', 'contacts.choice-changed'])
  await send({ ...stored, show })
  await Promise.all([send({ ...stored, show }), send({ ...stored, show })])
  expect(await everything()).toEqual(after)
})

test('the same new form from ten fingers at once is stored once', async () => {
  const address = { street: 'Stigen 3', postalCode: '44931', city: 'Nödinge' }
  const form = { ...stored, phone: '+46701740605', ...address, show: [...shown, `${ids.pim}:address`] }
  const { actors, keys } = house.services
  const once = () => actors.write(house.actor('guardian', 'guardian'), (tx) => saveContactDetails(tx, keys, form))
  await Promise.all(Array.from({ length: 10 }, once))
  const { audits, choices } = await everything()
  expect(audits).toEqual(['contacts.details-changed', 'contacts.choice-changed'])
  expect(choices.filter((row) => row.field === 'address')).toHaveLength(1)
})

test('somebody else’s child in the form: 404, and neither choices nor details change', async () => {
  const before = await everything()
  for (const child of [ids.bo, ids.dold, ids.flytt, crypto.randomUUID()]) {
    const answer = await send({ ...stored, phone: '0700000000', show: [...shown, `${child}:phone`] })
    expect(answer.status).toBe(404)
  }
  expect(await everything()).toEqual(before)
})

test('wrong values: 422, what was typed is still there, each field says what is wrong, nothing is stored', async () => {
  const before = await everything()
  const wrong: [string, Fields][] = [
    ['phone', { phone: 'ring mig' }],
    ['phone', { phone: '0'.repeat(5000) }],
    ['email', { email: 'anna' }],
    ['email', { email: 'a@b\0.se' }],
    ['email', { email: '\ud800@example.se' }],
    ['postalCode', { street: 'Stigen 3', postalCode: '4493', city: 'Nödinge' }],
    ['city', { street: 'Stigen 3', postalCode: '44931' }],
    ['street', { street: 'S'.repeat(101), postalCode: '44931', city: 'Nödinge' }],
    ['show', { show: ['x'] }],
    ['show', { show: [`${ids.alma}:personnummer`] }],
    ['phone', { phone: ['0701740605', '0701740606'] }],
  ]
  for (const [field, fields] of wrong) {
    const answer = await send({ ...stored, show: shown, ...fields })
    expect([field, answer.status]).toEqual([field, 422])
    const $ = parse(answer.text)
    expect($(`.notice.bad a[href="#f-${field}"]`).text()).not.toBe('')
    const typed = fields.email
    if (typed === 'anna') expect($('input[name=email]').val()).toBe(typed)
  }
  expect((await anna.post(page, {}, page)).status).toBe(422)
  expect(await everything()).toEqual(before)
})

test('only a guardian has such a page', async () => {
  for (const who of ['educator', 'principal', 'pupil', 'admin', 'dpo'])
    expect((await (await house.as(who)).get(page)).status).toBe(403)
})

test('a protected guardian may still write down and change their own number; nobody sees it', async () => {
  const hedda = await house.as('hidden')
  expect(parse((await hedda.get(page)).text)('input[name=phone]').val()).toBe('070-174 06 22')
  expect((await hedda.post(page, { ...nothing, phone: '070-174 06 23' }, page)).status).toBe(303)
  expect((await anna.get(addresses.contacts(ids.myran))).text).not.toMatch(/Hedda|174 06 2[23]/)
})

test('the preview is what the neighbour sees, whatever is chosen', async () => {
  const nils = await house.as('neighbour')
  const fields = ['name', 'phone', 'email', 'address']
  const details = { ...stored, street: 'Stigen 3', postalCode: '44931', city: 'Nödinge' }
  for (let choice = 0; choice < 16; choice++) {
    const show = fields.filter((_, bit) => choice & (1 << bit)).map((field) => `${ids.alma}:${field}`)
    const answer = await send({ ...details, show: [...show, `${ids.pim}:email`, `${ids.pim}:name`] })
    const $ = parse((await anna.get(answer.headers.location!)).text)
    const preview = $(`section[aria-labelledby="child-${ids.alma}"] .preview`)
    const list = parse((await nils.get(addresses.contacts(ids.myran))).text)
    const seen = list('.family')
      .filter((_, family) => list(family).find('h3').text() === 'Alma Ask')
      .find('.adults > li')
      .filter((_, adult) => list(adult).children('b').text() === 'Anna Ask')
    expect(preview.find('b').text()).toBe(seen.children('b').text())
    const ways = (root: ReturnType<typeof $>, has: typeof $) =>
      root
        .find('.ways li')
        .toArray()
        .map((way) => has(way).text().trim())
    expect(ways(preview, $)).toEqual(ways(seen as never, list))
    expect(seen).toHaveLength(show.includes(`${ids.alma}:name`) ? 1 : 0)
  }
})

test('R28: a personnummer in one’s own address is refused beside the field, with what was typed kept', async () => {
  const house = await testApp()
  const anna = await house.as('guardian')
  const fields = { phone: '', email: '', street: 'Vägen 1, 20220304-2383', postalCode: '44900', city: 'Provby' }
  const answer = await anna.post('/settings/contact-details', fields, '/settings/contact-details')
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('Personnummer får inte stå i en text')
  expect(answer.text).toContain('Vägen 1, 20220304-2383')
  const { rows } = await house.database.owner.query("select from contact_detail where field = 'address'")
  expect(rows).toEqual([])
  await house.close()
})
