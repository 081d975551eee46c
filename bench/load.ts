import autocannon from 'autocannon'
import type { Hit } from './readers.ts'

export type Order = { urls: string[]; hits: Hit[]; connections: number; seconds: number }
export type Load = { requests: number; perSecond: number; p50: number; p99: number; failed: number }

/** The load generator, a process of its own: takes orders, answers with figures. */
process.on('message', (order: Order) => {
  run(order).then(
    (load) => process.send!({ load }),
    (error) => process.send!({ error: String(error) }),
  )
})

// Where there are several processes they share the connections, as behind a proxy.
async function run({ urls, connections, ...order }: Order): Promise<Load> {
  const all = await Promise.all(urls.map((url) => runAt(url, { ...order, connections: connections / urls.length })))
  const sum = (of: (load: Load) => number) => all.reduce((total, load) => total + of(load), 0)
  return {
    requests: sum((load) => load.requests),
    perSecond: sum((load) => load.perSecond),
    p50: Math.max(...all.map((load) => load.p50)),
    p99: Math.max(...all.map((load) => load.p99)),
    failed: sum((load) => load.failed),
  }
}

async function runAt(url: string, { hits, connections, seconds }: Omit<Order, 'urls'>): Promise<Load> {
  const requests = hits.map(({ path, cookie }) => ({
    method: 'GET' as const,
    path,
    // As a proxy that has taken care of https hands it over.
    headers: { cookie, 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1', accept: 'text/html' },
  }))
  let client = 0
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    // Each connection begins with another reader, so that they are not all the same one at a time.
    setupClient: (each) => {
      const from = Math.floor((client++ * requests.length) / connections)
      each.setRequests([...requests.slice(from), ...requests.slice(0, from)])
    },
  })
  return {
    requests: result['2xx'],
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  }
}
