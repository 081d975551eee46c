import { consentTexts, insertConsentTexts } from '../../src/consent/texts.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase('empty')
})
afterAll(() => database.close())

test('each version stands in both languages, with ids of their own and the same number of paragraphs', () => {
  const texts = consentTexts()
  expect(new Set(texts.map(({ id }) => id)).size).toBe(texts.length)
  for (const sv of texts.filter(({ language }) => language === 'sv')) {
    const en = texts.find(
      ({ language, version, audience }) => language === 'en' && version === sv.version && audience === sv.audience,
    )
    expect(en?.paragraphs).toHaveLength(sv.paragraphs.length)
    expect(en?.validFrom).toBe(sv.validFrom)
  }
})

test('R16 to R23: the text says what is asked, by whom, on what ground, how it ends and where to complain', () => {
  for (const { paragraphs } of consentTexts()) {
    const whole = paragraphs.join(' ')
    for (const said of [
      /IMY/,
      /Utbildningsnämnden/,
      /samtycke|consent/,
      /ta tillbaka|take back/,
      /tills vidare|until further notice/,
      // Each channel outside is named, with what social media come to.
      /webbplats|website/,
      /tryck|print/,
      /sociala medier|social media/,
      /press/,
      /skärmar|screens/,
      /utanför EU|outside the EU/,
    ])
      expect(whole).toMatch(said)
    expect(whole).not.toMatch(/Datainspektionen/)
  }
})

test('putting the texts in again changes nothing, not even one that has been worded otherwise since', async () => {
  const read = async () => (await database.owner.query('select * from consent_text order by id')).rows
  const first = await read()
  expect(first.length).toBe(consentTexts().length)
  await insertConsentTexts(database.urls.owner)
  expect(await read()).toEqual(first)
  await database.owner.query("update consent_text set body = 'som den var när någon svarade' where language = 'sv'")
  const worded = await read()
  await insertConsentTexts(database.urls.owner)
  expect(await read()).toEqual(worded)
})
