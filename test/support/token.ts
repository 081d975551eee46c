/** The token of the first form on a page; empty where there is none. */
export function tokenIn(html: string): string {
  return /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? ''
}
