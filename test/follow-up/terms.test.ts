import { filterFrom, wantedBy } from '../../src/documentation/filter.ts'
import { spanOf, termFrom, termOn, termsOn } from '../../src/follow-up/terms.ts'

test.each([
  ['2026-01-01', '2026-spring'],
  ['2026-07-31', '2026-spring'],
  ['2026-08-01', '2026-autumn'],
  ['2026-12-31', '2026-autumn'],
])('%s is in %s', (day, key) => {
  expect(termOn(day).key).toBe(key)
})

test('the terms of five years are offered, newest first, without gap or overlap', () => {
  const terms = termsOn('2026-11-26')
  expect(terms.map(({ key }) => key).slice(0, 4)).toEqual(['2026-autumn', '2026-spring', '2025-autumn', '2025-spring'])
  expect(terms).toHaveLength(10)
  for (const [i, term] of terms.slice(1).entries()) expect(term.to).toBe(terms[i]!.from)
  expect(terms[0]).toMatchObject({ from: '2026-08-01', to: '2027-01-01' })
  expect(terms[0]!.months).toEqual(['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'])
  expect(terms[1]!.months).toHaveLength(7)
})

test('a family’s “spring” is the staff’s, to the instant', () => {
  const { earliest, until } = wantedBy(filterFrom({ period: '2026-spring' }), new Date())
  expect([earliest, until]).toEqual([new Date('2025-12-31T23:00:00Z'), new Date('2026-07-31T22:00:00Z')])
  expect({ from: earliest, until }).toEqual(spanOf(termOn('2026-05-01')))
})

test.each([undefined, '', '2027-spring', '2016-autumn', ['2026-spring'], '__proto__', '2026-autumn; drop'])(
  'what is no term on offer (%p) is the present one',
  (value) => {
    expect(termFrom(value, '2026-11-26').key).toBe('2026-autumn')
  },
)
