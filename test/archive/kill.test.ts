import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type TestApp, testApp } from '../support/app.ts'
import { sha256, unzip } from './zip.ts'

// KILLS=30 and more by hand.
const kills = Number(process.env.KILLS ?? 8)

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const ask = async (text: string, ...values: unknown[]) => (await house.database.owner.query(text, values)).rows

test(`Law A6 killed ${kills} times while it packs and while it removes: every item is here or signed for, and every package is whole`, async () => {
  await ask(`update retention_rule set fate = 'preserve' where kind = 'documentation'`)
  await ask(`with d as (update document set published_at = '2021-01-01T10:00:00Z' where published_at is not null and published_at < '2026-11-23')
             update document_scope set published_at = '2021-01-01T10:00:00Z' where published_at < '2026-11-23'`)
  const before = (await ask('select id from document where published_at is not null')).map(({ id }) => id)
  expect(before.length).toBeGreaterThan(8)
  let struck = 0
  for (let kill = 0; kill < kills; kill++) {
    const child = command()
    await begun(kill)
    await pause(Math.random() * 400)
    child.process.kill('SIGKILL')
    await child.ended
    struck += Number((await ask('select count(*) from job_run where finished_at is null'))[0]!.count)
    await nothingLost(before)
  }
  expect(struck).toBeGreaterThan(0)
  expect(await command().ended).toBe(0)
  const packed = await ask('select * from archive_package where closed_at is null')
  expect(packed.every(({ ready_at }) => ready_at)).toBe(true)
  expect((await readdir(join(house.services.config.mediaDirectory, 'archive'))).sort()).toEqual(
    packed.map(({ id }) => `${id}.package`).sort(),
  )
  const records = await house.as('records')
  for (const { id, checksum } of packed) {
    const { body } = await records.agent
      .get(`/archive/${id}`)
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => done(null, Buffer.concat(pieces)))
      })
    expect(sha256(body)).toBe(checksum.toString('hex'))
    expect((await unzip(body)).size).toBeGreaterThan(2)
    const signed = await records.post(`/archive/${id}/receipt`, { checksum: sha256(body), receipt: 'KA 1' }, '/archive')
    expect(signed.status).toBe(303)
  }
  const signedFor = new Set((await ask('select item_id from archive_item')).map(({ item_id }) => item_id))
  for (let kill = 0; kill < kills; kill++) {
    const child = command()
    await begun(kills + 1 + kill)
    await pause(Math.random() * 200)
    child.process.kill('SIGKILL')
    await child.ended
    await nothingLost(before)
  }
  expect(await command().ended).toBe(0)
  const left = (await ask('select id from document where published_at is not null')).map(({ id }) => id)
  // What is left is what was in no package: about somebody under protection.
  expect(left.toSorted()).toEqual(before.filter((id) => !signedFor.has(id)).toSorted())
  const lines = await ask(
    `select object_id from audit_event where event = 'documentation.disposed' and object_id = any ($1)`,
    [...signedFor],
  )
  expect(lines.map((line) => line.object_id).toSorted()).toEqual(before.filter((id) => signedFor.has(id)).toSorted())
  const [record] = await ask('select sum(items)::int as items from disposal where package_id is not null')
  expect(record!.items).toBe(signedFor.size)
}, 300_000)

// Whatever a kill left: an item is here, or the archive has signed for it.
async function nothingLost(before: string[]): Promise<void> {
  const lost = await ask(
    `select id from unnest($1::uuid[]) as id
     where not exists (select from document d where d.id = id.id)
       and not exists (select from archive_item i join archive_package p on p.id = i.package_id where i.item_id = id.id and p.received_at is not null)`,
    before,
  )
  expect(lost).toEqual([])
}

function command() {
  const { config } = house.services
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '..', '..', 'src', 'commands', 'retention.ts'), `--now=${house.now().toISOString()}`],
    {
      stdio: 'ignore',
      env: {
        NODE_ENV: 'test',
        DATABASE_RETENTION_URL: house.database.urls.retention,
        KEY_DIR: config.keyDirectory,
        MEDIA_DIR: config.mediaDirectory,
      },
    },
  )
  return { process: child, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) }
}

async function begun(before: number): Promise<void> {
  for (let tries = 0; tries < 3_000; tries++) {
    if (Number((await ask('select count(*) from job_run'))[0]!.count) > before) return
    await pause(5)
  }
  throw new Error('the command never began')
}
