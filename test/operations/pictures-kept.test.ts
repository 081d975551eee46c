import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clearPictures } from '../../seeds/seed.ts'
import { readConfig } from '../../src/config.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'insyn-first-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('a first start clears what an earlier one left in the demo’s own directory', async () => {
  await mkdir(join(directory, 'media', 'ab'), { recursive: true })
  await clearPictures(readConfig({ DATA_DIR: directory }))
  expect(await readdir(directory)).toEqual([])
})

test('pictures that lie elsewhere are never cleared: the start stops, in words', async () => {
  const real = join(directory, 'real')
  await mkdir(real)
  const config = readConfig({ DATA_DIR: join(directory, 'data'), MEDIA_DIR: real })
  await clearPictures(config)
  await writeFile(join(real, 'precious'), 'kept')
  await expect(clearPictures(config)).rejects.toThrow('De rörs inte')
  expect(await readdir(real)).toEqual(['precious'])
})
