import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { bring } from '../roster/house.ts'
import { id, town } from '../roster/register.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

/** Staff whom the register does not know of, and what was decided here looked at again. */
let house: TestApp
let ada: Browser
beforeEach(async () => {
  house = await testApp()
  ada = await house.as('admin')
})
afterEach(() => house.close())

const ask = async (text: string, values: unknown[] = []) => (await house.database.owner.query(text, values)).rows
const send = (who: string, what: string, fields: Record<string, string>) =>
  ada.post(`${addresses.person(who)}/${what}`, fields, addresses.person(who))
const words = (html: string) => parse(html)('main').text().replace(/\s+/g, ' ')
const duty = { group: ids.kotten, title: 'Barnskötare', first: '2026-11-24', last: '2026-12-18', reason: 'request' }
const given = async () =>
  await ask(
    "select id, valid::text, origin, unit_id, role from duty where title = 'Barnskötare' and group_id = $1 and person_id = $2",
    [ids.kotten, ids.educator],
  )

describe('a substitute', () => {
  test('R3: sees the unit’s children on the days given, not the day before nor after, and the log says who gave it', async () => {
    expect((await send(ids.educator, 'duty', duty)).status).toBe(303)
    expect(await given()).toMatchObject([
      { valid: '[2026-11-24,2026-12-19)', origin: 'local', unit_id: ids.granen, role: 'educator' },
    ])
    for (const [day, status] of [
      ['2026-11-23T22:59:00Z', 404],
      ['2026-11-23T23:00:00Z', 200],
      ['2026-12-18T22:59:00Z', 200],
      ['2026-12-18T23:00:00Z', 404],
    ] as const) {
      house.setNow(day)
      expect([day, (await (await house.as('educator')).get(`/children/${ids.cia}`)).status]).toEqual([day, status])
    }
    expect(await ask('select kind, reason, changed_by from person_change')).toEqual([
      { kind: 'duty-given', reason: 'request', changed_by: ids.admin },
    ])
    expect(await ask("select object_id from audit_event where event = 'people.changed'")).toEqual([
      { object_id: ids.educator },
    ])
  })

  test('stands through deliveries of the register, in the register’s own groups too', async () => {
    await bring(house, town())
    expect((await send(ids.educator, 'duty', { ...duty, group: id('Ekorren') })).status).toBe(303)
    house.setNow('2026-11-25T10:00:00Z')
    await bring(house, town())
    expect(
      await ask("select valid::text from duty where person_id = $1 and origin = 'local' and group_id = $2", [
        ids.educator,
        id('Ekorren'),
      ]),
    ).toEqual([{ valid: '[2026-11-24,2026-12-19)' }])
  })

  test('who is in no register is added, with a number that nobody else has', async () => {
    expect(words((await ada.get(addresses.people)).text)).toContain('Lägg till en person')
    const person = { givenName: 'Vera', familyName: 'Vikarie', number: '19880517-2387', reason: 'request' }
    const { status, headers } = await ada.post(addresses.addPerson, person, addresses.addPerson)
    expect(status).toBe(303)
    const [{ personnummer, origin }] = await ask(
      "select personnummer, origin from person where family_name = 'Vikarie'",
    )
    expect(origin).toBe('local')
    expect(personnummer.toString('latin1')).not.toContain('19880517')
    expect(words((await ada.get(headers.location!)).text)).toContain('19880517-****')
    const twice = await ada.post(addresses.addPerson, { ...person, givenName: 'Verena' }, addresses.addPerson)
    expect([twice.status, parse(twice.text)('#f-number-error').text(), parse(twice.text)('#f-number').val()]).toEqual([
      422,
      expect.stringContaining('redan det numret'),
      '19880517-2387',
    ])
    // Decision 3: of whoever is protected and has it, nothing shows.
    await ask(
      "insert into protected_identity (person_id, valid, origin, cause) select id, '[2026-01-01,)', 'local', 'decided' from person where given_name = 'Vera'",
    )
    expect((await ada.post(addresses.addPerson, { ...person, givenName: 'Verena' }, addresses.addPerson)).status).toBe(
      303,
    )
    for (const [other, field] of [
      [{ number: '19880517-2388' }, 'number'],
      [{ givenName: '' }, 'givenName'],
      [{ familyName: '19880517-2387' }, 'familyName'],
      [{ reason: '' }, 'reason'],
    ] as const) {
      const { status: wrong, text } = await ada.post(addresses.addPerson, { ...person, ...other }, addresses.addPerson)
      expect([field, wrong, parse(text)(`#f-${field}-error`).length]).toEqual([field, 422, 1])
    }
  })

  test('the last day is moved, and the duty ended, by whoever says why; what the register says is not touched', async () => {
    await send(ids.educator, 'duty', { ...duty, first: '2026-11-23' })
    const [{ id: own }] = await given()
    expect((await send(ids.educator, 'prolong', { duty: own, last: '2027-02-01', reason: 'decision' })).status).toBe(
      303,
    )
    expect((await given())[0].valid).toBe('[2026-11-23,2027-02-02)')
    expect((await send(ids.educator, 'end-duty', { duty: own, reason: '' })).status).toBe(422)
    expect((await send(ids.educator, 'end-duty', { duty: own, reason: 'request' })).status).toBe(303)
    expect((await given())[0].valid).toBe('[2026-11-23,2026-11-24)')
    expect((await send(ids.neighbour, 'end-duty', { duty: own, reason: 'request' })).status).toBe(404)
    await ask("update duty set origin = 'roster' where person_id = $1", [ids.educator2])
    const [{ id: registers }] = await ask('select id from duty where person_id = $1', [ids.educator2])
    expect((await send(ids.educator2, 'end-duty', { duty: registers, reason: 'request' })).status).toBe(404)
    expect(
      (await send(ids.educator2, 'prolong', { duty: registers, last: '2027-02-01', reason: 'request' })).status,
    ).toBe(404)
  })

  test('what is wrong is said beside its field, twice the same is refused, and nobody protected is there', async () => {
    for (const [other, field] of [
      [{ first: '2026-11-22' }, 'first'],
      [{ first: 'x' }, 'first'],
      [{ last: '2026-11-23' }, 'last'],
      [{ last: '2027-11-24' }, 'last'],
      [{ title: 'Rektor' }, 'title'],
      [{ group: '' }, 'group'],
      [{ reason: 'x' }, 'reason'],
    ] as const) {
      const { status, text } = await send(ids.educator, 'duty', { ...duty, ...other })
      expect([field, status, parse(text)(`#f-${field}-error`).length]).toEqual([field, 422, 1])
    }
    expect((await send(ids.educator, 'duty', { ...duty, group: crypto.randomUUID() })).status).toBe(404)
    await send(ids.educator, 'duty', duty)
    expect((await send(ids.educator, 'duty', { ...duty, first: '2026-12-01' })).status).toBe(409)
    expect((await send(ids.hidden, 'duty', duty)).status).toBe(404)
    expect(await given()).toHaveLength(1)
  })
})

describe('looked at again', () => {
  test('blocks by their day, extra staff before they end and corrections after a year, from a month before', async () => {
    await send(ids.alma, 'block', {
      guardian: ids.guardian2,
      reason: 'court',
      reference: 'T 1-26',
      reviewOn: '2027-01-15',
    })
    await send(ids.educator, 'duty', { ...duty, first: '2026-11-23', last: '2027-01-20' })
    await ada.post(
      `${addresses.person(ids.bo)}/name`,
      { givenName: 'Bo', familyName: 'Berg', reason: 'register-wrong' },
      addresses.person(ids.bo),
    )
    expect(words((await ada.get(addresses.peopleReview)).text)).toContain('Inget att se över')
    expect((await ada.get(addresses.people)).text).not.toContain(addresses.peopleReview)
    house.setNow('2026-12-22T10:00:00Z')
    ada = await house.as('admin')
    expect((await ada.get(addresses.people)).text).toContain('2 saker att se över')
    const page = words((await ada.get(addresses.peopleReview)).text)
    expect(page).toMatch(/Alma Ask Spärrad vårdnadshavare 15 januari 2027/)
    expect(page).toMatch(/Eva Lind, Kotten, Granens förskola Extra personal slutar 20 januari 2027/)
    expect(
      (await send(ids.alma, 'keep-block', { guardian: ids.guardian2, reviewOn: '2026-12-22', reason: 'decision' }))
        .status,
    ).toBe(422)
    expect(
      (await send(ids.alma, 'keep-block', { guardian: ids.guardian2, reviewOn: '2027-06-01', reason: 'decision' }))
        .status,
    ).toBe(303)
    expect(
      (await send(ids.alma, 'keep-block', { guardian: ids.guardian, reviewOn: '2027-06-01', reason: 'decision' }))
        .status,
    ).toBe(404)
    expect(words((await ada.get(addresses.peopleReview)).text)).not.toContain('Alma')
    house.setNow('2027-10-30T10:00:00Z')
    ada = await house.as('admin')
    expect(words((await ada.get(addresses.peopleReview)).text)).toMatch(/Bo Berg Rättat namn 23 november 2027/)
  })
})
