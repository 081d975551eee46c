import { filesOf, type House, type Kept, retentionHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(() => house.clean())
afterAll(() => house.close())

const ask = (text: string, ...values: unknown[]) => house.database.owner.query(text, values)

/** Corrected at an instant, as access.correct does it: what stood there is kept by the trigger. */
const correct = ({ id }: Kept, at: string) =>
  ask(
    `update document set sealed_content = $2::bytea, revision = revision + 1, corrected_at = $3, corrected_by = author_id where id = $1`,
    id,
    `of ${at}`,
    at,
  )

test('R14: an item goes five years after it was first published, however late it was corrected, with every version', async () => {
  const [due, stays] = (await house.keep([
    { publishedAt: '2021-11-24T10:00:00Z', pictures: 1 },
    { publishedAt: '2021-11-25T10:00:00Z', pictures: 1 },
  ])) as [Kept, Kept]
  for (const item of [due, stays]) {
    await correct(item, '2022-01-01T10:00:00Z')
    await correct(item, '2026-11-23T10:00:00Z')
  }
  expect(await house.count('document_version')).toBe(4)
  expect(await house.run('2026-11-24T09:59:59Z')).toMatchObject({ documents: 0 })
  expect(await house.run('2026-11-24T10:00:00Z')).toMatchObject({ documents: 1 })
  expect(await house.count('document_version where document_id = $1', due.id)).toBe(0)
  expect(await house.count('document_version where document_id = $1', stays.id)).toBe(2)
  expect(await house.files()).toEqual(filesOf(stays))
})

test('R14: what was taken back goes on the day it would have gone, with why', async () => {
  const [item] = (await house.keep([{ publishedAt: '2021-11-24T10:00:00Z', pictures: 2 }])) as [Kept]
  await ask(
    `insert into document_recall (document_id, recalled_at, recalled_by, children, sealed_reason)
     select id, '2026-11-20', author_id, '{}', 'x' from document where id = $1`,
    item.id,
  )
  await ask('delete from document_scope where document_id = $1', item.id)
  expect(await house.run('2026-11-24T09:59:59Z')).toMatchObject({ documents: 0 })
  expect(await house.files()).toEqual(filesOf(item))
  expect(await house.run('2026-11-24T10:00:00Z')).toMatchObject({ documents: 1, files: filesOf(item).length })
  expect([await house.count('document_recall'), await house.files()]).toEqual([0, []])
})

test('a picture that a correction took out stays sealed until its item goes; one taken out of a draft goes the next night', async () => {
  const [item, draft] = (await house.keep([
    { publishedAt: '2021-11-24T10:00:00Z', pictures: 2 },
    { publishedAt: null, pictures: 1 },
  ])) as [Kept, Kept]
  const out = item.pictures[0]
  await ask(`update media set discarded_at = '2022-01-01' where id = any ($1::uuid[])`, [out, draft.pictures[0]])
  // Before it went out, in the same item, is as in a draft.
  await ask(`update media set discarded_at = '2021-11-24T09:00:00Z' where id = $1`, item.pictures[1])
  const now = '2023-01-01T10:00:00Z'
  expect(await house.run(now, { dryRun: true })).toMatchObject({ files: 2 })
  await house.run(now)
  expect(await house.files()).toEqual(filesOf({ id: item.id, pictures: [out!] }))
  // Nobody's it is not: the sweep of what no row owns leaves it.
  expect(await house.run(now, { clock: () => new Date('2023-02-01T10:00:00Z') })).toMatchObject({ orphans: 0 })
  expect(await house.files()).toEqual(filesOf({ id: item.id, pictures: [out!] }))
  expect(await house.run('2026-11-24T10:00:00Z')).toMatchObject({ documents: 1 })
  expect(await house.files()).toEqual([])
})

test('R14: the month’s key goes when nothing is sealed with it, and no version is', async () => {
  const [month] = house.keys.names().flatMap((name) => (name.startsWith('month-') ? [name.slice(6)] : []))
  const year = Number(month!.slice(0, 4))
  const published = `${year - 5}-${month!.slice(5)}-10T10:00:00Z`
  const [item] = (await house.keep([{ publishedAt: published, keyMonth: month! }])) as [Kept]
  await correct(item, `${year}-01-01T10:00:00Z`)
  const later = `${year + 1}-12-01T10:00:00Z`
  const result = await house.run(later, { clock: () => new Date(later) })
  expect(result.documents).toBe(1)
  expect(result.keysDestroyed).toContain(month)
  expect(await house.count('document_version')).toBe(0)
})
