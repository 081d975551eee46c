import { yearsLater } from '../../src/documentation/leaving.ts'
import { swedishDay } from '../../src/web/dates.ts'

// R14, the day that the reader is told: the Swedish one, which is another than UTC's around midnight.
test.each([
  ['2021-05-14T10:00:00Z', '2026-05-14'],
  ['2021-10-30T22:30:00Z', '2026-10-31'],
  ['2024-02-28T23:30:00Z', '2029-02-28'],
  ['2024-02-29T23:30:00Z', '2029-03-01'],
  ['2021-12-31T23:30:00Z', '2027-01-01'],
])('published %s, gone %s', (published, day) => {
  expect(swedishDay(yearsLater(new Date(published), 5))).toBe(day)
})
