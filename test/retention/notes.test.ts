import { randomUUID } from 'node:crypto'
import { idOf } from '../../seeds/random.ts'
import { type House, retentionHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(() => house.clean())
afterAll(() => house.close())

const [unit, author] = ['unit', 'author'].map((name) => idOf(`retention ${name}`))

/** A note begun at an instant, with a version from each of the instants. */
async function note(begun: string, written = [begun], keyMonth = '2032-01'): Promise<string> {
  const id = randomUUID()
  const { owner } = house.database
  await owner.query("insert into follow_up_note values ($1, $2, null, '2021-autumn', $3, $4, '')", [
    ...[id, unit, begun, keyMonth],
  ])
  for (const [i, at] of written.entries())
    await owner.query("insert into follow_up_version values ($1, $2, $3, $4, '')", [id, i + 1, author, at])
  return id
}
const notes = async () =>
  (await house.database.owner.query('select id from follow_up_note order by id')).rows.map((row) => row.id)

test('R14: an analysis goes five calendar years after its first version, with every version, on Swedish time', async () => {
  const due = await note('2021-11-24T22:59:59Z', ['2021-11-24T22:59:59Z', '2026-11-01T10:00:00Z'])
  const stays = await note('2021-11-25T10:00:00Z')
  const leap = await note('2024-02-29T10:00:00Z')
  expect(await house.run('2026-11-24T22:59:58Z')).toMatchObject({ notes: 0 })
  expect(await house.run('2026-11-24T23:00:00Z', { dryRun: true })).toMatchObject({ notes: 1 })
  expect(await notes()).toEqual([due, stays, leap].sort())
  expect(await house.run('2026-11-24T23:00:00Z')).toMatchObject({ outcome: 'done', notes: 1 })
  expect(await notes()).toEqual([stays, leap].sort())
  expect(await house.count('follow_up_version where note_id = $1', due)).toBe(0)
  expect(await house.count("audit_event where event = 'follow-up.disposed' and object_id = $1", due)).toBe(1)
  expect(await house.run('2029-02-28T09:59:59Z')).toMatchObject({ notes: 1 })
  expect(await house.run('2029-02-28T10:00:00Z')).toMatchObject({ notes: 1 })
  expect(await notes()).toEqual([])
})

test('without a rule none goes, and many go in many statements', async () => {
  for (let i = 0; i < 7; i += 1) await note('2021-01-01T10:00:00Z')
  await house.database.owner.query('truncate retention_rule')
  expect(await house.run('2026-11-24T10:00:00Z')).toMatchObject({ outcome: 'no-rule', notes: 0 })
  expect(await notes()).toHaveLength(7)
  await house.rule(5, '[2021-01-01,)')
  expect(await house.run('2026-11-24T10:00:00Z', { batch: 3 })).toMatchObject({ notes: 7 })
})

test('a month’s key stays while an analysis is sealed with it', async () => {
  const [month] = house.keys.names().flatMap((name) => (name.startsWith('month-') ? [name.slice(6)] : []))
  const id = await note('2025-01-01T10:00:00Z', undefined, month)
  const later = `${Number(month!.slice(0, 4)) + 1}-12-01T10:00:00Z`
  await house.database.owner.query('update retention_rule set years = 50')
  expect((await house.run(later, { clock: () => new Date(later) })).keysDestroyed).not.toContain(month)
  await house.database.owner.query('delete from follow_up_note where id = $1', [id])
  expect((await house.run(later, { clock: () => new Date(later) })).keysDestroyed).toContain(month)
})
