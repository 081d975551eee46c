import type { Browser } from 'playwright-core'
import { sender } from '../media/sender.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { launch, signIn, visit, whereChromium } from '../support/chromium.ts'
import { photo } from '../support/photo.ts'

whereChromium('the size of a picture', () => {
  let portal: TestApp
  let browser: Browser
  let draft: string

  beforeAll(async () => {
    portal = await testApp()
    browser = await launch()
    const eva = await sender(portal, 'educator')
    draft = crypto.randomUUID()
    const { id } = await eva.send(draft, await photo())
    const fields = { revision: '1', group: ids.myran, audience: 'child', children: ids.alma, title: 'Bron' }
    const text = { text: 'Vi byggde en bro.', [`alt.${id}`]: 'En bro', [`subjects.${id}`]: 'shown' }
    await eva.post(`/staff/documents/${draft}`, { ...fields, ...text, [`subject.${id}`]: 'nobody', action: 'save' })
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await portal.close()
  })

  test.each([
    ['a phone with three points to a pixel', 390, 3, 'middle'],
    ['a phone with two', 390, 2, 'middle'],
    ['an old one with one', 390, 1, 'small'],
    ['a wide screen with one', 1280, 1, 'middle'],
    ['a wide screen with three', 1280, 3, 'large'],
  ])('%s takes no larger one than it shows', async (_what, width, deviceScaleFactor, expected) => {
    const { page, context } = await visit(browser, { viewport: { width, height: 844 }, deviceScaleFactor })
    await signIn(page, portal.url, 'educator', password)
    const taken: string[] = []
    page.on('response', (answer) => {
      const size = /\/media\/[0-9a-f-]+\/(\w+)$/.exec(answer.url())?.[1]
      if (size && answer.status() === 200) taken.push(size)
    })
    await page.goto(`${portal.url}/staff/documents/${draft}/review`, { waitUntil: 'networkidle' })
    expect(taken).toEqual([expected])
    await context.close()
  })
})
