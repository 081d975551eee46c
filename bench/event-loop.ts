import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded into the portal by `--import`: says on asking how long its event loop has been held since the last time.
const resolution = 5
const delay = monitorEventLoopDelay({ resolution })
delay.enable()
process.on('message', () => {
  const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  process.send!({ p99: beyond(delay.percentile(99)), longest: beyond(delay.max) })
  delay.reset()
})
process.channel?.unref()
