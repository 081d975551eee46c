import { deflateSync } from 'node:zlib'
import { load as parse } from 'cheerio'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { openScan, scanFrom } from '../../src/consent/scan.ts'
import { consentTexts } from '../../src/consent/texts.ts'
import { runRetention } from '../../src/retention/run.ts'
import { addresses } from '../../src/web/addresses.ts'
import { type Browser, type Fields, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { photo } from '../support/photo.ts'

let house: TestApp
let ada: Browser
let pia: Browser
let picture: Buffer
beforeAll(async () => {
  picture = await photo()
})
beforeEach(async () => {
  house = await testApp()
  ada = await house.as('admin')
  pia = await house.as('principal')
})
afterEach(() => house.close())

const page = addresses.consentHistory(ids.alma)
const text = consentTexts().find(({ language, audience }) => language === 'sv' && audience === 'guardian')!
const signed = {
  guardian: ids.guardian2,
  origin: 'paper',
  text: text.id,
  said_on: '2026-11-20',
  'photo.group': 'yes',
  'film.group': 'no',
}

async function send(fields: Fields, body?: Buffer, who = ada, to = page) {
  const request = who.agent.post(to).field('_csrf', await who.token(page))
  for (const [name, value] of Object.entries(fields)) request.field(name, String(value))
  if (body) request.attach('scan', body, { filename: 'Adam Ask, samtycke.jpg', contentType: 'image/jpeg' })
  return request
}

const rows = async (query: string) => (await house.database.owner.query(query)).rows
const answers = () =>
  rows('select medium, level, answer, origin, paper_id is not null as paper from consent_answer order by id')
const paper = async () => (await rows('select * from consent_paper'))[0]

test('decision 10: Ada enters what came on paper, with the paper; Adam sees how it came, and changes it', async () => {
  const sent = await send(signed, picture)
  expect([sent.status, sent.headers.location]).toEqual([303, `${page}?entered`])
  const common = { level: 'group', origin: 'paper', paper: true }
  expect(await answers()).toEqual([
    { ...common, medium: 'photo', answer: 'yes' },
    { ...common, medium: 'film', answer: 'no' },
  ])
  const { rows: linked } = await house.database.owner.query(
    `select p.said_on::text, p.entered_by, p.kind, t.version, t.language, a.text_id = p.text_id as same
     from consent_answer a join consent_paper p on p.id = a.paper_id join consent_text t on t.id = p.text_id`,
  )
  expect(linked[0]).toEqual({
    said_on: '2026-11-20',
    entered_by: ids.admin,
    kind: 'jpeg',
    version: 1,
    language: 'sv',
    same: true,
  })

  const adam = await house.as('guardian2')
  const consent = addresses.consent(ids.alma)
  const $ = parse((await adam.get(consent)).text)
  expect($('#f-photo-group-now').text()).toContain(
    'Ditt ja kom på papper och skrevs in 23 november 2026. Det räknas när en till har läst papperet. Du kan svara här i stället.',
  )
  expect($('#f-film-group-now').text()).toContain('Ditt svar kom på papper och skrevs in 23 november 2026.')
  expect($('input[name="photo.group"][value=yes]').attr('checked')).toBeDefined()
  await adam.post(consent, { text: text.id, 'photo.group': 'no' }, consent)
  expect((await answers()).at(-1)).toMatchObject({ medium: 'photo', answer: 'withdrawn', origin: 'portal' })
  // What the paper was stays: who signed it when, what it said, and that somebody else has since answered otherwise.
  const shown = parse((await ada.get(page)).text)
  expect(shown('#papers + article').text()).toContain('Svar från Adam Ask')
  expect(shown('#papers + article').text()).toContain('Underskrivet 20 november 2026.')
  expect(
    shown('#papers + article li')
      .toArray()
      .map((each) => shown(each).text()),
  ).toEqual(['Foto, för gruppen: ja', 'Film, för gruppen: nej'])
})

test('what is kept is the paper redrawn, sealed, without the camera’s notes and without anybody’s name', async () => {
  const withPlace = await sharp(picture)
    .withExif({ IFD0: { Artist: 'Adam Ask', Copyright: 'hemma' } })
    .jpeg()
    .toBuffer()
  await send(signed, withPlace)
  const { id, sealed_scan } = await paper()
  expect(sealed_scan.includes(Buffer.from('JFIF'))).toBe(false)
  const kept = openScan(house.services.keys, id, sealed_scan)
  expect(kept.includes(Buffer.from('Adam'))).toBe(false)
  expect((await sharp(kept).metadata()).exif).toBeUndefined()
  const opened = await pia.agent.get(addresses.consentPaper(id)).buffer(true)
  expect(opened.status).toBe(200)
  expect(opened.headers['content-type']).toBe('image/jpeg')
  expect(opened.headers['content-disposition']).toBe('inline; filename="insyn-svar.jpg"')
  expect(opened.headers['content-security-policy']).toBe("default-src 'none'; sandbox")
  expect(opened.headers['cache-control']).toContain('no-store')
  expect(Buffer.compare(opened.body, kept)).toBe(0)
  const seen = await rows("select actor_id, subject_id, object_id from audit_event where event = 'consent.paper-read'")
  expect(seen).toEqual([{ actor_id: ids.principal, subject_id: ids.alma, object_id: id }])
  expect(house.logged.join('')).not.toContain('Adam')
})

test('a second pair of eyes: not the one who entered it, once, and written down', async () => {
  await send(signed, picture)
  const { id } = await paper()
  const sign = addresses.consentPaper(id)
  expect((await ada.post(sign, {}, page)).status).toBe(404)
  expect(parse((await ada.get(page)).text)(`form[action="${sign}"]`)).toHaveLength(0)
  const list = parse((await pia.get(addresses.consents)).text)
  expect(list('.notice.info').text()).toContain('väntar på kontrasignering')
  expect(list('.notice.info a').text()).toBe('Alma Ask')
  expect(parse((await pia.get(page)).text)(`form[action="${sign}"]`)).toHaveLength(1)
  const signedBy = await pia.post(sign, {}, page)
  expect([signedBy.status, signedBy.headers.location]).toEqual([303, `${page}?countersigned`])
  expect((await pia.post(sign, {}, page)).status).toBe(404)
  expect(await paper()).toMatchObject({ countersigned_by: ids.principal, countersigned_at: house.now() })
  expect(parse((await pia.get(page)).text)('#papers + article').text()).toContain('Kontrasignerat av Pia Björk')
  expect(parse((await pia.get(addresses.consents)).text)('.notice.info')).toHaveLength(0)
  expect(await rows("select actor_id from audit_event where event = 'consent.countersigned'")).toEqual([
    { actor_id: ids.principal },
  ])
})

const status = async (day: string | null = null) =>
  (
    await house.services.actors.read(
      house.actor('admin', 'admin'),
      (tx) => tx.rows<{ medium: string; status: string }>`
      select medium, status from access.consent_status(array[${ids.alma}::uuid], ${day}::date) where level = 'group'`,
    )
  )
    .map(({ medium, status }) => `${medium} ${status}`)
    .join(', ')

/** Just before midnight in Sweden; a quarter of an hour later it is the next day, and everybody is still signed in. */
async function lateInTheEvening(): Promise<void> {
  house.setNow('2026-11-23T22:50:00Z')
  ada = await house.as('admin')
  pia = await house.as('principal')
}
const nextDay = () => house.setNow('2026-11-23T23:05:00Z')

test('decision 10: a yes on paper opens nothing before a second has seen it; a no holds at once; what waited for it comes back', async () => {
  // A picture of Alma for the group, which stands on Anna's word and waits for Adam's.
  const { owner } = house.database
  await owner.query(
    "insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id) select $1, $2, m, 'group', 'yes', '2026-11-20', $3 from unnest('{photo,film}'::text[]) m",
    [ids.alma, ids.guardian, text.id],
  )
  const { rows: made } = await owner.query(
    `insert into media (id, document_id, position, kind, state, width, height, sealed_alt, responsible_id, created_at, withheld, withheld_at)
     select gen_random_uuid(), $1, 9, 'photo', 'withheld', 10, 10, sealed_alt, responsible_id, now(), 'suspended', now() from media limit 1 returning id`,
    [ids.docMyran],
  )
  await owner.query('insert into media_subject values ($1, $2)', [made[0].id, ids.alma])
  const shown = async () => (await rows(`select state from media where id = '${made[0].id}'`))[0].state

  await lateInTheEvening()
  await send(signed, picture)
  expect([await status(), await shown()]).toEqual(['photo waiting, film no, sound not_asked', 'withheld'])
  nextDay()
  await pia.post(addresses.consentPaper((await paper()).id), {}, page)
  expect([await status(), await shown()]).toEqual(['photo yes, film no, sound not_asked', 'ready'])
  // As it was on the day before: entered, and seen by nobody else.
  expect(await status('2026-11-23')).toBe('photo waiting, film no, sound not_asked')
})

test('a yes on paper that waits takes no earlier no away; in the portal Adam says it himself, and it counts', async () => {
  await lateInTheEvening()
  const adam = await house.as('guardian2')
  const consent = addresses.consent(ids.alma)
  await adam.post(consent, { text: text.id, 'film.group': 'no', 'photo.group': 'no' }, consent)
  nextDay()
  const sent = await send({ ...signed, said_on: '2026-11-24', 'film.group': 'yes' }, picture)
  expect([sent.status, await status()]).toEqual([303, 'photo no, film no, sound not_answered'])
  // Sent unchanged: he says himself what stands there.
  await adam.post(consent, { text: text.id, 'film.group': 'yes', 'photo.group': 'yes' }, consent)
  expect(await status()).toBe('photo waiting, film waiting, sound not_answered')
  expect((await answers()).slice(-2)).toMatchObject([
    { answer: 'yes', origin: 'portal' },
    { answer: 'yes', origin: 'portal' },
  ])
})

test('about a child of one’s own nobody enters and nobody countersigns, by page or straight at Postgres', async () => {
  await send(signed, picture)
  await house.database.owner.query("insert into guardianship values ($1, $2, '[2020-01-01,)')", [
    ids.principal,
    ids.alma,
  ])
  pia = await house.as('principal')
  const shown = parse((await pia.get(page)).text)
  expect(shown('#papers + article').text()).toContain('Någon annan än du behöver göra det.')
  expect(shown('form.paper-form, form[action*=papers]')).toHaveLength(0)
  expect((await pia.post(addresses.consentPaper((await paper()).id), {}, addresses.consents)).status).toBe(404)
  expect(
    (await send({ ...signed, guardian: ids.guardian }, await sharp(picture).negate().jpeg().toBuffer(), pia)).status,
  ).toBe(404)
  expect((await send({ ...signed, origin: 'phone' }, undefined, pia)).status).toBe(404)
  const insert = house.services.actors.write(
    house.actor('principal', 'principal'),
    (
      tx,
    ) => tx.rows`insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id, origin, entered_by)
      values (${ids.alma}, ${ids.guardian2}, 'sound', 'group', 'yes', ${tx.now}, ${text.id}, 'phone', ${ids.principal})`,
  )
  await expect(insert).rejects.toMatchObject({ status: 403 })
})

test('a principal enters for the own unit’s children alone', async () => {
  expect((await send(signed, picture, pia)).status).toBe(303)
  const cia = addresses.consentHistory(ids.cia)
  const elsewhere = { ...signed, guardian: ids.stranger }
  expect((await send(elsewhere, picture, pia, cia)).status).toBe(404)
  expect((await send({ ...elsewhere, origin: 'phone' }, undefined, pia, cia)).status).toBe(404)
  for (const who of ['educator', 'guardian', 'dpo'] as const) {
    const own = await house.as(who)
    expect((await own.get(addresses.consentPaper((await paper()).id))).status).toBe(403)
  }
  const per = await house.as('principal2')
  expect((await per.get(addresses.consentPaper((await paper()).id))).status).toBe(404)
  expect((await per.post(addresses.consentPaper((await paper()).id), {}, addresses.consents)).status).toBe(404)
})

test('the same paper sent twice, or by two fingers at once, is one', async () => {
  await Promise.all([send(signed, picture), send(signed, picture)])
  await send(signed, picture)
  expect(await answers()).toHaveLength(2)
  expect(await rows('select from consent_paper')).toHaveLength(1)
})

test('another paper of the same guardian’s is another: both are kept, each with its answers', async () => {
  await send(signed, picture)
  const second = await sharp(picture).negate().jpeg().toBuffer()
  expect((await send({ ...signed, said_on: '2026-11-21', 'photo.group': 'no' }, second)).status).toBe(303)
  expect(await rows('select from consent_paper')).toHaveLength(2)
  expect((await rows('select checksum from consent_paper')).every(({ checksum }) => checksum.length === 32)).toBe(true)
  expect(
    new Set((await rows("select encode(checksum, 'hex') as sum from consent_paper")).map(({ sum }) => sum)).size,
  ).toBe(2)
  expect((await answers()).at(-2)).toMatchObject({ medium: 'photo', answer: 'withdrawn' })
})

test('R18, R21: what the guardian has answered since the paper was signed stands, and a no stands on the very day', async () => {
  const adam = await house.as('guardian2')
  const consent = addresses.consent(ids.alma)
  await adam.post(consent, { text: text.id, 'photo.group': 'no', 'film.group': 'yes' }, consent)
  const early = await send(signed, picture)
  expect(early.status).toBe(422)
  const $ = parse(early.text)
  expect($('#f-said-on-error').text()).toContain('det svaret står kvar: Foto, för gruppen; Film, för gruppen')
  // Nothing half: what was typed stands, and the file is asked for again.
  expect($('input[name=said_on]').val()).toBe('2026-11-20')
  expect($('select[name="photo.group"]').val()).toBe('yes')
  expect($('#f-scan-error').text()).toBe('Välj filen igen.')
  expect(await rows('select from consent_paper')).toHaveLength(0)
  expect((await send({ ...signed, said_on: '2026-11-23', 'film.group': '' }, picture)).status).toBe(422)
  expect((await send({ ...signed, said_on: '2026-11-23', 'photo.group': '' }, picture)).status).toBe(303)
  expect((await answers()).at(-1)).toMatchObject({ medium: 'film', answer: 'withdrawn', origin: 'paper' })
})

test('a paper signed under an earlier text counts for that text: changed in substance, its yes has lapsed', async () => {
  await house.database.owner.query(
    `insert into consent_text (id, version, language, title, body, valid_from, earlier_until)
     values (gen_random_uuid(), 2, 'sv', 'Ny fråga', 'Ny text', '2026-11-21', '2026-11-22')`,
  )
  expect((await send(signed, picture)).status).toBe(303)
  await pia.post(addresses.consentPaper((await paper()).id), {}, page)
  const cell = parse((await ada.get(page)).text)('dl.cells div')
    .toArray()
    .map((each) => parse(each).text().trim().replace(/\s+/g, ' '))
  expect(cell).toContain('Foto, för gruppenGäller inte längre')
  expect(cell).toContain('Film, för gruppenNej')
})

test('what is wrong is said beside its field with what was typed kept, and nothing is stored', async () => {
  const big = Buffer.concat([picture, Buffer.alloc(11 * 1024 * 1024)])
  for (const [fields, body, field, said] of [
    [signed, undefined, 'scan', 'Välj en bild eller pdf av papperet.'],
    [signed, Buffer.alloc(0), 'scan', 'Välj en bild eller pdf av papperet.'],
    [signed, Buffer.from('MZ\x90\0 program'), 'scan', 'varken JPEG, PNG eller PDF'],
    [signed, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'scan', 'varken JPEG, PNG eller PDF'],
    [signed, picture.subarray(0, 2000), 'scan', 'går inte att läsa'],
    [signed, Buffer.from('%PDF-1.7\nhalf a file'), 'scan', 'går inte att läsa'],
    [{ ...signed, said_on: '' }, picture, 'said-on', 'vilken dag'],
    [{ ...signed, said_on: '2026-02-31' }, picture, 'said-on', 'vilken dag'],
    [{ ...signed, said_on: '2026-11-24' }, picture, 'said-on', 'inte varit än'],
    [{ ...signed, said_on: '2019-01-01' }, picture, 'said-on', 'gällde inte än'],
    [{ ...signed, guardian: '' }, picture, 'guardian', 'Välj vem som har svarat.'],
    [{ ...signed, origin: 'dream' }, picture, 'origin', 'Välj hur svaret kom.'],
    [{ ...signed, text: crypto.randomUUID() }, picture, 'text', 'Välj vilken text'],
    [{ ...signed, 'photo.group': '', 'film.group': '' }, picture, 'answers', 'Välj minst ett svar.'],
    [{ ...signed, 'photo.group': 'maybe' }, picture, 'photo-group', 'Välj ett svar'],
  ] as const) {
    const refused = await send(fields, body)
    expect([field, refused.status]).toEqual([field, 422])
    const $ = parse(refused.text)
    expect($(`#f-${field}-error`).text()).toContain(said)
    expect($('.notice.bad a').attr('href')).toBeDefined()
    if (field !== 'photo-group' && field !== 'answers') expect($('select[name="photo.group"]').val()).toBe('yes')
  }
  expect((await send(signed, big)).status).toBe(413)
  expect(await answers()).toEqual([])
  expect(await rows('select from consent_paper')).toEqual([])
  expect((await send({ ...signed, guardian: ids.stranger }, picture)).status).toBe(404)
  expect((await send({ ...signed, guardian: ids.ended }, picture)).status).toBe(404)
  for (const child of [ids.dold, crypto.randomUUID()])
    expect((await send(signed, picture, ada, addresses.consentHistory(child))).status).toBe(404)
})

test('a file larger than is taken, in a body that is not: said beside the field', async () => {
  const refused = await send(signed, Buffer.concat([picture, Buffer.alloc(10 * 1024 * 1024)]))
  expect(refused.status).toBe(422)
  expect(parse(refused.text)('#f-scan-error').text()).toBe('Filen är för stor. Högst 10 MB.')
})

test('a form without its token, or with it after the file, is refused', async () => {
  const { agent } = ada
  expect((await agent.post(page).field('origin', 'paper').attach('scan', picture, 'a.jpg')).status).toBe(403)
  const late = agent
    .post(page)
    .attach('scan', picture, 'a.jpg')
    .field('_csrf', await ada.token(page))
  expect((await late).status).toBe(403)
  expect(await answers()).toEqual([])
})

test('a PDF is kept as it came where it holds pages alone, and is handed out as a file', async () => {
  const pdf = await paperAsPdf()
  expect((await send(signed, pdf)).status).toBe(303)
  const { id, kind } = await paper()
  expect(kind).toBe('pdf')
  const opened = await ada.agent
    .get(addresses.consentPaper(id))
    .buffer(true)
    .parse(gather as never)
  expect(opened.headers['content-type']).toBe('application/pdf')
  expect(opened.headers['content-disposition']).toBe('attachment; filename="insyn-svar.pdf"')
  expect(Buffer.compare(opened.body as Buffer, pdf)).toBe(0)
})

test('a PDF that acts, is locked or hides something is refused, however it is spelt', async () => {
  const whole = (body: string) =>
    Buffer.from(`%PDF-1.7\n1 0 obj\n${body}\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF\n`, 'latin1')
  const packed = (inside: string, type = '/ObjStm') => {
    const data = deflateSync(Buffer.from(inside)).toString('latin1')
    return whole(
      `<</Type ${type} /N 1 /First 4 /Filter /FlateDecode /Length ${data.length}>>\nstream\n${data}\nendstream`,
    )
  }
  for (const bad of [
    whole('<</Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert(1))>>>>'),
    whole('<</S /J#61vaScript>>'),
    whole('<</S /Launch /F (cmd.exe)>>'),
    whole('<</Names <</EmbeddedFiles 2 0 R>>>>'),
    whole('<</A <</S /URI /URI (https://example.org)>>>>'),
    whole('<</AcroForm <</XFA 3 0 R>>>>'),
    Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <</Encrypt 4 0 R>>\n%%EOF', 'latin1'),
    packed('1 0 <</S /JavaScript /JS (x)>>'),
    packed('1 0 <</S /#4aS (x)>>', '/Obj#53tm'),
  ])
    await expect(scanFrom(bad)).rejects.toMatchObject({ word: 'active' })
  // Packed in a way that nobody unpacks.
  await expect(scanFrom(whole('<</Type /ObjStm>>\nstream\nnothing packed\nendstream'))).rejects.toMatchObject({
    word: 'unreadable',
  })
  // The same words in what was drawn are no act.
  const drawn = '<</Subtype /Image /Length 20>>\nstream\n/JavaScript /Launch \nendstream'
  expect((await scanFrom(whole(drawn))).kind).toBe('pdf')
  // Unpacks to more than anybody would scan.
  const bomb = packed(' '.repeat(20 * 1024 * 1024))
  expect(bomb.length).toBeLessThan(100_000)
  await expect(scanFrom(bomb)).rejects.toMatchObject({ word: 'unreadable' })
})

test('straight at Postgres: no paper without who entered it, none changed, none signed by the one who entered it', async () => {
  await send(signed, picture)
  const { id } = await paper()
  const { write } = house.services.actors
  const as = (
    who: 'admin' | 'principal' | 'educator' | 'guardian2',
    role: 'admin' | 'principal' | 'educator' | 'guardian',
  ) => house.actor(who, role)
  const enter = (over: Partial<Record<'child' | 'guardian' | 'by' | 'at' | 'day', string>>) =>
    write(
      as('admin', 'admin'),
      (tx) => tx.rows`
      insert into consent_paper (id, child_id, guardian_id, text_id, said_on, entered_by, entered_at, kind, checksum, sealed_scan)
      values (gen_random_uuid(), ${over.child ?? ids.alma}, ${over.guardian ?? ids.guardian}, ${text.id}, ${over.day ?? '2026-11-20'},
              ${over.by ?? ids.admin}, ${over.at ?? tx.now}, 'jpeg', 'x', 'x')`,
    )
  for (const attempt of [
    enter({ by: ids.principal }),
    enter({ at: '2026-01-01' }),
    enter({ guardian: ids.stranger }),
    enter({ guardian: ids.ended }),
    enter({ day: '2026-11-24' }),
    enter({ day: '2019-01-01' }),
    write(as('admin', 'admin'), (tx) => tx.rows`update consent_paper set said_on = '2026-11-01' where id = ${id}`),
    write(as('admin', 'admin'), (tx) => tx.rows`delete from consent_paper where id = ${id}`),
    write(as('guardian2', 'guardian'), (tx) => tx.rows`select from consent_paper`),
    write(as('educator', 'educator'), (tx) => tx.rows`select from consent_paper`),
    // An answer cannot lean on another's paper, or call itself paper without one.
    write(
      as('principal', 'principal'),
      (
        tx,
      ) => tx.rows`insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id, origin, entered_by, paper_id)
        values (${ids.alma}, ${ids.guardian2}, 'sound', 'group', 'yes', ${tx.now}, ${text.id}, 'paper', ${ids.principal}, ${id})`,
    ),
    write(
      as('principal', 'principal'),
      (
        tx,
      ) => tx.rows`insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id, origin, entered_by)
        values (${ids.alma}, ${ids.guardian2}, 'sound', 'group', 'yes', ${tx.now}, ${text.id}, 'paper', ${ids.principal})`,
    ),
  ])
    await expect(attempt).rejects.toMatchObject({ status: 403 })
  const own = await write(
    as('admin', 'admin'),
    (tx) => tx.rows<{ child: string | null }>`select access.countersign(${id}) as child`,
  )
  expect(own[0]!.child).toBeNull()
  const staff = await write(
    as('educator', 'educator'),
    (tx) => tx.rows<{ child: string | null }>`select access.countersign(${id}) as child`,
  )
  expect(staff[0]!.child).toBeNull()
  // Not even the owner.
  const { owner } = house.database
  await expect(owner.query("update consent_paper set said_on = '2026-11-01'")).rejects.toMatchObject({ code: 'RC002' })
  await expect(
    owner.query('update consent_paper set countersigned_by = entered_by, countersigned_at = now()'),
  ).rejects.toBeDefined()
  await expect(owner.query('delete from consent_answer')).rejects.toMatchObject({ code: 'RC002' })
})

test('R14: the paper goes by consent’s own rule, with the last answer that leans on it, and with whoever leaves', async () => {
  await send(signed, picture)
  await send({ ...signed, guardian: ids.guardian, 'film.group': '' }, await paperAsPdf())
  const adam = await house.as('guardian2')
  const consent = addresses.consent(ids.alma)
  await adam.post(consent, { text: text.id, 'photo.group': 'no' }, consent)
  const rule = (kind: string, years: number) =>
    house.database.owner.query(
      `insert into retention_rule (kind, years, decision, decided_on, valid) values ($1, $2, 'UBN 1', '2026-01-01', '[2026-01-01,)')
       on conflict do nothing`,
      [kind, years],
    )
  await house.database.owner.query('delete from retention_rule')
  for (const [kind, years] of [
    ['documentation', 50],
    ['draft', 50],
    ['consent', 2],
    ['audit', 50],
    ['session', 1],
    ['person', 5],
  ] as const)
    await rule(kind, years)
  const night = (now: string) =>
    runRetention({
      database: house.database.retention,
      keys: house.services.keys,
      mediaDirectory: house.services.config.mediaDirectory,
      now: new Date(now),
      clock: house.now,
      log: house.services.log,
    })
  await night('2028-11-24T03:00:00Z')
  // The yes has gone; the no on the same paper holds on, and so does the paper.
  expect((await answers()).map(({ medium, answer }) => `${medium} ${answer}`)).toEqual([
    'film no',
    'photo yes',
    'photo withdrawn',
  ])
  expect(await rows('select from consent_paper')).toHaveLength(2)
  await adam.post(consent, { text: text.id, 'film.group': 'yes' }, consent)
  await night('2028-11-25T03:00:00Z')
  expect(await rows('select kind from consent_paper')).toEqual([{ kind: 'pdf' }])
  expect(await rows("select sum(files)::integer as n from disposal where kind = 'consent'")).toEqual([{ n: 1 }])
  // Everybody who has to do with Alma leaves, and years pass.
  await house.database.owner.query('delete from document_scope; delete from media; delete from document')
  await house.database.owner.query(
    "update placement set valid = daterange(lower(valid), '2026-11-24') where child_id = $1",
    [ids.alma],
  )
  await house.database.owner.query(
    "update guardianship set valid = daterange(lower(valid), '2026-11-24') where child_id = $1",
    [ids.alma],
  )
  const after = await night('2031-12-01T03:00:00Z')
  expect(after.others).toBeGreaterThan(0)
  expect(await rows('select from consent_paper')).toEqual([])
  expect(await rows(`select from person where id = '${ids.alma}'`)).toEqual([])
})

async function paperAsPdf(): Promise<Buffer> {
  const document = new PDFDocument()
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  document.image(picture, 10, 10, { width: 200 }).text('Ja till foto för gruppen')
  document.end()
  await new Promise((resolve) => document.on('end', resolve))
  return Buffer.concat(chunks)
}

function gather(response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = []
  response.on('data', (chunk: Buffer) => chunks.push(chunk))
  response.on('end', () => done(null, Buffer.concat(chunks)))
}
