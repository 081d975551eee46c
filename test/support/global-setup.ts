import { chmod, mkdtemp, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { load } from '../../seeds/load.ts'
import { prepare } from '../../src/boot.ts'
import { createKeyStore, openKeyStore } from '../../src/crypto/key-store.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { provision } from '../../src/database/provision.ts'
import { cast, castNow, password } from './cast.ts'
import { dot } from './dot.ts'
import type { Ground } from './ground.ts'

/** Once a run: one Postgres, one key store, and two databases to clone: an empty one and one with the cast in it. */
export default async function setUp(): Promise<void> {
  const directory = await mkdtemp(join(await roomy(), 'insyn-test-'))
  // Run as root, Postgres is somebody else, who has to find the way in. What is closed to others inside, stays closed.
  await chmod(directory, 0o711)
  const cluster = await startEmbedded(directory, {
    fsync: 'off',
    full_page_writes: 'off',
    max_wal_size: '256MB',
    max_connections: '200',
  })
  const keyDirectory = join(directory, 'keys')
  await createKeyStore(keyDirectory, castNow)
  const keys = await openKeyStore(keyDirectory)
  const mediaDirectory = join(directory, 'media')

  const empty = await provision(cluster, 'insyn_empty')
  await prepare(empty.owner, keys)
  const full = await provision(cluster, 'insyn_cast')
  await prepare(full.owner, keys)
  const drawn = await dot()
  await load(cast(), {
    ownerUrl: full.owner,
    keys,
    mediaDirectory,
    passwordHash: await cheapHash(password),
    now: castNow,
    draw: async () => drawn,
  })

  const ground: Ground = { directory, keyDirectory, mediaDirectory, superuser: cluster.superuser('postgres') }
  await writeFile(join(directory, 'ground.json'), JSON.stringify(ground))
  process.env.INSYN_TEST_GROUND = join(directory, 'ground.json')
  ;(globalThis as Record<string, unknown>).insynCluster = cluster
}

// Hundreds of databases are cloned: in memory, where there is plenty, for a tenth of what a disk's files cost the system.
async function roomy(): Promise<string> {
  const memory = '/dev/shm'
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize > 4 * 1024 ** 3 ? memory : tmpdir()
}

// The tests sign in thousands of times: argon2id at its least. What the portal itself asks for is held in test/accounts.
function cheapHash(text: string): Promise<string> {
  return hash(text, { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 })
}
