import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { type TestApp, testApp } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import { ids, password } from '../support/cast.ts'
import { launch, signIn, type Visit, visit, whereChromium } from '../support/chromium.ts'
import { readPdf } from '../support/pdf.ts'

whereChromium('reading', () => {
  let portal: TestApp
  let browser: Browser

  beforeEach(async () => {
    portal = await testApp()
    await portal.database.owner.query('delete from reading')
  })
  afterEach(() => portal.close())
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  async function as(username: string, javaScriptEnabled = true): Promise<Visit> {
    const own = await visit(browser, { javaScriptEnabled, acceptDownloads: true })
    await signIn(own.page, portal.url, username, password)
    return own
  }

  for (const script of [true, false]) {
    const manner = script ? 'with script' : 'without script'

    test(`R2: Anna sees what is unread, chooses, opens, and goes on to the next ${manner}`, async () => {
      const { page, problems, context } = await as('guardian', script)
      await page.goto(`${portal.url}/family`)
      const unread = await page.getByText('Oläst').count()
      await page.getByText('Välj vad som visas').click()
      await page.getByLabel('Handlar om').selectOption('group')
      await page.getByRole('button', { name: 'Visa' }).click()
      await page.waitForURL(/audience=group/)
      expect(await page.locator('.chooser-said').innerText()).toContain('Hela gruppen')
      await page.getByRole('link', { name: 'Myran i regnet' }).click()
      await page.waitForURL(/\/documents\//)
      await page.locator('.beside a[rel=next]').click()
      await page.waitForURL(new RegExp(ids.docBjörken))
      await page.goto(`${portal.url}/family`)
      expect(await page.getByText('Oläst').count()).toBe(unread - 2)
      expect(problems).toEqual([])
      await context.close()
    })

    test(`R2: Anna chooses among the goals there are, sees what is about one and its words in the item, and all again ${manner}`, async () => {
      const { owner } = portal.database
      await owner.query('delete from document_goal')
      for (const [document, goal] of [
        [ids.docAlma, 'building'],
        [ids.docMyran, 'building'],
        [ids.docBoth, 'play'],
      ])
        await owner.query(
          "insert into document_goal select id, group_id, published_at, 'lpfo18', 1, $2 from document where id = $1",
          [document, goal],
        )
      const { page, problems, context } = await as('guardian', script)
      const titles = () => page.locator('.card h3').allInnerTexts()
      await page.goto(`${portal.url}/children/${ids.alma}`)
      const before = await titles()
      expect(before.length).toBeGreaterThan(2)
      await page.getByText('Välj vad som visas').click()
      await page.getByLabel('Handlar om').selectOption('child')
      // Asking for the goals keeps what was chosen.
      await page.getByRole('button', { name: 'Välj bland läroplanens mål' }).click()
      await page.waitForURL(/goals=all/)
      expect(await page.getByLabel('Handlar om').inputValue()).toBe('child')
      await page.getByLabel('Läroplanens mål').selectOption({ label: 'Bygga och konstruera' })
      await page.getByRole('button', { name: 'Visa', exact: true }).click()
      await page.waitForURL(/goal=lpfo18\.building/)
      expect(await titles()).toEqual(['Alma bygger en bro'])
      expect(await page.locator('.chooser-said').innerText()).toContain('Bygga och konstruera')
      await page.getByLabel('Handlar om').selectOption('')
      await page.getByRole('button', { name: 'Visa', exact: true }).click()
      await page.waitForURL((at) => !at.searchParams.get('audience'))
      expect(await titles()).toEqual(['Alma bygger en bro', 'Myran i regnet'])
      await page.getByRole('link', { name: 'Alma bygger en bro' }).click()
      await page.waitForURL(/\/documents\//)
      expect(await page.locator('.aims').innerText()).toContain('Bygga och konstruera')
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.aims').isVisible()).toBe(true)
      expect(await page.getByText('Ladda ner bilden').first().isVisible()).toBe(false)
      await page.emulateMedia({ media: 'screen' })
      await page.goBack()
      await page.getByRole('link', { name: 'Visa allt igen' }).click()
      await page.waitForURL((at) => at.search === '')
      expect(await titles()).toEqual(before)
      expect(problems).toEqual([])
      await context.close()
    })

    test(`R25 R7: Anna takes Alma's spring with her as a PDF ${manner}`, async () => {
      const { page, problems, context } = await as('guardian', script)
      await page.goto(`${portal.url}/children/${ids.alma}?period=2026-spring`)
      await page.getByRole('link', { name: 'Spara eller skriv ut' }).click()
      expect(await page.locator('main').innerText()).toContain('Kopiera det inte')
      const coming = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Hämta som PDF' }).click()
      const download = await coming
      expect(download.suggestedFilename()).toBe('insyn-dokumentation.pdf')
      const pdf = await readPdf(await readFile(await download.path()))
      expect(pdf.pages.join('\n')).toContain('Myran i snön')
      expect(pdf.pages.join('\n')).not.toContain('Alma bygger en bro')
      if (script) {
        await page.getByText('Klart. Filen ligger').waitFor()
        expect(await page.locator('progress').count()).toBe(0)
      }
      expect(problems).toEqual([])
      await context.close()
    })

    test(`R2: Pim looks for the robot and says something about it, and a wrong word is answered ${manner}`, async () => {
      await portal.database.owner.query(
        'insert into comment_opening (unit_id, open, decided_at, decided_by) values ($1, true, now(), $2)',
        [ids.skolan, ids.principal],
      )
      const { page, problems, context } = await as('pupil', script)
      await page.goto(portal.url)
      await page.getByRole('link', { name: 'Sök' }).click()
      await page.getByLabel('Vad letar du efter?').fill('!')
      await page.getByRole('button', { name: 'Sök' }).click()
      await page.locator('#f-q-error').waitFor()
      await page.getByLabel('Vad letar du efter?').fill('robotar')
      await page.getByRole('button', { name: 'Sök' }).click()
      await page.locator('.hits a').click()
      await page.waitForURL(/\/documents\//)
      await page.getByLabel('Vad vill du säga om det här?').fill('Det var kul')
      await page.getByRole('button', { name: 'Skicka' }).click()
      await page.locator('.said-text', { hasText: 'Det var kul' }).waitFor()
      await page.getByRole('button', { name: 'Ta bort min kommentar' }).click()
      await page.locator('.said-text').waitFor({ state: 'detached' })
      expect(problems).toEqual([])
      await context.close()
    })
  }

  test('R31: a page is read aloud by the device’s own voice alone, a sentence at a time, from where one wants', async () => {
    const { page, problems, context } = await as('guardian')
    await context.addInitScript(voices)
    await page.goto(`${portal.url}/documents/${ids.docAlma}`)
    const said = () => page.evaluate<[string, string, string, number][]>('window.said')
    const finished = (times: number) => page.evaluate(`for (let n = 0; n < ${times}; n++) window.finish()`)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))

    await page.getByRole('button', { name: 'Lyssna' }).click()
    await page.getByRole('button', { name: 'Pausa' }).waitFor()
    const heading = await page.locator('h1').innerText()
    expect(await said()).toEqual([[heading, 'sv', 'Alva', 1]])
    expect(await violations(page)).toEqual([])
    // Nothing but the page's own files was fetched: no word has left the device.
    expect(asked.filter((path) => !path.startsWith('/assets/'))).toEqual([])
    await finished(2)
    const marked = () => page.evaluate<string>(`String([...CSS.highlights.get('listened') ?? []][0] ?? '')`)
    const third = (await said())[2]![0]
    expect((await marked()).replace(/\s+/g, ' ')).toBe(third)

    // What was being said when one paused is said again, at the speed one chooses.
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Fortsätt' }).click()
    await page.getByRole('button', { name: 'Fart: Vanlig' }).click()
    await page.getByRole('button', { name: 'Nästa mening' }).click()
    await page.getByRole('button', { name: 'Förra meningen' }).click()
    const since = (await said()).slice(2).map(([text, , , rate]) => [text, rate])
    const fourth = since[3]![0]
    expect(since).toEqual([
      [third, 1],
      [third, 1],
      [third, 1.3],
      [fourth, 1.3],
      [third, 1.3],
    ])
    expect(fourth).not.toBe(third)

    // A touch on a text goes on from there; nothing is said of what only moves about.
    await page.locator('.reminder').click()
    expect((await said()).at(-1)![0]).toBe('Det här är för dig och andra som får läsa det.')
    expect((await said()).flat().join()).not.toMatch(/Huvudmeny|Ladda ner/)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('button', { name: 'Pausa' }).count()).toBe(0)
    expect(await page.evaluate('document.activeElement.matches("[data-listen]") && window.hushed')).toBe(true)

    // The chosen speed is kept while the window is open; to the end it closes by itself.
    await page.goto(`${portal.url}/contact`)
    await page.getByRole('button', { name: 'Lyssna' }).click()
    await page.getByRole('button', { name: 'Fart: Snabb' }).waitFor()
    await page.evaluate('while (document.querySelector(".listen-bar")) window.finish()')
    expect(await page.evaluate('document.activeElement.matches("[data-listen]")')).toBe(true)

    // In English: the page by an English voice, what staff have written by a Swedish one.
    await page.locator('.account summary').click()
    await page.getByRole('button', { name: 'English' }).click()
    await page.goto(`${portal.url}/documents/${ids.docAlma}`)
    await page.getByRole('button', { name: 'Listen' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await page.evaluate('while (document.querySelector(".listen-bar")) window.finish()')
    const spoken = new Map((await said()).map(([text, lang, voice]) => [text, `${lang} ${voice}`]))
    expect([spoken.get(heading), spoken.get('Get this as PDF')]).toEqual(['sv Alva', 'en Daniel'])
    expect(problems).toEqual([])
    await context.close()
  })

  test('R31: a device without a voice of its own says what to do', async () => {
    const { page, problems, context } = await as('guardian')
    await page.goto(`${portal.url}/contact`)
    await page.getByRole('button', { name: 'Lyssna' }).click()
    await page.getByText('ingen egen svensk röst').waitFor()
    await page.getByRole('link', { name: 'Så gör du' }).click()
    await page.waitForURL(/accessibility#listen/)
    expect(problems).toEqual([])
    await context.close()
  })
})

// Chromium has no voices where nobody has installed any. These say nothing, and tell what they were asked to say.
const voices = `
  window.said = []
  window.hushed = false
  let saying
  window.finish = () => saying?.onend()
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => [
      { name: 'Elsewhere', lang: 'sv-SE', localService: false, default: true },
      { name: 'Alva', lang: 'sv-SE', localService: true, default: false },
      { name: 'Daniel', lang: 'en_GB', localService: true, default: true },
    ],
    cancel: () => { saying = undefined; window.hushed = true },
    speak: (one) => {
      saying = one
      window.hushed = false
      window.said.push([one.text, one.lang, one.voice.name, one.rate])
    },
  } })
`
