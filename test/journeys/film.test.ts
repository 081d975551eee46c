/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { startWorker, type Worker } from '../../src/media/worker.ts'
import { ffmpeg, filmed, secret, whereFfmpeg } from '../media/film.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { launch, signIn, type Visit, visit, whereChromium } from '../support/chromium.ts'

whereFfmpeg('with ffmpeg', () => {
  whereChromium('a film', () => {
    let portal: TestApp
    let browser: Browser
    let worker: Worker
    beforeAll(async () => {
      portal = await testApp()
      browser = await launch()
      const { keys, config, log } = portal.services
      worker = startWorker({
        database: portal.database.worker,
        keys,
        mediaDirectory: config.mediaDirectory,
        ffmpeg,
        log,
      })
    })
    afterAll(async () => {
      await worker.stop()
      await browser.close()
      await portal.close()
    })

    async function as(username: string): Promise<Visit> {
      const own = await visit(browser)
      await signIn(own.page, portal.url, username, password)
      return own
    }

    test('R1 R3 R17: is sent from a phone, converted, played from the middle by the family, and by nobody who has lost the right', async () => {
      const lavfi = [
        '-f',
        'lavfi',
        '-i',
        'testsrc2=s=1280x720:r=30:d=30,noise=alls=6:allf=t',
        '-f',
        'lavfi',
        '-i',
        'sine=d=30',
      ]
      const codec = [
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-crf',
        '33',
        '-c:a',
        'aac',
        '-movflags',
        'frag_keyframe+empty_moov',
      ]
      const source = await filmed([...lavfi, ...secret, ...codec], 'mp4', 'pipe:1')
      expect(source.length).toBeGreaterThan(5_000_000)

      const eva = await as('educator')
      await eva.page.goto(`${portal.url}/staff/documents/new?group=${ids.myran}`)
      // Several at once, the film among them; one of them is no film at all.
      await eva.page.locator('input[name=picture]').setInputFiles([
        { name: '20140910-2385.mp4', mimeType: 'video/mp4', buffer: source },
        { name: 'lista.m3u8', mimeType: 'video/mp4', buffer: Buffer.from('#EXTM3U\nfile:///etc/passwd\n') },
      ])
      await eva.page.getByLabel('Rubrik').fill('Hoppa i lövhögen')
      await eva.page.locator('textarea[name=text]').fill('Vi hoppade om och om igen.')
      await eva.page.getByText('Alma Ask', { exact: true }).click()
      await eva.page.locator('[data-coming]').getByText('varken bild, film eller ljud').waitFor()
      await eva.page.getByRole('button', { name: 'Ta bort ur listan' }).click()
      const stored = eva.page.locator('[data-medium]')
      await stored.getByText(/Väntar|Görs i ordning/).waitFor()
      expect(new URL(eva.page.url()).pathname).not.toContain('/new')
      await stored.locator('video').waitFor()
      // What was typed meanwhile stands, and the film has its own fields.
      expect(await eva.page.getByLabel('Rubrik').inputValue()).toBe('Hoppa i lövhögen')
      await stored.locator('input[name^="alt."]').fill('Barn hoppar i löv')
      await eva.page.getByRole('button', { name: 'Granska' }).click()
      await eva.page.waitForURL(/\/review$/)
      await eva.page.getByRole('button', { name: 'Publicera' }).click()
      await eva.page.waitForURL(/\?published$/)
      const path = new URL(eva.page.url()).pathname
      expect(eva.problems).toEqual([])

      const anna = await as('guardian')
      await anna.page.goto(portal.url + path)
      const ranges: string[] = []
      anna.page.on('response', (answer) => {
        if (answer.status() === 206) ranges.push(answer.headers()['content-range']!)
      })
      const film = anna.page.locator('article video')
      const at = await play(anna.page, 20)
      expect(at).toBeGreaterThanOrEqual(20)
      // It leapt: some range begins well inside the film.
      const starts = ranges.map((range) => Number(/bytes (\d+)-/.exec(range)![1]))
      expect(Math.max(...starts)).toBeGreaterThan(1_000_000)
      expect(await film.getAttribute('aria-label')).toBe('Barn hoppar i löv')
      // On paper it is words: what it shows, how long it is, and that it is seen in the portal.
      await anna.page.emulateMedia({ media: 'print' })
      expect(await film.isVisible()).toBe(false)
      const line = anna.page.locator('.played figcaption')
      expect((await line.innerText()).replace(/\s+/g, ' ')).toMatch(
        /^Barn hoppar i löv Film, \d+:\d\d Filmen går att se i Insyn\.$/,
      )
      await anna.page.emulateMedia({ media: 'screen' })
      const src = (await film.getAttribute('src'))!
      const [kept] = await Promise.all([
        anna.page.waitForEvent('download'),
        anna.page.getByRole('link', { name: 'Ladda ner filmen' }).click(),
      ])
      expect(kept.suggestedFilename()).toBe('insyn-film.mp4')
      expect(anna.problems).toEqual([])

      const range = (page: Page) =>
        page.evaluate(async (address) => {
          const answer = await fetch(address, { headers: { Range: 'bytes=1000-1999' }, redirect: 'manual' })
          return [
            answer.type === 'opaqueredirect' ? 'to sign in' : answer.status,
            (await answer.arrayBuffer()).byteLength,
          ]
        }, src)
      expect(await range(anna.page)).toEqual([206, 1000])
      const nils = await as('neighbour')
      await nils.page.goto(portal.url)
      expect((await range(nils.page))[0]).toBe(404)
      // Adam's custody ends while the film stands open before him.
      const adam = await as('guardian2')
      await adam.page.goto(portal.url + path)
      expect((await range(adam.page))[0]).toBe(206)
      await portal.database.owner.query(
        "update guardianship set valid = daterange(lower(valid), '2026-11-22') where guardian_id = $1 and child_id = $2",
        [ids.guardian2, ids.alma],
      )
      expect((await range(adam.page))[0]).toBe(404)
      // Anna signs out in another tab; the open page gets no more.
      const tab = await anna.context.newPage()
      await tab.goto(portal.url)
      await tab.evaluate(async () => {
        const token = document.querySelector<HTMLInputElement>('input[name=_csrf]')!.value
        await fetch('/logout', { method: 'POST', body: new URLSearchParams({ _csrf: token }) })
      })
      expect((await range(anna.page))[0]).toBe('to sign in')
    })

    test('a line that is lost in the middle is waited for, and what had come is not sent again', async () => {
      const eva = await as('educator')
      const file = await filmed(['-f', 'lavfi', '-i', 'sine=d=50', '-ar', '48000', '-ac', '2'], 'wav', 'pipe:1')
      expect(Math.ceil(file.length / 4 / 1024 / 1024)).toBe(3)
      let puts = 0
      let broken = false
      await eva.page.route('**/pieces/*', async (route) => {
        puts += 1
        if (route.request().url().endsWith('/1') && !broken) {
          broken = true
          return route.abort('connectionreset')
        }
        return route.continue()
      })
      await eva.page.goto(`${portal.url}/staff/documents/new?group=${ids.myran}`)
      await eva.page
        .locator('input[name=picture]')
        .setInputFiles([{ name: 'ljud.wav', mimeType: 'audio/wav', buffer: file }])
      await eva.page.getByText('Anslutningen bröts').waitFor()
      await eva.page.locator('[data-medium]').waitFor()
      // Three pieces, one of them twice.
      expect(puts).toBe(4)

      await eva.page.locator('[data-medium] audio').waitFor()
    })
  })
})

/** Plays from a second on, and says where it has come. */
async function play(page: Page, from: number): Promise<number> {
  return page.evaluate(async (second) => {
    const video = document.querySelector<HTMLVideoElement>('article video')!
    video.muted = true
    if (video.readyState === 0)
      await new Promise((resolve) => video.addEventListener('loadedmetadata', resolve, { once: true }))
    video.currentTime = second
    await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
    await video.play()
    await new Promise((resolve) => setTimeout(resolve, 700))
    video.pause()
    return video.currentTime
  }, from)
}
