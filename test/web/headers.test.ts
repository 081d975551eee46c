import { type TestApp, testApp } from '../support/app.ts'
import { ids, password } from '../support/cast.ts'
import { type Reply, signIn, wire } from '../support/wire.ts'

let house: TestApp
let media: string
beforeAll(async () => {
  house = await testApp({ environment: { BASE_URL: 'https://insyn.example.se', TRUST_PROXY: '1' } })
  const { rows } = await house.database.owner.query('select id from media where document_id = $1', [ids.docAlma])
  media = rows[0].id
})
afterAll(() => house.close())

// The proxy in front speaks TLS and says so.
const secure = { 'X-Forwarded-Proto': 'https', 'Sec-Fetch-Site': 'same-origin' }
const get = (path: string, cookie?: string) => wire(house.url, path, { cookie, headers: secure })

test('the session’s cookie is ours alone: __Host-, Secure, HttpOnly, Lax, no domain; the others Secure and HttpOnly', async () => {
  const first = await get('/login')
  expect(first.headers['set-cookie']).toHaveLength(1)
  const cookie = first.headers['set-cookie']![0]!
  expect(cookie).toMatch(/^__Host-insyn=/)
  for (const flag of [/; Secure/, /; HttpOnly/, /; SameSite=Lax/, /; Path=\/(;|$)/]) expect(cookie).toMatch(flag)
  expect(cookie).not.toMatch(/Domain|Expires|Max-Age/i)
  const goal = (await get('/settings/contact-details')).headers['set-cookie']!.find((line) => line.startsWith('goal='))
  for (const flag of [/; Secure/, /; HttpOnly/, /; SameSite=Lax/]) expect(goal).toMatch(flag)
})

test('without TLS in front nobody is given a session', async () => {
  const plain = await wire(house.url, '/login')
  expect(plain.headers['set-cookie']).toBeUndefined()
})

test('every answer carries its headers: pages, redirects, errors, assets, pictures, health', async () => {
  const { cookie } = await signIn(house.url, 'guardian', password, secure).then(async (reply) => {
    if (reply.status === 303) return reply
    throw new Error(`no sign-in: ${reply.status}`)
  })
  const replies: [string, Reply, number][] = [
    ['page', await get('/', cookie), 200],
    ['sign-in', await get('/login'), 200],
    ['redirect', await get('/'), 303],
    ['not found', await get('/nowhere', cookie), 404],
    ['malformed', await get('/children/%E0%A4%A', cookie), 400],
    ['forbidden', await wire(house.url, '/logout', { method: 'POST', cookie }), 403],
    ['wrong method', await wire(house.url, '/', { method: 'DELETE', cookie, headers: secure }), 403],
    ['asset', await get('/assets/insyn.css'), 200],
    ['no asset', await get('/assets/nothing.css'), 404],
    ['picture', await get(`/media/${media}/large`, cookie), 200],
    ['no picture', await get(`/media/${ids.alma}/large`, cookie), 404],
    ['health', await get('/health'), 200],
  ]
  for (const [what, { status, headers }, expected] of replies) {
    expect([what, status]).toEqual([what, expected])
    const csp = String(headers['content-security-policy'])
    expect(csp).toContain("default-src 'none'")
    expect(csp).not.toMatch(/unsafe|\*|https?:|data:/)
    if (what !== 'picture') expect(csp).toContain("frame-ancestors 'none'")
    expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains; preload')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
    expect(headers['permissions-policy']).toContain('camera=()')
    expect(headers['cache-control']).toMatch(what === 'asset' ? /immutable/ : /no-store/)
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers.server).toBeUndefined()
    expect(headers.etag).toBeUndefined()
  }
})

test('a picture is shown by our own pages alone', async () => {
  const { cookie } = await signIn(house.url, 'guardian', password, secure)
  for (const [site, status] of [
    ['same-origin', 200],
    ['none', 200],
    ['same-site', 403],
    ['cross-site', 403],
  ] as const) {
    const headers = { ...secure, 'Sec-Fetch-Site': site }
    expect((await wire(house.url, `/media/${media}/small`, { cookie, headers })).status).toBe(status)
  }
})
