import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { castNow, ids } from '../support/cast.ts'
import { everybodySaysYes } from '../support/consent.ts'
import { readPdf } from '../support/pdf.ts'
import { after, anna, ask, corrects, eva, formOf, house, nils, opensForEach, published } from './after.ts'

opensForEach()

test('what is corrected is a new version: readers see the latest and that it was corrected, staff what changed', async () => {
  const { id, medium } = await published(eva)
  expect((await anna.get(addresses.document(id))).status).toBe(200)
  const form = await formOf(eva, id)
  after(20)
  const change = {
    ...form,
    text: 'Vi bygger en bro av sten.',
    goals: 'lpfo18.1.speech',
    [`alt.${medium}`]: 'En bro av sten',
  }
  const review = parse((await eva.post(addresses.correct(id), { ...change, action: 'review' })).text)
  expect(review('.changes del').text()).toContain('klossar')
  expect(review('.changes ins').text()).toContain('sten')
  expect((await anna.get(addresses.document(id))).text).toContain('klossar')

  const sent = await corrects(eva, id, change)
  expect([sent.status, sent.headers.location]).toEqual([303, `${addresses.document(id)}?corrected`])
  const { text } = await anna.get(addresses.document(id))
  expect(text).toContain('Vi bygger en bro av sten.')
  expect(text).toContain('Rättad 23 november 2026')
  expect(text).not.toContain('klossar')
  expect((await anna.get(addresses.child(ids.alma))).text).toContain('bro av sten')
  // Who had read it gets no new mark.
  expect(
    parse((await anna.get(addresses.child(ids.alma))).text)(`a[href^="/documents/${id}"]`)
      .closest('article')
      .text(),
  ).not.toContain('Oläst')
  const body = new URLSearchParams({ _csrf: await anna.token() })
  const paper = await anna.agent.post(addresses.exportItem(id)).type('form').send(body.toString()).responseType('blob')
  expect((await readPdf(paper.body)).pages.join()).toContain('Rättad 23 november 2026')
  // R14: from the first publication.
  expect(await ask('select published_at, corrected_at from document where id = $1', id)).toEqual([
    { published_at: castNow, corrected_at: house.now() },
  ])

  const versions = parse((await eva.get(addresses.versions(id))).text)
  expect(
    versions('.panel h2')
      .toArray()
      .map((each) => versions(each).text()),
  ).toEqual(['Version 2', 'Publicerat första gången'])
  expect(versions('del').text()).toContain('klossar')
  expect(versions('.panel').first().text()).toContain('Eva Lind, förskollärare')
  expect(versions('.panel').last().text()).toContain('Vi bygger en bro av klossar.')
  expect((await (await house.as('principal')).get(addresses.versions(id))).status).toBe(200)
  for (const who of ['guardian', 'educator2'])
    expect([who, (await (await house.as(who)).get(addresses.versions(id))).status]).toEqual([
      who,
      who === 'guardian' ? 403 : 404,
    ])
})

test('two correct at once: the second is told, sees what stands there now, and loses no word', async () => {
  const { id } = await published(eva)
  const pia = await house.as('principal')
  const [mine, hers] = [await formOf(eva, id), await formOf(pia, id)]
  const both = await Promise.all([
    eva.post(addresses.correct(id), { ...mine, text: 'Evas rättelse.', acknowledged: 'yes', action: 'publish' }),
    pia.post(addresses.correct(id), { ...hers, text: 'Pias rättelse.', acknowledged: 'yes', action: 'publish' }),
  ])
  expect(both.map((each) => each.status).sort()).toEqual([303, 409])
  const second = both.findIndex((each) => each.status === 409)
  const [lost, won] = second === 0 ? ['Evas rättelse.', 'Pias rättelse.'] : ['Pias rättelse.', 'Evas rättelse.']
  const page = parse(both[second]!.text)
  expect(page('textarea[name=text]').text()).toContain(lost)
  expect(page('#latest').parent().text()).toContain(won)
  // Sent again on what stands there now, it goes through.
  const again = { ...(second === 0 ? mine : hers), text: lost, acknowledged: 'yes', action: 'publish' }
  const revision = page('input[name=revision]').val()
  const browser = second === 0 ? eva : pia
  expect((await browser.post(addresses.correct(id), { ...again, revision })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).text).toContain(lost)
  expect(await ask('select version from document_version where document_id = $1', id)).toHaveLength(2)
  // The same form once more is not the same correction twice.
  expect((await browser.post(addresses.correct(id), { ...again, revision })).status).toBe(409)
})

test('R3: wider is shown by name before it goes out, narrower holds at once', async () => {
  // Its picture is seen by two families then (decision 5).
  await everybodySaysYes(house, ids.alma, ids.bo)
  const { id, medium } = await published(eva)
  expect((await nils.get(addresses.document(id))).status).toBe(404)
  const wider = { ...(await formOf(eva, id)), children: [ids.alma, ids.bo] }
  const review = parse((await eva.post(addresses.correct(id), { ...wider, action: 'review' })).text)
  expect(review('.new-readers').text()).toContain('Nils Berg')
  expect(review('.readers').text()).not.toContain('Hedda')
  expect((await nils.get(addresses.document(id))).status).toBe(404)
  expect((await corrects(eva, id, { children: [ids.alma, ids.bo] })).status).toBe(303)
  expect((await nils.get(addresses.document(id))).status).toBe(200)
  expect((await nils.get(addresses.media(medium, 'small'))).status).toBe(200)
  expect((await nils.get(addresses.child(ids.bo))).text).toContain('Bron över vattnet')

  expect((await corrects(eva, id, { children: [ids.bo] })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(404)
  expect((await anna.get(addresses.media(medium, 'small'))).status).toBe(404)
  expect((await nils.get(addresses.document(id))).status).toBe(200)
  expect((await corrects(eva, id, { audience: 'group' })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(200)
  const versions = (await eva.get(addresses.versions(id))).text
  expect(versions).toContain('Barn som lades till: Bo Berg')
  expect(versions).toContain('Barn som togs bort: Alma Ask')
})

test('decision 5: the review says which picture a wider audience will not see, and why, before it is gone from the page', async () => {
  await everybodySaysYes(house, ids.alma)
  const { id, medium } = await published(eva)
  await ask('insert into media_subject values ($1, $2)', medium, ids.alma)
  const form = await formOf(eva, id)
  after(20)
  const review = async (changes: Record<string, unknown>) =>
    parse((await eva.post(addresses.correct(id), { ...form, ...changes, action: 'review' })).text)
  // As it stands, and where consent is there, nothing is said.
  expect((await review({ text: 'Andra ord.' }))('#withheld')).toHaveLength(0)
  expect((await review({ audience: 'group', children: [] }))('#withheld')).toHaveLength(0)
  await ask(
    "insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id) select child_id, guardian_id, 'photo', 'group', 'withdrawn', now(), text_id from consent_answer where guardian_id = $1 limit 1",
    ids.guardian2,
  )
  expect((await review({ text: 'Andra ord.' }))('#withheld')).toHaveLength(0)
  const warned = await review({ audience: 'group', children: [] })
  expect(warned('section[aria-labelledby=withheld]').text()).toContain('Bild 1')
  expect(warned('section[aria-labelledby=withheld] li').text()).toBe('Alma Ask: foto, för gruppen – återtaget.')
  // A warning and no obstacle; it says what then happens.
  expect(warned('form#publish button[value=publish]')).toHaveLength(1)
  expect((await corrects(eva, id, { audience: 'group', children: [] })).status).toBe(303)
  expect(await ask('select state, withheld from media where id = $1', medium)).toEqual([
    { state: 'withheld', withheld: 'withdrawn' },
  ])
  expect((await nils.get(addresses.document(id))).status).toBe(200)
  expect(parse((await nils.get(addresses.document(id))).text)('article figure')).toHaveLength(0)
})

test('a picture that is taken out is closed at once, and goes with the item', async () => {
  const { id, medium } = await published(eva)
  after(5)
  expect((await corrects(eva, id, { remove: medium })).status).toBe(303)
  after(6)
  for (const browser of [anna, eva]) expect((await browser.get(addresses.media(medium, 'small'))).status).toBe(404)
  expect((await anna.get(addresses.document(id))).text).not.toContain(medium)
  expect((await eva.get(addresses.versions(id))).text).toContain('1 bild, film eller ljud togs bort')
})

test('one who has left since, or is under protection, cannot be added; one who is elsewhere is not left out by it', async () => {
  const { id } = await published(eva)
  for (const child of [ids.cia, ids.dold, ids.guardian])
    expect([child, (await corrects(eva, id, { children: [ids.alma, child] })).status]).toEqual([child, 422])
  // Bo moves to another unit: the text about both is his still, whoever corrects a word in it here.
  expect((await corrects(eva, id, { children: [ids.alma, ids.bo] })).status).toBe(303)
  await ask('update placement set group_id = $1 where child_id = $2', ids.kotten, ids.bo)
  expect((await corrects(eva, id, { text: 'En bro av snö.' })).status).toBe(303)
  expect((await nils.get(addresses.document(id))).text).toContain('En bro av snö.')
  const refused = await corrects(eva, id, { audience: 'group' })
  expect([refused.status, parse(refused.text)('#f-audience-error').text()]).toEqual([
    422,
    expect.stringContaining('en annan enhet'),
  ])
  expect((await nils.get(addresses.document(id))).status).toBe(200)
})

test('R28: what a correction says is read by the check, and bad input changes nothing and keeps what was typed', async () => {
  const { id, medium } = await published(eva)
  const stop = await corrects(eva, id, { text: 'Alma, 20220304-2383, bygger.' })
  expect(stop.status).toBe(422)
  expect(parse(stop.text)('textarea[name=text]').text()).toContain('20220304-2383')
  const bad: Record<string, unknown>[] = [
    { text: '' },
    { title: 'x'.repeat(201) },
    { text: 'a\0b' },
    { revision: 'x' },
    { revision: '' },
    { audience: 'world' },
    { children: [] },
    { children: 'x' },
    { goals: 'lpfo18.9.nothing' },
    { [`alt.${medium}`]: 'x'.repeat(501) },
    { remove: 'x' },
  ]
  for (const fields of bad) {
    const form = {
      ...(await formOf(eva, id)),
      text: 'Det jag skrev.',
      acknowledged: 'yes',
      ...fields,
      action: 'publish',
    }
    const answer = await eva.post(addresses.correct(id), form)
    expect([fields, answer.status]).toEqual([fields, 422])
    if (!('text' in fields)) expect(parse(answer.text)('textarea[name=text]').text()).toContain('Det jag skrev.')
  }
  expect(await ask('select from document_version')).toEqual([])
})

test('a published text that goes round the versions is refused by the database, whoever tries', async () => {
  const overwrite = `update document set sealed_content = 'x' where id = $1`
  await expect(ask(overwrite, ids.docAlma)).rejects.toThrow('a published text is corrected, never overwritten')
  await expect(ask('update document set published_at = null where id = $1', ids.docAlma)).rejects.toThrow(
    'never overwritten',
  )
  // Seen broken: without the trigger it would be gone.
  await ask('begin')
  await ask('alter table document disable trigger document_keeps')
  await ask(overwrite, ids.docAlma)
  await ask('rollback')
  // Said to be a correction, what stood there is kept, whether or not anybody thought of it.
  await ask(
    `update document set sealed_content = 'x', revision = revision + 1, corrected_at = now(), corrected_by = author_id where id = $1`,
    ids.docAlma,
  )
  expect(await ask('select version, scopes from document_version where document_id = $1', ids.docAlma)).toEqual([
    { version: 1, scopes: [ids.alma] },
  ])
})

test('what is reported stays hidden when it is corrected, until a principal shows it as it stands', async () => {
  const { id } = await published(eva)
  const pia = await house.as('principal')
  expect((await anna.post(addresses.report(id), { reason: 'judging' })).status).toBe(303)
  expect((await corrects(eva, id, { text: 'En bro av sten.' })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(404)
  expect((await pia.get(addresses.reports)).text).toContain('Bron över vattnet')
  expect((await pia.post(addresses.decide(id), { decision: 'show' })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).text).toContain('En bro av sten.')
  // A new version is a new text: it can be reported as well.
  expect((await anna.post(addresses.report(id), { reason: 'insult' })).status).toBe(303)
  expect((await nils.get(addresses.document(id))).status).toBe(404)
  expect((await anna.get(addresses.document(id))).status).toBe(404)
})

test('R12: what came along with a child is corrected and taken back by the principal of the unit where it is now', async () => {
  const { id } = await published(eva)
  await ask('update placement set group_id = $1 where child_id = $2', ids.kotten, ids.alma)
  const per = await house.as('principal2')
  for (const who of [eva, await house.as('principal')]) expect((await who.get(addresses.correct(id))).status).toBe(404)
  const form = await formOf(per, id)
  expect(form.goals).toEqual(['lpfo18.1.play'])
  expect((await per.post(addresses.correct(id), { ...form, text: 'Bron höll.', action: 'review' })).status).toBe(200)
  expect((await corrects(per, id, { text: 'Bron höll.' })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).text).toContain('Bron höll.')
  expect((await per.get(addresses.versions(id))).status).toBe(200)
  expect((await per.post(addresses.recall(id), { reason: 'Fel text.', acknowledged: 'yes' })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(404)
  expect((await per.get(addresses.recalled)).text).toContain('Fel text.')
  expect((await per.post(addresses.putBack(id))).status).toBe(303)
  expect((await anna.get(addresses.document(id))).text).toContain('Bron höll.')
})

test('a film that went out without captions is given them by a correction, and what they said before stays with staff', async () => {
  const { id, medium } = await published(eva)
  await ask(`update media set kind = 'film', seconds = 5 where id = $1`, medium)
  const captions = async () => (await anna.get(`/media/${medium}/captions`)).status
  expect(await captions()).toBe(404)
  const field = `captions.${medium}`
  const wrong = await corrects(eva, id, { [field]: 'Hej!' })
  expect([wrong.status, parse(wrong.text)('.field.wrong').text()]).toEqual([
    422,
    expect.stringContaining('Textningen gick inte'),
  ])
  expect(parse(wrong.text)(`textarea[name="${field}"]`).text().trim()).toBe('Hej!')

  const first = '1\n00:00:01,000 --> 00:00:02,500\n<i>Titta</i> en bro\n'
  const review = parse(
    (await eva.post(addresses.correct(id), { ...(await formOf(eva, id)), [field]: first, action: 'review' })).text,
  )
  expect(review('.changes ins').text()).toContain('Titta en bro')
  expect(await captions()).toBe(404)
  expect((await corrects(eva, id, { [field]: first })).status).toBe(303)
  expect(await captions()).toBe(200)
  expect((await formOf(eva, id))[field]).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nTitta en bro\n')
  expect(parse((await anna.get(addresses.document(id))).text)('track').attr('src')).toBe(`/media/${medium}/captions`)

  expect((await corrects(eva, id, { [field]: '00:01.000 --> 00:02.500\nTitta en brygga' })).status).toBe(303)
  const versions = parse((await eva.get(addresses.versions(id))).text)
  expect([versions('del').first().text(), versions('ins').first().text()]).toEqual([
    expect.stringContaining('bro'),
    expect.stringContaining('brygga'),
  ])
  // A correction of something else leaves them, and they are not emptied.
  expect((await corrects(eva, id, { title: 'Bron' })).status).toBe(303)
  expect((await corrects(eva, id, { [field]: '' })).status).toBe(422)
  expect(await captions()).toBe(200)
})
