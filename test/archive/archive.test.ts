import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { load as parse } from 'cheerio'
import { packagePath } from '../../src/archive/place.ts'
import { type RetentionOptions, runRetention } from '../../src/retention/run.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { readPdf } from '../support/pdf.ts'
import { sha256, unzip } from './zip.ts'

/** Law A6: what is preserved goes to the archive before it is removed here, and nothing is removed before the archive has signed. */
let house: TestApp
let records: Browser
beforeEach(async () => {
  house = await testApp()
  records = await house.as('records')
  await owner(`update retention_rule set fate = 'preserve' where kind = 'documentation'`)
  await due(ids.docAlma, ids.docBoth)
})
afterEach(() => house.close())

const owner = async (text: string, ...values: unknown[]) => (await house.database.owner.query(text, values)).rows
const due = (...items: string[]) =>
  owner(
    `with d as (update document set published_at = '2021-01-01T10:00:00Z' where id = any ($1))
     update document_scope set published_at = '2021-01-01T10:00:00Z' where document_id = any ($1)`,
    items,
  )
const media = () => house.services.config.mediaDirectory
const night = (options: Partial<RetentionOptions> = {}) =>
  runRetention({
    database: house.database.retention,
    keys: house.services.keys,
    mediaDirectory: media(),
    now: house.now(),
    log: house.services.log,
    ...options,
  })
const there = async (id: string) => (await owner('select from document where id = $1', id)).length === 1
const one = async () => (await owner('select * from archive_package order by planned_at limit 1'))[0]!
const stored = () => readdir(join(media(), 'archive')).catch(() => [])

async function fetched(id: string): Promise<{ status: number; body: Buffer; headers: Record<string, string> }> {
  const answer = await records.agent
    .get(`/archive/${id}`)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => done(null, Buffer.concat(pieces)))
    })
  return answer as never
}
const sign = (id: string, checksum: string, receipt = 'KA 2026/17') =>
  records.post(`/archive/${id}/receipt`, { checksum, receipt }, '/archive')

test('the whole way: packed at night, sealed, fetched, signed for, and only then gone', async () => {
  expect(await night()).toMatchObject({ outcome: 'done', documents: 0 })
  const packed = await one()
  expect(packed).toMatchObject({ items: 2, packed: 2, received_at: null, closed_at: null })
  expect([await there(ids.docAlma), await there(ids.docBoth)]).toEqual([true, true])
  // On the disk it says nothing to anybody without the key.
  const sealed = await readFile(packagePath(media(), packed.id))
  expect(sealed.includes('Alma') || sealed.includes('METS') || sealed.includes('PK\u0003\u0004')).toBe(false)

  const { status, body, headers } = await fetched(packed.id)
  expect([status, headers['content-length']]).toEqual([200, String(packed.bytes)])
  expect(headers['content-disposition']).toBe(`attachment; filename="insyn-arkivpaket-${packed.id.slice(0, 8)}.zip"`)
  expect(sha256(body)).toBe(packed.checksum.toString('hex'))
  // Fetched is not received: another night takes nothing.
  expect(await night()).toMatchObject({ documents: 0 })
  expect(await there(ids.docAlma)).toBe(true)

  const signed = await sign(packed.id, `SHA256 (paket.zip) = ${sha256(body).toUpperCase()}`)
  expect([signed.status, signed.headers.location]).toEqual([303, '/archive'])
  expect(await there(ids.docAlma)).toBe(true)
  expect(await night()).toMatchObject({ outcome: 'done', documents: 2 })
  expect([await there(ids.docAlma), await there(ids.docBoth)]).toEqual([false, false])
  expect(await one()).toMatchObject({ receipt: 'KA 2026/17', sealed_key: null, closed_at: expect.any(Date) })
  expect(await stored()).toEqual([])
  expect(await owner('select items, package_id from disposal where items > 0')).toEqual([
    { items: 2, package_id: packed.id },
  ])
  const admin = await house.as('admin')
  const json = parse((await admin.get('/admin/retention')).text)('a[href$="/json"]')
    .first()
    .attr('href')!
  expect((await admin.get(json)).body.entries[0]).toMatchObject({
    items: 2,
    handedOver: [{ package: packed.id, receipt: 'KA 2026/17' }],
  })
  const events = await owner(`select event, object_id from audit_event where event like 'archive.%' order by id`)
  expect(events).toEqual([
    { event: 'archive.fetched', object_id: packed.id },
    { event: 'archive.received', object_id: packed.id },
  ])
  expect((await fetched(packed.id)).status).toBe(404)
})

test('what is in it: an inventory with every file’s checksum, each item as PDF/A and as data, its pictures', async () => {
  await night()
  const { body } = await fetched((await one()).id)
  const files = await unzip(body)
  const inventory = parse(files.get('METS.xml')!.toString(), { xml: true })
  const listed = new Map<string, [string, number]>()
  for (const file of inventory('mets\\:file, mets\\:mdRef').toArray()) {
    const each = inventory(file)
    const place = each.attr('xlink:href') ?? each.find('mets\\:FLocat').attr('xlink:href')
    listed.set(place!, [each.attr('CHECKSUM')!, Number(each.attr('SIZE'))])
  }
  const found = [...files].filter(([name]) => name !== 'METS.xml')
  expect(new Map(found.map(([name, bytes]) => [name, [sha256(bytes), bytes.length]]))).toEqual(listed)
  expect(inventory('mets\\:agent[ROLE=ARCHIVIST]').text()).toContain('Utbildningsnämnden')

  const place = (id: string, end: string) => files.get(`representations/rep1/data/${id}/${id}.${end}`)!
  const data = JSON.parse(place(ids.docAlma, 'json').toString())
  expect(data).toMatchObject({ title: 'Alma bygger en bro', published: expect.stringMatching(/^2021-01-01T10:00/) })
  expect(data.children.map((child: { name: string }) => child.name)).toEqual([expect.stringContaining('Alma')])
  const raw = place(ids.docAlma, 'pdf')
  expect(raw.toString('latin1')).toMatch(/pdfaid:part>2<[\s\S]*pdfaid:conformance>A</)
  expect((await readPdf(raw)).pages.join(' ')).toContain('Alma bygger en bro')
  const pictures = data.media.flatMap((medium: { files: string[] }) => medium.files)
  for (const name of pictures) {
    const bytes = files.get(`representations/rep1/data/${ids.docAlma}/${name}`)!
    expect(name.endsWith('.jpg') ? bytes.subarray(0, 2).toString('hex') : bytes.subarray(8, 12).toString()).toMatch(
      /^(ffd8|WEBP)$/,
    )
  }
  const head = JSON.parse(files.get('metadata/descriptive/package.json')!.toString())
  expect(head.items.toSorted()).toEqual([ids.docAlma, ids.docBoth].toSorted())
})

test.each([
  ['another file than was packed', 'a'.repeat(64), 'inte den som paketet hade'],
  ['no checksum', '', 'Skriv kontrollsumman'],
  ['half a checksum', 'abc123', '64 tecken'],
])('a receipt with %s is refused beside the field, and nothing goes', async (_what, checksum, words) => {
  await night()
  const { id } = await one()
  await fetched(id)
  const answer = await sign(id, checksum)
  const page = parse(answer.text)
  expect(answer.status).toBe(422)
  expect(page('.field.wrong').text()).toContain(words)
  expect(page('[name=receipt]').val()).toBe('KA 2026/17')
  await night()
  expect(await there(ids.docAlma)).toBe(true)
})

test('nobody signs for what has not left, twice, or past the form', async () => {
  await night()
  const { id, checksum } = await one()
  expect((await sign(id, checksum.toString('hex'))).status).toBe(404)
  const given = `received_at = now(), received_by = gen_random_uuid(), receipt = 'KA 1'`
  await expect(owner(`update archive_package set ${given}, receipt_checksum = checksum`)).rejects.toMatchObject({
    code: '23514',
  })
  await fetched(id)
  await expect(owner(`update archive_package set ${given}, receipt_checksum = sha256('x')`)).rejects.toMatchObject({
    code: '23514',
  })
  expect((await sign(id, checksum.toString('hex'))).status).toBe(303)
  expect((await sign(id, checksum.toString('hex'))).status).toBe(404)
})

test('what changed after it was packed is not removed on that receipt: it is packed again as it stands', async () => {
  await night()
  const { id, checksum } = await one()
  await fetched(id)
  await owner(`insert into comment (id, document_id, child_id, author_id, author_role, written_at, sealed_text, withdrawn_at)
               values (gen_random_uuid(), '${ids.docAlma}', '${ids.alma}', '${ids.guardian}', 'guardian', now(), '', now())`)
  await sign(id, checksum.toString('hex'))
  await night()
  const [second] = await owner('select id, items from archive_package where closed_at is null')
  expect([await there(ids.docAlma), await there(ids.docBoth)]).toEqual([true, false])
  expect(second).toMatchObject({ items: 1 })
  expect(await owner('select item_id from archive_item where package_id = $1', second!.id)).toEqual([
    { item_id: ids.docAlma },
  ])
})

test('a hold placed after the receipt keeps its item, and the package with it, until the hold has ended', async () => {
  await night()
  const { id, checksum } = await one()
  await fetched(id)
  await sign(id, checksum.toString('hex'))
  await owner(
    `insert into retention_hold (document_id, cause, reference, placed_by, placed_at, until) values ($1, 'records', 'UBN 1', $1, '2026-11-01', '2026-12-01')`,
    ids.docAlma,
  )
  expect(await night()).toMatchObject({ documents: 1, held: 1 })
  expect([await there(ids.docAlma), await stored()]).toEqual([true, [`${id}.package`]])
  house.setNow('2026-12-02T10:00:00Z')
  expect(await night()).toMatchObject({ documents: 1, held: 0 })
  expect(await stored()).toEqual([])
})

test('what is held, or about somebody under protection, is in no package', async () => {
  await due(ids.docDold, ids.docBo)
  await owner(
    `insert into retention_hold (document_id, cause, reference, placed_by, placed_at, until) values ($1, 'records', 'UBN 1', $1, '2026-11-01', '2027-01-01')`,
    ids.docBo,
  )
  await night()
  const found = await owner('select item_id from archive_item order by item_id')
  expect(found.map(({ item_id }) => item_id)).toEqual([ids.docAlma, ids.docBoth].toSorted())
})

test('a package whose file is lost before it was received is made anew, byte for byte; a half one is cleared away', async () => {
  await night()
  const before = await one()
  await rm(packagePath(media(), before.id))
  expect((await fetched(before.id)).status).toBe(404)
  await night()
  const after = await one()
  expect(after.id).toBe(before.id)
  expect(after.checksum).toEqual(before.checksum)
  expect(sha256((await fetched(after.id)).body)).toBe(before.checksum.toString('hex'))
})

test('the night stopped in the middle of packing: nothing is ready, nothing is gone, and the next night makes it', async () => {
  const stop = new AbortController()
  const { retention } = house.database
  const stopping: typeof retention = {
    ...retention,
    rows: (async (strings: TemplateStringsArray, ...values: never[]) => {
      if (strings.join('').includes('set packed =')) stop.abort(new Error('stopped'))
      return retention.rows(strings, ...values)
    }) as typeof retention.rows,
  }
  await expect(night({ database: stopping, signal: stop.signal })).rejects.toThrow('stopped')
  expect(await one()).toMatchObject({ ready_at: null, items: 2 })
  expect((await stored()).filter((name) => !name.endsWith('.part'))).toEqual([])
  const page = parse((await records.get('/archive')).text)
  expect(page('main progress').attr('max')).toBe('2')
  await night()
  expect(await one()).toMatchObject({ packed: 2, ready_at: expect.any(Date) })
  expect(await stored()).toHaveLength(1)
})

test('the decision becomes to delete: the items go by it, and the package with them', async () => {
  await night()
  await owner(`update retention_rule set fate = 'delete' where kind = 'documentation'`)
  expect(await night()).toMatchObject({ documents: 2 })
  expect(await stored()).toEqual([])
  expect(await one()).toMatchObject({ received_at: null, closed_at: expect.any(Date) })
})

test('the key of the month in which it was packed is not destroyed before the package is', async () => {
  house.setNow('2026-11-24T10:00:00Z')
  await night()
  const { id, key_month } = await one()
  house.setNow('2027-02-01T10:00:00Z')
  await night()
  expect(house.services.keys.destroyedMonths()).not.toContain(key_month)
  records = await house.as('records')
  expect((await fetched(id)).status).toBe(200)
})
