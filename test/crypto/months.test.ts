import fc from 'fast-check'
import { addMonths, isMonth, monthsBetween, stockholmMonth } from '../../src/crypto/months.ts'

test('the month turns at midnight in Stockholm, winter and summer', () => {
  expect(stockholmMonth(new Date('2026-11-30T22:59:59Z'))).toBe('2026-11')
  expect(stockholmMonth(new Date('2026-11-30T23:00:00Z'))).toBe('2026-12')
  expect(stockholmMonth(new Date('2026-06-30T21:59:59Z'))).toBe('2026-06')
  expect(stockholmMonth(new Date('2026-06-30T22:00:00Z'))).toBe('2026-07')
})

test('63 months on from November 2026 is February 2032', () => {
  expect(addMonths('2026-11', 63)).toBe('2032-02')
  expect(addMonths('2026-01', -1)).toBe('2025-12')
  expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
  expect(monthsBetween('2026-11', '2026-10')).toEqual([])
})

test('months forth and back end where they began', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1900, max: 2900 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(2000),
      (year, month, by) => {
        const text = `${year}-${String(month).padStart(2, '0')}`
        expect(addMonths(addMonths(text, by), -by)).toBe(text)
        expect(isMonth(addMonths(text, by))).toBe(true)
      },
    ),
  )
})
