import type { RequestHandler } from 'express'
import { addresses } from '../web/addresses.ts'

declare module 'express-session' {
  interface SessionData {
    /** Signed in by a first password: nothing is open before its owner has chosen one of their own. */
    first?: boolean
  }
}

const open: ReadonlySet<string> = new Set([
  ...[addresses.password, addresses.signOut, addresses.language, addresses.privacy, addresses.accessibility],
  addresses.contact,
])

/** R11: a password that somebody else has handed over leads to the page where it is changed, and nowhere else. */
export const ownPasswordFirst: RequestHandler = (request, response, next) => {
  if (!request.actor || !request.session.first || open.has(request.path)) return next()
  response.redirect(303, addresses.password)
}
