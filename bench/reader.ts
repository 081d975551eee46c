import { setTimeout as pause } from 'node:timers/promises'

/**
 * A reader in a process of its own, so that nothing but the portal can keep it waiting: told an address and a cookie it
 * opens that page every other moment; told to stop it answers with how long each took, in milliseconds.
 */
let times: number[] = []
let going: Promise<void> | undefined
let over = false

process.on('message', async (told: { url: string; cookie: string } | 'stop') => {
  if (told !== 'stop') {
    ;[times, over] = [[], false]
    going = read(told).catch((error) => void process.send!({ error: String(error) }))
    return
  }
  over = true
  await going
  process.send!({ times })
})

async function read({ url, cookie }: { url: string; cookie: string }): Promise<void> {
  while (!over || times.length < 20) {
    const began = performance.now()
    const answer = await fetch(url, { headers: { cookie, 'sec-fetch-site': 'same-origin' }, redirect: 'manual' })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`the timeline answers ${answer.status}`)
    times.push(performance.now() - began)
    await pause(60)
  }
}
