import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { type Browser, type Fields, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { checksum } from '../support/checksum.ts'
import { inTheirName, webConnection } from '../support/raw.ts'

let house: TestApp
let eva: Browser
let anna: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
  anna = await house.as('guardian')
})
afterAll(() => house.close())

const form: Fields = {
  ...{ revision: 0, group: ids.myran, audience: 'child', children: ids.alma, title: 'Bron', text: 'Alma byggde.' },
  ...{ alt: '', action: 'save' },
}
const save = (id: string, more: Fields = {}) => eva.upload(`/staff/documents/${id}`, { ...form, ...more })
const tags = async (id: string) =>
  (await house.database.owner.query('select * from document_goal where document_id = $1 order by goal', [id])).rows.map(
    ({ curriculum, version, goal }) => `${curriculum}.${version}.${goal}`,
  )
const words = (html: string) =>
  parse(html)('.aims-list b')
    .map((_, each) => parse(each).text())
    .get()
const ticked = (html: string) =>
  parse(html)('[name=goals][checked]')
    .map((_, each) => parse(html)(each).attr('value'))
    .get()

test('R1: goals chosen in the draft are nowhere in the clear until it is published; then the family reads them in plain words', async () => {
  const id = randomUUID()
  await save(id, { goals: ['lpfo18.1.building', 'lpfo18.1.speech', 'lpfo18.1.building'] })
  expect(await tags(id)).toEqual([])
  expect(ticked((await eva.get(`/staff/documents/${id}`)).text)).toEqual(['lpfo18.1.speech', 'lpfo18.1.building'])
  const review = (await eva.get(`/staff/documents/${id}/review`)).text
  expect(words(review)).toEqual(['Prata, berätta och fråga', 'Bygga och konstruera'])

  expect((await eva.post(`/staff/documents/${id}/publish`, { revision: 1 })).status).toBe(303)
  expect(await tags(id)).toEqual(['lpfo18.1.building', 'lpfo18.1.speech'])
  for (const reader of [eva, anna]) {
    const { text } = await reader.get(`/documents/${id}`)
    expect(words(text)).toEqual(['Prata, berätta och fråga', 'Bygga och konstruera'])
    expect(text).toContain('Lpfö 18, avsnitt 2.2')
  }
})

test('an item without goals says nothing of goals', async () => {
  const id = randomUUID()
  await save(id)
  await eva.post(`/staff/documents/${id}/publish`, { revision: 1 })
  expect((await anna.get(`/documents/${id}`)).text).not.toContain('class="aims"')
})

describe('what cannot be chosen is told beside the list, with everything typed kept', () => {
  const many = ['play', 'art', 'music', 'voice', 'living', 'shapes', 'amounts', 'speech', 'habits']
  test.each<[string, Fields, RegExp]>([
    ['of another curriculum', { goals: 'lgr22.1.music' }, /finns inte i gruppens läroplan/],
    ['of a version that is none', { goals: ['lpfo18.1.play', 'lpfo18.9.play'] }, /finns inte i gruppens läroplan/],
    ['no goal at all', { goals: "lpfo18.1.play'; drop table document_goal" }, /finns inte i gruppens läroplan/],
    ['more than somebody reads', { goals: many.map((goal) => `lpfo18.1.${goal}`) }, /högst 8 mål/],
  ])('%s', async (_what, fields, said) => {
    const id = randomUUID()
    const before = await checksum(house.database.owner, ['audit_event', 'session'])
    const answer = await save(id, { ...fields, text: 'Alma byggde en bro av klossar.' })
    expect(answer.status).toBe(422)
    const page = parse(answer.text)
    expect(page('#f-goals-error').text()).toMatch(said)
    expect(page('[name=text]').text()).toContain('Alma byggde en bro av klossar.')
    expect(await checksum(house.database.owner, ['audit_event', 'session'])).toEqual(before)
  })

  test('goals that were ticked stay ticked when something else was wrong', async () => {
    const answer = await save(randomUUID(), { title: 'x'.repeat(300), goals: ['lpfo18.1.play', 'lpfo18.1.art'] })
    expect(answer.status).toBe(422)
    expect(ticked(answer.text)).toEqual(['lpfo18.1.play', 'lpfo18.1.art'])
  })
})

test('the goals of what is published are changed by nobody', async () => {
  const web = await webConnection(house)
  const another = [ids.docAlma, ids.myran, house.now(), 'lpfo18', 1, 'play']
  for (const [name, role] of [
    ['educator', 'educator'],
    ['principal', 'principal'],
    ['guardian', 'guardian'],
  ] as const)
    await inTheirName(web, house, house.actor(name, role), async (attempt) => {
      const tries = [
        await attempt('insert into document_goal values ($1, $2, $3, $4, $5, $6)', another),
        await attempt("update document_goal set goal = 'play'"),
        await attempt('delete from document_goal'),
        await attempt("update curriculum_goal set words_sv = 'x'"),
      ]
      expect(tries.map(({ code }) => code)).toEqual(['42501', '42501', '42501', '42501'])
    })
  await web.end()
})
