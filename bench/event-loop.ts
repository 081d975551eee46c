import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded into the portal by `--import`: says on asking how long its event loop has been held since the last time, and how
// much processor time its thread has had between the arrival of a timeline and its end, its own and that of all else.
// The latter does not ask how busy the machine is with other things.
const resolution = 5
const delay = monitorEventLoopDelay({ resolution })
delay.enable()

const began = new WeakMap<object, NodeJS.CpuUsage>()
let pages: number[] = []
type Heard = { request: IncomingMessage }
subscribe('http.server.request.start', (heard) => {
  const { request } = heard as Heard
  if (request.url?.startsWith('/children/')) began.set(request, process.threadCpuUsage())
})
subscribe('http.server.response.finish', (heard) => {
  const from = began.get((heard as Heard).request)
  if (!from) return
  const { user, system } = process.threadCpuUsage(from)
  pages.push((user + system) / 1000)
})

process.on('message', () => {
  const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  const sorted = pages.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  process.send!({
    held: { p99: beyond(delay.percentile(99)), longest: beyond(delay.max) },
    thread: { p50: at(0.5), p95: at(0.95) },
  })
  delay.reset()
  pages = []
})
process.channel?.unref()
