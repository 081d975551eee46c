import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Embedded } from '../../src/database/embedded.ts'

export default async function tearDown(): Promise<void> {
  const cluster = (globalThis as Record<string, unknown>).insynCluster as Embedded
  await cluster.stop()
  // Run as root, the cluster may stand in a directory of its own.
  await rm(dirname(cluster.directory), { recursive: true, force: true })
  await rm(dirname(process.env.INSYN_TEST_GROUND!), { recursive: true, force: true })
}
