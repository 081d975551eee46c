import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { tokenIn } from './token.ts'

// The browser without its windows comes first: the same engine, and a page costs it half, a visitor a third.
const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const chromiumPath = places.find((path) => path && existsSync(path))

if (!chromiumPath && process.env.CI === 'true')
  throw new Error('CI=true, and there is no Chromium to run the journeys in')

/** Browser tests run where a Chromium is found, and say so where not. */
export function whereChromium(title: string, tests: () => void): void {
  ;(chromiumPath ? describe : describe.skip)(title, tests)
}
if (!chromiumPath) console.warn('No Chromium found (CHROMIUM_PATH): the browser tests are skipped.')

export function launch(): Promise<Browser> {
  const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run']
  return chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox', '--disable-sync', ...quiet] })
}

export type Visit = { context: BrowserContext; page: Page; problems: string[] }

/** A window of its own; `problems` gathers what the page complained of (scripts, policy, failed requests). */
export async function visit(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options })
  // What never comes is waited for as long as a busy machine may need for what does.
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text())
  })
  return { context, page, problems }
}

/** Signed in, with nothing opened yet. How it is done in the page itself is `signInByForm`'s. */
export async function signIn(page: Page, url: string, username: string, password: string): Promise<void> {
  const { request } = page.context()
  const token = tokenIn(await (await request.get(`${url}/login`)).text())
  const form = { _csrf: token, username, password }
  const answer = await request.post(`${url}/login`, {
    form,
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    maxRedirects: 0,
  })
  if (answer.status() !== 303) throw new Error(`${username} could not sign in: ${answer.status()}`)
}

export async function signInByForm(page: Page, url: string, username: string, password: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.getByLabel(/Användarnamn|User name|Username/).fill(username)
  await page.getByLabel(/Lösenord|Password/).fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((at) => at.pathname !== '/login')
}
