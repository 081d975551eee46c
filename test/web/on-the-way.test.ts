import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { type TestApp, testApp } from '../support/app.ts'

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://insyn_web@localhost/insyn',
  KEY_DIR: '/keys',
  MEDIA_DIR: '/media',
  TRUST_PROXY: '1',
}

test('R8: production refuses an address that is not https, and one that is missing', () => {
  expect(() => readConfig({ ...production, BASE_URL: 'http://insyn.example.se' })).toThrow(/BASE_URL: .*https/)
  expect(() => readConfig(production)).toThrow(/BASE_URL: måste anges/)
  expect(readConfig({ ...production, BASE_URL: 'https://insyn.example.se' }).production).toBe(true)
})

describe('behind a proxy with TLS', () => {
  let house: TestApp
  let server: Server
  let url: string
  beforeAll(async () => {
    house = await testApp()
    const { services } = house
    const config = { ...services.config, baseUrl: 'https://insyn.example.se', trustProxy: 1 }
    server = createApp({ ...services, config }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await house.close()
  })

  test('R8: the session cookie goes over TLS alone, belongs to this host alone, and no script reads it', async () => {
    const answer = await fetch(`${url}/login`, { headers: { 'X-Forwarded-Proto': 'https' } })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-insyn=/)
    for (const word of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(word)
    expect(cookie).not.toContain('Domain')
  })

  test('R8: a request that came without TLS is given no session', async () => {
    const answer = await fetch(`${url}/login`)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test('R8: browsers are told to come back over TLS for two years, whatever the page', async () => {
    for (const path of ['/login', '/contact', '/nowhere', '/assets/insyn.css']) {
      const answer = await fetch(url + path, { headers: { 'X-Forwarded-Proto': 'https' } })
      expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains; preload')
      expect(answer.headers.get('content-security-policy')).toContain('upgrade-insecure-requests')
    }
  })
})
