import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { openKeyStore } from '../../src/crypto/key-store.ts'
import { Unavailable } from '../../src/errors.ts'
import { agreedTime } from '../../src/jobs/agreed-time.ts'
import { mediaPath } from '../../src/media/files.ts'
import { nightsStand } from '../../src/retention/alarm.ts'
import { FilesLeft, problemOf } from '../../src/retention/problem.ts'
import { RuleChanged } from '../../src/retention/rules.ts'
import { translator } from '../../src/web/language.ts'
import { filesOf, type House, retentionHouse } from './house.ts'

/** What may go wrong around a night: nothing goes early, nothing is lost, and the next night makes it good. */
const now = '2026-11-23T10:00:00Z'
const due = '2021-11-20T10:00:00Z'

let house: House
beforeEach(async () => {
  house = await retentionHouse()
})
afterEach(() => house.close())

const stands = (at = new Date(now)) => nightsStand(house.database.web, at, 0)

describe('clocks', () => {
  test('one that is set back takes nothing early, loses no key, and goes on when it is right again', async () => {
    await house.keep([{ publishedAt: due, pictures: 1 }, { publishedAt: '2021-09-01T10:00:00Z' }])
    const [later] = await house.keep([{ publishedAt: '2021-12-24T10:00:00Z', pictures: 1 }])
    expect(await house.run(now, { nightly: true })).toMatchObject({ outcome: 'done', documents: 2 })
    for (const back of ['2026-11-22T10:00:00Z', '2026-08-01T10:00:00Z', '2019-01-01T10:00:00Z']) {
      expect(await house.run(back, { nightly: true })).toMatchObject({ documents: 0, keysDestroyed: [] })
      expect(await house.documents()).toEqual([later!.id])
    }
    await openKeyStore(house.keyDirectory)
    expect(await house.run('2026-12-25T10:00:00Z', { nightly: true })).toMatchObject({ outcome: 'done', documents: 1 })
    expect(await house.files()).toEqual([])
  })

  test('of two instances the one whose clock runs ahead takes nothing early: Postgres’s time counts, and an alarm goes', async () => {
    const { retention } = house.database
    const logged: { alarm?: string; seconds?: number }[] = []
    const log = pino({}, { write: (line: string) => logged.push(JSON.parse(line)) })
    const real = () => Date.now()
    const ahead = () => new Date(real() + 3 * 86_400_000)
    const { clock: agreed, apart } = await agreedTime(retention, ahead, log)
    expect(Math.abs(agreed().getTime() - real())).toBeLessThan(5_000)
    expect(logged).toMatchObject([{ alarm: 'retention.clock', seconds: -3 * 86_400 }])
    // Due tomorrow by the right clock, yesterday by the other's.
    const tomorrow = new Date(real() + 86_400_000)
    tomorrow.setUTCFullYear(tomorrow.getUTCFullYear() - 5)
    await house.keep([{ publishedAt: tomorrow }])
    expect(await house.run(agreed(), { clock: agreed, clocksApart: apart, nightly: true })).toMatchObject({
      documents: 0,
    })
    expect(await stands(agreed())).toMatchObject({ alarm: 'clock' })
    expect(await house.documents()).toHaveLength(1)
    // Control: by its own clock it would have gone.
    expect(await house.run(ahead(), { clock: ahead })).toMatchObject({ documents: 1 })
  })

  test('the one that is behind is late, not early; two that agree say nothing', async () => {
    const logged: unknown[] = []
    const log = pino({}, { write: (line: string) => logged.push(JSON.parse(line)) })
    const { clock: right, apart } = await agreedTime(house.database.retention, () => new Date(), log)
    expect(Math.abs(right().getTime() - Date.now())).toBeLessThan(5_000)
    expect([logged, apart]).toEqual([[], false])
    const behind = () => new Date(Date.now() - 3_600_000)
    const { clock: agreed } = await agreedTime(house.database.retention, behind, log)
    expect(agreed().getTime()).toBeLessThan(Date.now() - 3_590_000)
    expect(logged).toHaveLength(1)
  })
})

describe('what it writes to', () => {
  test('the ledger takes no more (a full or closed disk): the run fails, no file goes before it, and the next makes it good', async () => {
    const [item] = await house.keep([{ publishedAt: due, pictures: 1, keyMonth: '2032-01' }])
    const ledger = join(house.keyDirectory, 'erased-2032-01')
    await mkdir(ledger)
    await expect(house.run(now)).rejects.toThrow()
    expect(await stands()).toMatchObject({ alarm: 'failed', last: { problem: 'keys' } })
    expect(await house.count('erasure_outbox where item_id = $1', item!.id)).toBe(1)
    expect(await house.files()).toEqual(filesOf(item!))
    await rm(ledger, { recursive: true })
    expect(await house.run(now)).toMatchObject({ outcome: 'done', files: 3 })
    expect(await house.count('erasure_outbox')).toBe(0)
    expect(await house.files()).toEqual([])
  })

  test('the key store is gone: an alarm, and nothing that should stay is lost; put back, all is well', async () => {
    const [stays] = await house.keep([{ publishedAt: '2026-11-01T10:00:00Z', pictures: 1 }])
    await house.keep([{ publishedAt: due, pictures: 1 }])
    const copy = `${house.keyDirectory}-copy`
    await cp(house.keyDirectory, copy, { recursive: true })
    await rm(house.keyDirectory, { recursive: true })
    await expect(house.run(now)).rejects.toThrow('key store')
    expect(await stands()).toMatchObject({ alarm: 'failed', last: { problem: 'keys' } })
    expect(house.logged.some(({ level, msg }) => level === 50 && msg === 'retention failed')).toBe(true)
    expect(await house.documents()).toContain(stays!.id)
    expect((await house.files()).filter((name) => filesOf(stays!).includes(name))).toEqual(filesOf(stays!))
    await rename(copy, house.keyDirectory)
    expect(await house.run(now)).toMatchObject({ outcome: 'done' })
    expect(await house.documents()).toEqual([stays!.id])
    expect(await house.files()).toEqual(filesOf(stays!))
    expect(await house.count('erasure_outbox')).toBe(0)
  })

  test('a file that is missing already is no fault', async () => {
    const [item] = await house.keep([{ publishedAt: due, pictures: 2 }])
    await rm(mediaPath(house.mediaDirectory, item!.pictures[0]!, 'large'))
    expect(await house.run(now)).toMatchObject({ outcome: 'done', documents: 1, files: 5 })
    expect(await house.files()).toEqual([])
  })

  test('the media directory is a file: the run fails, the rows’ files stay noted, and the next makes it good', async () => {
    await house.keep([{ publishedAt: due, pictures: 1 }])
    await rename(house.mediaDirectory, `${house.mediaDirectory}-away`)
    await writeFile(house.mediaDirectory, '')
    await expect(house.run(now)).rejects.toThrow()
    expect(await house.count('file_outbox')).toBe(1)
    expect(await stands()).toMatchObject({ alarm: 'failed', last: { problem: 'files' } })
    await rm(house.mediaDirectory)
    await rename(`${house.mediaDirectory}-away`, house.mediaDirectory)
    expect(await house.run(now)).toMatchObject({ outcome: 'done', files: 3 })
    expect(await house.files()).toEqual([])
  })
})

test('what stood in the way is told in one word, and each word has its own sentence of what to do', () => {
  const keys = { directory: '/keys' }
  const fs = (code: string, path: string) => Object.assign(new Error(code), { code, path, syscall: 'open' })
  const said = [
    [fs('ENOSPC', '/keys/erased-2031-05'), 'full'],
    [fs('EROFS', '/keys/erased-2031-05'), 'keys'],
    [fs('EACCES', '/media/archive'), 'files'],
    [new FilesLeft(3), 'files'],
    [new RuleChanged('documentation'), 'rule'],
    [new Unavailable(), 'database'],
    [new TypeError('x'), null],
  ] as const
  expect(said.map(([error]) => problemOf(error, keys))).toEqual(said.map(([, problem]) => problem))
  for (const t of [translator('sv'), translator('en')])
    for (const [, problem] of said)
      for (const where of problem ? ['alarm', 'mail'] : []) {
        const key = `retention.${where}.failed-${problem}`
        expect(t(key)).not.toContain(key)
      }
})
