import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import { Forbidden } from '../errors.ts'
import { addresses } from './addresses.ts'

const { generateToken, csrfSynchronisedProtection } = csrfSync({
  getTokenFromRequest: (request) => {
    const token = (request.body as { _csrf?: unknown } | undefined)?._csrf
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

/**
 * The synchroniser token in every form. Multipart forms are checked by their route once the fields have been read; the
 * language of somebody not signed in needs no session, and its own origin was checked before.
 */
export const csrf: RequestHandler = (request, response, next) => {
  if (request.is('multipart/form-data')) return next()
  if (!request.actor && request.path === addresses.language) return next()
  requireCsrf(request, response, next)
}

export const requireCsrf: RequestHandler = (request, response, next) => {
  csrfSynchronisedProtection(request, response, (error?: unknown) => {
    next(error ? new Forbidden('csrf') : undefined)
  })
}
