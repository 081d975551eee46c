import { randomUUID } from 'node:crypto'
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { idOf } from '../../seeds/random.ts'
import { mediaPath, variants } from '../../src/media/files.ts'
import { filesOf, type House, retentionHouse, writePicture } from './house.ts'

const now = new Date('2026-11-23T10:00:00Z')
const due = '2021-11-20T10:00:00Z'
const young = '2021-11-26T10:00:00Z'
const hours = (count: number) => new Date(now.getTime() - count * 3_600_000)

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
beforeEach(() => house.clean())
afterAll(() => house.close())

test('R14 what is due goes with its pictures, and leaves one line in the audit log; the rest stays whole', async () => {
  const gone = await house.keep([
    { publishedAt: due, pictures: 2 },
    { publishedAt: '2019-01-01T00:00:00Z', pictures: 1 },
  ])
  const [stays] = await house.keep([{ publishedAt: young, pictures: 2 }])
  const result = await house.run(now)
  expect(result).toMatchObject({ outcome: 'done', documents: 2, files: 9, drafts: 0, orphans: 0 })
  expect(await house.documents()).toEqual([stays!.id])
  expect(await house.files()).toEqual(filesOf(stays!))
  expect(await house.count('document_scope')).toBe(1)
  expect(await house.count('file_outbox')).toBe(0)
  const { rows } = await house.database.owner.query(
    `select event, object_id, actor_id, actor_role from audit_event where event = 'documentation.disposed'`,
  )
  expect(rows.map((row) => row.object_id).sort()).toEqual(gone.map(({ id }) => id).sort())
  expect(rows.every((row) => row.actor_id === null && row.actor_role === 'system')).toBe(true)
  const runs = await house.database.owner.query('select outcome, documents, files, slot::text from job_run')
  expect(runs.rows).toEqual([{ outcome: 'done', documents: 2, files: 9, slot: '2026-11-23' }])
})

test('R14 many batches end with the same: all that is due and nothing else', async () => {
  await house.keep(Array.from({ length: 137 }, () => ({ publishedAt: due, pictures: 1 })))
  const stays = await house.keep(Array.from({ length: 20 }, () => ({ publishedAt: young, pictures: 1 })))
  const progress: number[] = []
  const result = await house.run(now, { batch: 10, onProgress: ({ documents }) => progress.push(documents) })
  expect(result).toMatchObject({ documents: 137, files: 411 })
  expect(progress.length).toBeGreaterThan(10)
  expect(await house.documents()).toEqual(stays.map(({ id }) => id).sort())
  expect(await house.files()).toEqual(filesOf(...stays))
})

test('R14 decision 3: what is about a protected child goes like everything else', async () => {
  const child = idOf('retention protected')
  const { owner } = house.database
  await owner.query(
    `insert into person (id, given_name, family_name) values ($1, 'Dolda', 'Dunkel') on conflict do nothing`,
    [child],
  )
  await owner.query(`insert into protected_identity values ($1, '[2020-01-01,)') on conflict do nothing`, [child])
  await house.keep([{ publishedAt: due, childId: child, pictures: 1 }])
  expect(await house.run(now)).toMatchObject({ documents: 1, files: 3 })
  expect(await house.documents()).toEqual([])
})

describe('decision 7: no valid rule, no deletion and a loud alarm', () => {
  test.each([
    ['none at all', undefined],
    ['one that has run out', '[2021-01-01,2026-11-23)'],
    ['one that is yet to come', '[2026-11-24,)'],
  ])('%s', async (_what, valid) => {
    await house.database.owner.query('truncate retention_rule')
    if (valid) await house.rule(5, valid)
    const kept = await house.keep([
      { publishedAt: due, pictures: 1 },
      { discardedAt: hours(48), pictures: 1 },
    ])
    expect(await house.run(now)).toMatchObject({ outcome: 'no-rule', documents: 0, files: 0 })
    expect(await house.documents()).toHaveLength(2)
    expect(await house.files()).toEqual(filesOf(...kept))
    expect(await house.count(`job_run where outcome = 'no-rule'`)).toBe(1)
    expect(house.logged.filter(({ level, alarm }) => level === 50 && alarm === 'retention.no-rule')).toHaveLength(1)
  })

  test('the day counts in Sweden: a rule from tomorrow is in force when Swedish tomorrow has begun', async () => {
    await house.database.owner.query('truncate retention_rule')
    await house.rule(5, '[2026-11-24,)')
    await house.otherRules()
    await house.keep([{ publishedAt: due }])
    expect(await house.run('2026-11-23T22:59:59Z')).toMatchObject({ outcome: 'no-rule' })
    expect(await house.run('2026-11-23T23:00:00Z')).toMatchObject({ outcome: 'done', documents: 1 })
  })

  test('the years are the rule’s own', async () => {
    await house.database.owner.query('truncate retention_rule')
    await house.rule(3, '[2021-01-01,)')
    await house.keep([{ publishedAt: '2023-11-23T09:59:59Z' }, { publishedAt: '2023-11-23T10:00:01Z' }])
    expect(await house.run(now)).toMatchObject({ documents: 1 })
  })
})

test('a dry run tells and changes nothing, neither row nor file nor key', async () => {
  await house.keep([
    { publishedAt: due, pictures: 2 },
    { publishedAt: young, pictures: 1 },
    { discardedAt: hours(48), pictures: 1 },
  ])
  const tables = [
    'document',
    'document_scope',
    'media',
    'audit_event',
    'job_run',
    'file_outbox',
    'sealing_key',
    'session',
  ]
  const picture = async () => ({
    rows: (
      await house.database.owner.query(
        `${tables.map((table) => `select '${table}', to_jsonb(t) from ${table} t`).join(' union all ')} order by 1, 2`,
      )
    ).rows,
    files: await house.files(),
    keys: house.keys.names(),
  })
  const before = await picture()
  const foreseen = await house.run(now, { dryRun: true })
  expect(foreseen).toMatchObject({ outcome: 'done', documents: 1, drafts: 1, files: 3 })
  expect(await picture()).toEqual(before)
  // And it told the truth.
  expect(await house.run(now)).toMatchObject({ documents: 1, drafts: 1, files: 9 })
})

test('discarded drafts go after a day, drafts in use stay', async () => {
  const [old, , , inUse] = await house.keep([
    { discardedAt: hours(24.01), pictures: 1 },
    { discardedAt: hours(23.99), pictures: 1 },
    { publishedAt: young },
    { pictures: 1 },
  ])
  expect(await house.run(now)).toMatchObject({ documents: 0, drafts: 1, files: 3 })
  expect(await house.documents()).toHaveLength(3)
  expect(await house.documents()).toContain(inUse!.id)
  expect(await house.count(`audit_event where event = 'documentation.disposed' and object_id = $1`, old!.id)).toBe(1)
})

test('pictures taken out of a draft go after an hour, the draft stays', async () => {
  const [item] = await house.keep([{ pictures: 3 }])
  const [old, recent, shown] = item!.pictures as [string, string, string]
  const discard = (id: string, at: Date) =>
    house.database.owner.query('update media set discarded_at = $2 where id = $1', [id, at])
  await discard(old, hours(1.01))
  await discard(recent, hours(0.99))
  expect(await house.run(now, { batch: 1 })).toMatchObject({ documents: 0, files: 3 })
  expect(await house.files()).toEqual(filesOf({ id: '', pictures: [recent, shown] }))
  expect(await house.count('media')).toBe(2)
})

test('files that nobody owns go when they are a day old; younger, owned and unknown ones stay', async () => {
  const [item] = await house.keep([{ publishedAt: young, pictures: 1 }])
  const [orphan, fresh] = [randomUUID(), randomUUID()]
  for (const id of [orphan, fresh]) await writePicture(house.mediaDirectory, id)
  const unfinished = `${mediaPath(house.mediaDirectory, item!.pictures[0]!, 'large')}.0a1b2c.part`
  const unknown = join(dirname(unfinished), 'README.txt')
  await writeFile(unfinished, 'half')
  await writeFile(unknown, 'hello')
  const old = hours(24.5)
  const paths = [...variants.map((variant) => mediaPath(house.mediaDirectory, orphan, variant)), unfinished, unknown]
  for (const path of [...paths, mediaPath(house.mediaDirectory, item!.pictures[0]!, 'small')])
    await utimes(path, old, old)
  const recent = hours(23.5)
  for (const variant of variants) await utimes(mediaPath(house.mediaDirectory, fresh, variant), recent, recent)
  expect(await house.run(now)).toMatchObject({ orphans: 4 })
  expect(await house.files()).toEqual([...filesOf(item!, { id: '', pictures: [fresh] }), 'README.txt'].sort())
})

test('a database without a single picture takes no file: it may be a new one beside the old files', async () => {
  const lone = randomUUID()
  await writePicture(house.mediaDirectory, lone)
  for (const variant of variants) await utimes(mediaPath(house.mediaDirectory, lone, variant), hours(48), hours(48))
  await house.database.owner.query('delete from media')
  expect(await house.run(now)).toMatchObject({ orphans: 0 })
  expect(await house.files()).toContain(`${lone}.large`)
})

test('sessions and failed sign-ins that no longer count go by the real time, not by a day looked ahead to', async () => {
  const { owner } = house.database
  const session = (seen: Date) =>
    owner.query(
      `insert into session (id_hash, data, created_at, last_seen_at) values (sha256(uuid_send($1)), '{}', $2, $2)`,
      [randomUUID(), seen],
    )
  await session(hours(2))
  await session(hours(0.2))
  await owner.query(`truncate sign_in_throttle`)
  await owner.query(`insert into sign_in_throttle values ('a', 1, $1), ('b', 1, $2)`, [
    now.getTime() - 1,
    now.getTime() + 1,
  ])
  await house.run('2031-01-01T00:00:00Z', { clock: () => now })
  expect(await house.count('session')).toBe(1)
  expect(await house.count(`sign_in_throttle where key = 'b'`)).toBe(1)
  expect(await house.count('sign_in_throttle')).toBe(1)
})

test('a file that cannot be removed fails the run and stays noted; all else goes, and the next run ends it', async () => {
  const [stuck] = await house.keep([
    { publishedAt: due, pictures: 1 },
    { publishedAt: due, pictures: 1 },
  ])
  const path = mediaPath(house.mediaDirectory, stuck!.pictures[0]!, 'large')
  await rm(path)
  await mkdir(path)
  await expect(house.run(now)).rejects.toThrow('1 pictures could not be removed')
  expect(await house.documents()).toEqual([])
  expect(await house.count('file_outbox')).toBe(1)
  expect(await house.count(`job_run where outcome = 'failed'`)).toBe(1)
  await rm(path, { recursive: true })
  await writeFile(path, 'sealed')
  expect(await house.run(now)).toMatchObject({ documents: 0, files: 1 })
  expect(await house.files()).toEqual([])
  expect(await house.count('file_outbox')).toBe(0)
})

describe('what the retention role may', () => {
  const refused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ status: 403 })

  test('it locks items and pictures but changes none', async () => {
    await house.keep([{ publishedAt: young, pictures: 1 }])
    const { retention } = house.database
    await refused(retention.rows`update document set revision = 7`)
    await refused(retention.rows`update document set published_at = now()`)
    await refused(retention.rows`update media set position = 7`)
    await refused(retention.rows`update document_scope set published_at = now()`)
  })

  test('it reads no line of the log and changes none, writes no rule and no item', async () => {
    const { retention } = house.database
    await refused(retention.rows`select * from audit_event`)
    await refused(retention.rows`
      insert into audit_event (at, event, actor_id, actor_role) values (now() - interval '1 day', 'retention.ran', null, 'system')`)
    await refused(retention.rows`
      insert into audit_event (at, event, actor_id, actor_role) values (now(), 'people.read', null, 'admin')`)
    await refused(retention.rows`
      insert into audit_event (at, event, actor_id, actor_role) values (now(), 'people.read', gen_random_uuid(), 'system')`)
    await refused(retention.rows`update retention_rule set years = 1`)
    await refused(retention.rows`select * from person`)
    await refused(retention.rows`delete from job_run`)
  })

  test('R14 the web’s role deletes nothing', async () => {
    await house.keep([{ publishedAt: due }])
    await refused(house.database.web.rows`delete from document`)
    await refused(house.database.web.rows`select access.due_count(now(), 5)`)
  })
})
