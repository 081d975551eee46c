import sharp from 'sharp'
import { ids, password } from '../test/support/cast.ts'
import { launch, signIn, visit } from '../test/support/chromium.ts'
import { openScratch, writeResults } from './scratch.ts'

/**
 * When the first picture of a timeline is seen on a phone: 390 px wide, three points to a pixel, a processor four times
 * slower, nothing kept from before, with pictures of 12 megapixels sent through the editor. Run by itself:
 * node bench/first-picture.ts
 */
const lines = {
  '4G, slow (1.6 Mbit/s, 150 ms)': { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 },
  '4G (9 Mbit/s, 60 ms)': { latency: 60, downloadThroughput: 9e6 / 8, uploadThroughput: 3e6 / 8 },
}
const rounds = 7

const scratch = await openScratch('picture')
const { url } = await scratch.start()
const browser = await launch()

try {
  for (const title of ['Skogen', 'Stranden', 'Gården']) await publish(title, await camera())
  const results: Record<string, unknown> = { at: new Date().toISOString(), node: process.version }
  for (const [name, line] of Object.entries(lines)) {
    const seen: Seen[] = []
    for (let round = 0; round < rounds; round += 1) seen.push(await open(line))
    const middle = seen.toSorted((a, b) => a.picture - b.picture)[Math.floor(rounds / 2)]!
    const worst = Math.max(...seen.map(({ picture }) => picture))
    results[name] = { ...middle, worst }
    console.log(
      `${name}: first picture ${ms(middle.picture)} (worst ${ms(worst)}), first words ${ms(middle.words)}, answer ${ms(middle.answer)}; picture ${Math.round(middle.bytes / 1024)} KB, before it ${Math.round(middle.before / 1024)} KB`,
    )
  }
  await writeResults('first-picture', results)
} finally {
  await browser.close()
  await scratch.close()
}

type Seen = { picture: number; words: number; answer: number; bytes: number; before: number }

/** A family's first look: signed in on a good line, nothing in the cache. */
async function open(line: (typeof lines)[keyof typeof lines]): Promise<Seen> {
  const { page, context } = await visit(browser, { deviceScaleFactor: 3, isMobile: true, hasTouch: true })
  await signIn(page, url, 'guardian', password)
  await page.goto('about:blank')
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.clearBrowserCache')
  await cdp.send('Network.emulateNetworkConditions', { offline: false, ...line })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(`${url}/children/${ids.alma}`, { waitUntil: 'load' })
  const seen = await page.evaluate(
    () =>
      new Promise<Seen>((resolve) => {
        new PerformanceObserver((list) => {
          type Painted = PerformanceEntry & { element?: Element; url?: string }
          const first = (list.getEntries() as Painted[]).find(({ element }) => element?.tagName === 'IMG')
          if (!first) return
          const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
          const [answer] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
          const own = files.find(({ name }) => name === first.url)
          const earlier = files.filter((each) => each !== own && each.responseEnd < first.startTime)
          resolve({
            picture: first.startTime,
            words: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
            answer: answer!.responseStart,
            bytes: own?.transferSize ?? 0,
            before: earlier.reduce((sum, { transferSize }) => sum + transferSize, answer!.transferSize),
          })
        }).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
  await context.close()
  return seen
}

async function publish(title: string, buffer: Buffer): Promise<void> {
  const { page, context } = await visit(browser)
  await signIn(page, url, 'educator', password)
  await page.goto(`${url}/staff/documents/new?group=${ids.myran}`)
  await page.locator('input[name=picture]').setInputFiles([{ name: 'bild.jpg', mimeType: 'image/jpeg', buffer }])
  await page.locator('[data-medium] img').waitFor({ timeout: 60_000 })
  await page.getByLabel('Rubrik').fill(title)
  await page.locator('textarea[name=text]').fill('Vi var ute hela förmiddagen och såg mycket nytt.')
  await page.locator('[data-medium] input[name^="alt."]').fill('Träd och sten')
  await page.locator('#f-children').getByText('Alma Ask', { exact: true }).click()
  await page.getByRole('button', { name: 'Granska' }).click()
  await page.waitForURL(/\/review$/)
  await page.getByRole('button', { name: 'Publicera' }).click()
  await page.waitForURL(/\?published$/)
  await context.close()
}

/** 12 megapixels with detail of every size, as leaves and grass have it: what compresses like a photograph, or worse. */
async function camera(): Promise<Buffer> {
  const [width, height] = [4000, 3000]
  const layers = await Promise.all(
    [8, 40, 200, 1000].map((across) =>
      sharp({
        create: {
          width: across,
          height: (across * 3) / 4,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      })
        .resize(width, height, { fit: 'fill', kernel: 'cubic' })
        .png()
        .toBuffer(),
    ),
  )
  return sharp(layers[0]!)
    .composite(layers.slice(1).map((input) => ({ input, blend: 'soft-light' as const })))
    .jpeg({ quality: 88 })
    .toBuffer()
}

function ms(value: number): string {
  return `${Math.round(value)} ms`
}
