import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import { Forbidden } from '../errors.ts'
import { addresses } from './addresses.ts'

const { generateToken, isRequestValid, csrfSynchronisedProtection } = csrfSync({
  getTokenFromRequest: (request) => {
    // A piece of a film has no fields; its script says the token in a header, which no other site's page can set.
    const token = (request.body as { _csrf?: unknown } | undefined)?._csrf ?? request.get('x-csrf-token')
    return typeof token === 'string' ? token : undefined
  },
  getTokenFromState: (request) => request.session?.csrfToken as string | undefined,
  storeTokenInState: (request, token) => {
    request.session.csrfToken = token as string
  },
})

/** The session's token; makes the session exist. */
export function csrfToken(request: Request): string {
  return generateToken(request)
}

/** The form's token is the session's own. */
export function holdsToken(request: Request): boolean {
  return isRequestValid(request)
}

// The editor and the scanned answers alone read multipart forms; anywhere else such a body would slip past the token unread.
const readsMultipart = /^\/(staff\/documents|admin\/consents)\/[^/]+\/?$/i

/**
 * The synchroniser token in every form. A multipart form is checked by its route while the fields are read;
 * the language of somebody not signed in needs no session, and its own origin was checked before. A sign-in page that
 * lay open longer than its session is told so by its route (`response.locals.stale`), which then reads nothing of it.
 */
export const csrf: RequestHandler = (request, response, next) => {
  if (request.is('multipart/form-data') && readsMultipart.test(request.path)) return next()
  if (!request.actor && request.path === addresses.language) return next()
  requireCsrf(request, response, (error?: unknown) => {
    const stale = error !== undefined && request.method === 'POST' && request.path === addresses.signIn
    if (stale) response.locals.stale = true
    next(stale ? undefined : error)
  })
}

export const requireCsrf: RequestHandler = (request, response, next) => {
  csrfSynchronisedProtection(request, response, (error?: unknown) => {
    next(error ? new Forbidden('csrf') : undefined)
  })
}
