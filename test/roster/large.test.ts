import { type TestApp, testApp } from '../support/app.ts'
import { bring } from './house.ts'
import { largeRegister } from './large.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp({ from: 'empty' })
})
afterAll(() => house.close())

// The whole measure stands in bench/roster.ts; this one sees that nothing grows out of proportion.
test('two thousand children, and again, and the day after with some gone', async () => {
  const small = await testApp({ from: 'empty' })
  const start = performance.now()
  expect((await bring(small, await largeRegister(200))).outcome).toBe('done')
  const tenth = performance.now() - start
  await small.close()
  const folder = await largeRegister(2_000)
  const plans = await plansKept(house)
  expect(await plans()).not.toMatch(/Index/)
  const began = performance.now()
  const first = await bring(house, folder)
  expect([first.outcome, first.records]).toEqual(['done', 1 + 10 + 100 + 6_300 + 2_000 + 300])
  expect(first.counts).toEqual({
    'custody-gained': 4_000,
    'placement-gained': 2_000,
    'duty-gained': 300,
    'person-new': 6_300,
  })
  expect(await plans()).not.toMatch(/Seq Scan/)
  // A busy machine is busy for both.
  expect(performance.now() - began).toBeLessThan(Math.max(60_000, 20 * tenth))
  expect((await bring(house, folder)).outcome).toBe('unchanged')
  const less = await bring(house, await largeRegister(2_000, [], 50))
  expect([less.outcome, less.counts]).toEqual(['done', { 'placement-lost': 40 }])
})

/** How a connection that planned its questions while nobody was there would answer them now. */
async function plansKept({ database: { owner } }: TestApp): Promise<() => Promise<string>> {
  const none = '00000000-0000-4000-8000-000000000000'
  const kept = { person: 'id', placement: 'child_id', guardianship: 'guardian_id' }
  await owner.query('set plan_cache_mode = force_generic_plan')
  for (const [table, column] of Object.entries(kept)) {
    await owner.query(`analyze ${table}`)
    await owner.query(`prepare ${table}_of (uuid) as select * from ${table} where ${column} = $1`)
    await owner.query(`execute ${table}_of ('${none}')`)
  }
  return async () => {
    const lines: string[] = []
    for (const table of Object.keys(kept)) {
      const { rows } = await owner.query(`explain execute ${table}_of ('${none}')`)
      lines.push(...rows.map((row) => row['QUERY PLAN']))
    }
    return lines.join('\n')
  }
}
