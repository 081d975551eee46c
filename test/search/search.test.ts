import { load as parse } from 'cheerio'
import { idOf } from '../../seeds/random.ts'
import { facts } from '../access/facts.ts'
import { addDocument } from '../access/ground.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'

let house: TestApp
let anna: Browser
beforeAll(async () => {
  house = await testApp()
  anna = await house.as('guardian')
})
afterAll(() => house.close())

const titles = async (q: string) => {
  const { status, text } = await anna.post('/search', { q })
  const page = parse(text)
  return [
    status,
    page('.hits h2')
      .toArray()
      .map((each) => page(each).text()),
  ] as const
}

test('R2 R3: Anna finds what is written about her children, in any inflection, and nothing of others', async () => {
  expect(await titles('broar bygger')).toEqual([200, []])
  expect(await titles('bro')).toEqual([200, ['Alma bygger en bro']])
  expect(await titles('byggde')).toEqual([200, ['Alma bygger en bro', 'Två bygger tillsammans']])
  expect(await titles('robotar')).toEqual([200, ['Pim kodar en robot']])
  for (const q of ['kottar', 'lök', 'Dolda', 'utkast']) expect(await titles(q)).toEqual([200, []])
})

test('the hits are marked, and what was typed is kept', async () => {
  const page = parse((await anna.post('/search', { q: '"regn" <b>' })).text)
  expect(page('.hits mark').first().text()).toBe('regnet')
  expect(page('input[name=q]').val()).toBe('"regn" <b>')
})

test('R9: what was looked for stands in no address, no log and no table', async () => {
  const word = 'hemligtsökord'
  const { redirects, text } = await anna.post('/search', { q: word })
  expect(redirects).toEqual([])
  expect(text).not.toContain(`?q=`)
  expect(house.logged.join('\n')).not.toContain(word)
  const { rows } = await house.database.owner.query(
    "select event, subject_id, object_id from audit_event where event = 'documentation.searched' limit 1",
  )
  expect(rows).toEqual([{ event: 'documentation.searched', subject_id: null, object_id: null }])
  const found = await house.database.owner.query(
    "select from audit_event where audit_event::text like '%hemlig%' union all select from session where data::text like '%hemlig%'",
  )
  expect(found.rowCount).toBe(0)
})

test.each(['', '   ', '!', 'a', `x\0y`, 'å'.repeat(101)])('%j is answered beside the field', async (q) => {
  const { status, text } = await anna.post('/search', { q })
  expect(status).toBe(422)
  expect(parse(text)('#f-q-error').length).toBe(1)
})

test('a long list is cut, and says so; a text of many items is looked through in bounded time', async () => {
  const like = facts().documents.find(({ id }) => id === ids.docAlma)!
  const own = await testApp()
  const reader = await own.as('guardian')
  const text = `Vi var i skogen och såg en igelkott. ${'Barnen byggde broar av kvistar vid bäcken. '.repeat(30)}`
  for (let number = 0; number < 300; number++)
    await addDocument(own.database.owner, own, {
      ...like,
      id: idOf(`search ${number}`),
      text,
      publishedAt: new Date(castNow.getTime() - 60_000 * (number + 1)),
    })
  // The processor's time: a busy machine does not count.
  const began = process.cpuUsage()
  const page = parse((await reader.post('/search', { q: 'igelkottar' })).text)
  expect(page('.hits > li')).toHaveLength(50)
  expect(page('.notice').text()).toContain('nyaste träffarna')
  await reader.post('/search', { q: 'finnsinte' })
  expect(process.cpuUsage(began).user).toBeLessThan(3_000_000)
  await own.close()
})
