import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { tokenIn } from './token.ts'

export type Reply = { status: number; headers: IncomingHttpHeaders; text: string }
export type Sending = {
  method?: string
  headers?: OutgoingHttpHeaders
  body?: string | Buffer
  cookie?: string | undefined
  agent?: Agent
}

const ours = { 'Sec-Fetch-Site': 'same-origin' }
const form = { ...ours, 'Content-Type': 'application/x-www-form-urlencoded' }

/** One request as it stands, with nothing added: for what no browser would send. */
export function wire(url: string, path: string, sending: Sending = {}): Promise<Reply> {
  const { method = 'GET', body, cookie, agent } = sending
  const { hostname, port } = new URL(url)
  const headers = { ...(cookie ? { Cookie: cookie } : {}), ...sending.headers }
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, ...(agent ? { agent } : {}) }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
      response.on('error', reject)
    })
    sent.on('error', (error) => reject(Object.assign(error, { reused: sent.reusedSocket })))
    sent.end(body)
  })
}

/** The page's form token and the session cookie, which the first page with a form sets. */
export async function open(
  url: string,
  path = '/login',
  cookie?: string,
  headers: OutgoingHttpHeaders = {},
): Promise<{ token: string; cookie: string }> {
  const reply = await wire(url, path, { cookie, headers: { ...ours, ...headers } })
  const token = tokenIn(reply.text)
  return { token, cookie: cookieOf(reply) ?? cookie ?? '' }
}

/** A form with the session's own token. */
export async function submit(
  url: string,
  path: string,
  fields: Record<string, string>,
  cookie: string,
  page = '/contact',
): Promise<Reply> {
  const { token } = await open(url, page, cookie)
  return wire(url, path, {
    method: 'POST',
    headers: form,
    cookie,
    body: String(new URLSearchParams({ _csrf: token, ...fields })),
  })
}

/** Signs in from a fresh browser; `cookie` is the session's afterwards, `before` the one of the sign-in page. */
export async function signIn(url: string, username: string, password: string, headers: OutgoingHttpHeaders = {}) {
  const { token, cookie: before } = await open(url, '/login', undefined, headers)
  const body = String(new URLSearchParams({ _csrf: token, username, password }))
  const reply = await wire(url, '/login', { method: 'POST', headers: { ...form, ...headers }, cookie: before, body })
  return { ...reply, before, cookie: cookieOf(reply) ?? before }
}

/** `name=value` of the session cookie that a reply sets. */
export function cookieOf(reply: Reply): string | undefined {
  const set = reply.headers['set-cookie']?.find((line) => /^(__Host-)?insyn=./.test(line))
  return set?.split(';')[0]
}
