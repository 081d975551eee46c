import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Embedded } from '../../src/database/embedded.ts'

export default async function tearDown(): Promise<void> {
  await ((globalThis as Record<string, unknown>).insynCluster as Embedded).stop()
  await rm(dirname(process.env.INSYN_TEST_GROUND!), { recursive: true, force: true })
}
