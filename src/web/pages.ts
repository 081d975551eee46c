/** How often in a row a browser is sent on where there was nothing to show: none follows more than sixteen redirects. */
export const mostStretches = 15

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
