import sharp from 'sharp'
import { idOf } from '../seeds/random.ts'
import { cast, ids } from '../test/support/cast.ts'
import { highest, memoryOf } from '../test/support/memory.ts'
import { swift } from '../test/support/swift.ts'
import { openScratch, writeResults } from './scratch.ts'

/**
 * A family's paper of 200 and of 1 000 items, each with a picture as large as the portal keeps them, and a search through
 * 300 and 2 000: how long, and the memory of the portal meanwhile. Run by itself: node bench/papers.ts
 */
const year = 365 * 86_400_000
const now = Date.now()
const large = await noisy(2048)
const small = await noisy(640)
const words =
  'Barnen byggde broar av kvistar vid bäcken och prövade vilken som bar. Vi mätte, räknade och berättade för varandra. '
const people = cast()
const like = people.documents.find(({ id }) => id === ids.docAlma)!
// Alma has 200 items with pictures, Pim 1 000; the rest are texts that are searched.
const many = (child: string, count: number, pictures: number) =>
  Array.from({ length: count }, (_, number) => ({
    ...like,
    id: idOf(`paper ${child} ${number}`),
    childIds: [child],
    title: `Inlägg ${number}`,
    text: `${words.repeat(8)}\n\n${words.repeat(5)}${number % 40 === 0 ? 'Där låg en igelkott.' : ''}`,
    publishedAt: new Date(now - ((number + 1) * 4.5 * year) / count),
    pictures: number < pictures ? [{ scene: 'noise', alt: 'Kvistar över vattnet' }] : [],
  }))
const documents = [
  ...many(ids.alma, 200, 200),
  ...many(ids.pim, 1000, 1000),
  ...many(ids.bo, 300, 0),
  ...many(ids.cia, 2000, 0),
]
const scratch = await openScratch('papers', { ...people, documents }, {
  large,
  small,
  width: 2048,
  height: 1536,
} as never)
const { url, pid } = await scratch.start()

try {
  const house = { url } as Parameters<typeof swift>[0]
  const [anna, nils, sara] = [
    await swift(house, 'guardian'),
    await swift(house, 'neighbour'),
    await swift(house, 'stranger'),
  ]
  await anna.get('/')
  const results: Record<string, unknown> = {
    at: new Date().toISOString(),
    node: process.version,
    idle: { memory: await memoryOf(pid) },
  }
  const report = async (name: string, work: () => Promise<{ status: number; body: string }>) => {
    const began = performance.now()
    const { result, peak } = await highest(pid, work())
    const seconds = (performance.now() - began) / 1000
    if (result.status !== 200) throw new Error(`${name}: ${result.status}`)
    results[name] = { seconds, memory: peak }
    console.log(`${name}: ${seconds.toFixed(1)} s, ${Math.round(peak.own)} MB`)
  }
  await report('200 items as PDF', () => anna.post(`/children/${ids.alma}/export`))
  await report('1 000 items as PDF', () => anna.post(`/children/${ids.pim}/export`))
  await report('search through 300', () => nils.post('/search', { q: 'igelkottar' }))
  await report('search through 2 000', () => sara.post('/search', { q: 'igelkottar bäck' }))
  await report('search through 2 000, nothing found', () => sara.post('/search', { q: 'rymdraket' }))
  await writeResults('papers', results)
} finally {
  await scratch.close()
}

// As much in it as in a photograph, so that it is as large and as slow to open.
async function noisy(width: number): Promise<Buffer> {
  const height = (width * 3) / 4
  const noise = await sharp({
    create: { width: width / 8, height: height / 8, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  } as never)
    .png()
    .toBuffer()
  return sharp(noise).resize(width, height, { kernel: 'cubic' }).webp({ quality: 80 }).toBuffer()
}
