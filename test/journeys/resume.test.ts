import { randomFillSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { pieceBytes } from '../../src/media/limits.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { launch, signIn, visit, whereChromium } from '../support/chromium.ts'

whereChromium('a file whose sending was broken off', () => {
  let portal: TestApp
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    portal = await testApp()
    browser = await launch()
    folder = await mkdtemp(join(tmpdir(), 'insyn-resume-'))
  })
  afterAll(async () => {
    await browser.close()
    await portal.close()
    await rm(folder, { recursive: true })
  })

  for (const killed of [false, true])
    test(`goes on where it stopped, chosen again after ${killed ? 'the browser was killed' : 'a reload'}`, async () => {
      // Noise does not shrink: three pieces.
      const side = 1900
      const noise = randomFillSync(Buffer.alloc(side * side * 3))
      const picture = await sharp(noise, { raw: { width: side, height: side, channels: 3 } })
        .png({ compressionLevel: 0 })
        .toBuffer()
      expect(Math.ceil(picture.length / pieceBytes)).toBe(3)
      const path = join(folder, 'Alma på stranden.png')
      await writeFile(path, picture)

      const first = await visit(browser)
      await signIn(first.page, portal.url, 'educator', password)
      let reached: () => void = () => {}
      const stuck = new Promise<void>((resolve) => {
        reached = resolve
      })
      // Two pieces come through; the line is dead for the third.
      await first.page.route('**/pieces/2', () => reached())
      await first.page.goto(`${portal.url}/staff/documents/new?group=${ids.myran}`)
      await first.page.locator('input[name=picture]').setInputFiles(path)
      await stuck
      const draft = new URL(first.page.url()).pathname
      expect(draft).not.toContain('/new')
      let own = first
      if (killed) {
        await first.context.close()
        own = await visit(browser)
        await signIn(own.page, portal.url, 'educator', password)
        await own.page.goto(portal.url + draft)
      } else {
        // In this order: a request let go before the page goes may still arrive.
        await own.page.reload()
        await own.page.unroute('**/pieces/2')
      }

      const { page } = own
      const medium = page.locator('[data-medium]')
      expect(await medium.count()).toBe(1)
      const words = await medium.innerText()
      expect(words).toContain('Alma på stranden.png')
      expect(words).toContain('66 procent av 10 MB')
      const puts: string[] = []
      page.on('request', (request) => {
        if (request.method() === 'PUT') puts.push(request.url().split('/').at(-1)!)
      })
      await page.locator('input[name=picture]').setInputFiles(path)
      await medium.locator('img').waitFor()
      expect(puts).toEqual(['2'])
      expect(await medium.count()).toBe(1)
      expect(await page.locator('[data-coming] li').count()).toBe(0)
      const { rows } = await portal.database.owner.query(
        'select state, sent_print, sealed_name from media where document_id = $1',
        [draft.split('/').at(-1)],
      )
      expect(rows).toEqual([{ state: 'ready', sent_print: null, sealed_name: null }])
      expect(own.problems).toEqual([])
      await own.context.close()
    })
})
