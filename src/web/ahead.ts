import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Actors, Ask, Session } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import { cookies } from './cookies.ts'
import { cookieName, cookieSecret, hashOf } from './session.ts'

/** A page that can be asked for before it is known who asks: `read` answers for whoever the session belongs to. */
export type Ahead = { path: RegExp; read: Read<unknown> }
type Read<T> = (ask: Ask, id: string) => Promise<T>

/** An address with an id in it, as the portal writes ids and its routes take them (idFrom). */
export function pathOfId(before: string, after = ''): RegExp {
  return new RegExp(`^${before}([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})${after}$`)
}

declare global {
  namespace Express {
    interface Request {
      /** The session with which a page was asked ahead. */
      arrived?: { id: string; session: Session }
      /** Without a value there is no such page for them. */
      ahead?: { read: Read<unknown>; id: string; value: unknown }
    }
  }
}

/**
 * Asks for the session and the page in one question, where the address alone says which page it is: the pages read most
 * cost one instead of two (docs/decisions/0013). What goes wrong is asked as everywhere else, so that the errors are the
 * same.
 */
export function askAhead(actors: Actors, secret: Buffer, secure: boolean, pages: readonly Ahead[]): RequestHandler {
  const cookie = cookieName(secure)
  const key = createSecretKey(cookieSecret(secret), 'utf8')
  return async (request, _response, next) => {
    if (request.method === 'GET') {
      for (const { path, read } of pages) {
        const id = path.exec(request.url)?.[1]
        const session = id && sessionIn(cookies(request)[cookie], key)
        if (session) await ask(request, session, id, read)
      }
    }
    next()
  }

  async function ask(request: Request, session: string, id: string, read: Read<unknown>): Promise<void> {
    const arrival = actors.arriving(hashOf(session))
    const [value, problem] = await read(arrival, id).then(
      (found) => [found, undefined],
      (error: unknown) => [undefined, error],
    )
    if (!arrival.session) return
    request.arrived = { id: session, session: arrival.session }
    if (value || problem instanceof NotFound) request.ahead = { read, id, value }
  }
}

/** What was asked ahead, or `now`; in the name of the actor either way. NotFound where there was no such page for them. */
export async function aheadOr<T>(request: Request, read: Read<T>, id: string, now: () => Promise<T>): Promise<T> {
  const { ahead, arrived, actor } = request
  const theirs =
    actor && arrived && arrived.session.account?.personId === actor.id && arrived.session.role === actor.role
  if (!theirs || ahead?.read !== read || ahead.id !== id) return await now()
  if (ahead.value === undefined) throw new NotFound()
  return ahead.value as T
}

// `s:<id>.<signature>`, as express-session signs: what has none of ours costs Postgres nothing, and notes no reading.
function sessionIn(value: string | undefined, key: KeyObject): string | undefined {
  const [, id, signature] = /^s:([\w-]+)\.([\w+/]{43})$/.exec(value ?? '') ?? []
  if (!id || !signature) return undefined
  const ours = createHmac('sha256', key).update(id).digest('base64').slice(0, signature.length)
  return timingSafeEqual(Buffer.from(ours), Buffer.from(signature)) ? id : undefined
}
