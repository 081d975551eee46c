import type { Browser } from 'playwright-core'
import { type TestApp, testApp } from './app.ts'
import { password } from './cast.ts'
import { launch, signIn, type Visit, visit, whereChromium } from './chromium.ts'

/** What a file of journeys has: there once its tests run. */
export type Journey = {
  portal: TestApp
  browser: Browser
  /** Somebody signed in, in a window of their own. */
  as: (username: string, options?: Parameters<Browser['newContext']>[0]) => Promise<Visit>
}

/** A browser and a portal for the file. */
export const journeys = (title: string, tests: (here: Journey) => void): void => travel(title, false, tests)

/** A browser for the file, and a portal for each test. */
export const freshJourneys = (title: string, tests: (here: Journey) => void): void => travel(title, true, tests)

function travel(title: string, fresh: boolean, tests: (here: Journey) => void): void {
  whereChromium(title, () => {
    const here = {
      as: async (username, options) => {
        const own = await visit(here.browser, options)
        await signIn(own.page, here.portal.url, username, password)
        return own
      },
    } as Journey
    const [open, close] = fresh ? [beforeEach, afterEach] : [beforeAll, afterAll]
    beforeAll(async () => {
      here.browser = await launch()
    })
    open(async () => {
      here.portal = await testApp()
    })
    close(async () => {
      for (const context of here.browser.contexts()) await context.close()
      await here.portal.close()
    })
    afterAll(() => here.browser.close())
    tests(here)
  })
}
