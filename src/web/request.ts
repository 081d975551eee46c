import type { Request, RequestHandler } from 'express'
import { may, type Permission, type Role } from '../access/roles.ts'
import type { Actor } from '../database/as-actor.ts'
import { Forbidden } from '../errors.ts'
import { addresses } from './addresses.ts'
import { cookies } from './cookies.ts'
import { isLanguage, type Language, type Translate, translator } from './language.ts'
import type { SignedIn } from './session.ts'

declare global {
  namespace Express {
    interface Request {
      language: Language
      t: Translate
      /** The signed-in account, read afresh with this request. */
      account?: SignedIn
      actor?: Actor
    }
  }
}

/** Swedish unless the reader has chosen otherwise. */
export const language: RequestHandler = (request, _response, next) => {
  const chosen = cookies(request).language
  request.language = isLanguage(chosen) ? chosen : 'sv'
  request.t = translator(request.language)
  next()
}

/** Who asks and in which role. */
export const actor: RequestHandler = (request, _response, next) => {
  const { account, assurance } = request.session
  if (account?.role) {
    request.account = account
    request.actor = { id: account.personId, role: account.role, assurance: assurance ?? 1 }
  }
  next()
}

/** The route's own guard: signed in, and the role may. What rows that reaches is Postgres's answer. */
export function allow(permission: Permission): RequestHandler {
  const guard: RequestHandler = (request, response, next) => {
    if (!request.actor) {
      if (request.method === 'GET') rememberGoal(request, response)
      return response.redirect(303, addresses.signIn)
    }
    if (!may(request.actor.role, permission)) throw new Forbidden(`role ${request.actor.role} lacks ${permission}`)
    next()
  }
  return Object.assign(guard, { permission })
}

/** After allow(): the actor is there. */
export function actorOf(request: Request): Actor {
  if (!request.actor) throw new Forbidden('nobody signed in')
  return request.actor
}

export function can(role: Role | undefined): (permission: Permission) => boolean {
  return (permission) => role !== undefined && may(role, permission)
}

const goalCookie = 'goal'

function rememberGoal(request: Request, response: Parameters<RequestHandler>[1]): void {
  // A picture of a page that outlived its session asks too; nobody was on the way there.
  if ((request.get('sec-fetch-dest') ?? 'document') !== 'document') return
  if (request.originalUrl.length > 500) return
  response.cookie(goalCookie, request.originalUrl, {
    httpOnly: true,
    sameSite: 'lax',
    maxAge: 600_000,
    secure: request.secure,
  })
}

/** Where the reader was going before signing in: a path of our own, or the start page. */
export function goalOf(request: Request): string {
  const goal = cookies(request)[goalCookie] ?? ''
  return /^\/(?![/\\])[\w\-/?=&.]*$/.test(goal) ? goal : addresses.start
}

export function forgetGoal(response: Parameters<RequestHandler>[1]): void {
  response.clearCookie(goalCookie, { httpOnly: true, sameSite: 'lax' })
}
