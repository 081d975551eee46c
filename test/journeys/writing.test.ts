/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { ids, password } from '../support/cast.ts'
import { signInByForm } from '../support/chromium.ts'
import { everybodySaysYes } from '../support/consent.ts'
import { freshJourneys } from '../support/journey.ts'
import { photo } from '../support/photo.ts'

const shots = process.env.SCREENSHOTS

freshJourneys('writing', (here) => {
  const text = (page: Page) => page.locator('textarea[name=text]')
  const state = (page: Page) => page.locator('[data-save-state]')
  const saved = (page: Page) => page.locator('[data-save-state][data-how=saved]').waitFor()
  const stored = async (path: string) => {
    const eva = await here.portal.as('educator')
    return /<textarea[^>]*name="text"[^>]*>\n?([^<]*)/.exec((await eva.get(path)).text)?.[1]
  }
  async function look(page: Page, name: string): Promise<void> {
    if (!shots) return
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 390, height: 844 })
  }

  test('R1 R2 R3 R17: under ten taps on a phone from a picture in the hand to two families', async () => {
    // Two families see it, so that both children's guardians have to have said yes (decision 5).
    await everybodySaysYes(here.portal, ids.alma, ids.flytt)
    const { page, context, problems } = await here.as('educator', { hasTouch: true, isMobile: true })
    let taps = 0
    const tap = async (what: Locator) => {
      await what.tap()
      taps += 1
    }
    await page.goto(`${here.portal.url}/staff`)
    await tap(page.getByRole('link', { name: 'Skriv något nytt' }))
    await tap(page.locator('.choices').getByText('Alma Ask', { exact: true }).first())
    await tap(page.locator('.choices').getByText('Flora Flytt', { exact: true }).first())
    await tap(text(page))
    await page.keyboard.type('Två byggde en bro över bäcken.')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tap(page.locator('input[name=picture]'))])
    await chooser.setFiles({ name: 'IMG_0042.JPG', mimeType: 'image/jpeg', buffer: await photo() })
    await page.locator('[data-medium] img').waitFor()
    await tap(page.getByRole('button', { name: 'Granska' }))
    await page.waitForURL(/\/review$/)
    if (await page.locator('[name=acknowledged]').count()) await tap(page.locator('[name=acknowledged]'))
    await tap(page.getByRole('button', { name: 'Publicera' }))
    await page.waitForURL(/\?published$/)
    expect(taps).toBeLessThan(10)
    console.log(`from the start to published: ${taps} taps`)
    const path = new URL(page.url()).pathname
    // Without a title it is called by its day here, by how it begins in the lists, and R17 says who was responsible.
    expect(await page.locator('h1').innerText()).toBe('Publicerat 23 november 2026')
    expect(await page.locator('.facts').innerText()).toMatch(/Ansvarig för bild, film och ljud\s+Eva Lind/)
    await look(page, 'item-untitled')
    for (const reader of ['guardian', 'guardian2', 'mover'] as const) {
      const family = await here.as(reader)
      await family.page.goto(here.portal.url)
      await family.page.getByRole('link', { name: 'Två byggde en bro över bäcken' }).first().click()
      await family.page.waitForURL(`**${path}*`)
      expect(await family.page.locator('.facts').innerText()).toMatch(/Ansvarig för bild, film och ljud\s+Eva Lind/)
      await family.context.close()
    }
    const picture = (await page.locator('article figure a').first().getAttribute('href'))!
    for (const other of ['neighbour', 'stranger', 'educator2'] as const) {
      const outside = await here.portal.as(other)
      for (const way of [path, picture, `${picture}?download`]) expect((await outside.get(way)).status).toBe(404)
      expect((await outside.get('/')).text).not.toContain('Två byggde')
    }
    const own = (await here.as('guardian')).page
    await own.goto(here.portal.url + path)
    const [kept] = await Promise.all([
      own.waitForEvent('download'),
      own.getByRole('link', { name: 'Ladda ner bilden' }).click(),
    ])
    const bytes = readFileSync(await kept.path())
    const { exif, xmp, iptc, comments, width } = await sharp(bytes).metadata()
    expect([exif, xmp, iptc, comments, width]).toEqual([undefined, undefined, undefined, undefined, 1536])
    for (const word of ['Telefon 7', 'Kamerafabriken', 'GPSLat']) expect(bytes.includes(word)).toBe(false)
    expect(problems).toEqual([])
    await context.close()
  })

  test('what is written saves itself; a lost line and an ended session lose nothing', async () => {
    const { page, context } = await here.as('educator')
    await page.goto(`${here.portal.url}/staff/documents/new?group=${ids.myran}`)
    await text(page).fill('Vi gick ut.')
    await page.locator('[data-save-state][data-how=waiting]').waitFor()
    await saved(page)
    expect(await state(page).innerText()).toBe('Sparat 11:00')
    const path = new URL(page.url()).pathname
    expect(path).toMatch(/\/staff\/documents\/[0-9a-f-]{36}$/)
    expect(await stored(path)).toBe('Vi gick ut.')
    // Said once, not with every saving.
    const said = page.locator('[data-save-said]')
    expect(await said.innerText()).toBe('Sparat 11:00')
    here.portal.setNow('2026-11-23T10:05:00Z')
    await text(page).fill('Vi gick ut i skogen.')
    await page.getByText('Sparat 11:05').waitFor()
    expect(await said.innerText()).toBe('Sparat 11:00')

    await context.setOffline(true)
    await text(page).fill('Vi gick ut i skogen och såg en räv.')
    await page.locator('[data-save-state][data-how=lost]').waitFor()
    expect(await said.innerText()).toBe('Inte sparat – försöker igen')
    await look(page, 'editor-lost')
    await page.getByRole('button', { name: 'Spara till senare' }).click()
    expect(await text(page).inputValue()).toBe('Vi gick ut i skogen och såg en räv.')
    await context.setOffline(false)
    await saved(page)
    expect(await stored(path)).toBe('Vi gick ut i skogen och såg en räv.')

    await here.portal.database.owner.query('delete from session')
    await text(page).fill('Vi gick ut i skogen och såg en räv och en hare.')
    await page.locator('[data-save-state][data-how=signed-out]').waitFor()
    const link = page.locator('[data-save-todo] a')
    expect(await link.innerText()).toContain('Logga in i en ny flik')
    await look(page, 'editor-signed-out')
    await page.getByRole('button', { name: 'Granska' }).click()
    expect(await text(page).inputValue()).toContain('och en hare')
    // Somebody else signs in at the same tablet: not under their name.
    const tab = await context.newPage()
    await signInByForm(tab, here.portal.url, 'principal', password)
    await page.evaluate('dispatchEvent(new Event("focus"))')
    await page.waitForTimeout(1500)
    expect(await page.locator('[data-save-state]').getAttribute('data-how')).not.toBe('saved')
    await context.clearCookies()
    await signInByForm(tab, here.portal.url, 'educator', password)
    await page.bringToFront()
    await page.evaluate('dispatchEvent(new Event("focus"))')
    await saved(page)
    expect(await stored(path)).toBe('Vi gick ut i skogen och såg en räv och en hare.')
    await page.getByRole('button', { name: 'Granska' }).click()
    await page.waitForURL(/\/review$/)
    await context.close()
  })

  test('a page that is left or put away saves what was just typed', async () => {
    const { page, context } = await here.as('educator')
    await page.goto(`${here.portal.url}/staff/documents/${ids.draft}`)
    page.on('dialog', (dialog) => dialog.accept())
    await text(page).fill('Skrivet i sista stund.')
    await page.goto(`${here.portal.url}/staff`)
    for (let tries = 0; tries < 40; tries += 1) {
      if ((await stored(`/staff/documents/${ids.draft}`)) === 'Skrivet i sista stund.') break
      await page.waitForTimeout(250)
    }
    expect(await stored(`/staff/documents/${ids.draft}`)).toBe('Skrivet i sista stund.')
    await context.close()
  })

  for (const script of [true, false]) {
    const manner = script ? 'with script' : 'without script'
    test(`two educators at one draft: both texts survive, or the second is told, ${manner}`, async () => {
      const eva = await here.as('educator', { javaScriptEnabled: script })
      await eva.page.goto(`${here.portal.url}/staff/documents/${ids.draft}`)
      await text(eva.page).fill('Ett.\n\nTvå.')
      await eva.page.getByText('Kollegorna på Björkens förskola får skriva').click()
      await look(eva.page, `editor-${script}`)
      await eva.page.getByRole('button', { name: 'Spara till senare' }).click()
      await eva.page.waitForURL(/saved/)
      const pia = await here.as('principal', { javaScriptEnabled: script })
      await pia.page.goto(`${here.portal.url}/staff`)
      await look(pia.page, `staff-${script}`)
      await pia.page.getByRole('link', { name: /Utkast om Alma.*delat av Eva Lind/s }).click()
      await text(pia.page).fill('Ett.\n\nTvå.\n\nTre av Pia.')
      if (script) await saved(pia.page)
      else await pia.page.getByRole('button', { name: 'Spara till senare' }).click()
      if (!script) await pia.page.waitForURL(/saved/)

      await text(eva.page).fill('Ett av Eva.\n\nTvå.')
      if (script) {
        await saved(eva.page)
        await eva.page.getByText('Det en kollega skrev är inlagt i texten').first().waitFor()
      } else {
        await eva.page.getByRole('button', { name: 'Spara till senare' }).click()
        await eva.page.waitForURL(/together/)
      }
      expect(await text(eva.page).inputValue()).toBe('Ett av Eva.\n\nTvå.\n\nTre av Pia.')

      await text(pia.page).fill('Ett av Pia.\n\nTvå.\n\nTre av Pia.')
      if (script) {
        await pia.page.locator('[data-save-state][data-how=clash]').waitFor()
        expect(await pia.page.locator('[data-save-todo]').innerText()).toContain('Eva Lind sparade')
      }
      await pia.page.getByRole('button', { name: 'Spara till senare' }).click()
      await pia.page.locator('.clash').waitFor()
      await look(pia.page, `clash-${script}`)
      expect(await pia.page.locator('.clash blockquote').innerText()).toBe('Ett av Eva.\n\nTvå.\n\nTre av Pia.')
      expect(await text(pia.page).inputValue()).toBe('Ett av Pia.\n\nTvå.\n\nTre av Pia.')
      expect(await stored(`/staff/documents/${ids.draft}`)).toBe('Ett av Eva.\n\nTvå.\n\nTre av Pia.')
      await text(pia.page).fill('Ett av båda.\n\nTvå.\n\nTre av Pia.')
      await pia.page.getByRole('button', { name: 'Granska' }).click()
      await pia.page.waitForURL(/\/review$/)
      expect(await pia.page.locator('article').innerText()).toContain('Ett av båda.')

      // Eva saves after Pia has reviewed: nothing is published, and the new text is shown.
      await eva.page.goto(`${here.portal.url}/staff/documents/${ids.draft}`)
      await text(eva.page).fill('Ett av båda, klart.\n\nTvå.\n\nTre av Pia.')
      await eva.page.getByRole('button', { name: 'Spara till senare' }).click()
      await eva.page.waitForURL(/saved/)
      await pia.page
        .locator('[name=acknowledged]')
        .check({ force: true, timeout: 1000 })
        .catch(() => {})
      await pia.page.getByRole('button', { name: 'Publicera' }).click()
      await pia.page.getByText('Inget är publicerat').waitFor()
      await look(pia.page, `review-since-${script}`)
      expect(await pia.page.locator('article').innerText()).toContain('Ett av båda, klart.')
      expect([eva.problems, pia.problems]).toEqual([[], []])
      await eva.context.close()
      await pia.context.close()
    })
  }

  test('lists, links and the child’s own words: written, looked at while one writes, and read by the family', async () => {
    const { page, context, problems } = await here.as('educator')
    await page.goto(`${here.portal.url}/staff/documents/${ids.draft}`)
    await text(page).fill(
      'Vi såg:\n\n- en räv\n- <b>en</b> hare\n\nLäs mer på https://www.naturhistoriska.example/djur. javascript:alert(1)',
    )
    await page.getByLabel('Barnets egna ord').fill('Räven sa hej till mig!')
    await page.getByRole('button', { name: 'Visa hur texten blir' }).click()
    await page.locator('#preview li').first().waitFor()
    expect(await page.locator('#preview li').allInnerTexts()).toEqual(['en räv', '<b>en</b> hare'])
    await page.getByText('Så skriver du listor och länkar').click()
    await look(page, 'editor-preview')
    await page.getByRole('button', { name: 'Granska' }).click()
    await page.waitForURL(/\/review$/)
    await look(page, 'review')
    await page
      .locator('[name=acknowledged]')
      .check({ force: true, timeout: 1000 })
      .catch(() => {})
    await page.getByRole('button', { name: 'Publicera' }).click()
    await page.waitForURL(/\?published$/)
    const anna = await here.as('guardian')
    await anna.page.goto(here.portal.url + new URL(page.url()).pathname)
    const article = anna.page.locator('article')
    expect(await article.locator('.prose li').allInnerTexts()).toEqual(['en räv', '<b>en</b> hare'])
    const link = article.locator('.prose a')
    expect([await link.count(), await link.getAttribute('href'), await link.getAttribute('rel')]).toEqual([
      1,
      'https://www.naturhistoriska.example/djur',
      'noopener noreferrer',
    ])
    expect(await article.locator('.words').innerText()).toMatch(/Med barnets egna ord\s+”?Räven sa hej till mig!/)
    await look(anna.page, 'item-words')
    await anna.page.goto(`${here.portal.url}/search`)
    await anna.page.locator('input[name=q]').fill('räven sa')
    await anna.page.keyboard.press('Enter')
    await anna.page.locator('main mark').first().waitFor()
    expect(await anna.page.locator('main').innerText()).toContain('Räven sa hej till mig!')
    expect([problems, anna.problems]).toEqual([[], []])
    await anna.context.close()
    await context.close()
  })
})
