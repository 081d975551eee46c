import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { castNow, ids } from '../support/cast.ts'
import { readPdf } from '../support/pdf.ts'
import { after, anna, ask, eva, house, opensForEach, pia, published } from './after.ts'

opensForEach()

const why = { reason: 'Fel barn var markerat.', acknowledged: 'yes' }

test('R3: taken back with a reason, families find no trace of it by any road, and staff see who, when and why', async () => {
  await ask(
    'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
    ids.björken,
    ids.principal,
  )
  const { id, medium } = await published(eva)
  expect((await anna.post(addresses.comments(id), { child: ids.alma, text: 'Vilken bro!' })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(200)
  after(20)
  expect((await eva.post(addresses.recall(id), { reason: ' ' })).status).toBe(422)
  const stop = await eva.post(addresses.recall(id), { ...why, reason: 'Hon är 20220304-2383' })
  expect([stop.status, parse(stop.text)('textarea').text()]).toEqual([422, expect.stringContaining('20220304-2383')])
  expect((await anna.get(addresses.document(id))).status).toBe(200)

  const sent = await eva.post(addresses.recall(id), why)
  expect([sent.status, sent.headers.location]).toEqual([303, `${addresses.recalled}?recalled`])
  expect((await eva.post(addresses.recall(id), why)).status).toBe(303)
  const missing = (await anna.get(addresses.document(crypto.randomUUID()))).text
  const plain = (text: string) => text.replace(/(name="(_csrf|back)" value=)"[^"]*"/g, '$1')
  expect(plain((await anna.get(addresses.document(id))).text)).toBe(plain(missing))
  expect((await (await house.as('guardian2')).get(addresses.document(id))).status).toBe(404)
  for (const path of [addresses.media(medium, 'small'), addresses.report(id)])
    expect([path, (await anna.get(path)).status]).toEqual([path, 404])
  expect((await anna.post(addresses.exportItem(id))).status).toBe(404)
  for (const path of [addresses.child(ids.alma), addresses.start, addresses.family])
    expect((await anna.get(path)).text).not.toContain('Bron över vattnet')
  expect((await anna.post(addresses.search, { q: 'bron' })).text).not.toContain('Bron över vattnet')
  for (const path of [
    addresses.document(id),
    addresses.media(medium, 'small'),
    addresses.correct(id),
    addresses.versions(id),
  ])
    expect([path, (await eva.get(path)).status]).toEqual([path, 404])
  expect((await eva.get(addresses.staffComments)).text).not.toContain('Vilken bro!')
  expect((await eva.get(addresses.staffGroup(ids.myran))).text).not.toContain('Bron över vattnet')

  for (const browser of [eva, pia]) {
    const { text } = await browser.get(addresses.recalled)
    for (const said of ['Bron över vattnet', 'Fel barn var markerat.', 'Eva Lind', 'av 1 i familjerna', 'Alma Ask'])
      expect(text).toContain(said)
  }
  expect((await (await house.as('educator2')).get(addresses.recalled)).text).not.toContain('Fel barn')
  // The reason is sealed, and stands in no log.
  const [row] = await ask('select sealed_reason from document_recall')
  expect(String(row.sealed_reason)).not.toContain('Fel barn')
  expect(house.logged.join()).not.toContain('Fel barn')
})

test('a principal puts it back: published when it was, read by whom it was, with what was said of it', async () => {
  const { id } = await published(eva)
  await anna.get(addresses.document(id))
  after(15)
  expect((await pia.post(addresses.recall(id), why)).status).toBe(303)
  expect((await eva.post(addresses.putBack(id))).status).toBe(403)
  expect((await (await house.as('principal2')).post(addresses.putBack(id))).status).toBe(404)
  expect((await pia.post(addresses.putBack(id))).status).toBe(303)
  expect((await pia.post(addresses.putBack(id))).status).toBe(404)
  expect((await anna.get(addresses.document(id))).status).toBe(200)
  const timeline = parse((await anna.get(addresses.child(ids.alma))).text)
  expect(timeline(`a[href^="/documents/${id}"]`).closest('article').text()).not.toContain('Oläst')
  expect(await ask('select published_at from document_scope where document_id = $1', id)).toEqual([
    { published_at: castNow },
  ])
  // And back again, for another reason.
  after(25)
  expect((await eva.post(addresses.recall(id), why)).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(404)
})

test('what was reported and taken back comes back as hidden as it was', async () => {
  const { id } = await published(eva)
  await anna.post(addresses.report(id), { reason: 'insult' })
  expect((await pia.post(addresses.recall(id), why)).status).toBe(303)
  expect((await pia.post(addresses.putBack(id))).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(404)
})

test('R3: a paper that is being written has nothing of what is taken back meanwhile', async () => {
  const { id } = await published(eva, { title: 'Tas tillbaka' })
  for (let number = 1; number <= 4; number++) {
    after(number)
    await published(eva, { title: `Står kvar ${number}` })
  }
  // The newest comes first. When the next is asked for, what is last in the paper is taken back.
  let asked = 0
  let taken: Promise<unknown> | undefined
  house.database.web.onStatement = (text) => {
    if (!text.includes('with ordinality as w')) return
    asked += 1
    if (asked === 2) taken = ask('delete from document_scope where document_id = $1', id)
  }
  const body = new URLSearchParams({ _csrf: await anna.token() })
  const paper = await anna.agent
    .post(addresses.export(ids.alma))
    .type('form')
    .send(body.toString())
    .responseType('blob')
  delete house.database.web.onStatement
  await taken
  const said = (await readPdf(paper.body)).pages.join()
  for (const number of [1, 2, 3, 4]) expect(said).toContain(`Står kvar ${number}`)
  expect(said).not.toContain('Tas tillbaka')
})

test('a child who comes under protection meanwhile: what is taken back is nobody’s to see', async () => {
  const { id } = await published(eva)
  await eva.post(addresses.recall(id), why)
  await ask("insert into protected_identity values ($1, '[2024-01-01,)')", ids.alma)
  expect((await pia.get(addresses.recalled)).text).not.toContain('Fel barn')
  expect((await pia.post(addresses.putBack(id))).status).toBe(404)
})
