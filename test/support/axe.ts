import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong on the page as it stands. The page's policy forbids foreign scripts: the browser itself puts axe in. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  // What passes is not written down node by node: that takes twice as long as finding what does not.
  const results = (await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run: (o: object) => Promise<AxeResults> } }).axe.run(options),
    { runOnly: tags, resultTypes: ['violations'] },
  )) as AxeResults
  return results.violations.map(
    (found) => `${found.id}: ${found.help} (${found.nodes.map((node) => node.html.slice(0, 160)).join(' | ')})`,
  )
}
