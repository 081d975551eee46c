import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { createApp } from '../src/app.ts'
import { open } from '../src/boot.ts'
import { readConfig } from '../src/config.ts'
import type { Store } from './ground.ts'
import { portalEnvironment } from './processes.ts'
import { type PageName, type Pages, pageNames } from './readers.ts'

export type Statements = { all: number; withoutTransaction: number }

/** How many statements one page costs, begin and commit among them; and that every page is whole. */
export async function countStatements(store: Store, pages: Pages): Promise<Record<PageName, Statements>> {
  const house = await open(readConfig(portalEnvironment(store, 0)))
  const server = createServer(createApp(house.services)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sent: string[] = []
  const query = pg.Client.prototype.query as (...given: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given
    sent.push(typeof first === 'string' ? first : (first as { text: string }).text)
    return query.apply(this, given)
  } as never
  try {
    const counts = {} as Record<PageName, Statements>
    for (const name of pageNames) {
      const hit = pages[name][0]!
      sent.length = 0
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${hit.path}`, {
        headers: { cookie: hit.cookie, 'x-forwarded-proto': 'https' },
        redirect: 'manual',
      })
      requireWhole(name, answer.status, await answer.text())
      counts[name] = {
        all: sent.length,
        withoutTransaction: sent.filter((text) => !/^(begin|commit)/i.test(text)).length,
      }
    }
    return counts
  } finally {
    pg.Client.prototype.query = query as never
    server.closeAllConnections()
    server.close()
    await house.close()
  }
}

// A page that shows nothing is fast: twenty cards, a group's families, three cards a child, an article.
const whole: Record<PageName, [mark: RegExp, least: number]> = {
  timeline: [/<li class="card[ "]/g, 20],
  contacts: [/<li class="family[ "]/g, 10],
  start: [/<li class="card[ "]/g, 3],
  item: [/<article/g, 1],
}

function requireWhole(name: PageName, status: number, html: string): void {
  const [mark, least] = whole[name]
  const found = html.match(mark)?.length ?? 0
  if (status !== 200 || found < least) throw new Error(`${name} answered ${status} with ${found} of ${least}`)
}
