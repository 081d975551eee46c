// No browser follows more than sixteen redirects in a row.
const mostStretches = 15

/**
 * From where a large log is looked through further, when a stretch of it held nothing to show: its one row says where, and
 * has no event. Null where there is something to show, or the browser has been sent on too often.
 */
export function onwardsFrom(rows: readonly { id: number; event: string | null }[], stretch: number): number | null {
  return stretch < mostStretches && rows.length === 1 && rows[0]!.event === null ? rows[0]!.id : null
}

export type Pages = { current: number; last: number; previous: string | null; next: string | null }

/** Where one stands among the pages of a list, and the addresses of those beside. */
export function pagesOf(current: number, total: number, length: number, address: (page: number) => string): Pages {
  const last = Math.max(1, Math.ceil(total / length))
  return {
    current,
    last,
    previous: current > 1 ? address(current - 1) : null,
    next: current < last ? address(current + 1) : null,
  }
}
