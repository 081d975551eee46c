import type { Browser, Page } from 'playwright-core'
import { type TestApp, testApp } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import { ids, password } from '../support/cast.ts'
import { launch, signIn, visit, whereChromium } from '../support/chromium.ts'
import { notPages, pages } from '../support/pages.ts'
import { routesOf } from '../support/routes.ts'

const looks = [
  { name: 'a small phone in Swedish', width: 320, height: 640, colorScheme: 'light', language: 'sv' },
  { name: 'a wide screen in English, dark', width: 1280, height: 900, colorScheme: 'dark', language: 'en' },
] as const

// Whether the button is there and the heading is among what is said, with something after it or before.
const heard = `(async () => {
  const button = document.querySelector('[data-listen]')
  const { piecesOf } = await import(button.dataset.listen)
  const pieces = piecesOf(document.querySelector('main'))
  return !button.hidden && pieces.length > 1 && pieces.some(({ element }) => element.closest('h1'))
})()`

// What a thumb is to hit and is not part of a sentence: 44 px high at least (a card is pressed anywhere), and no list of
// people is pushed about to be read.
const clumsy = `[...document.querySelectorAll('main :is(a[href], button, summary, select, textarea, input:not([type=hidden]))')]
  .filter((each) => each.checkVisibility({ opacityProperty: true }) && !each.closest('.hide-visually, .card'))
  .filter((each) => {
    const place = each.closest('label') ?? each
    const sentence = getComputedStyle(each).display === 'inline' && each.parentElement.textContent.trim() !== each.textContent.trim()
    return !sentence && place.getBoundingClientRect().height < 43.5
  })
  .map((each) => each.outerHTML.slice(0, 90) + ' ' + Math.round(each.getBoundingClientRect().height))
  .concat([...document.querySelectorAll('.table-frame:has(.stacks, .levels)')]
    .filter((frame) => frame.scrollWidth > frame.clientWidth + 1).map((frame) => 'sideways: ' + frame.getAttribute('aria-label')))`

whereChromium('every page', () => {
  let portal: TestApp
  let browser: Browser
  let passed = 0

  beforeAll(async () => {
    portal = await testApp()
    // One school takes comments, so that the item's page is looked at with the talk on it too.
    await portal.database.owner.query(
      'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
      [ids.skolan, ids.principal],
    )
    // And an account with a history, and something that waits for a second administrator.
    await portal.database.owner.query(
      `insert into account_change (account_id, kind, reason, changed_by, changed_at) select id, 'made', 'begins', $1, now() from account where username = 'educator'`,
      [ids.records],
    )
    await portal.database.owner.query(
      `insert into account_proposal (account_id, hat, reason, proposed_by, proposed_at) select id, 'dpo', 'duties', $1, now() from account where username = 'educator'`,
      [ids.records],
    )
    browser = await launch()
  })

  afterAll(async () => {
    console.log(`axe: ${passed} pages passed (${pages.length} pages × ${looks.length} looks)`)
    await browser.close()
    await portal.close()
  })

  test('is in the list: a new page that is not fails here', () => {
    const listed = new Set([...pages.map((page) => page.route), ...notPages])
    const missing = routesOf(portal.app)
      .filter((route) => route.method === 'GET')
      .map((route) => route.path)
      .filter((path) => !listed.has(path))
    expect(missing).toEqual([])
  })

  for (const look of looks) {
    describe(`on ${look.name}`, () => {
      const windows = new Map<string | null, Page>()
      let complaints: string[] = []

      afterAll(async () => {
        for (const page of windows.values()) await page.context().close()
      })

      for (const { path, route, as, status = 200 } of pages) {
        test(`${route} as ${as ?? 'anyone'} passes axe and fits the window`, async () => {
          const page = windows.get(as) ?? (await enter(as))
          windows.set(as, page)
          complaints = []
          const answer = await page.goto(portal.url + path)
          expect(answer?.status()).toBe(status)
          expect(await violations(page)).toEqual([])
          // Nothing is wider than the window (WCAG 1.4.10), and the page says its language and its name.
          expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
          if (look.width === 320) expect(await page.evaluate<string[]>(clumsy)).toEqual([])
          // Nor with the reader's own text twice as large (WCAG 1.4.4).
          await page.evaluate("document.documentElement.style.fontSize = '200%'")
          expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
          expect(await page.getAttribute('html', 'lang')).toBe(look.language)
          // R31: it can be listened to, from its heading on.
          expect(await page.evaluate<boolean>(heard)).toBe(true)
          expect(await page.title()).toMatch(/.+ – Insyn$/)
          expect(await page.textContent('body')).not.toMatch(
            /\b(web|start|documentation|comments|search|export|contacts|consent|people|retention|audit|accounts|information|operations|media|goals|follow-up)\.[a-z-]+\.[a-z]/,
          )
          expect(complaints).toEqual([])
          passed += 1
        })
      }

      async function enter(as: string | null): Promise<Page> {
        const { width, height, colorScheme, language } = look
        const { context, page } = await visit(browser, { viewport: { width, height }, colorScheme })
        await context.addCookies([{ name: 'language', value: language, url: portal.url }])
        if (as) await signIn(page, portal.url, as, password)
        page.on(
          'console',
          (message) => /Content Security|Refused/.test(message.text()) && complaints.push(message.text()),
        )
        page.on('pageerror', (error) => complaints.push(error.message))
        return page
      }
    })
  }
})
