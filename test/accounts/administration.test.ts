import { setTimeout as pause } from 'node:timers/promises'
import { load as parse } from 'cheerio'
import { mailer } from '../../src/mail/mailer.ts'
import { addresses } from '../../src/web/addresses.ts'
import { broken } from '../access/broken.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { mailServer } from '../support/mail-server.ts'

/** Who may sign in and as what: made, changed and closed by administrators; what reaches beyond relations by two of them. */
let house: TestApp
let ada: Browser
let adam: Browser
beforeEach(async () => {
  house = await testApp()
  await ask("insert into account_role select id, 'admin' from account where username = 'records'")
  ada = await house.as('admin')
  adam = await house.as('records')
  await adam.post('/role', { role: 'admin' })
})
afterEach(() => house.close())

const own = 'sju sorters kakor på ett fat'
const ask = async (text: string, values: unknown[] = []) => (await house.database.owner.query(text, values)).rows
const send = (who: string, what: string, fields: Record<string, unknown>, browser = ada) =>
  browser.post(addresses.accountDo(who, what), fields, addresses.account(who))
const words = (html: string) => parse(html)('main').text().replace(/\s+/g, ' ')
const handed = (html: string) => {
  const [username, first] = parse(html)('#handed')
    .parent()
    .find('dd')
    .toArray()
    .map((each) => parse(each).text())
  return { username: username!, password: first! }
}
const hatsOf = async (person: string) =>
  (
    await ask(
      'select r.role from account_role r join account a on a.id = r.account_id where a.person_id = $1 order by 1',
      [person],
    )
  ).map(({ role }) => role)
const make = (who: string, fields: Record<string, unknown> = {}) =>
  send(who, 'make', { username: '', hats: ['educator'], reason: 'begins', ...fields })
/** Somebody new in the house, who has chosen a password of their own. */
async function settled(who: string, name: string): Promise<Browser> {
  const { text } = await make(who, { username: name })
  const browser = house.visitor()
  await browser.post('/login', handed(text), '/login')
  await browser.post(addresses.password, { current: handed(text).password, new: own, again: own }, addresses.password)
  return browser
}
/** Bo and Cia are nobody's users. */
const [bo, cia] = [ids.bo, ids.cia]
const waiting = async () => (await ask('select id from account_proposal where settled_at is null'))[0]?.id
const confirm = async (browser: Browser) =>
  browser.post(addresses.accountProposal(await waiting(), 'confirm'), {}, addresses.accounts)

describe('an account', () => {
  test('R11: is made with a first password that leads to choosing one’s own, and to nothing else', async () => {
    expect(words((await ada.get(addresses.person(bo))).text)).toContain('Inloggning')
    expect(words((await ada.get(addresses.account(bo))).text)).toContain('har inget konto')
    const { status, text } = await make(bo, { username: 'Bo.Berg' })
    expect(status).toBe(200)
    const given = handed(text)
    expect(given.username).toBe('bo.berg')
    expect(given.password).toMatch(/^([a-z0-9]{5}-){3}[a-z0-9]{5}$/)
    // Nowhere afterwards.
    expect((await ada.get(addresses.account(bo))).text).not.toContain(given.password)
    expect(house.logged.join()).not.toContain(given.password)
    const browser = house.visitor()
    expect((await browser.post('/login', given, '/login')).status).toBe(303)
    for (const path of ['/', '/staff', `/children/${ids.alma}`, '/settings/contact-details'])
      expect([path, (await browser.get(path)).headers.location]).toEqual([path, addresses.password])
    expect((await browser.post('/role', { role: 'educator' }, addresses.password)).headers.location).toBe(
      addresses.password,
    )
    expect((await browser.get('/contact')).status).toBe(200)
    const page = await browser.get(addresses.password)
    expect(words(page.text)).toContain('Välj ett eget lösenord')
    const chosen = await browser.post(
      addresses.password,
      { current: given.password, new: own, again: own },
      addresses.password,
    )
    expect([chosen.status, chosen.headers.location]).toEqual([303, '/'])
    expect((await browser.get('/staff')).status).toBe(200)
    expect((await house.visitor().post('/login', given, '/login')).status).toBe(422)
    expect((await house.visitor().post('/login', { ...given, password: own }, '/login')).status).toBe(303)
    expect(await ask("select actor_id, object_id from audit_event where event = 'account.administered'")).toEqual([
      { actor_id: ids.admin, object_id: bo },
    ])
    expect(await ask('select kind, hat, reason, changed_by from account_change order by id')).toEqual([
      { kind: 'made', hat: null, reason: 'begins', changed_by: ids.admin },
      { kind: 'given', hat: 'educator', reason: 'begins', changed_by: ids.admin },
    ])
  })

  test('the first password is over after fourteen days', async () => {
    const given = handed((await make(bo)).text)
    expect(given.username).toMatch(/^insyn-[a-z0-9]{8}$/)
    house.setNow('2026-12-07T10:00:01Z')
    expect((await house.visitor().post('/login', given, '/login')).status).toBe(422)
  })

  test('what was wrongly typed is said beside its field, kept, and nothing is made', async () => {
    for (const [fields, field] of [
      [{ username: 'bo berg' }, 'username'],
      [{ username: 'bo-20220506-2380' }, 'username'],
      [{ username: '<script>' }, 'username'],
      [{ username: 'x'.repeat(100) }, 'username'],
      [{ username: 'guardian' }, 'username'],
      [{ username: 'bo', reason: '' }, 'reason'],
      [{ username: 'bo', reason: 'because' }, 'reason'],
      [{ username: 'bo', hats: ['admin'] }, 'hats'],
      [{ username: 'bo', hats: ['nobody'] }, 'hats'],
    ] as const) {
      const { status, text } = await make(bo, fields)
      expect([fields, status]).toEqual([fields, 422])
      expect([fields, parse(text)(`#f-${field}-error`).length]).toEqual([fields, 1])
      expect(parse(text)('#f-username').val()).toBe(fields.username)
    }
    expect(await ask('select from account where person_id = $1', [bo])).toEqual([])
    expect((await make(bo)).status).toBe(200)
    // A form sent twice.
    expect((await make(bo)).status).toBe(409)
    expect((await make(ids.dold)).status).toBe(404)
    expect((await send(cia, 'wear', { hats: ['pupil'], reason: 'duties' })).status).toBe(404)
  })

  test('roles come and go with a reason, and whoever loses one is out with the next request', async () => {
    const eva = await house.as('educator')
    expect((await send(ids.educator, 'wear', { hats: ['educator', 'principal'], reason: 'duties' })).status).toBe(303)
    expect(await hatsOf(ids.educator)).toEqual(['educator', 'principal'])
    expect((await eva.get('/staff')).status).toBe(200)
    expect((await send(ids.educator, 'wear', { hats: ['principal'], reason: 'duties' })).status).toBe(303)
    expect((await eva.get('/staff')).headers.location).toBe('/login')
    // What takes two to give is not touched by this form.
    await send(ids.dpo, 'wear', { hats: [], reason: 'duties' })
    expect(await hatsOf(ids.dpo)).toEqual(['dpo'])
  })

  test('a new first password ends every sign-in; closed, it ends at once and lets nobody in', async () => {
    const eva = await house.as('educator')
    const again = await send(ids.educator, 'password', { reason: 'forgotten' })
    expect(again.status).toBe(200)
    expect((await eva.get('/staff')).headers.location).toBe('/login')
    expect((await house.visitor().post('/login', { username: 'educator', password }, '/login')).status).toBe(422)
    const back = house.visitor()
    await back.post('/login', handed(again.text), '/login')
    expect((await send(ids.educator, 'close', { reason: 'ends' })).status).toBe(303)
    expect((await back.get(addresses.password)).headers.location).toBe('/login')
    expect((await house.visitor().post('/login', handed(again.text), '/login')).status).toBe(422)
    expect(words((await ada.get(addresses.account(ids.educator))).text)).toContain('Stängt')
    for (const what of ['close', 'password'])
      expect((await send(ids.educator, what, { reason: 'ends' })).status).toBe(409)
    const open = await send(ids.educator, 'reopen', { reason: 'begins' })
    expect((await house.visitor().post('/login', handed(open.text), '/login')).status).toBe(303)
    expect((await send(ids.educator, 'reopen', { reason: 'begins' })).status).toBe(409)
  })
})

test('whoever has shown an address to be theirs is told there of a new first password, and of nothing else', async () => {
  const server = await mailServer()
  house.services.mail = mailer({ url: server.url, from: 'Insyn <insyn@example.se>' })
  try {
    // Anna's address is confirmed, Nils's is not.
    await ask("update contact_detail set confirmed_at = now() where person_id = $1 and field = 'email'", [ids.guardian])
    const { text } = await send(ids.guardian, 'password', { reason: 'forgotten' })
    await send(ids.neighbour, 'password', { reason: 'forgotten' })
    // On its way without anybody waiting for it.
    for (let tries = 0; tries < 200 && server.received.length === 0; tries += 1) await pause(50)
    expect(server.received.map(({ to }) => to)).toEqual([['anna@example.se']])
    const raw = server.received[0]!.raw
    for (const secret of [handed(text).password, handed(text).username, 'Ask']) expect(raw).not.toContain(secret)
  } finally {
    house.services.mail?.close()
    house.services.mail = undefined
    await server.stop()
  }
})

describe('a function that reaches beyond relations', () => {
  test('is given by one and confirmed by another, who is neither the first nor the one it is for', async () => {
    const browser = await settled(bo, 'bo')
    expect((await send(bo, 'propose', { function: 'protection', reason: 'duties' })).status).toBe(303)
    expect(await hatsOf(bo)).toEqual(['educator'])
    expect(words((await ada.get(addresses.accounts)).text)).toContain('En annan administratör')
    expect((await confirm(ada)).status).toBe(409)
    expect((await send(bo, 'propose', { function: 'protection', reason: 'duties' }, adam)).status).toBe(409)
    expect((await confirm(adam)).status).toBe(303)
    expect(await hatsOf(bo)).toEqual(['educator', 'protection'])
    expect((await browser.post('/role', { role: 'protection' })).status).toBe(303)
    expect((await browser.get(addresses.protection)).status).toBe(200)
    // And off at once, by one.
    expect((await send(bo, 'relieve', { function: 'protection', reason: 'ends' })).status).toBe(303)
    expect((await browser.get(addresses.protection)).headers.location).toBe('/login')
    expect((await ada.post(addresses.accountProposal(cia, 'confirm'), {}, addresses.accounts)).status).toBe(404)
  })

  test('nobody gives themself one, and nobody confirms their own', async () => {
    expect((await send(ids.admin, 'propose', { function: 'protection', reason: 'duties' })).status).toBe(409)
    expect((await send(ids.admin, 'propose', { function: 'protection', reason: 'duties' }, adam)).status).toBe(303)
    expect((await confirm(ada)).status).toBe(409)
    expect((await confirm(adam)).status).toBe(409)
    expect(
      (await ada.post(addresses.accountProposal(await waiting(), 'withdraw'), {}, addresses.accounts)).status,
    ).toBe(303)
    expect(await hatsOf(ids.admin)).toEqual(['admin'])
  })

  test('not to whoever still has the password that an administrator handed over', async () => {
    await make(bo)
    expect((await send(bo, 'propose', { function: 'dpo', reason: 'duties' })).status).toBe(409)
    await settled(cia, 'cia')
    await send(cia, 'propose', { function: 'dpo', reason: 'duties' })
    // A new password takes back what waits.
    await send(cia, 'password', { reason: 'forgotten' })
    expect(await waiting()).toBeUndefined()
  })

  test('whoever has one gets no new password from an administrator alone, and loses it when closed', async () => {
    expect((await send(ids.protection, 'password', { reason: 'forgotten' })).status).toBe(409)
    expect((await ada.get(addresses.account(ids.protection))).text).toContain('Ta ifrån uppdraget')
    expect((await send(ids.protection, 'close', { reason: 'ends' })).status).toBe(303)
    expect(await hatsOf(ids.protection)).toEqual([])
    expect((await send(ids.admin, 'password', { reason: 'forgotten' })).status).toBe(409)
    expect((await send(ids.admin, 'close', { reason: 'ends' })).status).toBe(409)
  })

  test('the last administrator stays', async () => {
    expect((await send(ids.records, 'relieve', { function: 'admin', reason: 'ends' })).status).toBe(303)
    expect((await send(ids.admin, 'relieve', { function: 'admin', reason: 'ends' })).status).toBe(409)
    expect(await hatsOf(ids.admin)).toEqual(['admin'])
  })

  test('who has one stands in a list, nobody hidden in it', async () => {
    const list = words((await ada.get(addresses.accounts)).text)
    for (const name of ['Ada Stav', 'Rut Arkiv', 'Disa Skydd', 'Olga Värn']) expect(list).toContain(name)
    await ask("insert into protected_identity (person_id, valid) values ($1, '[2026-01-01,)')", [ids.dpo])
    expect(words((await ada.get(addresses.accounts)).text)).not.toContain('Disa')
    expect((await ada.get(addresses.account(ids.dpo))).status).toBe(404)
    expect((await send(ids.dpo, 'close', { reason: 'ends' })).status).toBe(404)
  })

  test('an alias looks like any other account', async () => {
    const olga = await house.as('protection')
    const at = (what: string) => `${addresses.protected(ids.dold)}/${what}`
    const alias = {
      givenName: 'Lo',
      familyName: 'Lind',
      group: ids.myran,
      reference: 'UBN 1',
      agreedOn: '2026-11-20',
      last: '2027-06-30',
    }
    await olga.post(at('alias'), alias, addresses.protected(ids.dold))
    const [{ alias_id: lo }] = await ask('select alias_id from protection_alias')
    await olga.post(
      at('alias-guardian'),
      { alias: lo, givenName: 'Kim', familyName: 'Lind' },
      addresses.protected(ids.dold),
    )
    const [{ alias_id: kim }] = await ask('select alias_id from protection_alias where child_id is not null')
    await make(bo, { hats: ['guardian'] })
    const plain = (html: string) =>
      words(html)
        .replace(/Kim Lind|Bo Berg/g, 'X')
        .replace(/insyn-\w+/g, 'Y')
    expect(plain((await ada.get(addresses.account(kim))).text)).toBe(plain((await ada.get(addresses.account(bo))).text))
  })
})

describe('the conditions in the database', () => {
  const role = `access.role() is distinct from 'admin'`
  const calls = {
    make: `select access.account_make('${cia}', 'cia', '$argon2id$x', '2026-12-01', array['educator'], 'begins')`,
    taken: `select access.account_make('${cia}', 'guardian', '$argon2id$x', '2026-12-01', array['educator'], 'begins')`,
    greedy: `select access.account_make('${cia}', 'cia', '$argon2id$x', '2026-12-01', array['admin'], 'begins')`,
    nobody: `select access.account_make(gen_random_uuid(), 'cia', '$argon2id$x', '2026-12-01', array['educator'], 'begins')`,
    makeHidden: `select access.account_make('${ids.dold}', 'cia', '$argon2id$x', '2026-12-01', array['educator'], 'begins')`,
    wear: `select access.account_wear('${ids.educator}', array['admin'], 'duties')`,
    ofHidden: `select access.account_of('${ids.hidden}') is null`,
    closeHidden: `select access.account_close('${ids.hidden}', 'ends')`,
    propose: `select access.account_propose('${ids.educator}', 'guardian', 'duties')`,
    relieve: `select access.account_relieve('${ids.educator}', 'educator', 'duties')`,
    password: `select access.account_password('${ids.dpo}', '$argon2id$x', '2026-12-01', 'forgotten')`,
    entrusted: `select access.accounts_entrusted() is null as shut, access.accounts_entrusted() -> 'holders' @> '[{"name": "Hedda Dunkel"}]' as hidden, jsonb_array_length(access.accounts_entrusted() -> 'waiting') as waiting`,
  }
  // Straight at the functions, as an administrator and as somebody who is none.
  const answers = async () => {
    const { actors } = house.services
    const found: Record<string, unknown> = {}
    for (const [name, text] of Object.entries(calls))
      for (const [who, hat] of [
        ['admin', 'admin'],
        ['dpo', 'dpo'],
      ] as const) {
        const rolled = new Error('rolled back')
        await actors
          .write(house.actor(who, hat), async (tx) => {
            found[`${name} ${hat}`] = await tx.rows(Object.assign([text], { raw: [text] })).catch((error) => error.name)
            throw rolled
          })
          .catch(() => {})
      }
    return found
  }

  test('each, taken out, is seen', async () => {
    await ask("insert into account_role select id, 'records' from account where username = 'hidden'")
    await ask(
      "insert into account_proposal (account_id, hat, reason, proposed_by, proposed_at) select id, 'dpo', 'duties', $1, now() from account where username = 'hidden'",
      [ids.admin],
    )
    const right = await answers()
    expect(right['make admin']).toEqual([{ account_make: 'done' }])
    for (const [name, value] of Object.entries(right))
      if (name.endsWith('dpo') && name !== 'ofHidden dpo')
        expect([name, Object.values((value as object[])[0]!)[0]]).toEqual([
          name,
          name.startsWith('entrusted') ? true : null,
        ])
    for (const [name, part, instead] of [
      ['reach.account_met', `${role} or`, ''],
      ['reach.account_met', 'or person = any (hidden)', ''],
      ['access.account_of', 'or person = any (hidden)', ''],
      ['access.accounts_entrusted', role, 'false'],
      ['access.accounts_entrusted', 'and a.disabled_at is null and p.id <> all (hidden)', ''],
      ['access.accounts_entrusted', 'and a.person_id <> all (hidden)', ''],
      ['access.account_make', `${role} or`, ''],
      ['access.account_make', 'person = any (hidden) or', ''],
      ['access.account_make', 'or not exists (select from person p where p.id = account_make.person)', ''],
      [
        'access.account_make',
        "if not hats <@ array['guardian', 'pupil', 'educator', 'principal'] then return null; end if;",
        '',
      ],
      [
        'access.account_make',
        "if exists (select from account x where x.username = account_make.username) then return 'taken'; end if;",
        '',
      ],
      ['access.account_wear', "or not hats <@ array['guardian', 'pupil', 'educator', 'principal']", ''],
      ['access.account_propose', "or hat not in ('admin', 'records', 'dpo', 'protection')", ''],
      ['access.account_relieve', "or hat not in ('admin', 'records', 'dpo', 'protection')", ''],
      [
        'access.account_password',
        "if exists (select from account_role r where r.account_id = a.id and r.role in ('admin', 'records', 'dpo', 'protection')) then return 'entrusted'; end if;",
        '',
      ],
    ] as [string, string, string][]) {
      expect([name, part, await broken(house, [[name, part, instead]], answers)]).not.toEqual([name, part, right])
      expect(await answers()).toEqual(right)
    }
  })
})
