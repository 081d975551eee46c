import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import { giveWay, pagesFirst } from '../../src/web/pages-first.ts'

/** A page that is being made until it is let go. */
async function slowPage() {
  const app = express()
  let finish = () => {}
  const began = new Promise<void>((arrived) => {
    app.use(pagesFirst)
    app.get(['/page', '/media/film'], async (_request, response) => {
      const let_go = new Promise<void>((resolve) => {
        finish = resolve
      })
      arrived()
      await let_go
      response.end('here')
    })
  })
  const server = createServer(app).listen(0)
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, began, finish: () => finish(), close: () => server.close() }
}

async function took(work: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work
  return performance.now() - began
}

test('a film goes on at once where nobody opens a page', async () => {
  expect(Math.min(await took(giveWay()), await took(giveWay()), await took(giveWay()))).toBeLessThan(15)
})

test('it waits while a page is being made, goes on when that has left, and never waits for long', async () => {
  const at = await slowPage()
  const opened = fetch(`${at.url}/page`)
  await at.began
  let gone = false
  const piece = giveWay().then(() => {
    gone = true
  })
  await pause(3)
  expect(gone).toBe(false)
  at.finish()
  await (await opened).text()
  await piece
  expect(Math.min(await took(giveWay()), await took(giveWay()), await took(giveWay()))).toBeLessThan(15)
  at.close()

  const stuck = await slowPage()
  const never = fetch(`${stuck.url}/page`)
  await stuck.began
  const waited = await took(giveWay())
  expect(waited).toBeGreaterThan(15)
  expect(waited).toBeLessThan(2_000)
  stuck.finish()
  await (await never).text()
  stuck.close()
})

test('pictures and films do not wait for each other', async () => {
  const at = await slowPage()
  const playing = fetch(`${at.url}/media/film`)
  await at.began
  expect(Math.min(await took(giveWay()), await took(giveWay()), await took(giveWay()))).toBeLessThan(15)
  at.finish()
  await (await playing).text()
  at.close()
})
