import { load as parse } from 'cheerio'
import { blindIndex } from '../../src/crypto/blind-index.ts'
import { seal } from '../../src/crypto/seal.ts'
import { addresses } from '../../src/web/addresses.ts'
import { bring } from '../roster/house.ts'
import { find, id, town } from '../roster/register.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let ada: Browser
beforeEach(async () => {
  house = await testApp()
  ada = await house.as('admin')
})
afterEach(() => house.close())

const at = (who: string, what: string) => `${addresses.person(who)}/${what}`
const send = (who: string, what: string, fields: Record<string, string>) =>
  ada.post(at(who, what), fields, addresses.person(who))
const changes = async () =>
  (
    await house.database.owner.query(
      'select person_id, other_id, kind, reason, changed_by from person_change order by id',
    )
  ).rows

describe('a guardian blocked by decision', () => {
  const block = { guardian: ids.guardian2, reason: 'court', reference: 'T 1234-26', reviewOn: '2027-05-01' }

  test('R3: reaches nothing of the child with the next click, by no road, and meets no trace of the block', async () => {
    const adam = await house.as('guardian2')
    const paths = [
      `/children/${ids.alma}`,
      `/documents/${ids.docAlma}`,
      `/documents/${ids.docMyran}`,
      addresses.contacts(ids.myran),
      `/children/${ids.alma}/consent`,
    ]
    for (const path of paths) expect([path, (await adam.get(path)).status]).toEqual([path, 200])
    expect((await send(ids.alma, 'block', block)).status).toBe(303)
    const nowhere = await adam.get(`/children/${crypto.randomUUID()}`)
    for (const path of paths) {
      const { status, text } = await adam.get(path)
      expect([path, status]).toEqual([path, 404])
      expect(text.replaceAll(path, '')).toHaveLength(nowhere.text.replaceAll(/\/children\/[0-9a-f-]{36}/g, '').length)
    }
    const start = await adam.get('/')
    expect(start.text).not.toMatch(/Alma|spärr|block/i)
    expect((await adam.get(addresses.contactDetails)).text).not.toContain('Alma')
    // The other guardian and the staff go on as before.
    expect((await (await house.as('guardian')).get(`/children/${ids.alma}`)).status).toBe(200)
    expect((await (await house.as('educator')).get(`/documents/${ids.docAlma}`)).status).toBe(200)
    expect(await changes()).toEqual([
      { person_id: ids.guardian2, other_id: ids.alma, kind: 'blocked', reason: 'decision', changed_by: ids.admin },
    ])
  })

  test('R6: what they showed others shows no more, since they could not take it back', async () => {
    const { owner } = house.database
    await owner.query(
      `insert into contact_choice (guardian_id, child_id, group_id, field, shown, chosen_at, chosen_by) values ($1, $2, $3, 'name', true, now(), $1)`,
      [ids.guardian2, ids.alma, ids.myran],
    )
    const nils = await house.as('neighbour')
    expect((await nils.get(addresses.contacts(ids.myran))).text).toContain('Adam Ask')
    await send(ids.alma, 'block', block)
    expect((await nils.get(addresses.contacts(ids.myran))).text).not.toContain('Adam Ask')
    // Nor by another road.
    const { rows } = await house.services.actors.read(house.actor('neighbour', 'guardian'), async (tx) => ({
      rows: await tx.rows`select guardian_id from guardianship where guardian_id = ${ids.guardian2}
                          union all select id from person where id = ${ids.guardian2}`,
    }))
    expect(rows).toEqual([])
  })

  test('a no that was answered still counts, and silence is still not yes', async () => {
    await send(ids.alma, 'block', block)
    const { rows } = await house.database.owner.query(
      `select count(*)::int from guardianship where child_id = $1 and upper_inf(valid)`,
      [ids.alma],
    )
    expect(rows[0].count).toBe(2)
  })

  test('the page shows it with its number and when it must be looked at again; ended, access comes back the next day', async () => {
    await send(ids.alma, 'block', block)
    const $ = parse((await ada.get(addresses.person(ids.alma))).text)
    expect($('main').text()).toMatch(/Adam Ask[\s\S]*Domstolens beslut[\s\S]*T 1234-26[\s\S]*1 maj 2027/)
    const wrong = parse((await send(ids.alma, 'unblock', { guardian: ids.guardian2, reason: '' })).text)
    expect(wrong('form[action$=unblock] #f-reason-error').text()).toContain('Välj varför')
    house.setNow('2026-11-24T10:00:00Z')
    expect(
      (
        await (
          await house.as('admin')
        ).post(at(ids.alma, 'unblock'), { guardian: ids.guardian2, reason: 'decision' }, addresses.person(ids.alma))
      ).status,
    ).toBe(303)
    expect((await (await house.as('guardian2')).get(`/children/${ids.alma}`)).status).toBe(200)
    // What was done stands with both whom it was about, the latest first, and of whom is hidden nowhere.
    const admin = await house.as('admin')
    const done = async (person: string) => {
      const page = parse((await admin.get(addresses.person(person))).text)
      return page('#by-hand ~ .table-frame tbody tr')
        .toArray()
        .map((row) => page(row).text().replace(/\s+/g, ' ').trim())
    }
    expect(await done(ids.alma)).toEqual([
      expect.stringMatching(/24 november 2026.* Spärren hävd: Adam Ask Beslut/),
      expect.stringMatching(/23 november 2026.* Spärr: Adam Ask Beslut/),
    ])
    expect(await done(ids.guardian2)).toEqual([
      expect.stringContaining('Spärren hävd: Alma'),
      expect.stringContaining('Spärr: Alma'),
    ])
    await house.database.owner.query(
      `insert into protected_identity (person_id, valid, origin, cause) values ($1, '[2026-01-01,)', 'local', 'decided')`,
      [ids.guardian2],
    )
    expect((await admin.get(addresses.person(ids.alma))).status).toBe(404)
  })

  test.each([
    ['no number', { reference: 'beslut' }, 'reference'],
    ['a text in place of a number', { reference: `1${' lång'.repeat(20)}` }, 'reference'],
    ['a day that has been', { reviewOn: '2026-11-23' }, 'reviewOn'],
    ['a day too far away', { reviewOn: '2031-01-01' }, 'reviewOn'],
    ['no reason', { reason: '' }, 'reason'],
  ])('%s: 422, shown again with what was typed, and nobody is blocked', async (_what, other, field) => {
    const answer = await send(ids.alma, 'block', { ...block, ...other })
    const $ = parse(answer.text)
    expect([answer.status, $(`[name=${field}]`).filter('[aria-invalid=true]').length]).toEqual([422, 1])
    expect($('input[name=reference]').val()).toBe((other as { reference?: string }).reference ?? 'T 1234-26')
    expect(await changes()).toEqual([])
  })

  test('what is left empty is asked for by the name that stands over it', async () => {
    const $ = parse((await send(ids.alma, 'block', { guardian: '', reason: '', reference: '', reviewOn: '' })).text)
    const said = ['guardian', 'reason', 'reference', 'reviewOn'].map((field) => $(`#f-${field}-error`).text().trim())
    expect(said).toEqual([
      'Välj vårdnadshavaren.',
      'Välj grunden.',
      'Skriv beslutets nummer, inget annat.',
      'Välj en dag framåt, högst två år bort.',
    ])
  })

  test('somebody who is no guardian of the child, or is blocked already, is not blocked', async () => {
    expect((await send(ids.alma, 'block', { ...block, guardian: ids.neighbour })).status).toBe(404)
    await send(ids.alma, 'block', block)
    expect((await send(ids.alma, 'block', block)).status).toBe(409)
    expect((await send(ids.dold, 'block', { ...block, guardian: ids.hidden })).status).toBe(404)
  })
})

test('a name put right stays right when the register goes on saying it wrongly', async () => {
  await bring(house, town())
  const lina = id('Lina Norr')
  expect((await send(lina, 'name', { givenName: 'Linnea', familyName: 'Norr', reason: 'register-wrong' })).status).toBe(
    303,
  )
  expect((await bring(house, town())).outcome).toBe('unchanged')
  const register = town()
  find(register, 'Lina Norr').familyName = 'Nordin'
  await bring(house, register)
  expect((await ada.get(addresses.person(lina))).text).toContain('Linnea Norr')
  expect(await changes()).toEqual([
    { person_id: lina, other_id: null, kind: 'name', reason: 'register-wrong', changed_by: ids.admin },
  ])
  const wrong = await send(lina, 'name', { givenName: '', familyName: '202101012397', reason: 'x' })
  expect([wrong.status, parse(wrong.text)('[aria-invalid=true]').length]).toEqual([422, 2])
})

describe('R15: the whole number', () => {
  const digits = '198805172387'
  // Among a form token's 128 hexadecimal digits the four may stand by chance.
  const untokened = (html: string) => html.replaceAll(/(?<=name="_csrf" value=")[^"]*/g, '')
  beforeEach(async () => {
    const { keys } = house.services
    await house.database.owner.query('update person set personnummer = $2, personnummer_index = $3 where id = $1', [
      ids.guardian,
      seal(keys.get('personnummer'), 'personnummer', digits, `person|personnummer|${ids.guardian}`),
      blindIndex(keys.get('index.personnummer'), digits),
    ])
  })

  test('is shown for a reason that is written down, in that answer and nowhere else', async () => {
    const shown = await send(ids.guardian, 'number', { reason: 'identity' })
    expect([shown.status, shown.headers['cache-control']]).toEqual([200, expect.stringContaining('no-store')])
    expect(shown.text).toContain('19880517-2387')
    expect(untokened((await ada.get(addresses.person(ids.guardian))).text)).not.toContain('2387')
    expect(await changes()).toEqual([
      { person_id: ids.guardian, other_id: null, kind: 'number-shown', reason: 'identity', changed_by: ids.admin },
    ])
    const { rows } = await house.database.owner.query(
      `select event, object_id from audit_event where event = 'people.number-revealed'`,
    )
    expect(rows).toEqual([{ event: 'people.number-revealed', object_id: ids.guardian }])
    expect(house.logged.join('\n')).not.toContain('2387')
  })

  test('without a reason it is not, and for nobody else', async () => {
    expect((await send(ids.guardian, 'number', {})).status).toBe(422)
    expect(untokened((await send(ids.guardian, 'number', { reason: 'nyfiken' })).text)).not.toContain('2387')
    for (const who of ['guardian', 'educator', 'principal', 'records', 'dpo'])
      expect((await (await house.as(who)).post(at(ids.guardian, 'number'), { reason: 'identity' })).status).toBe(403)
    expect((await send(ids.hidden, 'number', { reason: 'identity' })).status).toBe(404)
    expect(await changes()).toEqual([])
  })
})

test('R24: a guardian sees what was done with their own details and why, and nothing of a block', async () => {
  await send(ids.guardian2, 'name', { givenName: 'Adam', familyName: 'Askman', reason: 'request' })
  await send(ids.guardian2, 'number', { reason: 'identity' })
  await send(ids.alma, 'block', {
    guardian: ids.guardian2,
    reason: 'court',
    reference: 'T 1-26',
    reviewOn: '2027-05-01',
  })
  const text = async (who: string) =>
    parse((await (await house.as(who)).get(addresses.contactDetails)).text)('main').text()
  const own = (await text('guardian2')).replace(/\s+/g, ' ')
  expect(own).toContain('Namnet rättades Personen bad om det')
  expect(own).toContain('Någon såg hela personnumret Kontroll av identitet')
  expect(own).not.toMatch(/spärr|beslut/i)
  expect(await text('guardian')).not.toContain('Vad kommunen har gjort')
})
