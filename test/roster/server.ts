import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Entry, Register } from './register.ts'

/**
 * A register's interface as SS 12000 describes it, on a real port: pages with tokens that carry their filter, changes
 * since a time, what was removed, and the faults that real ones have.
 */
export type Interface = {
  base: string
  /** Every request as it came. */
  asked: { path: string; query: Record<string, string>; token: string | undefined }[]
  register: Register
  /** When each record was last changed; those without are old. */
  modified: Map<unknown, string>
  removed: { at: string; resource: keyof Register; id: unknown }[]
  /** Looks at each request first; answers it itself when it returns true. */
  trouble: ((request: IncomingMessage, response: ServerResponse, count: number) => boolean) | undefined
  /** What opens it besides the token. */
  also?: string
  close: () => Promise<void>
}

export const token = 'a-token-that-opens-the-register'

export async function registerServer(register: Register, pageSize = 4): Promise<Interface> {
  const tokens = new Map<string, { entries: Entry[]; at: number }>()
  const made: Interface = {
    base: '',
    asked: [],
    register,
    modified: new Map(),
    removed: [],
    trouble: undefined,
    close: async () => {},
  }
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const query = Object.fromEntries(searchParams)
    made.asked.push({ path: pathname, query, token: request.headers.authorization })
    if (made.trouble?.(request, response, made.asked.length)) return
    const say = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (![`Bearer ${token}`, made.also].includes(request.headers.authorization))
      return say(403, { code: 'FORBIDDEN', message: 'no' })
    const resource = pathname.replace('/v2.0/', '')
    if (query.pageToken && (query.after || query['meta.modified.after']))
      return say(400, { code: 'INVALID_FILTER', message: 'pageToken cannot be combined with filters' })
    if (resource === 'deletedEntities') {
      const data: Record<string, unknown[]> = {}
      for (const each of made.removed)
        if (each.at > query.after! && searchParams.getAll('entities').includes(each.resource)) {
          data[each.resource] ??= []
          data[each.resource]!.push(each.id)
        }
      return say(200, { data, pageToken: null })
    }
    const all = made.register[resource as keyof Register]
    if (!all) return say(404, { code: 'NOT_FOUND', message: 'no such resource' })
    const since = query['meta.modified.after']
    const first = { entries: since ? all.filter((entry) => (made.modified.get(entry.id) ?? '') > since) : all, at: 0 }
    const page = query.pageToken ? tokens.get(query.pageToken) : first
    if (!page) return say(400, { code: 'INVALID_TOKEN', message: 'no such page' })
    const size = Math.min(pageSize, Number(query.limit))
    const next = page.at + size < page.entries.length ? `token-${tokens.size}` : null
    if (next) tokens.set(next, { entries: page.entries, at: page.at + size })
    say(200, { data: page.entries.slice(page.at, page.at + size), pageToken: next })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  made.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2.0`
  made.close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return made
}
