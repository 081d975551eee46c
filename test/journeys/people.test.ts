import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { rosterDoor } from '../../src/roster/door.ts'
import { bring } from '../roster/house.ts'
import { child, find, folderOf, id, person, placement, town } from '../roster/register.ts'
import { violations } from '../support/axe.ts'
import { ids } from '../support/cast.ts'
import { journeys } from '../support/journey.ts'

// Set SHOTS to a folder to keep what the pages look like.
const shots = process.env.SHOTS

journeys('an administrator and the people', (here) => {
  const looked = async (page: Page, name: string) => {
    expect(await violations(page)).toEqual([])
    if (!shots) return
    mkdirSync(shots, { recursive: true })
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true })
    }
  }

  test('R15: looks at a delivery, brings it in, is stopped, and blocks a guardian, by keyboard and without a mistake in between', async () => {
    const register = town()
    for (let index = 0; index < 12; index += 1) {
      register.persons.push(child(`Barn${index} Många`, [`Vuxen${index} Många`]), person(`Vuxen${index} Många`))
      register.placements.push(placement(`Barn${index} Många`, 'Eken', 'Ekorren'))
    }
    await bring(here.portal, register)
    const less = town()
    find(less, 'Maja Syd').civicNo = { value: '198805172387' }
    const { keys, config, clock, log } = here.portal.services
    here.portal.services.roster = rosterDoor({
      database: here.portal.database.roster,
      keys,
      config: { ...config, roster: { source: await folderOf(less), token: undefined } },
      clock,
      log,
    })
    here.portal.setNow('2026-11-23T10:05:00Z')
    const { page, problems, context } = await here.as('admin')
    await page.goto(`${here.portal.url}/admin/roster`)
    await page.getByRole('button', { name: 'Hämta nu' }).click()
    await until(page, 'Stoppad')
    await looked(page, 'roster-stopped')
    await page.getByLabel('Jag har läst listan').focus()
    await page.keyboard.press('Space')
    here.portal.setNow('2026-11-23T10:06:00Z')
    await page.getByRole('button', { name: 'Gå vidare ändå' }).click()
    await until(page, 'Ändringarna gäller nu')
    await looked(page, 'roster-done')

    await page.goto(`${here.portal.url}/admin/people/${id('Lina Norr')}`)
    await page.getByText('Spärra en vårdnadshavare').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('#f-guardian-block').selectOption({ label: 'Johan Norr' })
    await page.getByLabel('Grund').selectOption({ label: 'Domstolens beslut' })
    await page.getByLabel('Beslutets nummer').fill('UBN 2026/17')
    await page.getByLabel('Ska prövas igen').fill('2027-05-01')
    await looked(page, 'person-block')
    await page.getByRole('button', { name: 'Spärra en vårdnadshavare' }).click()
    await page.getByText('Sparat.').waitFor()
    await looked(page, 'person-blocked')
    await page.goto(`${here.portal.url}/admin/people/${ids.alma}`)
    await page.getByText('Rätta namnet').click()
    await page.getByLabel('Förnamn').fill('')
    await page.getByRole('button', { name: 'Spara' }).click()
    await page.getByText('Skriv förnamnet.').first().waitFor()
    await looked(page, 'person-wrong')
    expect(problems).toEqual([])
    await context.close()
  })
})

async function until(page: Page, words: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if ((await page.getByText(words).count()) > 0) return
    await page.waitForTimeout(250)
    await page.reload()
  }
  throw new Error(`“${words}” did not come`)
}
