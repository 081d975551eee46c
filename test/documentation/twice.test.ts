import { randomUUID } from 'node:crypto'
import { load as parse } from 'cheerio'
import { type Browser, type Fields, type TestApp, testApp } from '../support/app.ts'
import { ids } from '../support/cast.ts'
import { checksum } from '../support/checksum.ts'
import { dot } from '../support/dot.ts'

let house: TestApp
let eva: Browser
beforeAll(async () => {
  house = await testApp()
  eva = await house.as('educator')
})
afterAll(() => house.close())

const form: Fields = {
  ...{ revision: 0, group: ids.myran, audience: 'child', children: ids.alma, title: 'Bron', text: 'Alma byggde.' },
  ...{ alt: 'En bro', action: 'save' },
}
const save = (id: string, more: Fields = {}) => eva.upload(`/staff/documents/${id}`, { ...form, ...more })
const everything = () => checksum(house.database.owner, ['audit_event', 'session', 'consent_shown'])
const count = async (text: string, id: string) =>
  Number((await house.database.owner.query(`select count(*) from ${text}`, [id])).rows[0].count)

test.each([2, 8])('published %i times at the same instant it is published once', async (times) => {
  const id = randomUUID()
  await save(id)
  const publish = () => eva.post(`/staff/documents/${id}/publish`, { revision: 1 })
  const answers = await Promise.all(Array.from({ length: times }, publish))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
  expect(new Set(answers.map(({ headers }) => headers.location))).toEqual(new Set([`/documents/${id}?published`]))
  expect(await count('document_scope where document_id = $1', id)).toBe(1)
  expect(await count("audit_event where event = 'documentation.published' and object_id = $1", id)).toBe(1)
  expect((await publish()).status).toBe(303)
  expect(await count('document_scope where document_id = $1', id)).toBe(1)
})

test('a new draft sent twice at the same instant is one draft, with what was written once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = randomUUID()
    const answers = await Promise.all([save(id), save(id)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await count('document where id = $1', id)).toBe(1)
    const page = parse((await eva.get(`/staff/documents/${id}`)).text)
    expect(page('textarea[name=text]').val()).toBe('Alma byggde.')
  }
})

test('a new draft sent twice with its picture: whoever was second sees what they wrote, and every picture that stands opens', async () => {
  const picture = [{ name: 'a.webp', body: (await dot()).large }]
  // From the same instant to one after the other, so that the second meets the first at every step of the way.
  for (let apart = 0; apart < 160; apart += 8) {
    const id = randomUUID()
    const answers = await Promise.all(
      [0, apart].map(async (wait) => {
        await new Promise((resolve) => setTimeout(resolve, wait))
        return eva.upload(`/staff/documents/${id}`, form, picture)
      }),
    )
    for (const { status, text } of answers)
      if (status !== 303) expect([status, text]).toEqual([409, expect.stringContaining('Alma byggde.')])
    const { rows } = await house.database.owner.query('select id from media where document_id = $1', [id])
    expect(rows).toHaveLength(answers.filter(({ status }) => status === 303).length)
    for (const row of rows) expect((await eva.get(`/media/${row.id}/small`)).status).toBe(200)
  }
})

describe('somebody else’s id in a field is not there, and nothing changes', () => {
  const wrong: [string, Fields][] = [
    ['a group of another unit', { group: ids.kotten }],
    ['a group that is none', { group: randomUUID() }],
    ['a child of another unit', { children: ids.cia }],
    ['a child of another unit among own ones', { children: [ids.alma, ids.cia] }],
    ['a child that was in the group once, and a grown-up', { children: ids.guardian }],
    ['a child that is none', { children: randomUUID() }],
  ]

  test.each(wrong)('%s', async (_what, fields) => {
    const before = await everything()
    for (const id of [randomUUID(), ids.draft]) {
      const revision = id === ids.draft ? 1 : 0
      expect((await save(id, { ...fields, revision })).status).toBe(404)
    }
    expect(await everything()).toEqual(before)
  })

  test('another’s draft, an item already published, another’s item: saved, published, discarded, reviewed', async () => {
    const before = await everything()
    for (const id of [ids.draft2, ids.docAlma, ids.docCia, randomUUID()]) {
      if (id !== ids.docAlma) {
        expect([id, (await eva.post(`/staff/documents/${id}/publish`, { revision: 1 })).status]).toEqual([id, 404])
      }
      expect((await eva.post(`/staff/documents/${id}/discard`)).status).toBe(404)
      expect((await eva.get(`/staff/documents/${id}/review`)).status).toBe(404)
    }
    for (const id of [ids.draft2, ids.docCia, ids.docAlma]) expect((await save(id)).status).toBe(404)
    expect(await everything()).toEqual(before)
  })

  test('another item’s picture to remove or to describe: left as it is', async () => {
    const id = randomUUID()
    await eva.upload(`/staff/documents/${id}`, form, [{ name: 'a.webp', body: (await dot()).large }])
    const { rows } = await house.database.owner.query('select id, sealed_alt, discarded_at from media order by id')
    const others = rows.map((row) => row.id)
    const mine = (await house.database.owner.query('select id from media where document_id = $1', [id])).rows[0].id
    const alts = Object.fromEntries(others.filter((other) => other !== mine).map((other) => [`alt.${other}`, 'Ändrad']))
    await save(id, { ...alts, revision: 1, remove: others.filter((other) => other !== mine).slice(0, 10) })
    const after = await house.database.owner.query('select id, sealed_alt, discarded_at from media order by id')
    expect(after.rows).toEqual(rows)
  })
})

test('another’s child in the guardian’s own forms: 404, nothing changed', async () => {
  const anna = await house.as('guardian')
  const before = await everything()
  for (const other of [ids.bo, ids.cia, ids.dold, ids.guardian2, randomUUID()]) {
    const details = { phone: '', email: '', street: '', postalCode: '', city: '' }
    const show = [`${ids.alma}:${ids.myran}:name`, `${other}:${ids.myran}:phone`]
    expect((await anna.post('/settings/contact-details', { ...details, show })).status).toBe(404)
    expect((await anna.post(`/children/${other}/consent`, { withdraw: 'all' })).status).toBe(404)
    expect((await anna.post(`/children/${other}/consent`, { 'photo.pupil': 'yes', text: 'x' })).status).toBe(404)
  }
  expect(await everything()).toEqual(before)
})

test('a consent text that is not the one in force is asked again, and nothing is stored', async () => {
  const anna = await house.as('guardian')
  const before = await everything()
  for (const text of [randomUUID(), 'sv-0', '', '__proto__', "' or true"]) {
    const answer = await anna.post(`/children/${ids.alma}/consent`, { 'photo.pupil': 'yes', text })
    expect(answer.status).toBe(422)
  }
  expect(await everything()).toEqual(before)
})
