/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { violations } from '../support/axe.ts'
import { ids } from '../support/cast.ts'
import { freshJourneys } from '../support/journey.ts'

freshJourneys('wording', (here) => {
  const main = (page: Page) => page.locator('main').innerText()

  for (const script of [true, false]) {
    const manner = script ? 'with script' : 'without script'

    test(`R28 R29: an educator judges a child, sees why, rewrites and publishes; a personnummer goes out by no road, ${manner}`, async () => {
      const { page, problems, context } = await here.as('educator', { javaScriptEnabled: script })
      await page.goto(`${here.portal.url}/staff/documents/new?group=${ids.myran}`)
      const text = page.locator('textarea[name=text]')
      await text.fill('Vi byggde en koja. Alma är lat och vill inte hjälpa till.')
      await page.getByText('Alma Ask', { exact: true }).click()
      if (script) {
        // While it is written, in a second; and by the keyboard to the very words.
        const mark = page.locator('#f-text-remarks mark')
        await mark.waitFor()
        expect(await mark.innerText()).toBe('lat')
        expect(await page.locator('[data-wording-status]').innerText()).toContain('1')
        await page.locator('#f-text-remarks a').focus()
        await page.keyboard.press('Enter')
        expect(
          await text.evaluate((field: HTMLTextAreaElement) =>
            field.value.slice(field.selectionStart, field.selectionEnd),
          ),
        ).toBe('lat')
        // Nothing of it is logged.
        expect(here.portal.logged.join()).not.toContain('lat och')
      } else {
        await page.getByRole('button', { name: 'Spara till senare' }).click()
        await page.waitForURL(/saved/)
        expect(await page.locator('#f-text-remarks mark').innerText()).toBe('lat')
      }
      expect(await page.locator('#f-text-remarks').innerText()).toContain('Skriv i stället vad barnet gjorde')

      await page.getByRole('button', { name: 'Granska' }).click()
      await page.waitForURL(/\/review$/)
      await page.getByRole('button', { name: 'Publicera' }).click()
      await page.waitForURL(/\/publish$/)
      expect(await main(page)).toContain('Välj varför det ska stå kvar')
      await page.getByRole('link', { name: 'Ändra', exact: true }).first().click()
      await page.waitForURL(/\/staff\/documents\/[0-9a-f-]+$/)
      await page.locator('textarea[name=text]').fill('Vi byggde en koja. Alma 20220304-2383 bar granris.')
      await page.getByRole('button', { name: 'Granska' }).click()
      await page.waitForURL(/\/review$/)
      expect(await main(page)).toContain('Personnummer får inte stå i en text')
      expect(await page.getByRole('button', { name: 'Publicera' }).count()).toBe(0)
      // Straight past the page, with the form's own token.
      const token = await page.locator('input[name=_csrf]').first().getAttribute('value')
      const past = await page.request.post(page.url().replace('/review', '/publish'), {
        form: { _csrf: token!, revision: '3', 'reason.personnummer': 'misread' },
        headers: { 'sec-fetch-site': 'same-origin' },
        maxRedirects: 0,
      })
      expect(past.status()).toBeGreaterThanOrEqual(409)
      await page.getByRole('link', { name: 'Ändra texten' }).click()
      await page.waitForURL(/\/staff\/documents\/[0-9a-f-]+$/)
      await page.locator('textarea[name=text]').fill('Vi byggde en koja. Alma bar granris två gånger.')
      await page.getByRole('button', { name: 'Granska' }).click()
      await page.waitForURL(/\/review$/)
      await page.getByRole('button', { name: 'Publicera' }).click()
      await page.waitForURL(/\?published$/)
      expect(await main(page)).toContain('Alma bar granris två gånger')
      expect(problems).toEqual([])
      await context.close()
    })

    test(`R29: a guardian reports, it is gone for others at once, the principal decides, ${manner}`, async () => {
      const path = `${here.portal.url}/documents/${ids.docBoth}`
      const { page, problems, context } = await here.as('guardian', { javaScriptEnabled: script })
      await page.goto(path)
      await page.getByRole('link', { name: 'Något fel i texten? Anmäl' }).click()
      await page.getByText('Beskriver hur någon är').click()
      await page.getByRole('button', { name: 'Anmäl' }).click()
      await page.waitForURL(/\/reports\/received$/)
      await context.close()

      const neighbour = await here.as('neighbour', { javaScriptEnabled: script })
      expect((await neighbour.page.goto(path))?.status()).toBe(404)

      const writer = await here.as('educator', { javaScriptEnabled: script })
      await writer.page.goto(`${here.portal.url}/staff`)
      expect(await main(writer.page)).toContain('En anmäld text väntar på beslut')
      await writer.context.close()

      const principal = await here.as('principal', { javaScriptEnabled: script })
      await principal.page.goto(`${here.portal.url}/staff`)
      await principal.page.getByRole('link', { name: 'Till de anmälda texterna' }).click()
      await principal.page.getByRole('button', { name: 'Visa igen' }).click()
      await principal.page.waitForURL(/\/staff\/reports$/)
      expect(await main(principal.page)).toContain('Visas igen')
      expect((await neighbour.page.goto(path))?.status()).toBe(200)
      expect([...problems, ...principal.problems]).toEqual([])
      await neighbour.context.close()
      await principal.context.close()
    })
  }

  for (const script of [true, false])
    test(`R29: a guardian reports a comment, it is gone for others at once, the principal decides, ${script ? 'with script' : 'without script'}`, async () => {
      const words = 'Ni har fel om bron'
      const path = `${here.portal.url}/documents/${ids.docAlma}`
      await here.portal.database.owner.query(
        'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
        [ids.björken, ids.principal],
      )
      const writer = await here.as('guardian2', { javaScriptEnabled: script })
      await writer.page.goto(path)
      const field = writer.page.locator('.talk textarea')
      if (script) {
        // While it is written, in a second, for a family as for staff.
        await field.fill('Du är dum i huvudet')
        await writer.page.locator('.talk .remarks mark').first().waitFor()
        expect(here.portal.logged.join()).not.toContain('dum i huvudet')
      }
      await field.fill(words)
      await writer.page.getByRole('button', { name: 'Skicka' }).click()
      await writer.page.waitForURL(/#comments$/)

      const reader = await here.as('guardian', { javaScriptEnabled: script })
      await reader.page.goto(path)
      expect(await main(reader.page)).toContain(words)
      await reader.page.getByRole('link', { name: /^Anmäl / }).click()
      expect(await main(reader.page)).toContain(words)
      if (script) expect(await violations(reader.page)).toEqual([])
      await reader.page.getByText('Kränkande').click()
      await reader.page.getByRole('button', { name: 'Anmäl' }).click()
      await reader.page.waitForURL(/\/reports\/received$/)
      for (const who of ['guardian', 'educator']) {
        const other = await here.as(who, { javaScriptEnabled: script })
        await other.page.goto(path)
        expect(await main(other.page)).not.toContain(words)
        await other.context.close()
      }
      await writer.page.goto(path)
      expect(await main(writer.page)).toContain('Någon har anmält din kommentar')

      const principal = await here.as('principal', { javaScriptEnabled: script })
      await principal.page.goto(`${here.portal.url}/staff`)
      await principal.page.getByRole('link', { name: 'Till de anmälda texterna' }).click()
      await principal.page.locator('summary', { hasText: 'Låt den vara dold' }).click()
      const reason = principal.page.getByLabel('Varför döljer du den?')
      if (script) {
        await reason.fill('Du är lat')
        await principal.page.locator('main .remarks mark').waitFor()
      }
      await reason.fill('Ring mig så pratar vi om bron.')
      await principal.page.getByRole('button', { name: 'Låt den vara dold' }).click()
      await principal.page.waitForURL(/\/staff\/reports$/)
      await writer.page.goto(path)
      expect(await main(writer.page)).toContain('Dold av personalen: Ring mig så pratar vi om bron.')
      await reader.page.goto(path)
      expect(await main(reader.page)).not.toContain(words)

      await principal.page.getByRole('button', { name: 'Visa igen' }).click()
      await principal.page.waitForURL(/\/staff\/reports$/)
      await reader.page.goto(path)
      expect(await main(reader.page)).toContain(words)
      expect([...writer.problems, ...reader.problems, ...principal.problems]).toEqual([])
      for (const { context } of [writer, reader, principal]) await context.close()
    })

  test('R29: who has not read how we write for a year is asked, with everything typed kept, and writes on', async () => {
    await here.portal.database.owner.query("update wording_acknowledgement set acknowledged_at = '2025-11-20'")
    const { page, context } = await here.as('educator')
    await page.goto(`${here.portal.url}/staff/documents/new?group=${ids.myran}`)
    expect(await main(page)).toContain('Läs hur vi skriver innan du publicerar')
    await page.locator('textarea[name=text]').fill('Alma byggde en bro av pinnar.')
    await page.getByText('Alma Ask', { exact: true }).click()
    await page.getByRole('button', { name: 'Granska' }).click()
    await page.waitForURL(/\/review$/)
    await page.getByRole('button', { name: 'Publicera' }).click()
    await page.waitForURL(/\/publish$/)
    expect(await main(page)).toContain('Alma byggde en bro av pinnar.')
    await page.getByText('Jag har läst hur vi skriver').click()
    await page.getByRole('button', { name: 'Publicera' }).click()
    await page.waitForURL(/\?published$/)
    await page.goto(`${here.portal.url}/staff/documents/new`)
    expect(await main(page)).not.toContain('Läs hur vi skriver innan du publicerar')
    await context.close()
  })
})
