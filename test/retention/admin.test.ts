import { createHash } from 'node:crypto'
import { load as parse } from 'cheerio'
import { runRetention } from '../../src/retention/run.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { readPdf } from '../support/pdf.ts'

/** What the administrator does at /admin/retention: rules in words, holds, protocols. */
let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())
beforeEach(() => owner('delete from retention_hold'))

const owner = (text: string, ...values: unknown[]) => house.database.owner.query(text, values)
const run = () =>
  runRetention({
    database: house.database.retention,
    keys: house.services.keys,
    mediaDirectory: house.services.config.mediaDirectory,
    now: house.now(),
    log: house.services.log,
  })
const hold = {
  about: `https://x.se/documents/${ids.docMyran}?child=1`,
  cause: 'records',
  reference: 'UBN 2026/17',
  until: '2027-01-31',
}

test('each rule stands there in words with its decision; one that is missing is an alarm that names it', async () => {
  const admin = await house.as('admin')
  const text = parse((await admin.get('/admin/retention')).text)('main').text()
  for (const said of ['5 år efter att den först publicerades', '1 timme efter', 'UBN.2019.114 § 53'])
    expect(text).toContain(said)
  await owner(`update retention_rule set valid = '[2019-07-01,2026-01-01)' where kind = 'audit'`)
  const alarmed = parse((await admin.get('/admin/retention')).text)
  expect(alarmed('.notice.bad').text()).toContain('loggen')
  expect(alarmed('.notice.bad').text()).not.toContain('utkast')
  await owner(`update retention_rule set valid = '[2019-07-01,)' where kind = 'audit'`)
})

test('what is to be preserved is shown on its way to the archive, month by month', async () => {
  await owner(`update retention_rule set fate = 'preserve' where kind = 'documentation'`)
  const page = parse((await (await house.as('admin')).get('/admin/retention')).text)
  expect([page('.counts dt').first().text(), page('.bars li').length]).toEqual(['Ska till arkivet', 12])
  expect(page('main').text()).toContain('lämnas till arkivet, månad för månad')
  await owner(`update retention_rule set fate = 'delete' where kind = 'documentation'`)
})

describe('a hold', () => {
  test('is placed with the address of an item, shows with its last day, is ended, and both are in the log', async () => {
    const admin = await house.as('admin')
    const placed = await admin.post('/admin/retention/holds', hold, '/admin/retention')
    expect([placed.status, placed.headers.location]).toEqual([303, '/admin/retention#holds'])
    const page = parse((await admin.get('/admin/retention')).text)
    expect(page('#holds').parent().text()).toContain('UBN 2026/17')
    expect(page('#holds').parent().text()).toContain('31 januari 2027')
    // Whose item it is, and what it is called, is not there to see.
    expect(page('main').text()).not.toContain('Alma')
    const end = page('form[action$="/end"]').attr('action')!
    expect((await admin.post(end, {}, '/admin/retention')).status).toBe(303)
    expect((await admin.post(end, {}, '/admin/retention')).status).toBe(404)
    const { rows } = await owner(
      `select event, object_id from audit_event where event like 'retention.%e%d' order by id`,
    )
    expect(rows).toEqual([
      { event: 'retention.held', object_id: ids.docMyran },
      { event: 'retention.released', object_id: ids.docMyran },
    ])
  })

  test.each([
    ['about', '', 'Skriv adressen'],
    ['about', 'Alma', 'inte adressen'],
    ['about', '/documents/00000000-0000-4000-8000-000000000000', 'finns inte här'],
    ['cause', 'because', 'Välj varför'],
    ['reference', '', 'ärendets nummer'],
    ['reference', 'Alma är sjuk', 'bara ärendets nummer'],
    ['reference', '20190101-2391', 'bara ärendets nummer'],
    ['until', '2026-11-23', 'dag som kommer'],
    ['until', 'snart', 'dag som kommer'],
  ])(
    'with %s "%s" is answered beside the field, with what was typed kept and nothing placed',
    async (field, value, words) => {
      const admin = await house.as('admin')
      const { status, text } = await admin.post(
        '/admin/retention/holds',
        { ...hold, [field]: value },
        '/admin/retention',
      )
      const page = parse(text)
      expect(status).toBe(422)
      expect(page('.field.wrong').text()).toContain(words)
      expect(page('[name=reference]').val()).toBe(field === 'reference' ? value : hold.reference)
      expect(page('details.more').attr('open')).toBeDefined()
      expect((await owner('select from retention_hold where ended_at is null')).rowCount).toBe(0)
    },
  )
})

describe('the protocol of a run', () => {
  test('says authority, decision, period, counts, method and checksum, as data and as PDF/A; nobody’s name', async () => {
    await owner('delete from disposal')
    await owner(`update document set published_at = '2021-01-01T10:00:00Z' where id = any ($1)`, [
      ids.docAlma,
      ids.docBo,
    ])
    await owner(
      `insert into retention_hold (document_id, cause, reference, placed_by, placed_at, until) values ($1, 'access', 'UBN 1', $1, '2026-11-01', '2027-01-01')`,
      ids.docBo,
    )
    const result = await run()
    expect(result).toMatchObject({ held: 1 })
    const admin = await house.as('admin')
    const page = parse((await admin.get('/admin/retention')).text)
    const [pdf, json] = [page('a[href$="/pdf"]').first(), page('a[href$="/json"]').first()].map(
      (link) => link.attr('href')!,
    )

    const { body, headers } = await admin.get(json!)
    expect(headers['content-disposition']).toBe('attachment; filename="gallringsprotokoll.json"')
    const entry = body.entries.find((each: { kind: string }) => each.kind === 'documentation')
    const list = createHash('sha256').update(ids.docAlma).digest()
    expect(body).toMatchObject({ authority: 'Utbildningsnämnden i Ale kommun', outcome: 'done', byHand: true })
    expect(entry).toMatchObject({
      decision: expect.stringContaining('§ 52'),
      period: { years: 5 },
      items: 1,
      held: 1,
      from: '2021-01-01T10:00:00.000Z',
      checksum: createHash('sha256').update(list).digest('hex'),
      lists: [{ items: 1, checksum: list.toString('hex') }],
    })

    const answer = await admin.agent
      .get(pdf!)
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => done(null, Buffer.concat(pieces)))
      })
    const raw = answer.body as Buffer
    expect(raw.toString('latin1')).toMatch(/pdfaid:part>2<|pdfaid:part="2"/)
    expect(raw.toString('latin1')).toContain('/OutputIntent')
    const said = (await readPdf(raw)).pages.join('\n')
    for (const needed of ['Utbildningsnämnden', '§ 52', '5 år', '1 post', entry.checksum.slice(0, 20)])
      expect(said).toContain(needed)
    for (const name of ['Alma', 'Bo ', 'Anna']) expect(said + JSON.stringify(body)).not.toContain(name)
  })

  test('a run that removed nothing has none', async () => {
    await run()
    await owner('delete from disposal')
    const { rows } = await owner('select id from job_run limit 1')
    const admin = await house.as('admin')
    expect((await admin.get(`/admin/retention/runs/${rows[0].id}/pdf`)).status).toBe(404)
  })
})
