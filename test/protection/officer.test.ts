import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { bring } from '../roster/house.ts'
import { find, id, town } from '../roster/register.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'

let house: TestApp
let olga: Browser
beforeEach(async () => {
  house = await testApp()
  olga = await house.as('protection')
})
afterEach(() => house.close())

const at = (who: string, what: string) => `${addresses.protected(who)}/${what}`
const send = (who: string, what: string, fields: Record<string, string> = {}, browser = olga) =>
  browser.post(at(who, what), fields, addresses.protected(who))
const ask = async (text: string, values: unknown[] = []) => (await house.database.owner.query(text, values)).rows
const words = (html: string) => parse(html)('main').text().replace(/\s+/g, ' ')

describe('who is protected', () => {
  test('stands in the officer’s list with why and since when, and in nobody else’s', async () => {
    const list = words((await olga.get(addresses.protection)).text)
    expect(list).toContain('Dolda Dunkel')
    expect(list).toContain('Utan ansvarig')
    for (const who of ['guardian', 'pupil', 'educator', 'principal', 'admin', 'records', 'dpo'])
      expect([who, (await (await house.as(who)).get(addresses.protection)).status]).toEqual([who, 403])
  })

  test('is one officer’s once taken: the other one meets nobody, and hands over brings it back', async () => {
    expect((await send(ids.dold, 'take')).status).toBe(303)
    const otto = await house.as('protection2')
    expect(words((await otto.get(addresses.protection)).text)).not.toContain('Dunkel')
    for (const who of [ids.dold, ids.hidden]) {
      expect((await otto.get(addresses.protected(who))).status).toBe(404)
      expect((await otto.get(addresses.protectedReaders(who))).status).toBe(404)
    }
    const search = await otto.post(addresses.protectionSearch, { q: 'Dunkel' }, addresses.protectionSearch)
    expect(words(search.text)).toContain('0 personer')
    expect((await send(ids.dold, 'lift', { reason: 'ended', note: '' }, otto)).status).toBe(404)
    expect((await send(ids.dold, 'hand-over', { officer: ids.admin })).status).toBe(404)
    expect((await send(ids.dold, 'hand-over', { officer: ids.protection2 })).status).toBe(303)
    expect((await olga.get(addresses.protected(ids.dold))).status).toBe(404)
    expect(words((await otto.get(addresses.protection)).text)).toContain('Dolda Dunkel')
  })

  test('is nobody’s again when their officer is one no more', async () => {
    await send(ids.dold, 'take')
    const otto = await house.as('protection2')
    expect((await otto.get(addresses.protected(ids.dold))).status).toBe(404)
    await ask("update account set disabled_at = now() where username = 'protection'")
    expect((await otto.get(addresses.protected(ids.dold))).status).toBe(200)
  })
})

describe('protecting somebody', () => {
  test('decision 3: from that moment nobody meets the household, and whoever is signed in of it is out', async () => {
    const sara = await house.as('stranger')
    const elin = await house.as('educator2')
    expect((await elin.get(`/children/${ids.cia}`)).status).toBe(200)
    expect(
      (await send(ids.cia, 'protect', { reason: 'tax-agency', note: 'Besked om skyddad identitet i dag' })).status,
    ).toBe(303)
    expect((await elin.get(`/children/${ids.cia}`)).status).toBe(404)
    expect((await elin.get(`/documents/${ids.docCia}`)).status).toBe(404)
    expect((await elin.get(addresses.contacts(ids.kotten))).text).not.toMatch(/Cia|Sara/)
    expect((await sara.get('/')).headers.location).toBe('/login')
    const page = words((await olga.get(addresses.protected(ids.cia))).text)
    expect(page).toContain('Sara Ceder')
    expect(page).toContain('Besked om skyddad identitet i dag')
    expect(page).toContain('Olga Värn')
    // Sealed, and the log tells of no one.
    const [decision] = await ask('select kind, reason, encode(sealed_note, $1) as note from protection_decision', [
      'escape',
    ])
    expect(decision).toMatchObject({ kind: 'set', reason: 'tax-agency' })
    expect(decision.note).not.toContain('skyddad')
    expect(await ask("select distinct subject_id, object_id from audit_event where event like 'protection.%'")).toEqual(
      [{ subject_id: null, object_id: null }],
    )
  })

  test('lifted the same day, everything is as it was', async () => {
    await send(ids.cia, 'protect', { reason: 'risk', note: '' })
    expect((await send(ids.cia, 'lift', { reason: 'mistake', note: '' })).status).toBe(303)
    const elin = await house.as('educator2')
    expect((await elin.get(`/children/${ids.cia}`)).status).toBe(200)
    expect(await ask('select from protected_identity where person_id = $1', [ids.cia])).toEqual([])
    expect((await send(ids.cia, 'lift', { reason: 'mistake', note: '' })).status).toBe(409)
  })

  test('lifted later, the days before stay days under protection', async () => {
    await send(ids.cia, 'protect', { reason: 'risk', note: '' })
    house.setNow('2026-11-30T10:00:00Z')
    olga = await house.as('protection')
    await send(ids.cia, 'lift', { reason: 'ended', note: '' })
    expect(await ask('select valid::text from protected_identity where person_id = $1', [ids.cia])).toEqual([
      { valid: '[2026-11-23,2026-11-30)' },
    ])
  })

  test('twice is refused, and what is missing or no reason of the list is said beside the field', async () => {
    await send(ids.cia, 'protect', { reason: 'risk', note: '' })
    expect((await send(ids.cia, 'protect', { reason: 'risk', note: '' })).status).toBe(409)
    for (const [fields, field] of [
      [{ reason: '', note: 'x' }, 'reason'],
      [{ reason: 'ended', note: 'x' }, 'reason'],
      [{ reason: 'risk', note: 'Hon är 20220304-2383' }, 'note'],
      [{ reason: 'risk', note: 'x'.repeat(501) }, 'note'],
    ] as const) {
      const { status, text } = await send(ids.bo, 'protect', fields)
      expect([field, status]).toEqual([field, 422])
      expect(parse(text)(`#f-${field}-error`).text()).not.toBe('')
      expect(parse(text)('#f-note').val() ?? parse(text)('#f-note').text()).toContain(fields.note.slice(0, 1))
    }
    expect(await ask('select from protected_identity where person_id = $1', [ids.bo])).toEqual([])
  })

  test('what the register marks only the register takes back', async () => {
    await house.database.owner.query("update protected_identity set origin = 'roster', cause = 'confidential'")
    expect(words((await olga.get(addresses.protected(ids.dold))).text)).not.toContain('Häv skyddet')
    expect((await send(ids.dold, 'lift', { reason: 'ended', note: '' })).status).toBe(409)
    expect((await send(ids.dold, 'check', { verdict: 'open', reason: 'checked', note: '' })).status).toBe(409)
  })
})

describe('a register that says nothing', () => {
  const silent = () => {
    const register = town()
    delete find(register, 'Maja Syd').securityMarking
    return register
  }
  const maja = () => id('Maja Syd')
  const hidden = async () => (await ask('select from access.hidden_person where person_id = $1', [maja()])).length > 0

  test('counts as protected until an officer has looked, and stays as they found it through every delivery', async () => {
    await bring(house, silent())
    expect(await hidden()).toBe(true)
    const list = words((await olga.get(addresses.protection)).text)
    expect(list).toContain('Att kontrollera')
    expect(list).toContain('Maja Syd')
    for (const [fields, field] of [
      [{ reason: 'checked' }, 'verdict'],
      [{ verdict: 'open', reason: 'police' }, 'reason'],
      [{ verdict: 'protected', reason: 'checked' }, 'reason'],
    ] as const) {
      const { status, text } = await send(maja(), 'check', { note: 'Ringde', ...fields })
      expect([field, status]).toEqual([field, 422])
      expect(parse(text)(`#f-${field}-error`).length).toBe(1)
      expect(parse(text)('#f-note').text()).toContain('Ringde')
    }
    expect((await send(maja(), 'check', { verdict: 'open', reason: 'checked', note: '' })).status).toBe(303)
    expect(await hidden()).toBe(false)
    await bring(house, silent())
    expect(await hidden()).toBe(false)
    // The register marks her: what was found no longer stands, nor when it falls silent again.
    const marked = town()
    find(marked, 'Maja Syd').securityMarking = 'Sekretessmarkering'
    await bring(house, marked)
    expect(await hidden()).toBe(true)
    await bring(house, silent())
    expect(await hidden()).toBe(true)
    expect(words((await olga.get(addresses.protected(maja()))).text)).toContain('Registret säger inget')
    await bring(house, town())
    expect(await hidden()).toBe(false)
  })

  test('found to need no protection, it is looked at again after a year, and kept or protected', async () => {
    await bring(house, silent())
    await send(maja(), 'check', { verdict: 'open', reason: 'checked', note: '' })
    const list = async () => words((await olga.get(addresses.protection)).text)
    expect(words((await olga.get(addresses.protected(maja()))).text)).toContain('Ska kontrolleras igen')
    expect(await list()).not.toContain('Att se på igen')
    house.setNow('2027-11-01T10:00:00Z')
    olga = await house.as('protection')
    expect(await list()).toContain('Maja Syd, senast 23 november 2027')
    expect((await send(maja(), 'keep-open', { reason: '', note: '' })).status).toBe(422)
    expect((await send(maja(), 'keep-open', { reason: 'checked', note: '' })).status).toBe(303)
    expect(await list()).not.toContain('Att se på igen')
    expect((await send(ids.bo, 'keep-open', { reason: 'checked', note: '' })).status).toBe(409)
    // Protected meanwhile, there is nothing to keep.
    house.setNow('2028-10-20T10:00:00Z')
    olga = await house.as('protection')
    expect(await list()).toContain('Maja Syd, senast 1 november 2028')
    await send(maja(), 'protect', { reason: 'risk', note: '' })
    expect(await list()).not.toContain('Att se på igen')
    expect((await send(maja(), 'keep-open', { reason: 'checked', note: '' })).status).toBe(409)
  })

  test('a delivery that changes nothing but who is protected says what one says that changes nothing', async () => {
    await bring(house, town())
    const marked = town()
    find(marked, 'Maja Syd').securityMarking = 'Sekretessmarkering'
    const { outcome, counts, run: id } = await bring(house, marked)
    expect([outcome, counts, await hidden()]).toEqual(['unchanged', {}, true])
    const [run] = await ask('select outcome, planned, applied from roster_run where id = $1', [id])
    expect(run).toEqual({ outcome: 'unchanged', planned: 0, applied: 0 })
    // And that the register is silent is told of without how often, and as long as it is, whatever was found since.
    const { problems } = await bring(house, silent())
    expect([problems.counts, problems.list[0]!.record]).toEqual([{ 'no-marking': 1 }, null])
  })

  test('found to be protected, it holds whatever the register says next', async () => {
    await bring(house, silent())
    expect((await send(maja(), 'check', { verdict: 'protected', reason: 'tax-agency', note: '' })).status).toBe(303)
    await bring(house, town())
    expect(await hidden()).toBe(true)
    expect(words((await olga.get(addresses.protection)).text)).toContain('Ditt ansvar')
    expect((await send(maja(), 'lift', { reason: 'ended', note: '' })).status).toBe(303)
    expect(await hidden()).toBe(false)
  })
})

test('decision 3: somebody protected who comes again under another id, unmarked, is hidden until looked into', async () => {
  const register = town()
  await bring(house, register)
  await send(id('Sofia Syd'), 'protect', { reason: 'risk', note: '' })
  await ask(
    'update person set personnummer_index = (select personnummer_index from person where id = $2) where id = $1',
    [id('Sofia Syd'), id('Karin Norr')],
  )
  await ask('update person set personnummer_index = null where id = $1', [id('Karin Norr')])
  // Karin's number is Sofia's now, as far as the portal knows.
  const { problems } = await bring(house, register)
  expect(problems.list).toEqual([])
  const list = async () => words((await olga.get(addresses.protection)).text)
  expect(await list()).toContain('Karin Norr Registret säger inget')
  await send(id('Karin Norr'), 'check', { verdict: 'open', reason: 'checked', note: '' })
  expect((await bring(house, register)).problems.list).toEqual([])
  expect(await list()).not.toContain('Karin')
})

describe('who has read', () => {
  test('the last ninety days with names: pages, items and lists that the person was in, and nothing else', async () => {
    const eva = await house.as('educator')
    for (const path of [
      `/children/${ids.bo}`,
      `/documents/${ids.docBo}`,
      addresses.contacts(ids.myran),
      `/documents/${ids.docMyran}`,
    ])
      expect((await eva.get(path)).status).toBe(200)
    await (await house.as('stranger')).get(addresses.contacts(ids.kotten))
    await ask(
      "insert into audit_event (at, event, actor_id, actor_role, subject_id) values ('2026-08-24', 'documentation.listed', $1, 'guardian', $2)",
      [ids.guardian, ids.bo],
    )
    expect((await olga.get(addresses.protectedReaders(ids.bo))).status).toBe(200)
    expect(words((await olga.get(addresses.protectedReaders(ids.bo))).text)).toContain('Ingen har läst')
    await send(ids.bo, 'protect', { reason: 'risk', note: '' })
    const { text } = await olga.get(addresses.protectedReaders(ids.bo))
    const rows = parse(text)('tbody tr')
      .toArray()
      .map((row) =>
        parse(row)('td')
          .toArray()
          .map((cell) => parse(cell).text().trim()),
      )
    expect(rows).toEqual([
      ['Eva Lind', 'Pedagog, Björkens förskola', 'Visade kontaktlista'],
      ['Eva Lind', 'Pedagog, Björkens förskola', 'Läste dokumentation'],
      ['Eva Lind', 'Pedagog, Björkens förskola', 'Visade ett barns dokumentation'],
    ])
    // A guardian is met in the list of their child's group.
    expect(words((await olga.get(addresses.protectedReaders(ids.neighbour))).text)).toContain('Eva Lind')
  })

  test('fifty to a page, and what is no place in the list is no question', async () => {
    await ask(
      `insert into audit_event (at, event, actor_id, actor_role, subject_id)
       select '2026-11-20', 'documentation.listed', $1, 'guardian', $2 from generate_series(1, 60)`,
      [ids.guardian, ids.dold],
    )
    const first = parse((await olga.get(addresses.protectedReaders(ids.dold))).text)
    expect(first('tbody tr')).toHaveLength(50)
    const second = parse((await olga.get(first('a[rel=next]').attr('href')!)).text)
    expect(second('tbody tr')).toHaveLength(10)
    for (const before of ['x', '0', '-1', '9'.repeat(30)])
      expect((await olga.get(`${addresses.protectedReaders(ids.dold).split('?')[0]}?before=${before}`)).status).toBe(
        400,
      )
  })
})

describe('an alias', () => {
  const alias = {
    givenName: 'Lo',
    familyName: 'Lind',
    group: ids.myran,
    reference: 'UBN 2026/17',
    agreedOn: '2026-11-20',
    last: '2027-06-30',
  }
  const made = async () => await ask('select alias_id, child_id from protection_alias order by child_id nulls first')

  test('is to everybody else a child like others, and its guardian’s way in shows that child alone', async () => {
    expect((await send(ids.dold, 'alias', alias)).status).toBe(303)
    const [{ alias_id: lo }] = await made()
    const eva = await house.as('educator')
    expect((await eva.get(`/children/${lo}`)).status).toBe(200)
    expect((await eva.get(`/staff/groups/${ids.myran}`)).text).toContain('Lo Lind')
    const { status, text } = await send(ids.dold, 'alias-guardian', { alias: lo, givenName: 'Kim', familyName: 'Lind' })
    expect(status).toBe(200)
    const [username, password] = parse(text)('#account')
      .parent()
      .find('dd')
      .toArray()
      .map((each) => parse(each).text())
    const kim = house.visitor()
    expect((await kim.post('/login', { username, password }, '/login')).status).toBe(303)
    // What the officer knows is good for choosing another, and nothing else.
    expect((await kim.get('/')).headers.location).toBe(addresses.password)
    const own = 'sju sorters kakor på ett fat'
    await kim.post(addresses.password, { current: password, new: own, again: own }, addresses.password)
    const start = (await kim.get('/')).text
    expect(start).toContain('Lo')
    expect(start).not.toMatch(/Dold|Dunkel|Hedda/)
    expect((await kim.get(`/children/${lo}`)).status).toBe(200)
    expect((await kim.get(`/children/${ids.dold}`)).status).toBe(404)
    // Nothing of the guardian shows until they choose so.
    const nils = await house.as('neighbour')
    expect((await nils.get(addresses.contacts(ids.myran))).text).toContain('Lo Lind')
    expect((await nils.get(addresses.contacts(ids.myran))).text).not.toContain('Kim Lind')
    const ada = await house.as('admin')
    expect(words((await ada.get(addresses.person(lo))).text)).not.toMatch(/alias|Dunkel|inlagd här/i)
    // The password stands nowhere afterwards.
    expect((await olga.get(addresses.protected(ids.dold))).text).not.toContain(password!)
  })

  test('ended, the way in is shut at once and the place tomorrow', async () => {
    await send(ids.dold, 'alias', alias)
    const [{ alias_id: lo }] = await made()
    const { text } = await send(ids.dold, 'alias-guardian', { alias: lo, givenName: 'Kim', familyName: 'Lind' })
    const [username, password] = parse(text)('#account')
      .parent()
      .find('dd')
      .toArray()
      .map((each) => parse(each).text())
    const kim = house.visitor()
    await kim.post('/login', { username, password }, '/login')
    expect((await send(ids.dold, 'alias-end', { alias: lo })).status).toBe(303)
    expect((await kim.get('/contact')).text).not.toContain('/logout')
    expect((await house.visitor().post('/login', { username, password }, '/login')).status).toBe(422)
    house.setNow('2026-11-24T10:00:00Z')
    const eva = await house.as('educator')
    expect((await eva.get(`/children/${lo}`)).status).toBe(404)
    expect((await send(ids.dold, 'alias-end', { alias: lo }, await house.as('protection'))).status).toBe(404)
  })

  test('stands through a delivery of the register, which knows nothing of it', async () => {
    await send(ids.dold, 'alias', alias)
    const [{ alias_id: lo }] = await made()
    await bring(house, town())
    expect(await ask('select valid::text, origin from placement where child_id = $1', [lo])).toEqual([
      { valid: '[2026-11-23,2027-07-01)', origin: 'local' },
    ])
  })

  test('R14: goes with the years like anybody who has left', async () => {
    await send(ids.dold, 'alias', alias)
    const [{ alias_id: lo }] = await made()
    await send(ids.dold, 'alias-guardian', { alias: lo, givenName: 'Kim', familyName: 'Lind' })
    const guardian = (await made()).at(-1)!.alias_id
    const [{ gone }] = await ask("select access.dispose_people('2040-01-01', '2040-01-01', 100) as gone")
    expect(gone).toEqual(expect.arrayContaining([lo, guardian]))
    expect(await made()).toEqual([])
  })

  test('only for somebody protected, in a group of theirs, for a year at most, with a numbered agreement', async () => {
    expect((await send(ids.bo, 'alias', alias)).status).toBe(404)
    expect((await send(ids.dold, 'alias', { ...alias, group: ids.kotten })).status).toBe(404)
    for (const [other, field] of [
      [{ last: '2027-11-24' }, 'last'],
      [{ last: '2026-11-23' }, 'last'],
      [{ agreedOn: '2026-11-24' }, 'agreedOn'],
      [{ agreedOn: '0000-01-01' }, 'agreedOn'],
      [{ reference: 'inget nummer' }, 'reference'],
      [{ reference: '20220304-2383' }, 'reference'],
      [{ givenName: '' }, 'givenName'],
      [{ familyName: '' }, 'familyName'],
      [{ familyName: '20220304-2383' }, 'familyName'],
    ] as const) {
      const { status, text } = await send(ids.dold, 'alias', { ...alias, ...other })
      expect([field, status]).toEqual([field, 422])
      expect([field, parse(text)(`#f-${field}-error`).length]).toEqual([field, 1])
      expect(parse(text)('#f-reference').val()).toBe({ ...alias, ...other }.reference)
    }
    expect(await made()).toEqual([])
  })
})
