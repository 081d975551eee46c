import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { demoPassword } from '../../src/accounts/demo.ts'
import { launch, signIn, visit } from '../../test/support/chromium.ts'

/**
 * The README's pictures, of a demo of its own that is gone afterwards: `node docs/pictures/take.ts`. A phone's are two
 * side by side, as wide as one of a desk's.
 */
const desk = { viewport: { width: 1280, height: 860 } }
const phone = { viewport: { width: 390, height: 720 }, deviceScaleFactor: 1.5 }

const directory = await mkdtemp(join(tmpdir(), 'insyn-pictures-'))
const portal = fork(join(import.meta.dirname, '..', '..', 'src', 'server.ts'), {
  env: { ...process.env, DATA_DIR: directory, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
})
const url = await new Promise<string>((resolve, reject) => {
  portal.once('exit', () => reject(new Error('the portal did not start')))
  portal.stdout!.on('data', (said) => {
    const found = /Insyn: (http:\S+)/.exec(String(said))
    if (found) resolve(found[1]!)
  })
})
const browser = await launch()
try {
  await guardian(browser)
  await educator(browser)
  await administrator(browser)
} finally {
  await browser.close()
  portal.kill()
  await new Promise((resolve) => portal.once('exit', resolve))
  await rm(directory, { recursive: true, force: true })
}

async function guardian(browser: Browser): Promise<void> {
  const { page } = await as(browser, 'guardian', phone)
  const start = await shot(page, '/')
  const child = await hrefOf(page, 'a.button[href^="/children/"]')
  const timeline = await shot(page, child)
  await save('start', start, timeline)
  const item = await hrefOf(page, '.card a[href^="/documents/"]')
  await page.goto(url + item)
  await page.locator('.listen').waitFor()
  const read = await page.screenshot()
  await page.locator('.facts').scrollIntoViewIfNeeded()
  await save('item', read, await page.screenshot())
  await page.goto(url + child)
  const contacts = await hrefOf(page, 'a[href$="/contacts"]')
  const consent = await hrefOf(page, 'a[href$="/consent"]')
  await shot(page, contacts)
  await page.evaluate(`document.querySelector('.house').scrollIntoView()`)
  await save('contacts', await page.screenshot(), await shot(page, '/settings/contact-details'))
  const questions = await shot(page, consent)
  await page.mouse.wheel(0, 640)
  await page.waitForTimeout(500)
  await save('consent', questions, await page.screenshot())
  await page.context().close()
}

async function educator(browser: Browser): Promise<void> {
  const { page } = await as(browser, 'educator', desk)
  await page.goto(`${url}/staff`)
  await page.goto(url + (await hrefOf(page, 'a[href^="/staff/documents/new"]')))
  await page.getByLabel('Rubrik').fill('Löven faller')
  await page.locator('textarea[name=text]').fill('Vi samlade löv på gården och sorterade dem efter färg och form.')
  await page.locator('textarea[name=text]').blur()
  await page.evaluate('scrollTo(0, 0)')
  await save('editor', await page.screenshot())
  await page.context().close()
}

async function administrator(browser: Browser): Promise<void> {
  const { page } = await as(browser, 'admin', desk)
  await save('admin', await shot(page, '/admin/consents'))
  await page.context().close()
}

async function as(browser: Browser, username: string, look: Parameters<typeof visit>[1]) {
  const own = await visit(browser, look)
  own.context.setDefaultTimeout(20_000)
  await signIn(own.page, url, username, demoPassword)
  return own
}

async function shot(page: Page, path: string): Promise<Buffer> {
  await page.goto(url + path)
  await page.locator('.listen').waitFor()
  await page.waitForLoadState('networkidle')
  return await page.screenshot()
}

async function hrefOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().getAttribute('href'))!
}

async function save(name: string, ...shots: Buffer[]): Promise<void> {
  const width = shots.length > 1 ? phone.viewport.width * phone.deviceScaleFactor : 0
  const gap = 60
  const picture = width
    ? sharp({
        create: {
          width: shots.length * width + gap,
          height: phone.viewport.height * phone.deviceScaleFactor,
          channels: 4,
          background: { r: 0, g: 0, b: 0, alpha: 0 },
        },
      }).composite(shots.map((input, at) => ({ input, left: at * (width + gap), top: 0 })))
    : sharp(shots[0])
  await picture.png({ palette: true, colours: 128 }).toFile(join(import.meta.dirname, `${name}.png`))
}
