import fc from 'fast-check'
import cron from 'node-cron'
import { nextNight, nightlyPattern, slotOf } from '../../src/jobs/nights.ts'

test.each([
  ['2026-11-23T02:29:59Z', '2026-11-22', '2026-11-23T02:30:00.000Z'],
  ['2026-11-23T02:30:00Z', '2026-11-23', '2026-11-24T02:30:00.000Z'],
  ['2026-07-01T01:29:59Z', '2026-06-30', '2026-07-01T01:30:00.000Z'],
  ['2026-07-01T01:30:00Z', '2026-07-01', '2026-07-02T01:30:00.000Z'],
  // The nights when the clocks change.
  ['2027-03-27T12:00:00Z', '2027-03-27', '2027-03-28T01:30:00.000Z'],
  ['2026-10-24T12:00:00Z', '2026-10-24', '2026-10-25T02:30:00.000Z'],
  ['2026-12-31T23:30:00Z', '2026-12-31', '2027-01-01T02:30:00.000Z'],
])('%s belongs to the night of %s, the next begins %s', (now, slot, next) => {
  expect(slotOf(new Date(now))).toBe(slot)
  expect(nextNight(new Date(now)).toISOString()).toBe(next)
})

test('the next night is never more than 25 hours away, and begins a new one', () => {
  const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(instant, (now) => {
      const next = nextNight(now)
      const ahead = next.getTime() - now.getTime()
      expect(ahead > 0 && ahead <= 25 * 3_600_000).toBe(true)
      expect(slotOf(new Date(next.getTime() - 1))).toBe(slotOf(now))
      expect(slotOf(next) > slotOf(now)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('a tick every ten minutes over a clock change sees each night begin once, at 03:30', () => {
  for (const day of ['2027-03-28', '2026-10-25']) {
    const from = Date.parse(`${day}T00:00:00Z`) - 86_400_000
    const ticks = Array.from({ length: 3 * 144 }, (_, index) => new Date(from + index * 600_000))
    const begins = ticks.filter((tick, index) => index > 0 && slotOf(tick) !== slotOf(ticks[index - 1]!))
    const times = begins.map((at) =>
      at.toLocaleTimeString('sv-SE', { timeZone: 'Europe/Stockholm', timeStyle: 'short' }),
    )
    expect(times).toEqual(['03:30', '03:30', '03:30'])
  }
})

test('the clock’s own tick comes at the same instants', () => {
  const task = cron.createTask(nightlyPattern, () => {}, { timezone: 'Europe/Stockholm' })
  let at = new Date()
  for (const run of task.getNextRuns(400)) {
    expect(run.getTime()).toBe(nextNight(at).getTime())
    at = run
  }
  task.destroy()
})
