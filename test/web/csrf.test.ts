import type { OutgoingHttpHeaders } from 'node:http'
import { addressOf } from '../support/address-of.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { checksum } from '../support/checksum.ts'
import { routesOf } from '../support/routes.ts'
import { open, signIn, submit, wire } from '../support/wire.ts'

let house: TestApp
const cookies: Record<string, string> = {}
beforeAll(async () => {
  house = await testApp()
  for (const name of ['guardian', 'educator', 'admin', 'both']) {
    cookies[name] = (await signIn(house.url, name, password)).cookie
  }
})
afterAll(() => house.close())

// Fields that would do something, were they let through.
const fields: Record<string, string> = {
  ...{ username: 'neighbour', password, role: 'guardian', lang: 'en', back: '/', current: password },
  ...{ new: 'sju sorters kakor på fatet', again: 'sju sorters kakor på fatet', q: 'Alma', phone: '070-1740699' },
  ...{ 'photo.pupil': 'yes', withdraw: 'all', revision: '1', group: ids.myran, title: 'Nytt', text: 'Nytt' },
  ...{ audience: 'child', children: ids.alma, action: 'save' },
}
const actorFor = (path: string) => {
  if (path.startsWith('/staff')) return 'educator'
  if (path.startsWith('/admin')) return 'admin'
  return path === '/role' ? 'both' : 'guardian'
}

type Case = { headers: OutgoingHttpHeaders; body: (tokens: { own: string; other: string }) => string }
const encoded = (more: Record<string, string>) => String(new URLSearchParams({ ...more, ...fields }))
const urlencoded = { 'Content-Type': 'application/x-www-form-urlencoded' }
const ours = { 'Sec-Fetch-Site': 'same-origin' }
const multipart = { 'Content-Type': 'multipart/form-data; boundary=grans' }
const part = (name: string, value: string, more = '') =>
  `--grans\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
const parts = () =>
  Object.entries(fields)
    .map(([name, value]) => part(name, value))
    .join('')
const picture = part('picture', 'JPEG', '; filename="a.jpg"')

const cases: Record<string, Case> = {
  'no token': { headers: { ...ours, ...urlencoded }, body: () => encoded({}) },
  'an empty token': { headers: { ...ours, ...urlencoded }, body: () => encoded({ _csrf: '' }) },
  'another session’s token': { headers: { ...ours, ...urlencoded }, body: ({ other }) => encoded({ _csrf: other }) },
  'the token twice': {
    headers: { ...ours, ...urlencoded },
    body: ({ own }) => `_csrf=${own}&${encoded({ _csrf: own })}`,
  },
  'a made-up token in the header': {
    headers: { ...ours, ...urlencoded, 'X-CSRF-Token': 'made-up' },
    body: () => encoded({}),
  },
  'a piece of a film without a token': {
    headers: { ...ours, 'Content-Type': 'application/octet-stream' },
    body: () => 'bytes',
  },
  'cross-site': {
    headers: { 'Sec-Fetch-Site': 'cross-site', ...urlencoded },
    body: ({ own }) => encoded({ _csrf: own }),
  },
  'same-site': {
    headers: { 'Sec-Fetch-Site': 'same-site', ...urlencoded },
    body: ({ own }) => encoded({ _csrf: own }),
  },
  'an odd Sec-Fetch-Site': {
    headers: { 'Sec-Fetch-Site': 'same-origin, none', ...urlencoded },
    body: ({ own }) => encoded({ _csrf: own }),
  },
  'a foreign Origin': {
    headers: { Origin: 'https://evil.example', ...urlencoded },
    body: ({ own }) => encoded({ _csrf: own }),
  },
  'Origin null': { headers: { Origin: 'null', ...urlencoded }, body: ({ own }) => encoded({ _csrf: own }) },
  'neither header': { headers: urlencoded, body: ({ own }) => encoded({ _csrf: own }) },
  'a foreign Referer': {
    headers: { Referer: 'https://evil.example/', ...urlencoded },
    body: ({ own }) => encoded({ _csrf: own }),
  },
  'text/plain': { headers: { ...ours, 'Content-Type': 'text/plain' }, body: ({ own }) => encoded({ _csrf: own }) },
  json: {
    headers: { ...ours, 'Content-Type': 'application/json' },
    body: ({ own }) => JSON.stringify({ ...fields, _csrf: own }),
  },
  'no body': { headers: ours, body: () => '' },
  'multipart without a token': { headers: { ...ours, ...multipart }, body: () => `${parts()}${picture}--grans--\r\n` },
  'multipart with the token after the file': {
    headers: { ...ours, ...multipart },
    body: ({ own }) => `${parts()}${picture}${part('_csrf', own)}--grans--\r\n`,
  },
  'multipart from another site': {
    headers: { 'Sec-Fetch-Site': 'cross-site', ...multipart },
    body: ({ own }) => `${part('_csrf', own)}${parts()}--grans--\r\n`,
  },
}

test('no route that changes something does so without our own page’s word, however it is asked', async () => {
  const changing = routesOf(house.app).filter(({ method }) => method !== 'GET')
  expect(changing.length).toBeGreaterThanOrEqual(11)
  const other = (await open(house.url)).token
  const tokens: Record<string, string> = {}
  for (const [name, cookie] of Object.entries(cookies)) tokens[name] = (await open(house.url, '/contact', cookie)).token
  const before = await everything()
  let asked = 0
  const wrong: string[] = []
  for (const { method, path } of changing) {
    const name = actorFor(path)
    for (const [what, { headers, body }] of Object.entries(cases)) {
      const sent = body({ own: tokens[name]!, other })
      const reply = await wire(house.url, addressOf(path), { method, cookie: cookies[name], headers, body: sent })
      asked += 1
      if (reply.status !== 403) wrong.push(`${method} ${path}, ${what}: ${reply.status}`)
    }
  }
  expect(wrong).toEqual([])
  expect(asked).toBe(changing.length * Object.keys(cases).length)
  expect(await everything()).toEqual(before)
})

test('the sign-in form asks for it as well, and the language of a visitor for our own origin', async () => {
  const { cookie } = await open(house.url)
  const headers = { ...ours, ...urlencoded }
  const body = String(new URLSearchParams({ username: 'guardian', password }))
  expect((await wire(house.url, '/login', { method: 'POST', cookie, headers, body })).status).toBe(403)
  expect((await wire(house.url, '/login', { method: 'POST', headers, body })).status).toBe(403)
  const language = (more: OutgoingHttpHeaders) =>
    wire(house.url, '/language', { method: 'POST', headers: { ...urlencoded, ...more }, body: 'lang=en&back=/login' })
  expect((await language(ours)).status).toBe(303)
  expect((await language({ Origin: house.url })).status).toBe(303)
  expect((await language({})).status).toBe(403)
  expect((await language({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
})

test('the right token is let through: the cases above are refused for what they lack', async () => {
  expect((await submit(house.url, '/language', { lang: 'en', back: '/contact' }, cookies.guardian!)).status).toBe(303)
  const { token } = await open(house.url, '/contact', cookies.educator)
  const body = `${part('_csrf', token)}${parts()}--grans--\r\n`
  const reply = await wire(house.url, `/staff/documents/${ids.draft}`, {
    ...{ method: 'POST', cookie: cookies.educator, headers: { ...ours, ...multipart }, body },
  })
  expect([reply.status, reply.headers.location]).toEqual([303, `/staff/documents/${ids.draft}?saved`])
})

test('a GET changes nothing, whatever stands behind the question mark', async () => {
  const before = await everything()
  const query = encoded({ _csrf: (await open(house.url, '/contact', cookies.guardian)).token })
  for (const { path } of routesOf(house.app)) {
    for (const method of ['GET', 'HEAD']) {
      await wire(house.url, `${addressOf(path)}?${query}`, { method, cookie: cookies[actorFor(path)], headers: ours })
    }
  }
  expect(await everything()).toEqual(before)
})

// Every table, save what any visit may write: the log of reads, what has been opened or shown, and the session's own row.
async function everything(): Promise<Record<string, string>> {
  const { owner } = house.database
  const count = async (text: string) => String((await owner.query(text)).rows[0].count)
  return {
    ...(await checksum(owner, ['audit_event', 'consent_shown', 'reading', 'session'])),
    changes: await count(
      "select count(*) from audit_event where event !~ '(listed|read|searched|downloaded|exported)$'",
    ),
    alive: await count('select count(*) from session where account_id is not null'),
  }
}
