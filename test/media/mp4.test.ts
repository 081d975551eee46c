import { Readable } from 'node:stream'
import fc from 'fast-check'
import { flatten, readMovie } from '../../src/media/mp4.ts'
import { box, fullBox, numbers } from '../../src/media/mp4-boxes.ts'
import { asPlayed } from '../../src/media/mp4-playable.ts'
import type { Source } from '../../src/media/pieces.ts'
import { MediaProblem } from '../../src/media/problem.ts'
import { filmed, moving, tone, whereFfmpeg } from './film.ts'

const asSource = (bytes: Buffer): Source => ({
  size: bytes.length,
  read: async (at, length) => bytes.subarray(at, at + length),
  stream: (at, length) => Readable.from([bytes.subarray(at, at + length)]),
})

async function written(bytes: Buffer): Promise<Buffer> {
  const source = asSource(bytes)
  const movie = await readMovie(source)
  const flat = flatten(movie, source)
  const chunks: Buffer[] = []
  for await (const chunk of flat.stream()) chunks.push(chunk)
  const all = Buffer.concat(chunks)
  expect(all.length).toBe(flat.size)
  return all
}

whereFfmpeg('any film with anything changed in it', () => {
  let films: Buffer[]
  beforeAll(async () => {
    const codecs = ['-c:v', 'libx264', '-bf', '2', '-c:a', 'aac', '-t', '1']
    films = [
      await filmed(
        [...moving, ...tone, ...codecs, '-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
        'mp4',
        'pipe:1',
      ),
    ]
    // Flat, as a phone writes it: written anew by ourselves.
    films.push(await written(films[0]!))
  })

  test('is read, or said to be unreadable; nothing else happens, whatever bytes are changed, cut out or put in', async () => {
    let read = 0
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5999 }), fc.nat(255), fc.nat(3)), {
          minLength: 1,
          maxLength: 6,
        }),
        async (which, changes) => {
          let film = Buffer.from(films[which]!)
          // Most of what can go wrong is in the description: the first few kilobytes of these.
          for (const [at, byte, how] of changes) {
            if (how < 2) film[at] = byte
            else if (how === 2) film = Buffer.concat([film.subarray(0, at), film.subarray(at + byte)])
            else film = Buffer.concat([film.subarray(0, at), Buffer.alloc(byte, byte), film.subarray(at)])
          }
          try {
            const source = asSource(film)
            flatten(asPlayed(await readMovie(source)), source)
            read += 1
          } catch (error) {
            if (!(error instanceof MediaProblem)) throw error
          }
        },
      ),
      { numRuns: 3000 },
    )
    expect(read).toBeGreaterThan(100)
  })

  test('written anew twice is the same', async () => {
    const once = await written(films[1]!)
    expect((await written(once)).equals(once)).toBe(true)
  })
})

test('noise in boxes, and boxes in noise', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.constantFrom('moov', 'mdat', 'moof', 'trak', 'mvhd', 'ftyp', 'free'),
          fc.uint8Array({ maxLength: 60 }),
        ),
        { maxLength: 8 },
      ),
      async (parts) => {
        const made = Buffer.concat(parts.map(([type, noise]) => box(type, Buffer.from(noise))))
        const wrapped = Buffer.concat([
          box('moov', fullBox('mvhd', 0, 0, numbers(0, 0, 1000, 1000), Buffer.alloc(80)), made),
          made,
        ])
        for (const bytes of [made, wrapped])
          await readMovie(asSource(bytes)).catch((error) => {
            if (!(error instanceof MediaProblem)) throw error
          })
      },
    ),
    { numRuns: 1000 },
  )
})
