import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { rowOf } from '../../src/documentation/line.ts'
import { addresses } from '../../src/web/addresses.ts'
import { published } from '../corrections/after.ts'
import { jpeg } from '../media/samples.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { everybodySaysYes } from '../support/consent.ts'
import { readPdf } from '../support/pdf.ts'

/** Decision 3: protection that comes after something was begun holds for what comes of it. */
let house: TestApp
let olga: Browser
let eva: Browser
beforeEach(async () => {
  house = await testApp()
  await everybodySaysYes(house)
  olga = await house.as('protection')
  eva = await house.as('educator')
})
afterEach(() => house.close())

const ask = async (text: string, values: unknown[] = []) => (await house.database.owner.query(text, values)).rows
const decide = async (who: string, what: 'protect' | 'lift', page = addresses.protected(who)) => {
  const { status } = await olga.post(
    `${addresses.protected(who)}/${what}`,
    { reason: what === 'protect' ? 'risk' : 'mistake', note: '' },
    page,
  )
  expect(status).toBe(303)
}
const state = async (medium: string) => (await ask('select state, withheld from media where id = $1', [medium]))[0]

/** For the whole group, with a picture of them in it; sent out, or a draft still. */
async function forTheGroup(inIt: string[], { out = true } = {}): Promise<{ id: string; medium: string }> {
  const id = randomUUID()
  const fields = { group: ids.myran, title: 'Bron', text: 'De byggde en bro.', audience: 'group', action: 'save' }
  const picture = [{ name: 'a.jpg', body: await jpeg() }]
  await eva.upload(addresses.draft(id), { ...fields, revision: 0, alt: 'En bro' }, picture)
  const [{ id: medium }] = await ask('select id from media where document_id = $1', [id])
  const marks = { [`subjects.${medium}`]: 'shown', [`subject.${medium}`]: inIt }
  expect((await eva.upload(addresses.draft(id), { ...fields, revision: 1, ...marks })).status).toBe(303)
  if (out) expect((await publish(id, 2)).status).toBe(303)
  return { id, medium }
}

const publish = (id: string, revision: number) =>
  eva.post(addresses.publish(id), { revision, acknowledged: 'yes' }, addresses.review(id))

describe('a picture for the whole group', () => {
  test('decision 3: with somebody in it who is protected later is nowhere from then on, and there again when it ends', async () => {
    const { id, medium } = await forTheGroup([ids.alma, ids.bo])
    const anna = await house.as('guardian')
    const pia = await house.as('principal')
    const meets = async (browser: Browser) => [
      (await browser.get(addresses.media(medium, 'large'))).status,
      parse((await browser.get(addresses.document(id))).text)('main img').length,
    ]
    for (const browser of [anna, eva, pia]) expect(await meets(browser)).toEqual([200, 1])
    await decide(ids.bo, 'protect')
    expect(await state(medium)).toEqual({ state: 'withheld', withheld: 'hidden' })
    for (const browser of [anna, eva, pia]) {
      expect(await meets(browser)).toEqual([404, 0])
      // Nor a word that something is not shown.
      const { text } = await browser.get(addresses.document(id))
      expect(parse(text)('main .notice').text()).not.toMatch(/bild|samtyck/i)
    }
    const [{ card }] = await ask('select card from document_scope where document_id = $1', [id])
    expect(rowOf(card)).toMatchObject({ media_id: null, pictures: 0 })
    await decide(ids.bo, 'lift')
    for (const browser of [anna, eva, pia]) expect(await meets(browser)).toEqual([200, 1])
  })

  test('comes back only as far as consent allows, and what was withdrawn for good stays so', async () => {
    const { medium } = await forTheGroup([ids.bo])
    await decide(ids.bo, 'protect')
    await ask(
      `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
       select $1, $2, 'photo', 'group', 'withdrawn', now(), id from consent_text where audience = 'guardian' limit 1`,
      [ids.bo, ids.neighbour],
    )
    expect(await state(medium)).toEqual({ state: 'withheld', withheld: 'hidden' })
    await decide(ids.bo, 'lift')
    expect(await state(medium)).toEqual({ state: 'withheld', withheld: 'withdrawn' })
    await decide(ids.bo, 'protect')
    expect(await state(medium)).toEqual({ state: 'withheld', withheld: 'withdrawn' })
  })

  test('still being converted when they were protected, is ready to nobody', async () => {
    const { medium } = await forTheGroup([ids.bo])
    await ask("update media set state = 'working' where id = $1", [medium])
    await decide(ids.bo, 'protect')
    await ask("update media set state = 'ready' where id = $1", [medium])
    expect(await state(medium)).toEqual({ state: 'withheld', withheld: 'hidden' })
  })

  test('in a draft, does not go out with it, and the review asks nothing about them', async () => {
    const { id } = await forTheGroup([ids.bo], { out: false })
    await decide(ids.bo, 'protect')
    const review = await eva.get(addresses.review(id))
    expect(review.status).toBe(200)
    expect(review.text).not.toMatch(/Bo Berg|samtycke saknas/i)
    expect(parse((await eva.get(addresses.draft(id))).text)('input[name^="alt."]')).toHaveLength(0)
    expect((await publish(id, 2)).status).toBe(303)
    const anna = await house.as('guardian')
    expect(parse((await anna.get(addresses.document(id))).text)('main img')).toHaveLength(0)
  })
})

test('decision 3: a use outside becomes a take-down that names nobody, and is none when it was a mistake', async () => {
  const { medium } = await forTheGroup([ids.alma, ids.bo])
  const form = addresses.use(medium)
  const use = { kind: 'print', place: 'Affisch i entrén', used_on: '2026-11-23', owner: ids.educator, about: 'school' }
  expect((await eva.post(form, use, form)).status).toBe(303)
  expect(await ask('select from take_down')).toEqual([])
  const down = async () =>
    parse((await eva.get(addresses.uses)).text)('.take-down')
      .text()
      .replace(/\s+/g, ' ')
  await decide(ids.bo, 'protect')
  expect(await ask('select child_id, due_on, done_at from take_down')).toEqual([
    { child_id: ids.bo, due_on: '2026-11-30', done_at: null },
  ])
  expect(await down()).toMatch(/Affisch i entrén.*Eva Lind/)
  expect(await down()).not.toMatch(/\bBo\b|skydd|dold/i)
  expect((await olga.get(addresses.protected(ids.bo))).text).toContain('Ska vara nere 30 november 2026')
  // Nothing new with them in it goes out, and what others say changes nothing of it.
  expect((await eva.post(form, use, form)).status).toBe(404)
  await decide(ids.bo, 'lift')
  expect(await ask('select from take_down')).toEqual([])
  await decide(ids.bo, 'protect')
  const [{ id }] = await ask('select id from take_down')
  expect((await eva.post(addresses.takeDown(id), { proof: 'Nertagen' }, addresses.uses)).status).toBe(303)
  expect((await olga.get(addresses.protected(ids.bo))).text).toContain('Nere 23 november 2026')
  // Done is done.
  await decide(ids.bo, 'lift')
  expect(await ask('select proof from take_down')).toEqual([{ proof: 'Nertagen' }])
})

test('R25: a paper that waited for its turn holds nothing of somebody protected meanwhile', async () => {
  const anna = await house.as('guardian')
  const { owner } = house.database
  const token = await anna.token()
  const paper = (child: string) =>
    anna.agent
      .post(addresses.export(child))
      .type('form')
      .send({ _csrf: token })
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => done(null, Buffer.concat(parts)))
      })
      .then((answer) => answer)
  await owner.query('begin; lock table document_goal in access exclusive mode')
  // What each of them reads of an item waits for that table, and the last of them for its turn.
  const papers = [paper(ids.alma), paper(ids.alma), paper(ids.alma)]
  await new Promise((done) => setTimeout(done, 1500))
  await decide(ids.bo, 'protect')
  await owner.query('commit')
  for (const answer of await Promise.all(papers)) {
    expect(answer.status).toBe(200)
    const { pages } = await readPdf(answer.body as Buffer)
    expect(pages.join(' ')).toContain('Alma bygger en bro')
    // With Bo in it.
    expect(pages.join(' ')).not.toContain('Två bygger tillsammans')
  }
})

test('R25: and whoever is protected while their own waits gets no paper at all', async () => {
  const sara = await house.as('stranger')
  const anna = await house.as('guardian')
  const { owner } = house.database
  const [ofAnna, ofSara] = [await anna.token('/privacy'), await sara.token('/privacy')]
  // What they reach is found already, so that nothing but an item's contents asks for the unit.
  for (const [browser, child] of [
    [anna, ids.alma],
    [sara, ids.cia],
  ] as const)
    await browser.get(`/children/${child}`)
  await owner.query('begin; lock table unit in access exclusive mode')
  const send = (browser: Browser, child: string, token: string) =>
    browser.agent
      .post(addresses.export(child))
      .type('form')
      .send({ _csrf: token })
      .then(({ status }) => status)
  const first = [1, 2].map(() => send(anna, ids.alma, ofAnna))
  await new Promise((done) => setTimeout(done, 1000))
  const waits = send(sara, ids.cia, ofSara)
  await new Promise((done) => setTimeout(done, 1000))
  await decide(ids.cia, 'protect', '/privacy')
  await owner.query('commit')
  expect(await Promise.all(first)).toEqual([200, 200])
  expect(await waits).toBe(404)
})

test('a mail that waited to be sent does not go to somebody protected meanwhile', async () => {
  const now = house.now()
  await ask('select access.make_reminders($1)', [now])
  const waits = async () =>
    (await ask('select outcome from consent_reminder where person_id = $1', [ids.neighbour])).map(
      ({ outcome }) => outcome,
    )
  expect(await waits()).toEqual([null])
  await decide(ids.bo, 'protect')
  const to: string[] = []
  for (let next = await ask('select * from access.claim_reminder($1)', [now]); next.length > 0; ) {
    to.push(next[0].person_id)
    next = await ask('select * from access.claim_reminder($1)', [now])
  }
  expect(to).not.toContain(ids.neighbour)
  expect(await waits()).toEqual(['unneeded'])
})

test('R3: within the ten minutes in which it could be undone, it is there for nobody to undo', async () => {
  const { id } = await published(eva, { children: ids.bo, title: 'Bara om en' })
  await decide(ids.bo, 'protect')
  expect((await eva.get(addresses.document(id))).status).toBe(404)
  expect((await eva.post(addresses.undo(id), {}, '/contact')).status).toBe(404)
  expect((await eva.get(addresses.staff)).text).not.toContain('Bara om en')
})

test('R3: a film that is playing stops with the next piece of it', async () => {
  const { medium } = await forTheGroup([ids.bo])
  const anna = await house.as('guardian')
  expect((await anna.get(addresses.media(medium, 'large'))).status).toBe(200)
  await decide(ids.bo, 'protect')
  expect((await anna.get(addresses.media(medium, 'large'))).status).toBe(404)
})
