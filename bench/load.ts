import autocannon from 'autocannon'
import type { Hit } from './readers.ts'

export type Order = { url: string; hits: Hit[]; connections: number; seconds: number }
export type Load = { requests: number; perSecond: number; p50: number; p99: number; failed: number }

/** The load generator, a process of its own: takes orders, answers with figures. */
process.on('message', (order: Order) => {
  run(order).then(
    (load) => process.send!({ load }),
    (error) => process.send!({ error: String(error) }),
  )
})

async function run({ url, hits, connections, seconds }: Order): Promise<Load> {
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
