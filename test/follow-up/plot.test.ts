import fc from 'fast-check'
import { plotOf } from '../../src/follow-up/plot.ts'
import { termOn } from '../../src/follow-up/terms.ts'
import { areas } from '../../src/goals/curricula.ts'

const { months } = termOn('2026-11-26')
const cells = fc.uniqueArray(
  fc.record({
    area: fc.constantFrom(...areas),
    month: fc.constantFrom(...months),
    items: fc.integer({ min: 1, max: 5000 }),
  }),
  { selector: ({ area, month }) => `${area} ${month}` },
)

test('every number is one dot in its own row and column, within the picture, and a larger number is never a smaller dot', () => {
  fc.assert(
    fc.property(cells, (given) => {
      const plot = plotOf(given, months)
      const dots = plot.rows.flatMap((row) => row.dots.map((dot) => ({ ...dot, area: row.area })))
      expect(dots).toHaveLength(given.length)
      for (const { area, month, items } of given) {
        const { x } = plot.columns.find((column) => column.month === month)!
        expect(dots.filter((dot) => dot.area === area && dot.x === x)).toMatchObject([{ items }])
      }
      for (const dot of dots) {
        expect(dot.x - dot.r).toBeGreaterThanOrEqual(0)
        expect(dot.x + dot.r).toBeLessThanOrEqual(plot.width)
        expect(dot.y + dot.r).toBeLessThan(plot.height)
        for (const other of dots) if (other.items > dot.items) expect(other.r).toBeGreaterThanOrEqual(dot.r)
      }
    }),
  )
})
