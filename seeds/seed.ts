import { readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import pg from 'pg'
import { demoPassword } from '../src/accounts/demo.ts'
import { hashPassword } from '../src/accounts/passwords.ts'
import type { House } from '../src/boot.ts'
import type { Config } from '../src/config.ts'
import { StartupError } from '../src/errors.ts'
import { nextNight, slotOf } from '../src/jobs/nights.ts'
import { demo } from './demo.ts'
import { load } from './load.ts'
import { drawScene } from './pictures.ts'
import { registerOf, since, writeRegister } from './register.ts'

/** Fills an empty demo; does nothing where there are people already. Returns whether it did. */
export async function seedIfEmpty(house: House, say: (line: string) => void): Promise<boolean> {
  const { services, ownerUrl } = house
  const [{ filled } = { filled: true }] = await services.database.rows<{ filled: boolean }>`
    select exists (select from unit) as filled`
  if (filled || !ownerUrl) return false
  say('Första starten: gör demokommunen, det tar ungefär en minut / First start: making the demo municipality …')
  await clearPictures(services.config)
  const municipality = demo(services.clock())
  // Each scene is drawn once, as many at a time as there are threads; the pictures share them.
  const scenes = new Set(municipality.documents.flatMap((document) => document.pictures.map(({ scene }) => scene)))
  const drawings = new Map([...scenes].map((scene) => [scene, drawScene(scene)]))
  let last = 0
  await load(municipality, {
    ownerUrl,
    keys: services.keys,
    mediaDirectory: services.config.mediaDirectory,
    passwordHash: await hashPassword(demoPassword),
    now: services.clock(),
    draw: (scene) => drawings.get(scene)!,
    delivered: true,
    progress: (done, all) => {
      const percent = Math.floor((done / all) * 10) * 10
      if (percent > last) say(`  bilder / pictures ${percent} %`)
      last = percent
    },
  })
  // Never into a folder of somebody's own.
  const source = join(services.config.dataDirectory, 'register')
  if (services.config.roster.source === source)
    await writeRegister(since(registerOf(municipality), municipality, services.clock()), source)
  await lastNight(ownerUrl, services.clock())
  return true
}

/**
 * Removes files without rows, from a first start that was cut off. Never outside the demo's own directory: whoever
 * forgot DATABASE_URL beside a MEDIA_DIR would otherwise lose a real municipality's pictures. Throws StartupError.
 */
export async function clearPictures({ dataDirectory, mediaDirectory }: Config): Promise<void> {
  if (!relative(dataDirectory, mediaDirectory).startsWith('..')) {
    return await rm(mediaDirectory, { recursive: true, force: true })
  }
  const there = await readdir(mediaDirectory).catch(() => [])
  if (there.length === 0) return
  throw new StartupError(
    `Databasen är ny, men i ${mediaDirectory} ligger redan filer. De rörs inte. Ta bort MEDIA_DIR, eller ange DATABASE_URL till den databas som filerna hör till.`,
  )
}

// As if the portal had stood yesterday: what has fallen due since waits for tonight, where it can be watched going.
async function lastNight(ownerUrl: string, now: Date): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query(
    `insert into job_run (job, slot, as_of, started_at, heartbeat_at, finished_at, outcome)
     values ('retention', $1, $2, $2, $2, $2, 'done')`,
    [slotOf(now), new Date(nextNight(now).getTime() - 86_400_000)],
  )
  await owner.end()
}
