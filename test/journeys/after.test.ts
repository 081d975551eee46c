import type { Page } from 'playwright-core'
import { violations } from '../support/axe.ts'
import { ids, password } from '../support/cast.ts'
import { signIn, visit } from '../support/chromium.ts'
import { journeys } from '../support/journey.ts'

journeys('after publishing', (here) => {
  const clean = async (page: Page, scripted: boolean) => {
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    if (scripted) expect(await violations(page)).toEqual([])
  }

  for (const javaScriptEnabled of [true, false]) {
    const manner = javaScriptEnabled ? 'on a phone' : 'on a phone without script'

    test(`R3: Eva undoes, publishes anew, corrects and takes back; the family follows, and Pia puts it back, ${manner}`, async () => {
      const { page, problems, context } = await visit(here.browser, { javaScriptEnabled })
      const family = await visit(here.browser, { javaScriptEnabled })
      await signIn(page, here.portal.url, 'educator', password)
      await signIn(family.page, here.portal.url, 'guardian', password)
      const title = `Kojan i skogen ${manner}`
      const reads = async () => (await family.page.goto(`${here.portal.url}${path}`))!.status()

      await page.goto(`${here.portal.url}/staff/documents/new?group=${ids.myran}`)
      await page.locator('label:has(input[name=audience][value=child])').click()
      await page.getByText('Alma Ask', { exact: true }).click()
      await page.getByLabel('Rubrik').fill(title)
      await page.locator('textarea[name=text]').fill('Alma byggde en koja av pinnar.')
      await page.getByRole('button', { name: 'Granska' }).click()
      await page.waitForURL(/\/review$/)
      expect(await page.locator('.readers').innerText()).toMatch(/Anna Ask[\s\S]*Adam Ask|Adam Ask[\s\S]*Anna Ask/)
      await page.getByRole('button', { name: 'Publicera' }).click()
      await page.waitForURL(/\?published$/)
      const path = new URL(page.url()).pathname
      expect(await reads()).toBe(200)
      expect(await page.locator('.undo').innerText()).toMatch(/Du kan ångra till kl\. 11:10 \(högst 10 minuter kvar\)/)
      await clean(page, javaScriptEnabled)

      await page.goto(`${here.portal.url}/staff`)
      await clean(page, javaScriptEnabled)
      await page.getByRole('button', { name: `Ångra ”${title}”` }).click()
      await page.waitForURL(/\?undone$/)
      expect(await page.locator('.notice.good').innerText()).toContain('Publiceringen är ångrad')
      expect(await page.getByLabel('Rubrik').inputValue()).toBe(title)
      expect(await reads()).toBe(404)
      await page.getByRole('button', { name: 'Granska' }).click()
      await page.waitForURL(/\/review$/)
      await page.getByRole('button', { name: 'Publicera' }).click()
      await page.waitForURL(/\?published$/)
      expect(await reads()).toBe(200)

      await page.getByRole('link', { name: 'Rätta' }).click()
      await page.waitForURL(/\/correct$/)
      await clean(page, javaScriptEnabled)
      await page.locator('textarea[name=text]').fill('Alma byggde en koja av grenar.')
      await page.getByText('Bo Berg', { exact: true }).click()
      await page.getByRole('button', { name: 'Se ändringen' }).click()
      expect(await page.locator('del').innerText()).toContain('pinnar')
      expect(await page.locator('ins').innerText()).toContain('grenar')
      expect(await page.locator('.new-readers').innerText()).toContain('Nils Berg')
      await clean(page, javaScriptEnabled)
      await page.getByRole('button', { name: 'Ändra mer' }).click()
      expect(await page.locator('textarea[name=text]').inputValue()).toBe('Alma byggde en koja av grenar.')
      await page.getByRole('button', { name: 'Se ändringen' }).click()
      await page.getByRole('button', { name: 'Publicera rättelsen' }).click()
      await page.waitForURL(/\?corrected$/)
      expect(await reads()).toBe(200)
      expect(await family.page.locator('article').first().innerText()).toMatch(
        /Rättad 23 november 2026[\s\S]*av grenar/,
      )
      expect(await family.page.locator('main').innerText()).not.toContain('pinnar')

      await page.getByRole('link', { name: 'Se alla versioner' }).click()
      expect(await page.locator('main').innerText()).toContain('Barn som lades till: Bo Berg')
      await clean(page, javaScriptEnabled)
      await page.goto(`${here.portal.url}${path}`)
      await page.getByRole('link', { name: 'Ta tillbaka' }).click()
      await page.getByRole('button', { name: 'Ta tillbaka nu' }).click()
      expect(await page.locator('main').innerText()).toContain('Skriv varför')
      await clean(page, javaScriptEnabled)
      await page.getByLabel('Varför').fill('Fel barn var markerat.')
      await page.getByRole('button', { name: 'Ta tillbaka nu' }).click()
      await page.waitForURL(/\?recalled$/)
      await clean(page, javaScriptEnabled)
      expect(await reads()).toBe(404)

      const principal = await here.as('principal', { javaScriptEnabled })
      await principal.page.goto(here.portal.url)
      await principal.page.getByRole('link', { name: '1 text är återtagen' }).click()
      expect(await principal.page.locator('main').innerText()).toContain('Fel barn var markerat.')
      await clean(principal.page, javaScriptEnabled)
      await principal.page.getByRole('button', { name: `Lägg tillbaka ”${title}”` }).click()
      await principal.page.waitForURL(/\?putBack$/)
      expect(await reads()).toBe(200)
      expect([...problems, ...family.problems, ...principal.problems]).toEqual([])
      for (const each of [context, family.context, principal.context]) await each.close()
    })
  }
})
