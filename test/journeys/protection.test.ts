import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { bring } from '../roster/house.ts'
import { find, town } from '../roster/register.ts'
import { violations } from '../support/axe.ts'
import { ids, password } from '../support/cast.ts'
import { signIn, visit } from '../support/chromium.ts'
import { journeys } from '../support/journey.ts'

// Set SHOTS to a folder to keep what the pages look like.
const shots = process.env.SHOTS

journeys('an officer for protected identity', (here) => {
  const looked = async (page: Page, name: string) => {
    expect(await violations(page)).toEqual([])
    if (!shots) return
    mkdirSync(shots, { recursive: true })
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true })
    }
  }

  test.each([
    ['with script', true],
    ['without script, by keyboard', false],
  ])(
    'decision 3: finds somebody, protects them, looks into silence, and sees who has read: %s',
    async (_how, script) => {
      const register = town()
      delete find(register, 'Maja Syd').securityMarking
      if (script) await bring(here.portal, register)
      await (await here.portal.as('educator')).get(`/children/${ids.bo}`)
      const { page, problems, context } = await visit(here.browser, { javaScriptEnabled: script })
      const see = (name: string) => (script ? looked(page, name) : Promise.resolve())
      await signIn(page, here.portal.url, 'protection', password)
      await page.goto(here.portal.url)
      await page.getByRole('heading', { name: 'Skyddade personer' }).waitFor()
      await see('protection-list')
      if (script) {
        await page.getByRole('link', { name: 'Maja Syd' }).click()
        await see('protection-check')
        await page.getByRole('button', { name: 'Spara' }).click()
        await page.getByText('Välj vad kontrollen visade.').first().waitFor()
        await see('protection-check-wrong')
        await page.getByLabel('Personen behöver inget skydd').check()
        await page.getByLabel('Varför', { exact: true }).selectOption({ label: 'Kontrollerat: inget skydd' })
        await page.getByLabel('Anteckning').fill('Skatteverket svarade i dag')
        await page.getByRole('button', { name: 'Spara' }).click()
        await page.getByText('Sparat.').waitFor()
        await page.goto(`${here.portal.url}/staff/protection`)
      }
      await page.getByRole('link', { name: 'Skydda någon' }).focus()
      await page.keyboard.press('Enter')
      await page.getByLabel('Sök på namn eller personnummer').fill('Bo Berg')
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: 'Bo Berg' }).waitFor()
      await see('protection-search')
      await page.getByRole('link', { name: 'Bo Berg' }).focus()
      await page.keyboard.press('Enter')
      if (script) {
        await page.getByLabel('Varför', { exact: true }).selectOption({ label: 'Besked från Skatteverket' })
        await page.getByRole('button', { name: 'Skydda personen' }).click()
        await page.getByText('Sparat.').waitFor()
        await see('protection-person')
      }
      await page.getByRole('link', { name: /Vem har läst om personen/ }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('Eva Lind').first().waitFor()
      await see('protection-readers')
      if (script) {
        await page.goto(`${here.portal.url}/staff/protection/${ids.dold}`)
        await page.locator('summary', { hasText: 'Gör ett alias för barnet' }).click()
        await page.getByLabel('Förnamn').fill('Lo')
        await page.getByLabel('Efternamn').fill('Lind')
        await page.getByLabel('Överenskommelsens nummer').fill('UBN 2026/17')
        await page.getByLabel('Överenskommen', { exact: true }).fill('2026-11-20')
        await page.getByLabel('Sista dag').fill('2027-06-30')
        await see('protection-alias-form')
        await page.getByRole('button', { name: 'Gör ett alias för barnet' }).click()
        await page.getByText('Sparat.').waitFor()
        await page.locator('summary', { hasText: 'Gör en inloggning' }).click()
        await page.getByLabel('Förnamn').first().fill('Kim')
        await page.getByLabel('Efternamn').first().fill('Lind')
        await page.getByRole('button', { name: 'Gör en inloggning för en vårdnadshavare' }).click()
        await page.getByRole('heading', { name: 'Ny inloggning' }).waitFor()
        await see('protection-account')
      }
      expect(problems).toEqual([])
      await context.close()
    },
  )
})
