import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { load as parse } from 'cheerio'
import { pieceBytes } from '../../src/media/limits.ts'
import { runRetention } from '../../src/retention/run.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { castNow, ids } from '../support/cast.ts'
import { type Sender, sender } from './sender.ts'

let house: TestApp
let eva: Sender
beforeEach(async () => {
  house = await testApp()
  eva = await sender(house, 'educator')
})
afterEach(() => house.close())

const print = 'ab'.repeat(32)
const size = pieceBytes + 10
const name = 'Alma på stranden.mov'
const announce = (draft: string, fields: Record<string, string> = {}) =>
  eva.post(`/staff/documents/${draft}/media`, { size: String(size), group: ids.myran, print, name, ...fields })

test('the same file goes on in its place, another one gets its own', async () => {
  const draft = randomUUID()
  const first = await announce(draft)
  expect(first.status).toBe(201)
  await eva.piece(first.json.id!, 0, Buffer.alloc(pieceBytes))
  const again = await announce(draft)
  expect([again.status, again.json.id]).toEqual([200, first.json.id])
  for (const fields of [{ size: String(size + 1) }, { print: 'cd'.repeat(32) }, { print: '' }, { print: 'odd' }]) {
    const other = await announce(draft, fields)
    expect([other.status, other.json.id === first.json.id]).toEqual([201, false])
  }
  // In another draft it is another: the print is keyed by the item.
  expect((await announce(randomUUID())).status).toBe(201)
})

test('the draft says which file it was and how far it came, and may be left without it', async () => {
  const draft = randomUUID()
  const { json } = await announce(draft)
  await eva.piece(json.id!, 0, Buffer.alloc(pieceBytes))
  for (const path of [`/staff/documents/${draft}`, `/staff/documents/${draft}/media`]) {
    const page = parse(await (await eva.get(path)).text())
    const said = page('[data-medium]').text()
    expect(said).toContain(name)
    expect(said).toContain('50 procent av 4 MB')
    expect(page('[data-medium] input[type=text], [data-medium] textarea').length).toBe(0)
    expect(page('[data-medium] input[name=remove]').val()).toBe(json.id)
  }
})

test('R9: neither the name nor what it is known by stands in the clear, and names of any kind are taken', async () => {
  const odd = `${'😀'.repeat(300)}\u202e\u0000.jpg`
  expect((await announce(randomUUID(), { name: odd })).status).toBe(201)
  const { rows } = await house.database.owner.query(
    `select coalesce(string_agg(encode(sealed_name, 'escape') || encode(sent_print, 'hex'), ''), '') as kept from media`,
  )
  expect(rows[0].kept.length).toBeGreaterThan(100)
  expect(rows[0].kept).not.toMatch(/Alma|stranden|\.mov/)
  expect(rows[0].kept).not.toContain(print)
})

test('R3: nobody else goes on with it', async () => {
  const draft = randomUUID()
  const { json } = await announce(draft)
  const other = await sender(house, 'educator2')
  const theirs = await other.post(`/staff/documents/${draft}/media`, {
    size: String(size),
    group: ids.kotten,
    print,
    name,
  })
  expect(theirs.status).toBe(404)
  expect((await other.get(`/staff/media/${json.id}`)).status).toBe(404)
})

test('what nobody goes on with is gone after two days, pieces and all', async () => {
  const { json } = await announce(randomUUID())
  await eva.piece(json.id!, 0, Buffer.alloc(pieceBytes))
  const { keys, config, log } = house.services
  const later = new Date(castNow.getTime() + 3 * 86_400_000)
  await runRetention({
    database: house.database.retention,
    keys,
    mediaDirectory: config.mediaDirectory,
    now: later,
    log,
  })
  expect((await house.database.owner.query('select from media where id = $1', [json.id])).rowCount).toBe(0)
  const shard = await readdir(join(config.mediaDirectory, json.id!.slice(0, 2)))
  expect(shard.filter((each) => each.startsWith(json.id!))).toEqual([])
})
