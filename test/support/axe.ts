import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong on the page as it stands. The page's policy forbids foreign scripts: the browser itself puts axe in. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  // What passes is not written down node by node: that takes twice as long as finding what does not. The rest stays there.
  return page.evaluate(
    async (options) => {
      const { axe } = globalThis as unknown as { axe: { run: (o: object) => Promise<AxeResults> } }
      const { violations: found } = await axe.run(options)
      return found.map(
        ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.html.slice(0, 160)).join(' | ')})`,
      )
    },
    { runOnly: tags, resultTypes: ['violations'] },
  )
}
