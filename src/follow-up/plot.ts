import { type Area, areas } from '../goals/curricula.ts'

export type Cell = { area: Area; month: string; items: number }

export type Dot = { x: number; y: number; r: number; items: number; inside: boolean }

/** A plot as the view draws it, in units of its own picture: a row of dots for each area, a column for each month. */
export type Plot = {
  width: number
  height: number
  columns: { month: string; x: number }[]
  rows: { area: Area; y: number; labelY: number; line: number; dots: Dot[] }[]
}

const width = 360
const left = 26
const top = 26
const rowHeight = 62
const largest = 18
const smallest = 5
// Inside a dot at least this large there is room for its number.
const roomy = 11

/** The area of a dot follows the number of items; a month without any has no dot, and that is all it says. */
export function plotOf(cells: Cell[], months: string[]): Plot {
  const most = Math.max(1, ...cells.map(({ items }) => items))
  const step = (width - 2 * left) / Math.max(1, months.length - 1)
  const columns = months.map((month, i) => ({ month, x: Math.round(left + i * step) }))
  const rows = areas.map((area, i) => {
    const labelY = top + i * rowHeight + 15
    const y = labelY + 26
    const dots = columns.flatMap(({ month, x }) => {
      const items = cells.find((cell) => cell.area === area && cell.month === month)?.items ?? 0
      if (items === 0) return []
      const r = Math.max(smallest, Math.round(largest * Math.sqrt(items / most) * 10) / 10)
      return [{ x, y, r, items, inside: r >= roomy }]
    })
    return { area, y, labelY, line: labelY + 46, dots }
  })
  return { width, height: top + areas.length * rowHeight + 4, columns, rows }
}
