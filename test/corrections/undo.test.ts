import { load as parse } from 'cheerio'
import { addresses } from '../../src/web/addresses.ts'
import { ids } from '../support/cast.ts'
import { after, anna, corrects, eva, house, opensForEach, published } from './after.ts'

opensForEach()

const count = async (what: string, id: string) =>
  Number((await house.database.owner.query(`select count(*) from ${what} where document_id = $1`, [id])).rows[0].count)

test('R3: undone within ten minutes nobody reads it, and Eva has her draft with everything in it', async () => {
  await house.database.owner.query(
    'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
    [ids.björken, ids.principal],
  )
  const { id, medium } = await published(eva)
  after(9)
  expect((await anna.get(addresses.document(id))).status).toBe(200)
  expect((await anna.get(addresses.media(medium, 'small'))).status).toBe(200)
  expect((await anna.post(addresses.comments(id), { child: ids.alma, text: 'Vilken bro!' })).status).toBe(303)
  expect([await count('reading', id), await count('comment', id)]).toEqual([1, 1])

  const page = parse((await eva.get(addresses.document(id))).text)
  expect(page('.undo').text()).toContain('Du kan ångra till kl. 11:10 (mindre än 1 minut kvar).')
  const list = parse((await eva.get(addresses.staff)).text)
  expect(list('.undo button').text()).toBe('Ångra ”Bron över vattnet”')

  const undone = await eva.post(addresses.undo(id))
  expect([undone.status, undone.headers.location]).toEqual([303, `${addresses.draft(id)}?undone`])
  for (const path of [addresses.document(id), addresses.media(medium, 'small'), addresses.report(id)])
    expect([path, (await anna.get(path)).status]).toEqual([path, 404])
  expect((await anna.get(addresses.child(ids.alma))).text).not.toContain('Bron över vattnet')
  expect((await anna.post(addresses.search, { q: 'bro' })).text).not.toContain('Bron över vattnet')
  for (const table of ['reading', 'comment', 'document_scope', 'document_goal'])
    expect([table, await count(table, id)]).toEqual([table, 0])

  const draft = parse((await eva.get(`${addresses.draft(id)}?undone`)).text)
  expect(draft('.notice.good').text()).toContain('Publiceringen är ångrad')
  expect(draft('#f-title').val()).toBe('Bron över vattnet')
  expect(draft('#f-text').text()).toContain('Vi bygger en bro av klossar.')
  expect(draft('input[name=audience][checked]').val()).toBe('child')
  expect(draft('input[name=children][checked]').val()).toBe(ids.alma)
  expect(draft('input[name=goals][checked]').val()).toBe('lpfo18.1.play')
  expect(draft(`input[name="alt.${medium}"]`).val()).toBe('En bro av klossar')

  const review = parse((await eva.get(addresses.review(id))).text)
  expect(review('#publish').text()).toContain('Du kan ångra i 10 minuter. Sedan kan texten rättas')

  // Sent twice it is done once; and it goes out anew, unread and dated anew.
  expect((await eva.post(addresses.undo(id))).status).toBe(303)
  after(30)
  const revision = draft('input[name=revision]').val()
  expect((await eva.post(addresses.publish(id), { revision })).status).toBe(303)
  expect((await anna.get(addresses.document(id))).status).toBe(200)
  const { rows } = await house.database.owner.query('select published_at from document where id = $1', [id])
  expect(rows[0].published_at).toEqual(house.now())
})

test('after ten minutes it is refused with words, and stands', async () => {
  const { id } = await published(eva)
  after(10)
  expect(parse((await eva.get(addresses.document(id))).text)('.undo')).toHaveLength(0)
  expect(parse((await eva.get(addresses.staff)).text)('.undo')).toHaveLength(0)
  const late = await eva.post(addresses.undo(id))
  expect(late.status).toBe(409)
  expect(parse(late.text)('.notice.bad').text()).toContain('De tio minuterna har gått')
  expect((await anna.get(addresses.document(id))).status).toBe(200)
})

test('what has been corrected is not undone, and nobody undoes another’s', async () => {
  const { id } = await published(eva)
  for (const who of ['principal', 'guardian', 'educator2']) {
    const browser = await house.as(who)
    expect([who, (await browser.post(addresses.undo(id))).status]).toEqual([who, who === 'guardian' ? 403 : 404])
  }
  expect((await corrects(eva, id, { text: 'Vi bygger en bro av sten.' })).status).toBe(303)
  const refused = await eva.post(addresses.undo(id))
  expect([refused.status, parse(refused.text)('.notice.bad').text()]).toEqual([
    409,
    expect.stringContaining('har rättats'),
  ])
})

test('nothing leaves the portal at publishing: no queue but those of files and keys to remove, and of mail that names nobody or goes to one’s own address', async () => {
  const before = await house.database.owner.query('select * from file_outbox')
  await published(eva)
  expect((await house.database.owner.query('select * from file_outbox')).rows).toEqual(before.rows)
  const { rows } = await house.database.owner.query(
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relname ~ 'outbox|queue|mail|notification' and relkind = 'r' order by 1",
  )
  expect(rows).toEqual(
    ['alarm_mail', 'contact_mail', 'erasure_outbox', 'file_outbox', 'take_down_mail'].map((relname) => ({ relname })),
  )
})
