import { readdirSync, readFileSync } from 'node:fs'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { runRetention } from '../../src/retention/run.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { launch, signInByForm, type Visit, visit, whereChromium } from '../support/chromium.ts'
import { photo } from '../support/photo.ts'

whereChromium('errands', () => {
  let portal: TestApp
  let browser: Browser

  beforeAll(async () => {
    portal = await testApp()
    browser = await launch()
  })

  afterAll(async () => {
    await browser.close()
    await portal.close()
  })

  async function as(username: string, options?: Parameters<Browser['newContext']>[0], at = portal): Promise<Visit> {
    const own = await visit(browser, options)
    // In the page itself, with script and without.
    await signInByForm(own.page, at.url, username, password)
    return own
  }

  for (const javaScriptEnabled of [true, false]) {
    const manner = javaScriptEnabled ? 'on a phone' : 'on a phone without script'
    test(`R1 R2 R3 R7 R14 R17: an educator publishes about Alma with a picture ${manner}; her family reads it, nobody else does, and in five years it is gone`, async () => {
      // A portal of its own: at the end five years pass there, and all that the others read is gone.
      const own = await testApp()
      const { page, problems, context } = await as('educator', { javaScriptEnabled }, own)
      await page.goto(`${own.url}/staff/documents/new?group=${ids.myran}`)
      await page.getByLabel('Rubrik').fill('Broar av kvistar')
      await page
        .locator('textarea[name=text]')
        .fill('Vi byggde broar vid bäcken.\n\nAlma prövade vilken kvist som bar.')
      await page.getByText('Alma Ask', { exact: true }).click()
      const jpeg = { name: 'IMG_0042.JPG', mimeType: 'image/jpeg', buffer: await photo() }
      await page.locator('input[name=picture]').setInputFiles(jpeg)
      if (javaScriptEnabled) {
        // Sent by itself while one writes on; its fields come when it has arrived.
        await page.locator('[data-medium] input[name^="alt."]').fill('Två kvistar ligger över vattnet')
        await page.getByText('Vem går att känna igen?').waitFor({ state: 'attached' })
      } else await page.locator('input[name=alt]').fill('Två kvistar ligger över vattnet')
      await page.getByRole('button', { name: 'Granska' }).click()

      await page.waitForURL(/\/review$/)
      const review = await page.locator('main').innerText()
      expect(review).toContain('Anna Ask')
      expect(review).toContain('Adam Ask')
      expect(review).not.toMatch(/Nils|Erik|Sara|Hedda/)
      await page.getByRole('button', { name: 'Publicera' }).click()
      await page.waitForURL(/\/documents\/[0-9a-f-]+\?published$/)
      const path = new URL(page.url()).pathname

      for (const reader of ['guardian', 'guardian2'] as const) {
        const family = await as(reader, {}, own)
        await family.page.goto(own.url)
        await family.page.getByRole('link', { name: 'Broar av kvistar' }).first().click()
        await family.page.waitForURL(`**${path}*`)
        expect(await family.page.locator('main').innerText()).toContain('Alma prövade vilken kvist som bar.')
        expect(await family.page.locator('main').innerText()).toMatch(/dela .*inte vidare/)
        await shown(family.page)
        await family.context.close()
      }
      const src = await page.locator('article figure a').first().getAttribute('href')
      for (const other of ['neighbour', 'stranger', 'educator2', 'ended', 'principal2', 'hidden'] as const) {
        const outside = await own.as(other)
        expect((await outside.get(path)).status).toBe(404)
        expect((await outside.get(src!)).status).toBe(404)
      }

      const answer = await page.request.get(own.url + src)
      const metadata = await sharp(await answer.body()).metadata()
      expect(metadata).toMatchObject({ format: 'webp', width: 1536, height: 2048 })
      expect(metadata.exif ?? metadata.xmp ?? metadata.iptc).toBeUndefined()
      // What is kept from the page is a JPEG with a neutral name, and says nothing of place or device.
      // By the family: staff take out what is registered as used (R19).
      const keeper = await as('guardian', {}, own)
      await keeper.page.goto(own.url + path)
      const [kept] = await Promise.all([
        keeper.page.waitForEvent('download'),
        keeper.page.getByRole('link', { name: 'Ladda ner bilden' }).click(),
      ])
      expect(kept.suggestedFilename()).toBe('insyn-bild.jpg')
      const bytes = readFileSync(await kept.path())
      const saved = await sharp(bytes).metadata()
      expect(saved).toMatchObject({ format: 'jpeg', width: 1536, height: 2048 })
      expect([saved.exif, saved.xmp, saved.iptc, saved.orientation, saved.comments]).toEqual(Array(5).fill(undefined))
      for (const word of ['Telefon 7', 'Kamerafabriken', 'Exif', 'GPSLat']) expect(bytes.includes(word)).toBe(false)
      expect(problems).toEqual([])
      await context.close()

      const files = () =>
        readdirSync(own.services.config.mediaDirectory, { recursive: true }).filter((name) =>
          String(name).includes(src!.split('/')[2]!),
        ).length
      const retain = (now: string) =>
        runRetention({
          database: own.database.retention,
          keys: own.services.keys,
          mediaDirectory: own.services.config.mediaDirectory,
          now: new Date(now),
          log: pino({ level: 'silent' }),
        })
      const id = path.split('/').at(-1)!
      const rows = async () => (await own.database.owner.query('select from document where id = $1', [id])).rowCount
      await retain('2031-11-22T10:00:00Z')
      expect([await rows(), files()]).toEqual([1, 6])
      await retain('2031-11-24T10:00:00Z')
      expect([await rows(), files()]).toEqual([0, 0])
      await own.close()
    })
  }

  test('R16 R21: consent is given and withdrawn on the same page, withdrawing in no more steps', async () => {
    const { page, problems, context } = await as('guardian')
    let steps = 0
    const act = async (doing: Promise<unknown>) => {
      await doing
      steps += 1
    }
    await page.goto(`${portal.url}/children/${ids.alma}/consent`)
    expect(await page.locator('input[type=radio]:checked').count()).toBe(0)
    await act(page.locator('input[name="photo.group"][value=yes]').check({ force: true }))
    await act(page.getByRole('button', { name: /Spara/ }).click())
    await page.waitForURL(/saved/)
    const toGive = steps
    expect(await page.locator('[role=status]').innerText()).toBeTruthy()
    expect(await page.locator('main').innerText()).toMatch(/väntar|inte svarat|Inte besvarad|Obesvarad/i)

    steps = 0
    await act(page.locator('input[name="photo.group"][value=no]').check({ force: true }))
    await act(page.getByRole('button', { name: /Spara/ }).click())
    await page.waitForLoadState()
    expect(steps).toBeLessThanOrEqual(toGive)
    const { rows } = await portal.database.owner.query(
      "select answer from consent_answer where child_id = $1 and medium = 'photo' and level = 'group' order by id",
      [ids.alma],
    )
    expect(rows.map((row) => row.answer)).toEqual(['yes', 'withdrawn'])
    expect(problems).toEqual([])
    await context.close()
  })

  test('R5 R6: a guardian shows a number for one child, sees the preview, and the neighbour sees exactly that', async () => {
    const { page, context } = await as('guardian2')
    await page.goto(`${portal.url}/settings/contact-details`)
    await page.getByRole('textbox', { name: 'Telefon' }).fill('070-174 06 77')
    await page.locator(`input[name=show][value="${ids.alma}:${ids.myran}:phone"]`).check({ force: true })
    await page.getByRole('button', { name: 'Spara' }).click()
    await page.waitForLoadState()
    expect(await page.locator('.preview').first().innerText()).toMatch(/Adam Ask[\s\S]*070-174 06 77/)
    await context.close()

    const neighbour = await as('neighbour')
    await neighbour.page.goto(`${portal.url}/groups/${ids.myran}/contacts`)
    const list = await neighbour.page.locator('main').innerText()
    expect(list).toMatch(/Adam Ask[\s\S]*070-174 06 77/)
    expect(list).not.toMatch(/Dolda|Hedda|Erik Ek/)
    await neighbour.context.close()
  })

  test('the whole way from sign-in to an item goes by keyboard, with the focus always seen', async () => {
    const { page, context } = await visit(browser)
    await page.goto(`${portal.url}/login`)
    await tabTo(page, 'input[name=username]')
    await page.keyboard.type('guardian')
    await tabTo(page, 'input[name=password]')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${portal.url}/`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.getAttribute("href")')).toMatch(/^#/)
    await tabTo(page, 'a[href^="/documents/"]')
    const goal = await page.evaluate<string>('document.activeElement.getAttribute("href")')
    // The card as a whole shows where the focus is.
    const outline = "getComputedStyle(document.activeElement.closest('.card')).outlineStyle"
    expect(await page.evaluate<string>(outline)).toBe('solid')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${goal}`)
    await context.close()
  })

  test('the language is the reader’s choice and stays', async () => {
    const { page, context } = await visit(browser)
    await page.goto(`${portal.url}/privacy`)
    await page.getByRole('button', { name: 'English' }).first().click()
    await page.waitForLoadState()
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await page.goto(`${portal.url}/contact`)
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await context.close()
  })
})

async function shown(page: Page): Promise<void> {
  const image = page.locator('article img').first()
  await image.scrollIntoViewIfNeeded()
  await image.evaluate('(image) => image.decode()')
  expect(await image.getAttribute('alt')).toBe('Två kvistar ligger över vattnet')
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard never reached ${selector}`)
}
