import { load as parse } from 'cheerio'
import { sealDetail } from '../../src/contacts/details.ts'
import { vcards } from '../../src/contacts/vcard.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

const myran = addresses.contacts(ids.myran)

type Listed = Record<string, Record<string, string>>

/** child → guardian → what shows of them. */
async function listed(browser: Browser, path = myran): Promise<Listed> {
  const answer = await browser.get(path)
  expect(answer.status).toBe(200)
  const $ = parse(answer.text)
  return Object.fromEntries(
    $('.family')
      .toArray()
      .map((family) => [
        $(family).find('h3').text(),
        Object.fromEntries(
          $(family)
            .find('.adults > li')
            .toArray()
            .map((adult) => [
              $(adult).children('b').text(),
              $(adult)
                .find('a')
                .toArray()
                .map((way) => $(way).attr('href'))
                .join(' '),
            ]),
        ),
      ]),
  )
}

async function choose(
  guardian: string,
  child: string,
  field: string,
  shown: boolean,
  group: string = ids.myran,
): Promise<void> {
  await house.database.owner.query(
    'insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by) values ($1, $2, $3, $4, $5, now(), $1)',
    [guardian, child, group, field, shown],
  )
}

test('R4, R5: Anna sees the children of Myran and what their guardians show, and no trace of the protected family', async () => {
  expect(await listed(await house.as('guardian'))).toEqual({
    'Alma Ask': { 'Adam Ask': '', 'Anna Ask': 'tel:0701740605' },
    'Bo Berg': { 'Nils Berg': 'mailto:nils@example.se' },
    'Flora Flytt': { 'Mia Flytt': '' },
  })
  const { text } = await (await house.as('guardian')).get(myran)
  expect(text).not.toMatch(/Dunkel|Dolda|Hedda/)
  expect(text).toContain('2 av 3 familjer')
  expect(text).toContain('Eva Lind')
  expect(text).not.toContain('Frida Förr')
})

test('R30: who is in a hurry finds the preschool and its staff above all families, and a guardian their own choice', async () => {
  const $ = parse((await (await house.as('guardian')).get(myran)).text)
  const headings = $('main :is(h2, h3)')
    .toArray()
    .map((heading) => $(heading).text())
  expect(headings).toEqual(['Björkens förskola', 'Personalen', 'Familjerna', 'Alma Ask', 'Bo Berg', 'Flora Flytt'])
  const unit = $('section[aria-labelledby=unit]')
  expect(unit.find('a[href^="tel:"]')).toHaveLength(1)
  expect(
    unit
      .find('li b')
      .toArray()
      .map((name) => $(name).text()),
  ).toContain('Eva Lind')
  expect($(`section[aria-labelledby=families] a[href="${addresses.contactDetails}"]`)).toHaveLength(1)
  const staff = parse((await (await house.as('educator')).get(myran)).text)
  expect(staff(`main a[href="${addresses.contactDetails}"]`)).toHaveLength(0)
})

test('R6: Bea has hidden her name; staff know it, the other guardian of Bo knows it, other families do not', async () => {
  expect((await listed(await house.as('guardian')))['Bo Berg']).toEqual({ 'Nils Berg': 'mailto:nils@example.se' })
  for (const who of ['educator', 'principal', 'neighbour'])
    expect(Object.keys((await listed(await house.as(who)))['Bo Berg']!)).toEqual(['Bea Båda', 'Nils Berg'])
})

test('R6: with the name hidden nothing else shows, not even to staff', async () => {
  await choose(ids.neighbour, ids.bo, 'name', false)
  expect((await listed(await house.as('guardian')))['Bo Berg']).toEqual({})
  expect((await (await house.as('guardian')).get(myran)).text).toContain('Ingen vårdnadshavare syns')
  expect((await listed(await house.as('educator')))['Bo Berg']).toEqual({ 'Bea Båda': '', 'Nils Berg': '' })
})

test('R6: what Nils shows for Bo does not show for the twin, and the other way round', async () => {
  const twin = crypto.randomUUID()
  const { owner } = house.database
  await owner.query(
    "insert into person (id, given_name, family_name, birth_date) values ($1, 'Bill', 'Berg', '2022-05-06')",
    [twin],
  )
  await owner.query("insert into guardianship values ($1, $2, '[2022-05-06,)')", [ids.neighbour, twin])
  await owner.query("insert into placement values ($1, $2, '[2024-08-15,)')", [twin, ids.myran])
  await choose(ids.neighbour, twin, 'phone', true)
  for (const who of ['guardian', 'educator', 'principal', 'neighbour']) {
    const list = await listed(await house.as(who))
    expect(list['Bo Berg']!['Nils Berg']).toBe('mailto:nils@example.se')
    expect(list['Bill Berg']!['Nils Berg']).toBe('tel:0701740611')
  }
  await choose(ids.neighbour, twin, 'name', false)
  const list = await listed(await house.as('guardian'))
  expect(list['Bo Berg']!['Nils Berg']).toBe('mailto:nils@example.se')
  expect(list['Bill Berg']).toEqual({})
})

test('a group that is not one of the actor’s is not there; a role without contact lists is refused', async () => {
  for (const who of ['stranger', 'educator2', 'schooleducator', 'former', 'principal2', 'ended', 'hidden'])
    expect([who, (await (await house.as(who)).get(myran)).status]).toEqual([who, 404])
  for (const who of ['pupil', 'admin', 'records', 'dpo'])
    expect([who, (await (await house.as(who)).get(myran)).status]).toEqual([who, 403])
  const anna = await house.as('guardian')
  for (const id of [crypto.randomUUID(), 'x', '%00', "1' or '1'='1"])
    expect((await anna.get(addresses.contacts(id))).status).toBe(404)
  expect((await house.visitor().get(myran)).status).toBe(303)
})

test('straight at Postgres: nobody reads another’s details or choices, and the list answers for the actor’s groups alone', async () => {
  await choose(ids.stranger, ids.cia, 'email', true)
  for (const [name, role] of [
    ['guardian', 'guardian'],
    ['educator', 'educator'],
    ['principal', 'principal'],
  ] as const) {
    const asked = await house.services.actors.read(house.actor(name, role), async (tx) => ({
      foreign: await tx.rows`select * from access.contact_entries(${[ids.kotten]}::uuid[], false)`,
      own: await tx.rows<{
        group_id: string
      }>`select distinct group_id from access.contact_entries(${[ids.kotten, ids.myran]}::uuid[], false)`,
    }))
    expect(asked.foreign).toEqual([])
    expect(asked.own.map((row) => row.group_id)).toEqual([ids.myran])
  }
  const anna = await house.services.actors.read(house.actor('guardian', 'guardian'), async (tx) => ({
    details: await tx.rows<{ person_id: string }>`select distinct person_id from contact_detail`,
    choices: await tx.rows<{ guardian_id: string }>`select distinct guardian_id from contact_choice`,
  }))
  expect(anna).toEqual({ details: [{ person_id: ids.guardian }], choices: [{ guardian_id: ids.guardian }] })
  for (const role of ['educator', 'principal', 'pupil', 'admin', 'dpo'] as const) {
    const reading = house.services.actors.read(
      house.actor('educator', role),
      (tx) => tx.rows`select from contact_detail`,
    )
    await expect(reading).rejects.toMatchObject({ status: 403 })
  }
  for (const role of ['pupil', 'admin', 'records', 'dpo'] as const) {
    const rows = await house.services.actors.read(
      house.actor('guardian', role),
      (tx) => tx.rows`select from access.contact_entries(${[ids.myran]}::uuid[], true)`,
    )
    expect(rows).toEqual([])
  }
})

test('custody ends at midnight: on the day Vera turns 18 her guardian is no longer in the class list', async () => {
  const fem = addresses.contacts(ids.fem)
  expect((await listed(await house.as('schooleducator'), fem))['Vera Vuxen']).toEqual({ 'Petra Vuxen': '' })
  house.setNow('2026-11-23T23:00:01Z')
  expect((await listed(await house.as('schooleducator'), fem))['Vera Vuxen']).toEqual({})
  expect((await (await house.as('parent18')).get(fem)).status).toBe(404)
})

test('R30: those who work in the group today and the principal, by name and title; a protected one is absent', async () => {
  const staff = async () => {
    const $ = parse((await (await house.as('guardian')).get(myran)).text)
    return $('.plain-list li')
      .toArray()
      .map((one) => $(one).text().trim())
  }
  expect(await staff()).toEqual(['Eva Lind Förskollärare', 'Pia Björk Rektor'])
  await house.database.owner.query("insert into protected_identity values ($1, '[2026-01-01,)')", [ids.educator])
  expect(await staff()).toEqual(['Pia Björk Rektor'])
  const { page } = house.services.actors.asking(house.actor('guardian', 'guardian'))
  expect(await page`read_contacts(${ids.kotten})`).toEqual([])
})

test('reading the list is recorded, in at most six statements, and nothing of it is kept by caches', async () => {
  const anna = await house.as('guardian')
  const sent: string[] = []
  house.database.web.onStatement = (statement) => sent.push(statement)
  const answer = await anna.get(myran)
  delete house.database.web.onStatement
  expect(sent.length).toBeLessThanOrEqual(6)
  expect(answer.headers['cache-control']).toBe('private, no-store')
  const { rows } = await house.database.owner.query(
    "select actor_id, object_id from audit_event where event = 'contacts.listed'",
  )
  expect(rows).toEqual([{ actor_id: ids.guardian, object_id: ids.myran }])
})

test('an address shows whole, and only where it was chosen', async () => {
  const sealed = sealDetail(house.services.keys, ids.mover, 'address', {
    street: 'Stigen 3',
    postalCode: '44931',
    city: 'Nödinge',
  })
  await house.database.owner.query("insert into contact_detail values ($1, 'address', $2, now())", [ids.mover, sealed])
  const anna = await house.as('guardian')
  expect((await anna.get(myran)).text).not.toContain('Stigen 3')
  await choose(ids.mover, ids.flytt, 'address', true)
  expect((await anna.get(myran)).text).toContain('Stigen 3, 449 31 Nödinge')
})

describe('families that others can reach', () => {
  const cards = addresses.contactCards(ids.myran)

  async function twinOf(): Promise<string> {
    const twin = crypto.randomUUID()
    const { owner } = house.database
    await owner.query(
      "insert into person (id, given_name, family_name, birth_date) values ($1, 'Bill', 'Berg', '2022-05-06')",
      [twin],
    )
    await owner.query("insert into guardianship values ($1, $3, '[2022-05-06,)'), ($2, $3, '[2022-05-06,)')", [
      ids.neighbour,
      ids.both,
      twin,
    ])
    await owner.query("insert into placement values ($1, $2, '[2024-08-15,)')", [twin, ids.myran])
    await choose(ids.both, twin, 'name', false)
    return twin
  }

  async function families(browser: Browser): Promise<string[]> {
    const $ = parse((await browser.get(myran)).text)
    return $('.family')
      .toArray()
      .map((family) =>
        $(family)
          .find('h3')
          .toArray()
          .map((one) => $(one).text())
          .join(' + '),
      )
  }

  test('twins stand once with both names where the same people show the same for both, and apart otherwise', async () => {
    const twin = await twinOf()
    const anna = await house.as('guardian')
    expect(await families(anna)).toEqual(['Alma Ask', 'Bill Berg', 'Bo Berg', 'Flora Flytt'])
    await choose(ids.neighbour, twin, 'email', true)
    for (const who of ['guardian', 'neighbour', 'educator'])
      expect([who, await families(await house.as(who))]).toEqual([
        who,
        ['Alma Ask', 'Bill Berg + Bo Berg', 'Flora Flytt'],
      ])
    expect((await anna.get(myran)).text).toContain('2 av 3 familjer')
    // Nobody of either shows: nothing says that they belong together.
    await choose(ids.neighbour, twin, 'name', false)
    await choose(ids.neighbour, ids.bo, 'name', false)
    expect(await families(anna)).toEqual(['Alma Ask', 'Bill Berg', 'Bo Berg', 'Flora Flytt'])
  })

  test('R6, R7: all addresses that others show to copy, and cards made for the reader, of nothing but that', async () => {
    await choose(ids.guardian, ids.alma, 'email', true)
    const anna = await house.as('guardian')
    const $ = parse((await anna.get(myran)).text)
    expect($('textarea[name=emails]').val()).toBe('nils@example.se')
    expect($(`a[href="${cards}"]`)).toHaveLength(1)
    const answer = await anna.get(cards)
    expect([answer.status, answer.headers['content-disposition'], answer.headers['cache-control']]).toEqual([
      200,
      'attachment; filename="insyn-kontakter.vcf"',
      'private, no-store',
    ])
    const whole = answer.text.replaceAll('\r\n ', '')
    expect(whole.match(/^FN:.*$/gm)!.map((line) => line.trim())).toEqual(['FN:Nils Berg'])
    expect(whole).toContain('EMAIL;TYPE=INTERNET:nils@example.se\r\n')
    expect(whole).toMatch(/NOTE:.*hämtad av Anna Ask 23 november 2026\. Dela den inte vidare\./)
    expect(whole).not.toMatch(/TEL|ADR|Bo Berg|Alma|Bea|Mia/)
    for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const { rows } = await house.database.owner.query(
      "select actor_id, object_id from audit_event where event = 'contacts.downloaded'",
    )
    expect(rows).toEqual([{ actor_id: ids.guardian, object_id: ids.myran }])
    expect(house.logged.join('\n')).not.toMatch(/nils@|Nils|Myran/)
  })

  test('who may not see the list gets no cards, and with nothing shown there is nothing to take', async () => {
    for (const who of ['stranger', 'educator2', 'hidden', 'ended'])
      expect([who, (await (await house.as(who)).get(cards)).status]).toEqual([who, 404])
    for (const who of ['pupil', 'admin', 'records', 'dpo'])
      expect([who, (await (await house.as(who)).get(cards)).status]).toEqual([who, 403])
    await house.database.owner.query('delete from contact_detail')
    const anna = await house.as('guardian')
    expect((await anna.get(cards)).status).toBe(404)
    expect((await anna.get(myran)).text).not.toContain(cards)
  })

  test('what somebody typed ends no line and no value in a card', () => {
    const name = 'Eva; \r\nEND:VCARD, O\\k'
    const text = vcards([{ name, phone: '070-174 06 05', email: null, address: 'Stigen 3, 449 31 Nödinge' }], 'N')
    expect(text.split('\r\n').filter((line) => line === 'END:VCARD')).toHaveLength(1)
    expect(text).toContain('FN:Eva\\;  END:VCARD\\, O\\\\k\r\n')
    expect(text).toContain('ADR;TYPE=HOME:;;Stigen 3\\, 449 31 Nödinge;;;;\r\n')
  })
})
