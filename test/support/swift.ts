import type { TestApp } from './app.ts'
import { password } from './cast.ts'
import { tokenIn } from './token.ts'

export type Reply = { status: number; location: string | null; body: string }

/** A browser for thousands of requests: the session's cookie, its form token, and nothing else. */
export type Swift = {
  get: (path: string) => Promise<Reply>
  /** With the session's own valid token. */
  put: (path: string) => Promise<Reply>
  post: (path: string, fields?: Record<string, string>, multipart?: boolean) => Promise<Reply>
}

export async function swift(house: TestApp, username?: string): Promise<Swift> {
  let cookie = ''
  const send = async (path: string, init: RequestInit): Promise<Reply> => {
    const headers = { ...init.headers, cookie, 'sec-fetch-site': 'same-origin' }
    const answer = await fetch(`${house.url}${path}`, { ...init, headers, redirect: 'manual' })
    const own = answer.headers.getSetCookie().find((each) => each.startsWith('insyn='))
    if (own) cookie = own.split(';')[0]!
    return { status: answer.status, location: answer.headers.get('location'), body: await answer.text() }
  }
  let token = tokenIn((await send('/login', {})).body)
  const post: Swift['post'] = (path, fields = {}, multipart = false) => {
    const pairs = Object.entries({ _csrf: token, ...fields })
    const body = multipart ? new FormData() : new URLSearchParams()
    for (const [name, value] of pairs) body.append(name, value)
    return send(path, { method: 'POST', body })
  }
  if (username) {
    const { status } = await post('/login', { username, password })
    if (status !== 303) throw new Error(`${username} could not sign in: ${status}`)
    token = tokenIn((await send('/contact', {})).body)
  }
  const put: Swift['put'] = (path) =>
    send(path, {
      method: 'PUT',
      headers: { 'x-csrf-token': token, 'content-type': 'application/octet-stream' },
      body: '',
    })
  return { get: (path) => send(path, {}), put, post }
}
