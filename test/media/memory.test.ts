import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentFor, type Program, startPortal } from '../resilience/program.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { ground } from '../support/ground.ts'
import { highest, memoryOf } from '../support/memory.ts'
import { photo } from '../support/photo.ts'
import { sender } from './sender.ts'

// bench/media.ts does the same with twenty pictures, a real film of 200 MB, and others' pages beside.
let database: TestDatabase
let portal: Program
beforeAll(async () => {
  database = await testDatabase('cast')
  const own = await mkdtemp(join(ground().directory, 'memory-'))
  portal = startPortal({ ...environmentFor(database.urls.web), MEDIA_DIR: own })
})
afterAll(async () => {
  portal.child.kill()
  await portal.ended
  await database.close()
})

test('pictures of 12 megapixels and a film pass with little memory, the process that draws counted in', async () => {
  const url = await portal.url
  const eva = await sender({ url }, 'educator')
  const picture = await photo()
  const draft = randomUUID()
  const pid = portal.child.pid!
  const pictures = async () => {
    const sent = await Promise.all(Array.from({ length: 6 }, () => eva.send(draft, picture)))
    return sent.map((each) => each.status)
  }
  const drawn = await highest(pid, pictures())
  // All in one breath, into a draft that the first of them begins.
  expect(drawn.result).toEqual(Array(6).fill(200))
  const before = await memoryOf(pid)
  const film = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(160 * 1024 * 1024, 7)])
  const sent = await highest(pid, eva.send(randomUUID(), film))
  expect(sent.result.json).toEqual({ kind: 'film', state: 'waiting' })
  if (process.platform !== 'linux') return console.warn('memory is measured on Linux alone')
  console.info(
    `memory: ${Math.round(drawn.peak.all)} MB with pictures, ${Math.round(sent.peak.own - before.own)} MB more with a film of 160 MB`,
  )
  expect(drawn.peak.all).toBeGreaterThan(50)
  expect(drawn.peak.all).toBeLessThan(500)
  expect(sent.peak.own - before.own).toBeLessThan(90)
})
