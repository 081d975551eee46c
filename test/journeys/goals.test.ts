import type { Page } from 'playwright-core'
import { ids } from '../support/cast.ts'
import { journeys } from '../support/journey.ts'

journeys('goals and follow-up', (here) => {
  for (const javaScriptEnabled of [true, false]) {
    const manner = javaScriptEnabled ? 'on a phone' : 'on a phone without script'
    const title = `Kottar på rad ${manner}`

    test(`R1: Eva finds a goal, the family reads it, the plot shows it, and she writes what comes next, ${manner}`, async () => {
      const { page, problems, context } = await here.as('educator', { javaScriptEnabled })
      await page.goto(`${here.portal.url}/staff/follow-up/groups/${ids.myran}`)
      const before = await numbers(page)

      await page.goto(`${here.portal.url}/staff/documents/new?group=${ids.myran}`)
      await page.getByText('Gruppen', { exact: true }).click()
      await page.getByLabel('Rubrik').fill(title)
      await page.locator('textarea[name=text]').fill('Barnen lade kottar på rad och räknade dem.')
      if (javaScriptEnabled) {
        await page.getByLabel('Sök bland målen').fill('räknade')
        expect(await page.locator('label[data-stems]:visible').allInnerTexts()).toHaveLength(1)
        expect(await page.locator('#f-goals-found').innerText()).toBe('1 mål passar.')
        await page.getByLabel('Sök bland målen').press('Enter')
        expect(new URL(page.url()).pathname).toBe('/staff/documents/new')
      } else {
        expect(await page.getByLabel('Sök bland målen').isVisible()).toBe(false)
        await page.locator('summary', { hasText: 'Tal, mått och former' }).click()
      }
      await page.getByText('Antal, ordning och mängd').click()
      if (javaScriptEnabled) {
        await page.getByLabel('Sök bland målen').fill('xyzzy')
        expect(await page.locator('#f-goals-found').innerText()).toMatch(/Inget mål passar/)
      }
      await page.getByRole('button', { name: 'Granska' }).click()
      await page.waitForURL(/\/review$/)
      expect(await page.locator('.aims').innerText()).toContain('Antal, ordning och mängd')
      await page.getByRole('button', { name: 'Publicera' }).click()
      await page.waitForURL(/\?published$/)
      const path = new URL(page.url()).pathname

      const family = await here.as('guardian')
      await family.page.goto(here.portal.url + path)
      expect(await family.page.locator('.aims').innerText()).toMatch(
        /Antal, ordning och mängd[\s\S]*Lpfö 18, avsnitt 2\.2/,
      )
      await family.context.close()

      await page.getByRole('link', { name: 'Uppföljning' }).click()
      await page.getByRole('link', { name: 'Myran' }).click()
      await page.waitForURL(/\/staff\/follow-up\/groups\//)
      expect(await numbers(page)).toBe(before + 1)
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)

      await page.getByRole('link', { name: 'Skriv en analys' }).click()
      await page.getByRole('button', { name: 'Spara' }).click()
      expect(await page.locator('main').innerText()).toContain('Skriv något om vad ni ser')
      await page.getByLabel('Rubrik (valfri)').fill(`Räkna mer ute ${manner}`)
      await page.getByLabel('Vad ser ni?').fill('Räkning har mest hänt inne.')
      await page.getByText(title, { exact: true }).click()
      await page.getByRole('button', { name: 'Spara' }).click()
      await page.waitForURL(/\?saved$/)
      await page.getByRole('link', { name: 'Skriv vidare' }).click()
      await page.getByLabel('Vad gör ni härnäst?').fill('Räknestunder i skogen på torsdagar.')
      await page.getByRole('button', { name: 'Spara' }).click()
      await page.waitForURL(/\?saved$/)
      const note = await page.locator('main').innerText()
      expect(note).toContain('Räknestunder i skogen på torsdagar.')
      expect(note).toContain('Version 1')
      await page.getByRole('link', { name: title }).click()
      await page.waitForURL(`**${path}`)
      expect(problems).toEqual([])
      await context.close()
    })
  }
})

/** The row of numbers, added up, as the table has it. */
async function numbers(page: Page): Promise<number> {
  const row = page.locator('table.tight tr', { hasText: 'Tal, mått och former' })
  const cells = (await row.count()) ? await row.locator('td').allInnerTexts() : []
  return cells.reduce((sum, each) => sum + Number(each), 0)
}
