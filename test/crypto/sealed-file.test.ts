import { createSecretKey, randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { SealError } from '../../src/crypto/seal.ts'
import { type ByteRange, readSealedFile, sealedFileSize, writeSealedFile } from '../../src/crypto/sealed-file.ts'
import { openChunk, sealChunk } from '../../src/crypto/sealed-file-format.ts'
import { flipped, inFolder } from './folder.ts'

const KIB64 = 65_536
const HEADER = 36
const SEALED_CHUNK = KIB64 + 16
const key = randomBytes(32)
const film = '0198c1f2-7d1a-7c3e-9a55-0d3f5b1c2e4f'

async function read(path: string, range?: ByteRange, id = film, withKey = key): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of readSealedFile(path, withKey, id, range)) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

async function withFilm(bytes: number, work: (path: string, plain: Buffer, folder: string) => Promise<void>) {
  await inFolder(async (folder) => {
    const path = join(folder, film)
    const plain = randomBytes(bytes)
    await writeSealedFile(path, key, film, plain)
    await work(path, plain, folder)
  })
}

const chunkOf = (file: Buffer, index: number) =>
  file.subarray(HEADER + index * SEALED_CHUNK, HEADER + (index + 1) * SEALED_CHUNK)

describe('a sealed film (R9)', () => {
  test.each([0, 1, KIB64 - 1, KIB64, KIB64 + 1, 2 * KIB64, 3 * KIB64 + 5])(
    'of %i bytes comes back whole',
    async (bytes) => {
      await withFilm(bytes, async (path, plain, folder) => {
        expect(await sealedFileSize(path)).toBe(bytes)
        expect((await read(path)).equals(plain)).toBe(true)
        expect((await stat(path)).size).toBe(HEADER + bytes + 16 * Math.max(1, Math.ceil(bytes / KIB64)))
        expect((await stat(path)).mode & 0o777).toBe(0o600)
        expect(await readdir(folder)).toEqual([film])
      })
    },
  )

  test('comes back whole however its bytes arrived, by any range', async () => {
    const pieces = fc.array(fc.nat(100_000), { maxLength: 6 })
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(pieces, fc.nat(), fc.nat(), async (sizes, a, b) => {
          const parts = sizes.map((size) => randomBytes(size))
          const plain = Buffer.concat(parts)
          const path = join(folder, film)
          const { plainBytes } = await writeSealedFile(path, key, film, Readable.from(parts))
          expect(plainBytes).toBe(plain.length)
          expect((await read(path)).equals(plain)).toBe(true)
          if (plain.length === 0) return
          const [start, end] = [a % plain.length, b % plain.length].sort((x, y) => x - y) as [number, number]
          expect((await read(path, { start, end })).equals(plain.subarray(start, end + 1))).toBe(true)
        }),
        { numRuns: 40 },
      )
    })
  })

  test('is read by ranges over the borders of chunks', async () => {
    await withFilm(3 * KIB64 + 5, async (path, plain) => {
      const edges = [
        0,
        1,
        KIB64 - 1,
        KIB64,
        KIB64 + 1,
        2 * KIB64 - 1,
        2 * KIB64,
        3 * KIB64 - 1,
        3 * KIB64,
        3 * KIB64 + 4,
      ]
      for (const start of edges) {
        for (const end of edges.filter((edge) => edge >= start)) {
          expect((await read(path, { start, end })).equals(plain.subarray(start, end + 1))).toBe(true)
        }
      }
    })
  })

  test('refuses a range outside, backwards or not of whole numbers', async () => {
    await withFilm(10, async (path) => {
      for (const [start, end] of [
        [0, 10],
        [-1, 3],
        [5, 4],
        [10, 10],
        [0.5, 2],
        [0, Number.NaN],
      ] as [number, number][]) {
        await expect(read(path, { start, end })).rejects.toThrow(RangeError)
      }
    })
    await withFilm(0, async (path) => {
      await expect(read(path, { start: 0, end: 0 })).rejects.toThrow(RangeError)
    })
  })

  test('holds nothing of the film that can be read, and is never the same twice', async () => {
    await inFolder(async (folder) => {
      const plain = Buffer.alloc(200_000, 'Alma bygger en bro. ')
      const [one, two] = [join(folder, 'one'), join(folder, 'two')]
      await writeSealedFile(one, key, film, plain)
      await writeSealedFile(two, key, film, plain)
      expect((await readFile(one)).includes('bygger')).toBe(false)
      expect((await readFile(one)).subarray(HEADER).equals((await readFile(two)).subarray(HEADER))).toBe(false)
    })
  })
})

describe('a sealed film that somebody changed does not open', () => {
  async function expectRefused(path: string, bytes: Buffer, range?: ByteRange) {
    await writeFile(path, bytes)
    await expect(read(path, range)).rejects.toThrow(SealError)
  }

  test('any bit of a small one', async () => {
    await withFilm(3, async (path) => {
      const whole = await readFile(path)
      for (let bit = 0; bit < whole.length * 8; bit++) await expectRefused(path, flipped(whole, bit))
      await writeFile(path, whole)
      await read(path)
    })
  })

  test('a bit anywhere in a large one, for the ranges that touch it', async () => {
    await withFilm(3 * KIB64 + 5, async (path, plain) => {
      const whole = await readFile(path)
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: HEADER * 8, max: whole.length * 8 - 1 }), async (bit) => {
          await expectRefused(path, flipped(whole, bit))
          const start = Math.floor(((bit >> 3) - HEADER) / SEALED_CHUNK) * KIB64
          await expectRefused(path, flipped(whole, bit), { start, end: start })
        }),
        { numRuns: 60 },
      )
      // The other chunks still open: only what is touched is read.
      await writeFile(path, flipped(whole, (HEADER + 2 * SEALED_CHUNK) * 8))
      expect((await read(path, { start: 0, end: 2 * KIB64 - 1 })).equals(plain.subarray(0, 2 * KIB64))).toBe(true)
    })
  })

  test('cut at any place, emptied, or continued', async () => {
    await withFilm(2 * KIB64 + 5, async (path) => {
      const whole = await readFile(path)
      const lengths = [0, 1, 4, HEADER - 1, HEADER, HEADER + 15, HEADER + SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK]
      for (const length of [...lengths, whole.length - 1]) {
        await expectRefused(path, whole.subarray(0, length))
        await expect(sealedFileSize(path)).rejects.toThrow(SealError)
      }
      await expectRefused(path, Buffer.concat([whole, Buffer.alloc(1)]))
      await expectRefused(path, Buffer.concat([whole, chunkOf(whole, 1)]))
    })
  })

  test('without its last chunk, even when the length in the header is made to fit', async () => {
    await withFilm(3 * KIB64, async (path) => {
      const whole = await readFile(path)
      const shorter = Buffer.from(whole.subarray(0, HEADER + 2 * SEALED_CHUNK))
      shorter.writeBigUInt64BE(BigInt(2 * KIB64), 12)
      await expectRefused(path, shorter)
      await expectRefused(path, shorter, { start: 0, end: 0 })
    })
  })

  test('without its last chunk, even with the proven header of a film of that length under the same key', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, film)
      await writeSealedFile(path, key, film, randomBytes(3 * KIB64))
      const long = await readFile(path)
      await writeSealedFile(path, key, film, randomBytes(2 * KIB64))
      const short = await readFile(path)
      await expectRefused(path, Buffer.concat([short.subarray(0, HEADER), chunkOf(long, 0), chunkOf(long, 1)]))
      await expectRefused(path, Buffer.concat([short.subarray(0, HEADER), chunkOf(short, 0), chunkOf(long, 1)]))
    })
  })

  test('a chunk that is not the last cannot pass for the last, nor the last for one in between', () => {
    const file = { key: createSecretKey(key), id: film, prefix: randomBytes(7) }
    const plain = randomBytes(100)
    for (const isLast of [true, false]) {
      const sealed = Buffer.concat(sealChunk(file, 3, isLast, plain))
      expect(openChunk(file, 3, isLast, sealed)).toEqual(plain)
      expect(() => openChunk(file, 3, !isLast, sealed)).toThrow(SealError)
      expect(() => openChunk(file, 4, isLast, sealed)).toThrow(SealError)
    }
  })

  test('with chunks in another order, or one twice', async () => {
    await withFilm(4 * KIB64, async (path) => {
      const whole = await readFile(path)
      const [a, b, c, d] = [0, 1, 2, 3].map((index) => chunkOf(whole, index)) as [Buffer, Buffer, Buffer, Buffer]
      const head = whole.subarray(0, HEADER)
      for (const order of [
        [b, a, c, d],
        [a, a, c, d],
        [a, b, d, c],
        [d, b, c, a],
      ]) {
        await expectRefused(path, Buffer.concat([head, ...order]))
      }
      await writeFile(path, Buffer.concat([head, a, b, c, d]))
      await read(path)
    })
  })

  test("as another item, with another item's key, as another version or another kind of file", async () => {
    await withFilm(100, async (path) => {
      await expect(read(path, undefined, `${film}0`)).rejects.toThrow(SealError)
      await expect(read(path, undefined, film, randomBytes(32))).rejects.toThrow(SealError)
      const whole = await readFile(path)
      const later = Buffer.from(whole)
      later[4] = 2
      await expectRefused(path, later)
      await expect(sealedFileSize(path)).rejects.toThrow('not a sealed file of a known version')
      await expectRefused(path, Buffer.concat([Buffer.from('RIFF'), whole.subarray(4)]))
    })
  })

  test('and what came before the change is out, but nothing of or after it', async () => {
    await withFilm(4 * KIB64, async (path, plain) => {
      await writeFile(path, flipped(await readFile(path), (HEADER + 2 * SEALED_CHUNK + 9) * 8))
      const out: Buffer[] = []
      const reading = readSealedFile(path, key, film)
      await expect(
        (async () => {
          for await (const piece of reading) out.push(piece as Buffer)
        })(),
      ).rejects.toThrow(SealError)
      expect(Buffer.concat(out).equals(plain.subarray(0, Buffer.concat(out).length))).toBe(true)
      expect(Buffer.concat(out).length).toBeLessThanOrEqual(2 * KIB64)
    })
  })
})

describe('writing that fails leaves nothing behind', () => {
  test('when the upload breaks off with an error, early or late', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, film)
      async function* breaking() {
        yield randomBytes(200_000)
        throw new Error('the bus went into a tunnel')
      }
      await expect(writeSealedFile(path, key, film, Readable.from(breaking()))).rejects.toThrow('tunnel')
      const early = new Readable({ read() {} })
      const writing = writeSealedFile(path, key, film, early)
      early.destroy(new Error('gone before the first byte'))
      await expect(writing).rejects.toThrow('gone before the first byte')
      expect(await readdir(folder)).toEqual([])
    })
  })

  test('when the connection closes without a word', async () => {
    await inFolder(async (folder) => {
      const upload = new Readable({ read() {} })
      upload.push(randomBytes(100_000))
      const writing = writeSealedFile(join(folder, film), key, film, upload)
      setTimeout(() => upload.destroy(), 20)
      await expect(writing).rejects.toThrow()
      expect(await readdir(folder)).toEqual([])
    })
  })

  test('when text comes instead of bytes', async () => {
    await inFolder(async (folder) => {
      const source = Readable.from(['text'])
      await expect(writeSealedFile(join(folder, film), key, film, source)).rejects.toThrow(TypeError)
      expect(source.destroyed).toBe(true)
      expect(await readdir(folder)).toEqual([])
    })
  })

  test('when the folder is missing, or the name is taken by a folder', async () => {
    await inFolder(async (folder) => {
      const source = Readable.from([randomBytes(10)])
      await expect(writeSealedFile(join(folder, 'none', film), key, film, source)).rejects.toThrow('ENOENT')
      expect(source.destroyed).toBe(true)
      await mkdir(join(folder, film))
      await expect(writeSealedFile(join(folder, film), key, film, randomBytes(10))).rejects.toThrow()
      expect(await readdir(folder)).toEqual([film])
    })
  })

  test('and the leftover of a kill opens nowhere', async () => {
    await withFilm(3 * KIB64, async (path) => {
      // As it lies while the film is still coming in: chunks, and no header yet.
      const unfinished = Buffer.concat([Buffer.alloc(HEADER), (await readFile(path)).subarray(HEADER)])
      for (const length of [0, 20, HEADER, HEADER + SEALED_CHUNK, unfinished.length]) {
        await writeFile(`${path}.part`, unfinished.subarray(0, length))
        await expect(read(`${path}.part`)).rejects.toThrow(SealError)
      }
    })
  })
})

describe('a reader who goes away', () => {
  const held = (path: string) =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path
      } catch {
        return false
      }
    }).length

  const onLinux = process.platform === 'linux' ? test : test.skip

  onLinux('leaves no open file, whenever it goes', async () => {
    await withFilm(20 * KIB64, async (path) => {
      for (let round = 0; round < 20; round++) {
        const reading = readSealedFile(path, key, film)
        const closed = new Promise((done) => reading.once('close', done))
        if (round % 4 === 1) reading.resume()
        if (round % 4 === 2) await new Promise((done) => reading.once('data', done))
        if (round % 4 === 3) await new Promise((done) => setImmediate(done))
        reading.destroy()
        await closed
      }
      await new Promise((done) => setTimeout(done, 50))
      expect(held(path)).toBe(0)

      const kept = readSealedFile(path, key, film)
      await new Promise((done) => kept.once('data', done))
      expect(held(path)).toBe(1)
      kept.destroy()
    })
  })

  test('gets ENOENT for a film that has been deleted', async () => {
    await inFolder(async (folder) => {
      await expect(read(join(folder, film))).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(sealedFileSize(join(folder, film))).rejects.toMatchObject({ code: 'ENOENT' })
    })
  })
})
