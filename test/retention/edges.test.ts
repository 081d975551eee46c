import fc from 'fast-check'
import { type House, retentionHouse } from './house.ts'
import { dueAt } from './oracle.ts'

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
afterAll(() => house.close())

// R14 and decision 7: five calendar years by the clock in Sweden.
const edges: [what: string, published: string, due: string][] = [
  ['an ordinary day in summer', '2021-05-14T10:00:00Z', '2026-05-14T10:00:00Z'],
  ['an ordinary day in winter', '2021-12-03T08:15:30Z', '2026-12-03T08:15:30Z'],
  ['29 February, due on the 28th', '2024-02-29T12:00:00Z', '2029-02-28T12:00:00Z'],
  ['28 February of a leap year', '2024-02-28T12:00:00Z', '2029-02-28T12:00:00Z'],
  ['the last second of 29 February in Sweden', '2024-02-29T22:59:59Z', '2029-02-28T22:59:59Z'],
  ['the first second of 1 March in Sweden', '2024-02-29T23:00:00Z', '2029-02-28T23:00:00Z'],
  ['midnight in Sweden, in winter', '2021-12-31T23:00:00Z', '2026-12-31T23:00:00Z'],
  ['the second before midnight in Sweden, in summer', '2022-06-30T21:59:59Z', '2027-06-30T21:59:59Z'],
  ['summer time then, winter time when due', '2021-03-28T10:00:00Z', '2026-03-28T11:00:00Z'],
  ['winter time then, summer time when due', '2020-03-28T11:00:00Z', '2025-03-28T11:00:00Z'],
  ['due in the hour that the spring takes away', '2022-03-28T00:30:00Z', '2027-03-28T01:30:00Z'],
  ['due in the hour that comes twice: the later', '2021-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
  ['published in the first of the hours that come twice', '2021-10-31T00:30:00Z', '2026-10-31T01:30:00Z'],
  ['published in the second of the hours that come twice', '2021-10-31T01:30:00Z', '2026-10-31T01:30:00Z'],
]

test.each(edges)('R14 %s: kept a second before five years, gone a second after', async (_what, published, due) => {
  await house.clean()
  await house.keep([{ publishedAt: published }])
  const at = Date.parse(due)
  expect((await house.run(new Date(at - 1000))).documents).toBe(0)
  expect(await house.documents()).toHaveLength(1)
  expect((await house.run(new Date(at + 1000))).documents).toBe(1)
  expect(await house.documents()).toHaveLength(0)
})

test('R14 five years to the millisecond: then it is due', async () => {
  await house.clean()
  await house.keep([{ publishedAt: '2021-05-14T10:00:00.001Z' }])
  expect((await house.run('2026-05-14T10:00:00.000Z')).documents).toBe(0)
  expect((await house.run('2026-05-14T10:00:00.001Z')).documents).toBe(1)
})

test('R14 what is not published has no such day: a draft stays', async () => {
  await house.clean()
  await house.keep([{ publishedAt: null, savedAt: '2039-12-01' }])
  expect((await house.run('2040-01-01T00:00:00Z')).documents).toBe(0)
  expect(await house.documents()).toHaveLength(1)
})

test('R14 any day and any number of years: Postgres and an independent reckoning agree', async () => {
  const instant = fc.date({ min: new Date('1996-01-01'), max: new Date('2080-01-01'), noInvalidDate: true })
  const aroundChanges = fc
    .tuple(fc.integer({ min: 1997, max: 2079 }), fc.constantFrom(2, 9), fc.integer({ min: -7200, max: 7200 }))
    .map(([year, month, seconds]) => new Date(lastSunday(year, month) + seconds * 1000))
  const leapDays = fc
    .tuple(fc.integer({ min: 500, max: 519 }), fc.integer({ min: 0, max: 90_000 }))
    .map(([leap, seconds]) => new Date(Date.UTC(leap * 4, 1, 28, 23) + seconds * 1000))
  const published = fc.oneof(instant, aroundChanges, leapDays)
  let tried = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(published, { minLength: 900, maxLength: 1000 }),
      fc.integer({ min: 1, max: 20 }),
      async (all, years) => {
        tried += all.length
        const { rows } = await house.database.owner.query<{ due: Date; candidate: boolean }>(
          `select access.due_at(p, $2) as due, p < access.due_horizon(access.due_at(p, $2), $2) as candidate
         from unnest($1::timestamptz[]) with ordinality as t(p, n) order by n`,
          [all, years],
        )
        const said = (due: (at: Date, index: number) => Date) =>
          all.map((at, index) => `${at.toISOString()} ${due(at, index).toISOString()}`)
        expect(said((_, index) => rows[index]!.due)).toEqual(said((at) => dueAt(at, years)))
        // What is due is always among what the index finds.
        expect(rows.filter(({ candidate }) => !candidate)).toEqual([])
      },
    ),
    { numRuns: 12 },
  )
  expect(tried).toBeGreaterThanOrEqual(10_000)
})

// The clocks change at 01:00 UTC on the last Sunday of March and October.
function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1))
  return last.getTime() - last.getUTCDay() * 86_400_000
}
