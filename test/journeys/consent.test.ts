import type { Page } from 'playwright-core'
import { violations } from '../support/axe.ts'
import { ids } from '../support/cast.ts'
import type { Visit } from '../support/chromium.ts'
import { everybodySaysYes } from '../support/consent.ts'
import { freshJourneys } from '../support/journey.ts'
import { photo } from '../support/photo.ts'

// Pictures of the pages for whoever wants to look at them: CONSENT_PICTURES is a directory.
const pictures = process.env.CONSENT_PICTURES

freshJourneys('consent', (here) => {
  async function look(page: Page, name: string): Promise<void> {
    if (!pictures) return
    await page.screenshot({ path: `${pictures}/${name}-390.png`, fullPage: true })
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.screenshot({ path: `${pictures}/${name}-1280.png`, fullPage: true })
    await page.setViewportSize({ width: 390, height: 844 })
  }

  async function passesAxe(page: Page): Promise<void> {
    expect(await violations(page)).toEqual([])
  }

  const consent = (child: string) => `${here.portal.url}/children/${child}/consent`
  const status = (page: Page) => page.locator('#f-photo-group-now .status').innerText()
  async function answers(page: Page, value: 'yes' | 'no'): Promise<void> {
    await page.locator(`label:has(input[name="photo.group"][value=${value}])`).click()
    await page.getByRole('button', { name: 'Spara mina svar' }).click()
    await page.waitForURL(/saved=1/)
  }

  for (const javaScriptEnabled of [true, false]) {
    const manner = javaScriptEnabled ? 'on a phone' : 'on a phone without script'
    test(`R16 R21: two guardians, three states on the way to yes; out to the group; one takes it back, and it is gone everywhere, ${manner}`, async () => {
      const [anna, adam, nils, eva] = (await Promise.all(
        ['guardian', 'guardian2', 'neighbour', 'educator'].map((who) => here.as(who, { javaScriptEnabled })),
      )) as [Visit, Visit, Visit, Visit]
      // Three states: asked and not answered, waiting for the other, yes.
      await anna.page.goto(consent(ids.alma))
      expect(await status(anna.page)).toBe('Inte svarat')
      await answers(anna.page, 'yes')
      expect(await status(anna.page)).toBe('Väntar på fler svar')
      await adam.page.goto(consent(ids.alma))
      const row = adam.page.locator('#f-photo-group-now')
      expect(await row.innerText()).toContain('En annan har svarat.')
      expect(await status(adam.page)).toBe('Inte svarat')
      await answers(adam.page, 'yes')
      expect(await status(adam.page)).toBe('Ja')
      await look(adam.page, 'answers')

      // Eva publishes for the group; before anybody has said who is in it, that is what is asked for.
      await eva.page.goto(`${here.portal.url}/staff/documents/new?group=${ids.myran}`)
      await eva.page.locator('textarea[name=text]').fill('Vi byggde broar vid bäcken.')
      await eva.page.locator('label:has(input[name=audience][value=group])').click()
      await eva.page
        .locator('input[name=picture]')
        .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photo() })
      if (javaScriptEnabled) await eva.page.locator('[data-medium] input[name^="alt."]').fill('En bro av kvistar')
      else await eva.page.locator('input[name=alt]').fill('En bro av kvistar')
      await eva.page.getByRole('button', { name: 'Granska' }).click()
      await eva.page.waitForURL(/\/review$/)
      expect(await eva.page.locator('#lacking').innerText()).toBe('Ett samtycke saknas')
      await look(eva.page, 'unmarked')
      await eva.page.locator('.notice a', { hasText: 'Välj en annan bild' }).click()
      const subjects = eva.page.locator('details.subjects')
      if ((await subjects.getAttribute('open')) === null) await subjects.locator('summary').click()
      await subjects.locator('label', { hasText: 'Alma Ask' }).click()
      // It saves itself: what is reviewed is what stands there then.
      if (javaScriptEnabled) await eva.page.locator('[data-save-state][data-how=saved]').waitFor()
      await eva.page.getByRole('button', { name: 'Granska' }).click()
      await eva.page.waitForURL(/\/review$/)
      await eva.page.getByRole('button', { name: 'Publicera' }).click()
      await eva.page.waitForURL(/\/documents\/[0-9a-f-]+\?published$/)
      const item = new URL(eva.page.url()).pathname

      await nils.page.goto(here.portal.url + item)
      const src = String(await nils.page.locator('article figure a').first().getAttribute('href'))
      const first = await nils.page.request.get(here.portal.url + src)
      expect(first.status()).toBe(200)

      // Adam takes it back: as many steps as it took to say yes.
      await adam.page.goto(consent(ids.alma))
      await answers(adam.page, 'no')
      expect(await adam.page.locator('[role=status]').innerText()).toContain('1 bild')
      await look(adam.page, 'receipt')

      await nils.page.goto(here.portal.url + item)
      expect(await nils.page.locator('article figure').count()).toBe(0)
      const etag = first.headers().etag
      const old = await nils.page.request.get(here.portal.url + src, { headers: { 'If-None-Match': etag ?? '*' } })
      expect(old.status()).toBe(404)
      const ada = await here.as('admin', { javaScriptEnabled })
      await ada.page.goto(`${here.portal.url}/admin/consents?group=${ids.myran}&answer=withdrawn`)
      expect(await ada.page.locator('tbody').innerText()).toContain('Alma Ask')
      expect(await ada.page.locator('tbody').innerText()).toContain('Återtaget')
      await look(ada.page, 'admin')
      await ada.page.getByRole('link', { name: 'Alma Ask' }).click()
      expect(await ada.page.locator('.history').innerText()).toContain('tog tillbaka sitt ja')
      await look(ada.page, 'history')
      for (const each of [anna, adam, nils, eva, ada]) expect(each.problems).toEqual([])
    })

    test(`R16: two children in one sitting by keyboard, child by child, with one receipt for both, ${manner}`, async () => {
      const { page, problems } = await here.as('guardian', {
        javaScriptEnabled,
        viewport: { width: 320, height: 640 },
        colorScheme: 'dark',
      })
      await page.goto(here.portal.url)
      await page.getByRole('link', { name: /alla barnen i en följd/ }).press('Enter')
      await page.waitForURL(/\/consent$/)
      if (javaScriptEnabled) await passesAxe(page)
      expect(await page.locator('input:checked').count()).toBe(0)
      const yes = (child: string, question: string) => page.locator(`input[name="${child}.${question}"][value=yes]`)
      await yes(ids.alma, 'photo.group').focus()
      await page.keyboard.press('Space')
      // By arrow to the no beside it.
      await yes(ids.pim, 'film.school').focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('ArrowRight')
      await look(page, 'sitting')
      await page.getByRole('button', { name: 'Spara svaren' }).press('Enter')
      await page.waitForURL(/saved=1/)
      const receipt = await page.locator('[role=status]').innerText()
      expect(receipt).toMatch(/Alma\s+Foto, för gruppen: ja\s+Pim\s+Film, för hela enheten: nej/)
      if (javaScriptEnabled) await passesAxe(page)
      await look(page, 'sitting-saved')
      expect(problems).toEqual([])
    })

    test(`decision 10: an answer on paper is entered with its picture and countersigned by another, ${manner}`, async () => {
      const ada = await here.as('admin', { javaScriptEnabled })
      const address = `${here.portal.url}/admin/consents/${ids.alma}`
      await ada.page.goto(address)
      await ada.page.getByText('Skriv in ett svar på papper eller per telefon').click()
      const fill = async () => {
        await ada.page.locator('label:has(input[name=guardian])', { hasText: 'Adam Ask' }).click()
        await ada.page.locator('label:has(input[name=origin][value=paper])').click()
        await ada.page.locator('select[name="photo.group"]').selectOption('yes')
        await ada.page.locator('input[name=said_on]').fill('2026-11-20')
      }
      await fill()
      const save = () => ada.page.getByRole('button', { name: 'Skriv in svaren' }).click()
      await save()
      // Without the paper: said beside the field, and the rest stands.
      await ada.page.locator('#f-scan-error').waitFor()
      expect(await ada.page.locator('select[name="photo.group"]').inputValue()).toBe('yes')
      await look(ada.page, 'paper-wrong')
      await ada.page
        .locator('input[name=scan]')
        .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await photo() })
      await save()
      await ada.page.waitForURL(/\?entered$/)
      expect(await ada.page.locator('article', { hasText: 'Svar från Adam Ask' }).innerText()).toContain(
        'Någon annan än du behöver göra det.',
      )
      if (javaScriptEnabled) await passesAxe(ada.page)

      const pia = await here.as('principal', { javaScriptEnabled })
      await pia.page.goto(`${here.portal.url}/admin/consents`)
      await pia.page.locator('.notice.info a', { hasText: 'Alma Ask' }).click()
      const opened = await pia.page.request.get(
        new URL(
          String(await pia.page.getByRole('link', { name: 'Öppna bilden av papperet' }).getAttribute('href')),
          here.portal.url,
        ).href,
      )
      expect([opened.status(), opened.headers()['content-type']]).toEqual([200, 'image/jpeg'])
      await look(pia.page, 'paper')
      await pia.page.getByRole('button', { name: 'Papperet stämmer med det inskrivna' }).press('Enter')
      await pia.page.waitForURL(/\?countersigned$/)
      expect(await pia.page.locator('article', { hasText: 'Svar från Adam Ask' }).innerText()).toContain(
        'Kontrasignerat av Pia Björk',
      )
      expect([...ada.problems, ...pia.problems]).toEqual([])
    })

    test(`R21: it takes no more steps to take back than to give, counted, ${manner}`, async () => {
      const { page } = await here.as('neighbour', { javaScriptEnabled })
      let steps = 0
      const step = async (what: Promise<unknown>) => {
        steps++
        await what
      }
      const fromStart = async (last: () => Promise<void>) => {
        steps = 0
        await page.goto(here.portal.url)
        await step(
          page
            .getByRole('link', { name: /Bild och ljud/ })
            .first()
            .click(),
        )
        await last()
        await page.waitForURL(/saved=1/)
        return steps
      }
      const save = () => step(page.getByRole('button', { name: 'Spara mina svar' }).click())
      const choose = (value: string) =>
        step(page.locator(`label:has(input[name="photo.group"][value=${value}])`).click())
      const given = await fromStart(async () => {
        await choose('yes')
        await save()
      })
      const taken = await fromStart(async () => {
        await choose('no')
        await save()
      })
      await fromStart(async () => {
        await choose('yes')
        await save()
      })
      const all = await fromStart(() => step(page.getByRole('button', { name: 'Ta tillbaka alla mina ja' }).click()))
      expect(taken).toBeLessThanOrEqual(given)
      expect(all).toBeLessThan(given)
    })

    test(`R19 R21: a face is blurred by mouse or keyboard; a use outside is registered and comes down, ${manner}`, async () => {
      const { page, problems } = await here.as('educator', { javaScriptEnabled })
      const id = crypto.randomUUID()
      const eva = await here.portal.as('educator')
      const fields = { group: ids.myran, title: '', text: 'De byggde en bro.', audience: 'group', action: 'save' }
      await eva.upload(`/staff/documents/${id}`, { ...fields, revision: 0, alt: 'Vid bron' }, [
        { name: 'a.jpg', body: await photo() },
      ])
      const { rows } = await here.portal.database.owner.query('select id from media where document_id = $1', [id])
      const media = rows[0].id
      await eva.upload(`/staff/documents/${id}`, {
        ...fields,
        revision: 1,
        [`subjects.${media}`]: 'shown',
        [`subject.${media}`]: [ids.alma, ids.bo],
      })
      await everybodySaysYes(here.portal, ids.alma)
      await page.goto(`${here.portal.url}/staff/documents/${id}/review`)
      expect(await page.locator('#lacking').innerText()).toContain('samtycke saknas')
      await page.getByRole('link', { name: 'Gör barnet oigenkännligt' }).click()
      await page.getByRole('checkbox', { name: 'Rad 5, kolumn 6' }).check({ force: true })
      await page.getByRole('checkbox', { name: 'Rad 5, kolumn 7' }).focus()
      await page.keyboard.press('Space')
      await page.getByRole('button', { name: 'Visa hur det blir' }).click()
      await page.waitForURL(/cells=/)
      await page.locator('.mask-preview img').evaluate((img: HTMLImageElement) => img.decode())
      if (javaScriptEnabled) await passesAxe(page)
      await look(page, 'mask')
      await page.locator('label', { hasText: 'Bo Berg' }).click()
      await page.getByRole('button', { name: 'Byt ut bilden' }).click()
      await page.waitForURL(/\/review$/)
      expect(await page.locator('#lacking').count()).toBe(0)
      await page.getByRole('button', { name: 'Publicera' }).click()
      await page.waitForURL(/published$/)

      await page.getByRole('link', { name: 'Ladda ner bilden' }).click()
      await page.waitForURL(/\/use$/)
      await page.locator('label:has(input[name=kind][value=social])').click()
      await page.getByLabel('Exakt var?').fill('Kommunens sida om förskolor')
      await page.locator('label:has(input[name=about][value=school])').click()
      if (javaScriptEnabled) await passesAxe(page)
      await look(page, 'use')
      await page.getByRole('button', { name: 'Skriv upp användningen' }).click()
      await page.waitForURL(/saved/)

      const anna = await here.portal.as('guardian')
      await anna.post(`/children/${ids.alma}/consent`, { withdraw: 'all' }, `/children/${ids.alma}/consent`)
      await page.goto(`${here.portal.url}/staff/uses`)
      expect(await page.locator('.take-down').innerText()).toContain('Kommunens sida om förskolor')
      if (javaScriptEnabled) await passesAxe(page)
      await look(page, 'take-down')
      await page.getByLabel('Vad visar att det är borta?').fill('Inlägget är borttaget.')
      await page.getByRole('button', { name: 'Det är borta' }).click()
      await page.waitForURL(/saved/)
      expect(await page.locator('.take-down').count()).toBe(0)

      await page.goto(`${here.portal.url}/staff/groups/${ids.myran}/camera`)
      await look(page, 'camera')
      if (pictures) await page.pdf({ path: `${pictures}/camera.pdf` })
      expect(problems).toEqual([])
    })
  }

  test('the page before the camera grows old before one’s eyes, and says so', async () => {
    const { page } = await here.as('educator')
    // Opened when it was fetched; then time passes, and nobody touches it.
    await page.clock.install({ time: here.portal.now() })
    await page.goto(`${here.portal.url}/staff/groups/${ids.myran}/camera`)
    const said = () => page.locator('[data-taken]').innerText()
    await page.clock.runFor(31 * 60_000)
    expect(await said()).toMatch(/31 minuter/)
    expect(await said()).not.toContain('Hämta sidan på nytt')
    await page.clock.runFor(4 * 60 * 60_000)
    expect(await said()).toContain('Hämta sidan på nytt innan du litar på den.')
    expect(await page.locator('main.aged').count()).toBe(1)
  })
})
