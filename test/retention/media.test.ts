import { randomUUID } from 'node:crypto'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileKind, mediaPath, pictureKinds, piecesPath } from '../../src/media/files.ts'
import { type House, retentionHouse } from './house.ts'

const now = '2026-11-23T10:00:00Z'
const hours = (ago: number) => new Date(Date.parse(now) - ago * 60 * 60_000)

let house: House
beforeAll(async () => {
  house = await retentionHouse()
})
afterAll(() => house.close())
beforeEach(() => house.clean())

async function medium(
  document: string,
  kind: string,
  state: string,
  created = '2020-01-01',
  files: FileKind[] = [],
  pieces = 0,
) {
  const id = randomUUID()
  await house.database.owner.query(
    `insert into media (id, document_id, position, kind, state, problem, width, height, sealed_alt, responsible_id, created_at)
     select $1, d.id, 1, $3, $4, case when $4 = 'failed' then 'empty' end, 64, 48, '', d.author_id, $5 from document d where d.id = $2`,
    [id, document, kind, state, created],
  )
  await write(id, files, pieces)
  return id
}

async function write(id: string, files: FileKind[], pieces: number, seen = new Date()): Promise<void> {
  for (const kind of files) {
    const path = mediaPath(house.mediaDirectory, id, kind)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'sealed')
    await utimes(path, seen, seen)
  }
  const directory = piecesPath(house.mediaDirectory, id)
  if (pieces > 0) await mkdir(directory, { recursive: true })
  for (let number = 0; number < pieces; number += 1) await writeFile(join(directory, `${number}`), 'sealed')
  if (pieces > 0) await utimes(directory, seen, seen)
}

const film: FileKind[] = ['film', ...pictureKinds, 'captions']

test('R14: a film goes with its item, its first view, its captions and what was left of its sending too', async () => {
  const [due, young] = await house.keep([
    { publishedAt: '2021-11-01T10:00:00Z' },
    { publishedAt: '2026-11-01T10:00:00Z' },
  ])
  await medium(due!.id, 'film', 'ready', '2021-11-01', film, 2)
  await medium(due!.id, 'sound', 'ready', '2021-11-01', ['sound'])
  await medium(due!.id, 'film', 'waiting', '2021-11-01', [], 3)
  const stays = await medium(young!.id, 'film', 'ready', '2026-11-01', film)
  expect(await house.run(now)).toMatchObject({ documents: 1, files: 14 })
  expect(await house.files()).toEqual(film.map((kind) => `${stays}.${kind}`).sort())
  expect(await house.count('media')).toBe(1)
})

test('a discarded draft takes what was being sent into it', async () => {
  const [draft] = await house.keep([{ publishedAt: null, discardedAt: hours(25) }])
  await medium(draft!.id, 'photo', 'receiving', hours(26).toISOString(), [], 4)
  await house.run(now)
  expect([await house.files(), await house.count('media')]).toEqual([[], 0])
})

test('what never arrived whole goes after two days; what is coming today, waits or could not be read stays with its draft', async () => {
  const [draft] = await house.keep([{ publishedAt: null }])
  await medium(draft!.id, 'photo', 'receiving', hours(49).toISOString(), [], 2)
  const coming = await medium(draft!.id, 'photo', 'receiving', hours(47).toISOString(), [], 1)
  const waiting = await medium(draft!.id, 'film', 'waiting', hours(80).toISOString(), [], 1)
  await medium(draft!.id, 'film', 'failed', hours(80).toISOString())
  expect(await house.run(now, { dryRun: true })).toMatchObject({ files: 1 })
  await house.run(now)
  expect(await house.files()).toEqual(['0', '0'])
  expect(await house.count('media where id = any (array[$1, $2]::uuid[])', coming, waiting)).toBe(2)
  expect(await house.count('media')).toBe(3)
})

test('the sweep takes pieces that nobody owns, or of which something has been made; never those that are waited for', async () => {
  const [draft] = await house.keep([{ publishedAt: null }])
  const waiting = await medium(draft!.id, 'film', 'waiting', hours(30).toISOString())
  const ready = await medium(draft!.id, 'film', 'ready', hours(30).toISOString())
  await write(waiting, [], 1, hours(30))
  await write(ready, ['film'], 1, hours(30))
  await write(randomUUID(), ['sound', 'captions'], 2, hours(30))
  const fresh = randomUUID()
  await write(fresh, [], 1, hours(1))
  expect(await house.run(now)).toMatchObject({ orphans: 5 })
  expect(await house.files()).toEqual(['0', '0', `${ready}.film`].sort())
})
