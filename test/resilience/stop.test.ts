import { Agent } from 'node:http'
import { ids, password } from '../support/cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { signIn, wire } from '../support/wire.ts'
import { environmentFor, startPortal } from './program.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('SIGTERM under load: whoever has been let in is answered, also the slow ones, and it ends in order', async () => {
  const portal = startPortal({ ...environmentFor(database.urls.web), DATABASE_POOL: '20' })
  const url = await portal.url
  const { cookie } = await signIn(url, 'guardian', password)
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const answers: number[] = []
  const dropped: string[] = []
  const atTheDoor: number[] = []
  let going = true
  const visitor = async () => {
    while (going) {
      await wire(url, '/privacy', { agent }).then(
        ({ status }) => answers.push(status),
        (error: NodeJS.ErrnoException & { reused: boolean }) => {
          // The door is closed. A new connection may also have stood in the kernel's queue, unseen, as it closed.
          if (error.code === 'ECONNREFUSED') going = false
          else if (!error.reused) atTheDoor.push(performance.now())
          else dropped.push(String(error))
        },
      )
      await wait(50)
    }
  }
  const visitors = Array.from({ length: 8 }, visitor)
  // Five that wait for the database when the signal comes.
  await database.owner.query('begin')
  await database.owner.query('lock table document in access exclusive mode')
  const slow = Array.from({ length: 5 }, () => wire(url, `/documents/${ids.docAlma}`, { cookie }))
  await wait(1_000)
  portal.child.kill('SIGTERM')
  const began = performance.now()
  await wait(1_500)
  await database.owner.query('commit')
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(Array(5).fill(200))
  expect(await portal.ended).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  going = false
  await Promise.all(visitors)
  agent.destroy()
  expect(answers.length).toBeGreaterThan(30)
  expect(new Set(answers)).toEqual(new Set([200]))
  expect(dropped).toEqual([])
  // One moment, that of the closing; never again while the rest are answered.
  expect(Math.max(0, ...atTheDoor) - Math.min(...atTheDoor, Number.MAX_VALUE)).toBeLessThan(500)
})

test('a second signal does not wait', async () => {
  const portal = startPortal(environmentFor(database.urls.web))
  const url = await portal.url
  const { cookie } = await signIn(url, 'guardian', password)
  await database.owner.query('begin')
  await database.owner.query('lock table document in access exclusive mode')
  const hanging = wire(url, `/documents/${ids.docAlma}`, { cookie }).catch((error) => error.code)
  await wait(200)
  portal.child.kill('SIGTERM')
  await wait(500)
  const began = performance.now()
  portal.child.kill('SIGINT')
  expect(await portal.ended).toBe(1)
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(await hanging).toBe('ECONNRESET')
  await database.owner.query('rollback')
})

test('what hangs is not waited for longer than ten seconds', async () => {
  const portal = startPortal(environmentFor(database.urls.web))
  const { hostname, port } = new URL(await portal.url)
  // Somebody who sends half a request and then nothing.
  const { connect } = await import('node:net')
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(
    'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nab',
  )
  await wait(200)
  const began = performance.now()
  portal.child.kill('SIGTERM')
  expect([0, 1]).toContain(await portal.ended)
  expect(performance.now() - began).toBeLessThan(11_000)
  socket.destroy()
})
