import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { load as parse } from 'cheerio'
import sharp from 'sharp'
import { writeSealedFile } from '../../src/crypto/sealed-file.ts'
import { mediaKey, openItemKey, sealAlt } from '../../src/documentation/content.ts'
import { mediaPath } from '../../src/media/files.ts'
import { facts } from '../access/facts.ts'
import { addDocument } from '../access/ground.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'
import { readPdf } from '../support/pdf.ts'

let house: TestApp
beforeEach(async () => {
  house = await testApp()
})
afterEach(() => house.close())

async function take(browser: Browser, path: string, fields: Record<string, string> = {}) {
  const body = new URLSearchParams({ _csrf: await browser.token(), ...fields })
  return browser.agent
    .post(path)
    .type('form')
    .send(body.toString())
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => done(null, Buffer.concat(pieces)))
    })
}

const exported = () =>
  house.database.owner.query(
    "select actor_id, subject_id, object_id from audit_event where event = 'documentation.exported'",
  )

test('R25 R3: the whole of Alma on paper is what Anna may read about Alma, and nothing of anybody else', async () => {
  const anna = await house.as('guardian')
  const { status, body, headers } = await take(anna, `/children/${ids.alma}/export`)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/pdf')
  const pdf = await readPdf(body)
  const text = pdf.pages.join('\n')
  for (const title of [
    'Alma bygger en bro',
    'Två bygger tillsammans',
    'Myran i regnet',
    'Myran i snön',
    'Björken firar höst',
  ])
    expect(text).toContain(title)
  expect(text).not.toMatch(/Bo planterar|Cia|Pim|Flora|Vera|Dolda|Kotten|Granen|Utkast|Nils|Berg\b/)
  expect(headers['insyn-items']).toBe('5')
  expect([...body.toString('latin1').matchAll(/\/InsynItem (\d+)/g)].map((each) => each[1])).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
  ])
  expect((await exported()).rows).toEqual([{ actor_id: ids.guardian, subject_id: ids.alma, object_id: null }])
})

test('R7: each page says whom it was made for and when, and that it is not to be shared; the file’s name tells of nobody', async () => {
  const anna = await house.as('guardian')
  const { body, headers } = await take(anna, `/children/${ids.alma}/export`)
  const pdf = await readPdf(body)
  expect(pdf.pages.length).toBeGreaterThan(1)
  for (const page of pdf.pages) {
    expect(page).toContain('Gjord för Anna Ask, 23 november 2026')
    expect(page.replace(/\s+/g, ' ')).toContain('dela det inte vidare')
  }
  expect(headers['content-disposition']).toBe('attachment; filename="insyn-dokumentation.pdf"')
  expect(headers['cache-control']).toContain('no-store')
  expect(pdf.title).not.toMatch(/Alma|Anna|Ask/)
})

test('it is tagged for screen readers: language, title, headings in order, alternative texts, and only ornaments untagged', async () => {
  const anna = await house.as('guardian')
  const { body } = await take(anna, `/children/${ids.alma}/export`)
  const pdf = await readPdf(body)
  expect(pdf.language).toBe('sv')
  expect(body.toString('latin1')).toMatch(/\/Marked true/)
  expect(body.toString('latin1')).toMatch(/pdfuaid:part>1</)
  expect(pdf.elements[0]!.role).toBe('Document')
  const headings = pdf.elements.filter(({ role }) => /^H\d$/.test(role)).map(({ role }) => role)
  expect(headings[0]).toBe('H1')
  expect(headings.filter((role) => role === 'H3')).toHaveLength(5)
  headings.forEach((role, at) => {
    if (at > 0) expect(Number(role[1]) - Number(headings[at - 1]![1])).toBeLessThanOrEqual(1)
  })
  const figures = pdf.elements.filter(({ role }) => role === 'Figure')
  expect(figures.length).toBeGreaterThan(0)
  expect(figures.every(({ alt }) => alt)).toBe(true)
  expect(pdf.bookmarks).toContain('Alma bygger en bro')
  // What stands on every page is said once, on the first, within the structure.
  expect(pdf.untagged.filter((each) => !/Gjord för|Det här är|Kopiera|vidare|medier|Sida/.test(each))).toEqual([])
})

test('in English the frame is English, and the staff’s words stay Swedish for who has them read aloud', async () => {
  const anna = await house.as('guardian')
  await anna.post('/language', { lang: 'en', back: '/' })
  const pdf = await readPdf((await take(anna, `/documents/${ids.docAlma}/export`)).body)
  expect(pdf.language).toBe('en')
  expect(pdf.pages[0]).toContain('Made for Anna Ask')
  expect(pdf.elements.some(({ role, lang }) => role === 'Sect' && lang === 'sv')).toBe(true)
})

test('what is said of an item stands under it: the child’s own family’s talk, not another’s, nor what was taken back or hidden', async () => {
  await house.database.owner.query(
    'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
    [ids.björken, ids.principal],
  )
  const [anna, nils, eva] = [await house.as('guardian'), await house.as('neighbour'), await house.as('educator')]
  const say = (who: Browser, child: string, text: string) =>
    who.post(`/documents/${ids.docMyran}/comments`, { child, text })
  await say(anna, ids.alma, 'Vi leker regn hemma.')
  await say(anna, ids.alma, 'Det här tar jag tillbaka.')
  await say(nils, ids.bo, 'Grannens ord.')
  await say(eva, ids.alma, 'Roligt att höra!')
  await house.database.owner.query(
    `update comment set withdrawn_at = now(), sealed_text = '' where id = (select id from comment where child_id = $1 order by written_at, ctid offset 1 limit 1)`,
    [ids.alma],
  )
  for (const path of [`/children/${ids.alma}/export`, `/documents/${ids.docMyran}/export`]) {
    const pdf = await readPdf((await take(anna, path)).body)
    const text = pdf.pages.join('\n').replace(/\s+/g, ' ')
    for (const said of ['Vi leker regn hemma. Anna Ask', 'Roligt att höra! Eva Lind']) expect(text).toContain(said)
    expect(text).not.toMatch(/tar jag tillbaka|Grannens/)
  }
  expect(`${(await take(nils, `/children/${ids.alma}/export`)).status}`).toBe('404')
})

test('a period: what was chosen and nothing more', async () => {
  const anna = await house.as('guardian')
  const page = parse((await anna.get(`/children/${ids.alma}/export?period=2026-spring`)).text)
  expect(page('main').text()).toContain('1 inlägg')
  expect(page('input[name=period]').attr('value')).toBe('2026-spring')
  const pdf = await readPdf((await take(anna, `/children/${ids.alma}/export`, { period: '2026-spring' })).body)
  const text = pdf.pages.join('\n')
  expect(text).toContain('Myran i snön')
  expect(text).toContain('Våren 2026')
  expect(text).not.toContain('Alma bygger en bro')
  const nothing = await take(anna, `/children/${ids.alma}/export`, { period: '2021-autumn' })
  expect([nothing.status, nothing.headers.location]).toEqual([303, `/children/${ids.alma}/export?period=2021-autumn`])
  const odd = await take(anna, `/children/${ids.alma}/export`, { period: '2026-13', audience: 'all' })
  expect(odd.status).toBe(200)
})

test('one item; and what the reader does not reach is not there', async () => {
  const anna = await house.as('guardian')
  const pdf = await readPdf((await take(anna, `/documents/${ids.docBoth}/export`)).body)
  expect(pdf.pages.join('\n')).toContain('Två bygger tillsammans')
  expect(pdf.pages.join('\n')).not.toContain('Bo Berg')
  expect((await exported()).rows).toEqual([{ actor_id: ids.guardian, subject_id: ids.alma, object_id: ids.docBoth }])
  for (const path of [
    `/documents/${ids.docCia}/export`,
    `/documents/${ids.draft}/export`,
    `/children/${ids.cia}/export`,
  ])
    expect((await take(anna, path)).status).toBe(404)
  expect((await exported()).rowCount).toBe(1)
})

test('lists and links are what they are on paper too, also across a page; the child’s own words are a quotation', async () => {
  const like = facts().documents.find(({ id }) => id === ids.docAlma)!
  const id = 'a0000000-0000-4000-8000-000000000002'
  const links = 'Läs på https://ale.example/en/lang/adress/som/bryts och https://аle.example/x sedan. '.repeat(60)
  const text = `Vi såg:\n\n- en räv\n  - röd\n- en hare\n\n1. först\n2. sedan\n\n${links}`
  const words = 'Räven sa hej!\nTill mig.'
  await addDocument(house.database.owner, house, {
    ...like,
    id,
    title: '',
    text,
    words,
    publishedAt: new Date(castNow.getTime() - 1000),
  })
  const anna = await house.as('guardian')
  const { body } = await take(anna, `/documents/${id}/export`)
  const pdf = await readPdf(body)
  const count = (role: string) => pdf.elements.filter((element) => element.role === role).length
  expect([count('L'), count('LI'), count('Lbl'), count('LBody')]).toEqual([3, 5, 5, 5])
  expect(count('Link')).toBeGreaterThanOrEqual(120)
  expect(count('BlockQuote')).toBe(1)
  const all = pdf.pages.join('\n').replace(/\s+/g, ' ')
  for (const said of [
    '• en räv',
    '• röd',
    '1. först',
    '2. sedan',
    'Med barnets egna ord',
    'Räven sa hej! Till mig.',
    'Publicerat 23 november 2026',
  ])
    expect(all).toContain(said)
  // Whole, but for the one in which a page's foot stands.
  expect(all.replaceAll(' ', '').match(/ale\.example\/en\/lang\/adress\/som\/bryts/g)!.length).toBeGreaterThanOrEqual(
    59,
  )
  expect(all).toContain('(xn--le-6kc.example)')
  expect(pdf.pages.length).toBeGreaterThan(1)
  for (const page of pdf.pages) expect(page).toContain('Gjord för Anna Ask')
  expect(pdf.untagged.join(' ')).not.toContain('ale.example')
})

test('signs that the font lacks, long words and much text do not break it', async () => {
  const like = facts().documents.find(({ id }) => id === ids.docAlma)!
  const text = `${'Vi såg en 🦊 och läste مرحبا. '.repeat(400)}\n\n${'Å'.repeat(2000)}\n\n\u200b`
  await addDocument(house.database.owner, house, {
    ...like,
    id: 'a0000000-0000-4000-8000-000000000001',
    title: '👩‍👧 Räven',
    text,
    publishedAt: new Date(castNow.getTime() - 1000),
  })
  const anna = await house.as('guardian')
  const pdf = await readPdf((await take(anna, '/documents/a0000000-0000-4000-8000-000000000001/export')).body)
  expect(pdf.pages.length).toBeGreaterThan(2)
  expect(pdf.pages.join(' ')).toContain('Räven')
  for (const page of pdf.pages) expect(page).toContain('Gjord för Anna Ask')
})

test('R3: custody that ends while the paper is being made ends the paper', async () => {
  const like = facts().documents.find(({ id }) => id === ids.docAlma)!
  for (let number = 0; number < 65; number++)
    await addDocument(house.database.owner, house, {
      ...like,
      id: `a0000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`,
      publishedAt: new Date(castNow.getTime() - 1000 * number),
    })
  const anna = await house.as('guardian')
  const body = new URLSearchParams({ _csrf: await anna.token() })
  let asked = 0
  house.database.web.onStatement = () => {
    asked += 1
    // The first page of it is asked for: three more are to come.
    if (asked === 6) void house.database.owner.query('delete from guardianship where guardian_id = $1', [ids.guardian])
  }
  const taken = anna.agent.post(`/children/${ids.alma}/export`).type('form').send(body.toString())
  await expect(taken.then((answer) => (answer.status === 200 ? 'whole' : 'not there'))).rejects.toThrow(
    /aborted|hang up/,
  )
})

test('a film and a sound are named with what they show, how long they are and where they are met', async () => {
  const [film, sound] = ['b0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002']
  const { rows } = await house.database.owner.query(
    'select id, key_month, sealed_key, author_id from document where id = $1',
    [ids.docBoth],
  )
  const itemKey = openItemKey(house.services.keys, rows[0])
  for (const [id, kind, seconds, alt] of [
    [film, 'film', 65, 'Bron går ihop'],
    [sound, 'sound', 600, ''],
  ] as const)
    await house.database.owner.query(
      `insert into media (id, document_id, position, kind, state, width, height, seconds, sealed_alt, responsible_id, created_at)
       values ($1, $2, 9, $3, 'ready', 8, 8, $4, $5, $6, now())`,
      [id, ids.docBoth, kind, seconds, sealAlt(itemKey, id, alt), rows[0].author_id],
    )
  const view = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#89a' } })
    .webp()
    .toBuffer()
  const { mediaDirectory } = house.services.config
  const path = mediaPath(mediaDirectory, film, 'large')
  await mkdir(dirname(path), { recursive: true })
  await writeSealedFile(path, mediaKey(itemKey, film), `${film}.large`, view)

  const anna = await house.as('guardian')
  const onPaper = async () => {
    const pdf = await readPdf((await take(anna, `/documents/${ids.docBoth}/export`)).body)
    return { ...pdf, text: pdf.pages.join(' ').replace(/\s+/g, ' ') }
  }
  const { text, elements } = await onPaper()
  expect(text).toContain('Film, 1:05: Bron går ihop Filmen går att se i Insyn.')
  expect(text).toContain('Ljud, 10:00 Ljudet går att lyssna på i Insyn.')
  expect(elements).toContainEqual({ role: 'Figure', alt: 'Bron går ihop' })

  // R17: who was responsible, as the item's page says it: for as long as the family may meet them there.
  expect(text).toContain('Ansvarig för bild, film och ljud: Eva Lind')
  await house.database.owner.query("update duty set valid = '[2024-08-01,2026-11-01)' where person_id = $1", [
    ids.educator,
  ])
  expect((await onPaper()).text).not.toContain('Ansvarig för')

  house.services.config.baseUrl = 'https://insyn.example.se'
  expect((await onPaper()).text.replaceAll(' ', '')).toContain(
    `Insyn:https://insyn.example.se/documents/${ids.docBoth}`,
  )
})
