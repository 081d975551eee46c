import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { type Answer, type Browser, type Fields, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { photo } from '../support/photo.ts'

let house: TestApp
let eva: Browser
let pia: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
  pia = await house.as('principal')
})
afterAll(() => house.close())

/** What an opened page's form would send, with what somebody writes in it. */
function written(page: Answer, more: Fields = {}): Fields {
  const $ = parse(page.text)
  const form = $('form[data-autosave]')
  const field = (name: string) => String(form.find(`[name="${name}"]`).first().val() ?? '')
  const named = ['revision', 'base', 'form', 'group', 'listed', 'title', 'text', 'words']
  const shared = form.find('[name=sharing]').length
    ? { sharing: 'asked', ...(form.find('[name=shared]:checked').length ? { shared: 'yes' } : {}) }
    : {}
  const ticked = (name: string) =>
    form
      .find(`[name="${name}"]:checked`)
      .toArray()
      .map((box) => $(box).val())
  const alts = form
    .find('[name^="alt."]')
    .toArray()
    .map((alt) => [$(alt).attr('name'), $(alt).val()])
  return {
    ...Object.fromEntries([...named.map((name) => [name, field(name)]), ...alts]),
    ...{
      audience: ticked('audience')[0],
      children: ticked('children'),
      goals: ticked('goals'),
      action: 'save',
      ...shared,
      ...more,
    },
  }
}

/** A draft that Eva shares, and the page of it that each of two has open. */
async function together(fields: Fields = {}): Promise<{ id: string; at: string; hers: Answer; theirs: Answer }> {
  const id = randomUUID()
  const at = addresses.draft(id)
  const begun = written(await eva.get(addresses.newDocument(ids.myran)))
  await eva.upload(at, {
    ...begun,
    sharing: 'asked',
    shared: 'yes',
    children: ids.alma,
    title: 'Ute',
    text: 'Ett.\n\nTvå.\n\nTre.',
    ...fields,
  })
  return { id, at, hers: await eva.get(at), theirs: await pia.get(at) }
}

const field = (page: Answer, name = 'text') => parse(page.text)(`form[data-autosave] [name=${name}]`).val()
const stored = async (at: string, name = 'text') => field(await eva.get(at), name)

test('a draft is its author’s until it is shared; then the unit’s staff reach it, and nobody else', async () => {
  const { id, at } = await together()
  const alone = randomUUID()
  await eva.upload(
    addresses.draft(alone),
    written(await eva.get(addresses.newDocument(ids.myran)), { title: 'Min egen', text: 'Egen.' }),
  )
  expect((await pia.get(addresses.draft(alone))).status).toBe(404)
  const list = (await pia.get(addresses.staff)).text
  expect(list).toContain('Ute')
  expect(list).toContain('delat av Eva Lind')
  expect(list).not.toContain('Min egen')
  for (const other of ['educator2', 'principal2', 'schooleducator', 'former', 'both'] as const) {
    const outside = await house.as(other)
    for (const path of [at, addresses.review(id), addresses.draftMedia(id)])
      expect([other, (await outside.get(path)).status]).toEqual([other, 404])
    expect((await outside.post(addresses.publish(id), { revision: 1 })).status).toBe(404)
    expect(
      (await outside.upload(at, { revision: 1, group: ids.myran, audience: 'group', title: '', text: 'x' })).status,
    ).toBe(404)
    expect((await outside.get(addresses.staff)).text).not.toContain('delat av')
  }
  for (const family of ['guardian', 'pupil'] as const) expect((await (await house.as(family)).get(at)).status).toBe(403)
  // That a colleague opened it is in the log.
  const opened = await house.database.owner.query(
    "select actor_id from audit_event where event = 'documentation.draft-opened' and object_id = $1",
    [id],
  )
  expect(opened.rows.map((row) => row.actor_id)).toContain(ids.principal)
})

test('a colleague who has left the unit reaches it no longer, and neither does its author', async () => {
  const { at, theirs, hers } = await together()
  const { owner } = house.database
  await owner.query("update duty set valid = '[2020-08-01,2026-11-20)' where person_id = $1", [ids.principal])
  expect((await pia.get(at)).status).toBe(404)
  expect((await pia.upload(at, written(theirs, { text: 'Efteråt.' }))).status).toBe(404)
  await owner.query("update duty set valid = '[2020-08-01,)' where person_id = $1", [ids.principal])
  await owner.query("update duty set valid = '[2020-08-01,2026-11-20)' where person_id = $1", [ids.educator])
  expect((await eva.get(at)).status).toBe(404)
  expect((await eva.upload(at, written(hers, { text: 'Efteråt.' }))).status).toBe(404)
  expect((await pia.get(at)).status).toBe(200)
  await owner.query("update duty set valid = '[2020-08-01,)' where person_id = $1", [ids.educator])
  expect(await stored(at)).toBe('Ett.\n\nTvå.\n\nTre.')
})

test('two change different paragraphs: both stand, and the second is told', async () => {
  const { at, hers, theirs } = await together()
  expect((await eva.upload(at, written(hers, { text: 'Ett hos Eva.\n\nTvå.\n\nTre.' }))).status).toBe(303)
  const second = await pia.upload(
    at,
    written(theirs, {
      text: 'Ett.\n\nTvå.\n\nTre hos Pia.\n\nFyra.',
      title: 'Ute i skogen',
      children: [ids.alma, ids.bo],
    }),
  )
  expect(second.headers.location).toBe(`${at}?together`)
  const page = await pia.get(`${at}?together`)
  expect(field(page)).toBe('Ett hos Eva.\n\nTvå.\n\nTre hos Pia.\n\nFyra.')
  expect(field(page, 'title')).toBe('Ute i skogen')
  expect(page.text).toContain('Någon annan hade sparat medan du skrev')
  expect(parse(page.text)('[name=children]:checked').length).toBe(2)
})

test('two change the same paragraph: the second is told with both texts on the page, and decides', async () => {
  const { at, hers, theirs } = await together()
  await eva.upload(at, written(hers, { text: 'Ett hos Eva.\n\nTvå.\n\nTre hos Eva.' }))
  const second = await pia.upload(at, written(theirs, { text: 'Ett hos Pia.\n\nTvå.\n\nTre.', words: 'Titta!' }))
  expect(second.status).toBe(409)
  const $ = parse(second.text)
  expect($('.clash').text()).toMatch(/Eva Lind sparade 11:00/)
  expect($('.clash blockquote').text()).toBe('Ett hos Eva.\n\nTvå.\n\nTre hos Eva.')
  // Hers stands in the field, with what could be put together.
  expect(field(second)).toBe('Ett hos Pia.\n\nTvå.\n\nTre hos Eva.')
  expect(field(second, 'words')).toBe('Titta!')
  expect(await stored(at)).toBe('Ett hos Eva.\n\nTvå.\n\nTre hos Eva.')
  expect(await stored(at, 'words')).toBe('')
  // What she then saves has been looked at.
  expect((await pia.upload(at, written(second, { text: 'Ett hos båda.\n\nTvå.\n\nTre hos Eva.' }))).status).toBe(303)
  expect(await stored(at)).toBe('Ett hos båda.\n\nTvå.\n\nTre hos Eva.')
  expect((await eva.get(at)).text).toMatch(/Sparat 11:00 av Pia Björk/)
})

test('while one decides, somebody saves again: told again', async () => {
  const { at, hers, theirs } = await together({ text: 'Ett.' })
  await eva.upload(at, written(hers, { text: 'Eva.' }))
  const second = await pia.upload(at, written(theirs, { text: 'Pia.' }))
  await eva.upload(at, written(await eva.get(at), { text: 'Eva en gång till.' }))
  const third = await pia.upload(at, written(second, { text: 'Pia och Eva.' }))
  expect(third.status).toBe(409)
  expect(field(third)).toBe('Pia och Eva.')
  expect(parse(third.text)('.clash blockquote').text()).toBe('Eva en gång till.')
})

test('a page shown again for something wrong in it goes on from where it began', async () => {
  const { at, hers, theirs } = await together()
  await eva.upload(at, written(hers, { text: 'Ett hos Eva.\n\nTvå.\n\nTre.' }))
  const wrong = await pia.upload(at, written(theirs, { title: 'x'.repeat(201), text: 'Ett.\n\nTvå.\n\nTre hos Pia.' }))
  expect(wrong.status).toBe(422)
  await pia.upload(at, written(wrong, { title: 'Ute' }))
  expect(await stored(at)).toBe('Ett hos Eva.\n\nTvå.\n\nTre hos Pia.')
})

const forged: [string, Fields][] = [
  ['an old number', { revision: 1 }],
  ['no number', { revision: '' }],
  ['a negative number', { revision: -1 }],
  ['a number that is text', { revision: 'två' }],
  ['one that is to come', { revision: 99 }],
  ['a huge one', { revision: '9'.repeat(400) }],
  ['no base', { base: '' }],
  ['a base that is none', { base: Buffer.from('{"text":""}').toString('base64') }],
  ['one that is not even base64', { base: '<script>' }],
  ['a form that is none', { form: 'x' }],
  ['another draft’s base', { base: 'other' }],
]

test.each(forged)(
  '%s: what a colleague saved is never overwritten, and what was sent is kept',
  async (_what, fields) => {
    const { at, hers, theirs } = await together()
    const other = await together()
    await eva.upload(at, written(hers, { text: 'Evas egna ord.' }))
    const base = fields.base === 'other' ? { base: written(other.theirs).base } : {}
    const answer = await pia.upload(at, written(theirs, { text: 'Pias egna ord.', ...fields, ...base }))
    expect([303, 409]).toContain(answer.status)
    expect(await stored(at)).toContain('Evas egna ord.')
    expect(answer.status === 409 ? field(answer) : await stored(at)).toContain('Pias egna ord.')
  },
)

test.each([
  ['text with NUL', { text: 'a\0b' }, 422],
  ['text beyond its length', { text: 'å'.repeat(20_001) }, 422],
  ['words beyond their length', { words: 'å'.repeat(2_001) }, 422],
  ['words with a lone surrogate', { words: '\ud800' }, 422],
] as const)('%s: said beside the field, nothing saved', async (_what, fields, status) => {
  const { at, theirs } = await together()
  const answer = await pia.upload(at, written(theirs, fields))
  // A lone surrogate does not survive the form's own encoding.
  if ('words' in fields && fields.words === '\ud800') return expect([303, 422]).toContain(answer.status)
  expect(answer.status).toBe(status)
  expect(parse(answer.text)('.field.wrong').length).toBe(1)
  expect(await stored(at)).toBe('Ett.\n\nTvå.\n\nTre.')
  const auto = await pia.upload(at, written(theirs, { ...fields, action: 'auto' }))
  expect([auto.status, auto.body.problem.length > 10]).toEqual([422, true])
})

describe('the script’s own saving', () => {
  test('tells what to go on from; a saving whose answer was lost is sent again and stands once', async () => {
    const id = randomUUID()
    const at = addresses.draft(id)
    const begun = written(await eva.get(addresses.newDocument(ids.myran)), { action: 'auto' })
    const first = await eva.upload(at, { ...begun, text: 'Vi' })
    expect([first.status, first.body.revision, first.body.words]).toEqual([200, 1, 'Sparat 11:00'])
    // The answers to the first two never came.
    await eva.upload(at, { ...begun, text: 'Vi gick' })
    const third = await eva.upload(at, { ...begun, text: 'Vi gick ut.' })
    expect([third.status, third.body.revision, third.body.put]).toEqual([200, 3, undefined])
    expect(await stored(at)).toBe('Vi gick ut.')
    const fourth = await eva.upload(at, { ...begun, ...third.body, action: 'auto', text: 'Vi gick ut.\n\nHem.' })
    expect(fourth.body.revision).toBe(4)
  })

  test('a colleague has saved between: the lost one is put together with theirs, not over them', async () => {
    const { at, hers, theirs } = await together()
    const auto = written(hers, { action: 'auto', text: 'Ett hos Eva.\n\nTvå.\n\nTre.' })
    await eva.upload(at, auto)
    await pia.upload(at, written(theirs, { text: 'Ett.\n\nTvå.\n\nTre hos Pia.' }))
    const again = await eva.upload(at, auto)
    expect(again.body.put.text).toBe('Ett hos Eva.\n\nTvå.\n\nTre hos Pia.')
    // She had typed on: what she has begins from what she sent, and nothing is said twice.
    const on = await eva.upload(at, { ...auto, ...again.body.instead, text: 'Ett hos Eva, längre.\n\nTvå.\n\nTre.' })
    expect(on.body.put.text).toBe('Ett hos Eva, längre.\n\nTvå.\n\nTre hos Pia.')
  })

  test('the same place: refused in words, nothing saved', async () => {
    const { at, hers, theirs } = await together()
    await eva.upload(at, written(hers, { text: 'Eva.' }))
    const answer = await pia.upload(at, written(theirs, { action: 'auto', text: 'Pia.' }))
    expect([answer.status, answer.body.clash]).toEqual([409, true])
    expect(answer.body.problem).toContain('Eva Lind')
    expect(await stored(at)).toBe('Eva.')
  })

  test('one that comes late with nothing new in it changes nothing: what was reviewed still goes out', async () => {
    const { id, at, hers } = await together()
    const auto = written(hers, { action: 'auto', text: 'Klart.' })
    await eva.upload(at, { ...auto, action: 'review' })
    const revision = parse((await eva.get(addresses.review(id))).text)('#publish [name=revision]').val()
    expect((await eva.upload(at, auto)).body.revision).toBe(Number(revision))
    // Sharing it no longer is something new.
    expect((await eva.upload(at, { ...auto, shared: [] })).body.revision).toBe(Number(revision) + 1)
  })

  test('one sitting is one line in the log', async () => {
    const { id, at, hers } = await together()
    let from = written(hers, { action: 'auto' })
    for (const text of ['a', 'b', 'c']) from = { ...from, ...(await eva.upload(at, { ...from, text })).body }
    const { rows } = await house.database.owner.query(
      "select from audit_event where event = 'documentation.draft-saved' and object_id = $1",
      [id],
    )
    expect(rows.length).toBeLessThanOrEqual(2)
  })
})

test('publishing what has been saved since it was reviewed: refused, and shown as it is now; then it goes', async () => {
  const { id, at, hers } = await together()
  const review = await pia.get(addresses.review(id))
  const revision = parse(review.text)('#publish [name=revision]').val()
  await eva.upload(at, written(hers, { text: 'Nya ord av Eva.' }))
  const refused = await pia.post(addresses.publish(id), { revision, acknowledged: 'yes' })
  expect(refused.status).toBe(409)
  const $ = parse(refused.text)
  expect($('.notice.bad').text()).toMatch(/Inget är publicerat.*Eva Lind sparade 11:00/s)
  expect($('article').text()).toContain('Nya ord av Eva.')
  for (const wrong of ['', '-1', 'x', '0', '1e9']) {
    const answer = await pia.post(addresses.publish(id), { revision: wrong, acknowledged: 'yes' })
    expect([404, 409]).toContain(answer.status)
  }
  const now = $('#publish [name=revision]').val()
  const sent = await pia.post(addresses.publish(id), { revision: now, acknowledged: 'yes' })
  expect([sent.status, sent.headers.location]).toEqual([303, `${addresses.document(id)}?published`])
  // Who published it and who began it both stand for it; and it is nobody's to change.
  const item = await (await house.as('guardian')).get(addresses.document(id))
  expect(item.text).toContain('Eva Lind, förskollärare; Pia Björk, rektor')
  expect((await pia.get(at)).status).toBe(404)
  const { rows } = await house.database.owner.query('select about, author_id, saved_by from document where id = $1', [
    id,
  ])
  expect(rows[0]).toEqual({ about: null, author_id: ids.educator, saved_by: ids.principal })
})

test('decision 3: a co-author under protection is named to nobody', async () => {
  const { id, at, theirs } = await together()
  await pia.upload(at, written(theirs, { title: 'Skrivet av två' }))
  const page = await pia.get(addresses.review(id))
  await eva.post(addresses.publish(id), {
    revision: parse(page.text)('#publish [name=revision]').val(),
    acknowledged: 'yes',
  })
  const { owner } = house.database
  await owner.query("insert into protected_identity values ($1, '[2024-01-01,)')", [ids.principal])
  const anna = await house.as('guardian')
  for (const path of [addresses.document(id), addresses.child(ids.alma)])
    expect((await anna.get(path)).text).not.toContain('Pia Björk')
  expect((await anna.get(addresses.document(id))).text).toContain('Förskollärare; Rektor')
  await owner.query('delete from protected_identity where person_id = $1', [ids.principal])
})

test('to throw it away and to stop sharing is its author’s; a picture is its sender’s responsibility (R17)', async () => {
  const { id, at, theirs } = await together()
  expect((await pia.post(addresses.discard(id))).status).toBe(404)
  expect(theirs.text).not.toContain(addresses.discard(id))
  await pia.upload(at, { ...written(theirs), sharing: 'asked' }, [{ name: 'a.jpg', body: await photo(800, 600) }])
  expect((await pia.get(at)).status).toBe(200)
  const { rows } = await house.database.owner.query('select responsible_id from media where document_id = $1', [id])
  expect(rows).toEqual([{ responsible_id: ids.principal }])
  await eva.upload(at, { ...written(await eva.get(at)), shared: [] })
  expect((await pia.get(at)).status).toBe(404)
  expect((await eva.post(addresses.discard(id))).status).toBe(303)
  expect((await eva.get(at)).status).toBe(404)
})
