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
  const began = performance.now()
  const first = await bring(house, folder)
  expect([first.outcome, first.records]).toEqual(['done', 1 + 10 + 100 + 6_300 + 2_000 + 300])
  expect(first.counts).toEqual({
    'custody-gained': 4_000,
    'placement-gained': 2_000,
    'duty-gained': 300,
    'person-new': 6_300,
  })
  // A busy machine is busy for both.
  expect(performance.now() - began).toBeLessThan(Math.max(60_000, 20 * tenth))
  expect((await bring(house, folder)).outcome).toBe('unchanged')
  const less = await bring(house, await largeRegister(2_000, [], 50))
  expect([less.outcome, less.counts]).toEqual(['done', { 'placement-lost': 40 }])
})
