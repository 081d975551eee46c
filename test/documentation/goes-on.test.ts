import { type House, retentionHouse } from '../retention/house.ts'

/** R14, when something leaves as its readers are told: by the rules there are, those to come among them. */
let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
afterAll(() => house.close())
beforeEach(() => house.clean())

const told = async (published: string, today = '2026-11-23'): Promise<string | undefined> => {
  const { rows } = await house.database.owner.query<{ day: string }>(
    `select (leaves at time zone 'Europe/Stockholm')::date as day from access.leaves($1, $2)`,
    [published, today],
  )
  return rows[0]?.day
}
const until = (day: string) =>
  house.database.owner.query(
    `update retention_rule set valid = daterange('2021-01-01', $1) where kind = 'documentation'`,
    [day],
  )

// The Swedish day, which is another than UTC's around midnight.
test.each([
  ['2021-05-14T10:00:00Z', '2026-05-14'],
  ['2021-10-30T22:30:00Z', '2026-10-31'],
  ['2024-02-28T23:30:00Z', '2029-02-28'],
  ['2024-02-29T23:30:00Z', '2029-03-01'],
  ['2021-12-31T23:30:00Z', '2027-01-01'],
])('published %s, gone %s', async (published, day) => {
  expect(await told(published)).toBe(day)
})

test('a rule to come that keeps for less: what it reaches goes on its first day, the rest by its years', async () => {
  await until('2027-02-01')
  await house.rule(3, '[2027-02-01,)')
  expect(await told('2021-12-23T10:00:00Z')).toBe('2026-12-23')
  expect(await told('2022-06-01T10:00:00Z')).toBe('2027-02-01')
  expect(await told('2025-06-01T10:00:00Z')).toBe('2028-06-01')
})

test('one that keeps for longer holds for what is still here when it begins', async () => {
  await until('2027-02-01')
  await house.rule(7, '[2027-02-01,)')
  expect(await told('2022-01-15T10:00:00Z')).toBe('2027-01-15')
  expect(await told('2022-06-01T10:00:00Z')).toBe('2029-06-01')
})

test('decision 7: where no rule reaches it, nothing is said to go', async () => {
  await until('2026-11-23')
  expect(await told('2022-01-15T10:00:00Z')).toBeUndefined()
  await until('2026-12-31')
  expect(await told('2022-01-15T10:00:00Z')).toBeUndefined()
  expect(await told('2021-12-24T10:00:00Z')).toBe('2026-12-24')
})
