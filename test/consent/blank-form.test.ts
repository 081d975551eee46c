import { load as parse } from 'cheerio'
import { consentTexts } from '../../src/consent/texts.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { type ReadPdf, readPdf } from '../support/pdf.ts'

let house: TestApp
let ada: Browser
beforeAll(async () => {
  house = await testApp()
  ada = await house.as('admin')
})
afterAll(() => house.close())

const text = (language: 'sv' | 'en') =>
  consentTexts().find((each) => each.language === language && each.audience === 'guardian')!

async function form(path: string, who = ada): Promise<ReadPdf> {
  const answer = await who.agent
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => done(null, Buffer.concat(chunks)))
    })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/pdf')
  expect(answer.headers['content-disposition']).toBe('attachment; filename="insyn-blankett.pdf"')
  expect(answer.headers['cache-control']).toContain('no-store')
  return readPdf(answer.body as Buffer)
}
const words = (read: ReadPdf) => read.pages.join('\n').replace(/\s+/g, ' ')

test.each(['sv', 'en'] as const)(
  'decision 10: the form holds exactly the text of today, every question, and room to sign (%s)',
  async (language) => {
    const read = await form(`${addresses.consentForm(ids.alma)}?language=${language}`)
    const whole = words(read)
    const { title, paragraphs } = text(language)
    for (const piece of [title, ...paragraphs]) expect(whole).toContain(piece.replace(/\s+/g, ' '))
    expect(whole).toContain('Alma Ask')
    expect(whole).toContain('Myran, Björkens förskola')
    const [yes, no] = language === 'sv' ? ['Ja', 'Nej'] : ['Yes', 'No']
    // Ten questions, and for each as much yes as no.
    const items = read.pages
      .join('\n')
      .split('\n')
      .map((line) => line.trim())
    const count = (word: string) => whole.split(new RegExp(`(?<![\\p{L}])${word} ${no}(?![\\p{L}])`, 'u')).length - 1
    expect(items.length).toBeGreaterThan(20)
    expect(count(yes)).toBe(10)
    for (const sign of language === 'sv' ? ['Din namnteckning', 'Dag'] : ['Your signature', 'Day'])
      expect(whole).toContain(sign)
    const version =
      language === 'sv'
        ? 'Text version 1, svenska, gäller från 15 augusti 2026.'
        : 'Text version 1, English, holds from 15 August 2026.'
    for (const page of read.pages) expect(page.replace(/\s+/g, ' ')).toContain(`Alma Ask. ${version}`)
    expect(read.language).toBe(language)
    expect(read.title).not.toContain('Alma')
  },
)

test('a new version of the text is what the next form says', async () => {
  const { rows } = await house.database.owner.query(
    `insert into consent_text (id, version, language, title, body, valid_from) values (gen_random_uuid(), 2, 'sv', 'Ny rubrik', 'Ny fråga.', '2026-11-23') returning id`,
  )
  const whole = words(await form(`${addresses.consentForm(ids.alma)}?language=sv`))
  expect(whole).toContain('Ny rubrik')
  expect(whole).toContain('Text version 2, svenska, gäller från 23 november 2026.')
  expect(whole).not.toContain(text('sv').paragraphs[0])
  await house.database.owner.query('delete from consent_text where id = $1', [rows[0].id])
})

test('a group gets a form for each child, numbered by itself, with nobody protected; without a name there is room to write it', async () => {
  const read = await form(`${addresses.consentForm()}?group=${ids.myran}&language=sv`)
  const whole = words(read)
  for (const name of ['Alma Ask', 'Bo Berg', 'Flora Flytt']) expect(whole).toContain(`Det här gäller ${name}`)
  expect(whole).not.toMatch(/Dolda|Dunkel/)
  expect(read.pages.map((each) => /Sida (\d+)/.exec(each)![1])).toEqual(['1', '2', '1', '2', '1', '2'])
  const blank = words(await form(`${addresses.consentForm()}?language=sv`))
  expect(blank).toContain('Barnets namn')
  expect(blank).not.toContain('Det här gäller')
  const seen = await house.database.owner.query(
    "select distinct subject_id from audit_event where event = 'consent.listed' and subject_id is not null",
  )
  expect(seen.rows.map(({ subject_id }) => subject_id).sort()).toEqual([ids.alma, ids.bo, ids.flytt].sort())
})

test('who may enter answers prints forms, a principal for the own unit’s children; links stand where answers are followed', async () => {
  const pia = await house.as('principal')
  await form(addresses.consentForm(ids.bo), pia)
  for (const path of [
    addresses.consentForm(ids.cia),
    addresses.consentForm(ids.dold),
    addresses.consentForm(ids.guardian),
    `${addresses.consentForm()}?group=${ids.kotten}`,
    `${addresses.consentForm()}?group=x`,
  ])
    expect([path, (await pia.get(path)).status]).toEqual([path, 404])
  for (const who of ['guardian', 'educator', 'dpo'])
    expect((await (await house.as(who)).get(addresses.consentForm(ids.alma))).status).toBe(403)
  const links = async (path: string) => {
    const $ = parse((await ada.get(path)).text)
    return $('#forms')
      .parent()
      .find('a')
      .toArray()
      .map((link) => String($(link).attr('href')))
  }
  expect(await links(addresses.consentHistory(ids.alma))).toEqual(
    ['sv', 'en'].map((language) => `${addresses.consentForm(ids.alma)}?language=${language}`),
  )
  expect(await links(addresses.consents)).toHaveLength(2)
  expect(await links(`${addresses.consents}?group=${ids.myran}`)).toHaveLength(4)
})
