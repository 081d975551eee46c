import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { load } from '../seeds/load.ts'
import { hashPassword } from '../src/accounts/passwords.ts'
import { prepare } from '../src/boot.ts'
import { createKeyStore, openKeyStore } from '../src/crypto/key-store.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { provision } from '../src/database/provision.ts'
import { cast, ids, password } from '../test/support/cast.ts'
import { launch, signIn, visit } from '../test/support/chromium.ts'
import { dot } from '../test/support/dot.ts'

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

const directory = await mkdtemp(join(tmpdir(), 'insyn-bench-picture-'))
const cluster = await startEmbedded(directory)
const urls = await provision(cluster)
await createKeyStore(join(directory, 'keys'), new Date())
const keys = await openKeyStore(join(directory, 'keys'))
await prepare(urls.owner, keys)
const drawn = await dot()
await load(cast(), {
  ownerUrl: urls.owner,
  keys,
  mediaDirectory: join(directory, 'media'),
  passwordHash: await hashPassword(password),
  now: new Date(),
  draw: async () => drawn,
})
const portal = spawn(
  process.execPath,
  ['--max-semi-space-size=4', '--max-old-space-size=192', join(import.meta.dirname, '..', 'src', 'server.ts')],
  {
    env: {
      ...{
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '/',
        PORT: '0',
        LOG_LEVEL: 'warn',
        VIEW_CACHE: 'on',
      },
      ...{ DATA_DIR: directory, KEY_DIR: join(directory, 'keys'), MEDIA_DIR: join(directory, 'media') },
      ...{ DATABASE_URL: urls.web, DATABASE_WORKER_URL: urls.worker },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
const url = await new Promise<string>((resolve) =>
  portal.stdout.on('data', (said) => {
    const found = /Insyn: (http:\S+)/.exec(String(said))
    if (found) resolve(found[1]!)
  }),
)
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
  await mkdir(join(import.meta.dirname, 'results'), { recursive: true })
  await writeFile(join(import.meta.dirname, 'results', 'first-picture.json'), `${JSON.stringify(results, null, 2)}\n`)
} finally {
  await browser.close()
  portal.kill()
  await cluster.leave()
  await rm(directory, { recursive: true, force: true })
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
