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
const shown = [`${ids.alma}:${ids.myran}:name`, `${ids.alma}:${ids.myran}:phone`, `${ids.pim}:${ids.fem}:name`]

const send = (fields: Fields) => anna.post(page, fields, page)

async function everything() {
  const { owner } = house.database
  const details = await owner.query('select person_id, field, sealed from contact_detail order by 1, 2')
  const choices = await owner.query(
    'select guardian_id, child_id, group_id, field, shown from contact_choice order by id',
  )
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
  const show = [`${ids.alma}:${ids.myran}:name`, `${ids.alma}:${ids.myran}:email`]
  await send({ ...stored, show })
  const after = await everything()
  expect(after.choices.slice(before.choices.length)).toEqual([
    { guardian_id: ids.guardian, child_id: ids.pim, group_id: ids.fem, field: 'name', shown: false },
    { guardian_id: ids.guardian, child_id: ids.alma, group_id: ids.myran, field: 'phone', shown: false },
    { guardian_id: ids.guardian, child_id: ids.alma, group_id: ids.myran, field: 'email', shown: true },
  ])
  expect(after.audits).toEqual(['contacts.choice-changed', 'contacts.choice-changed'])
  await send({ ...stored, show })
  await Promise.all([send({ ...stored, show }), send({ ...stored, show })])
  expect(await everything()).toEqual(after)
})

test('the same new form from ten fingers at once is stored once', async () => {
  const address = { street: 'Stigen 3', postalCode: '44931', city: 'Nödinge' }
  const form = {
    ...stored,
    phone: '+46701740605',
    ...address,
    asked: [],
    show: [...shown, `${ids.pim}:${ids.fem}:address`],
  }
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
    const answer = await send({ ...stored, phone: '0700000000', show: [...shown, `${child}:${ids.myran}:phone`] })
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
    ['show', { show: [`${ids.alma}:${ids.myran}:personnummer`] }],
    ['show', { show: [`${ids.alma}:name`] }],
    ['asked', { asked: [ids.alma] }],
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

test('R6: whatever two guardians choose for two children, the preview is what another family sees, field by field', async () => {
  await house.database.owner.query("insert into guardianship values ($1, $2, '[2020-01-01,)')", [
    ids.guardian2,
    ids.pim,
  ])
  const adam = await house.as('guardian2')
  const fields = ['name', 'phone', 'email', 'address'] as const
  const said = {
    'Anna Ask': ['070-174 06 05', 'anna@example.se', 'Stigen 3, 449 31 Nödinge'],
    'Adam Ask': ['070-174 06 06', 'adam@example.se', 'Backen 4, 449 31 Nödinge'],
  }
  const city = { postalCode: '44931', city: 'Nödinge', remind: 'yes' }
  const guardians = [
    { who: anna, name: 'Anna Ask', form: { ...stored, ...city, street: 'Stigen 3' } },
    {
      who: adam,
      name: 'Adam Ask',
      form: { ...city, phone: '0701740606', email: 'adam@example.se', street: 'Backen 4' },
    },
  ] as const
  const children = [
    { id: ids.alma, name: 'Alma Ask', group: ids.myran, reader: await house.as('neighbour') },
    { id: ids.pim, name: 'Pim Ask', group: ids.fem, reader: await house.as('parent18') },
  ]
  const shownOf = ($: ReturnType<typeof parse>, one: ReturnType<ReturnType<typeof parse>>) =>
    one.length === 0
      ? null
      : [
          one.find('b').text(),
          ...one
            .find('.ways li')
            .toArray()
            .map((way) => saying($(way).text())),
        ]
  for (let round = 0; round < 16; round++) {
    // Each comes through all sixteen for each child, and the four are never alike.
    const chosen = (guardian: number, child: number) =>
      (round * [1, 5, 7, 11][guardian * 2 + child]! + guardian + child) % 16
    const own: ReturnType<typeof parse>[] = []
    for (const [g, { who, form }] of guardians.entries()) {
      const show = children.flatMap(({ id, group }, c) =>
        fields.filter((_, bit) => chosen(g, c) & (1 << bit)).map((field) => `${id}:${group}:${field}`),
      )
      expect((await who.post(page, { ...form, show }, page)).status).toBe(303)
      own.push(parse((await who.get(page)).text))
    }
    for (const [c, child] of children.entries()) {
      const $ = parse((await child.reader.get(addresses.contacts(child.group))).text)
      const family = $('.family').filter((_, each) => $(each).find('h3').text() === child.name)
      expect(family).toHaveLength(1)
      for (const [g, { name }] of guardians.entries()) {
        const seen = family.find('.adults > li').filter((_, adult) => $(adult).children('b').text() === name)
        const preview = own[g]!(`section[aria-labelledby="child-${child.id}"] .preview`)
        const expected = chosen(g, c) & 1 ? [name, ...said[name].filter((_, bit) => chosen(g, c) & (2 << bit))] : null
        expect([round, child.name, shownOf($, seen)]).toEqual([round, child.name, expected])
        expect([round, child.name, shownOf(own[g]!, preview.has('b'))]).toEqual([round, child.name, expected])
      }
    }
  }
})

// Without the word for what it is.
function saying(way: string): string {
  return way
    .replace(/\s+/g, ' ')
    .replace(/^ ?(Telefon|E-post|Adress) /, '')
    .trim()
}

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

test('R6: what is chosen for one group shows in that one; a move takes no detail along, and no name out into the open', async () => {
  const { owner } = house.database
  const there = async (group: string, reader: string) => {
    const { text } = await (await house.as(reader)).get(addresses.contacts(group))
    const $ = parse(text)
    const family = $('.family').filter((_, each) => $(each).find('h3').text() === 'Alma Ask')
    expect([group, family.length]).toEqual([group, 1])
    const of = (name: string) =>
      family.find('.adults > li').filter((_, adult) => $(adult).children('b').text() === name)
    return ['Anna Ask', 'Adam Ask'].map((name) => (of(name).length ? of(name).find('.ways li').length : null))
  }
  // Alma is in two groups for a time; Nils has a child in each.
  const place = (child: string, group: string) =>
    owner.query("insert into placement (child_id, group_id, valid) values ($1, $2, '[2026-11-01,)')", [child, group])
  await place(ids.alma, ids.fjärilen)
  await place(ids.bo, ids.fjärilen)
  await send({
    ...stored,
    show: [`${ids.alma}:${ids.myran}:name`, `${ids.alma}:${ids.myran}:phone`, `${ids.alma}:${ids.fjärilen}:name`],
  })
  const $ = parse((await anna.get(page)).text)
  expect($(`section[aria-labelledby="child-${ids.alma}"] fieldset`).length).toBe(2)
  expect($(`section[aria-labelledby="child-${ids.alma}"] .preview .ways li`).length).toBe(1)
  const adam = await house.as('guardian2')
  // Adam hides his name in Myran alone, and has said nothing of the other.
  expect((await adam.post(page, { ...nothing, show: [`${ids.alma}:${ids.fjärilen}:name`] }, page)).status).toBe(303)
  expect(await there(ids.myran, 'neighbour')).toEqual([1, null])
  expect(await there(ids.fjärilen, 'neighbour')).toEqual([0, 0])
  // A third group, chosen for by neither: no detail of Anna's, and Adam hidden as where he hid.
  await owner.query("update placement set valid = '[2024-08-15,2026-11-01)' where child_id = $1 and group_id = $2", [
    ids.alma,
    ids.myran,
  ])
  await place(ids.alma, ids.kotten)
  expect(await there(ids.kotten, 'stranger')).toEqual([0, null])
  // Whoever had the page open meanwhile chooses for the groups that are left.
  expect(
    (await send({ ...stored, show: [`${ids.alma}:${ids.myran}:phone`, `${ids.alma}:${ids.kotten}:name`] })).status,
  ).toBe(303)
  expect(await there(ids.fjärilen, 'neighbour')).toEqual([null, 0])
})

test('R4, R6: whoever had the page open when the child came to a group has said nothing of that one', async () => {
  const asked = parse((await anna.get(page)).text)('input[name=asked]')
    .toArray()
    .map((each) => each.attribs.value!)
  expect(asked.sort()).toEqual([`${ids.alma}:${ids.myran}`, `${ids.pim}:${ids.fem}`].sort())
  await house.database.owner.query(
    "insert into placement (child_id, group_id, valid) values ($1, $2, '[2026-11-01,)')",
    [ids.alma, ids.fjärilen],
  )
  expect((await send({ ...stored, asked, show: [...shown, `${ids.alma}:${ids.myran}:email`] })).status).toBe(303)
  const { choices } = await everything()
  expect(choices.filter((row) => row.group_id === ids.fjärilen)).toEqual([])
  const $ = parse((await anna.get(page)).text)
  expect($(`input[value="${ids.alma}:${ids.fjärilen}:name"]`).is(':checked')).toBe(true)
})

test('decision 2: a name left hidden where the municipality hides names stays hidden when it shows them', async () => {
  const { owner } = house.database
  const setting = (value: string) =>
    owner.query("update setting set value = $1 where key = 'contacts.name_shown'", [value])
  const nils = await house.as('neighbour')
  const list = async () => (await nils.get(addresses.contacts(ids.myran))).text
  await setting('false')
  const adam = await house.as('guardian2')
  expect(parse((await adam.get(page)).text)('input[name=show]:checked').length).toBe(0)
  expect((await adam.post(page, nothing, page)).status).toBe(303)
  await setting('true')
  // Anna has not been asked.
  expect(await list()).toContain('Anna Ask')
  expect(await list()).not.toContain('Adam Ask')
})
