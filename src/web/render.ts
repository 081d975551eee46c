import type { Request, Response } from 'express'
import { addresses } from './addresses.ts'
import { csrfToken } from './csrf.ts'
import { dates } from './dates.ts'
import { navigation } from './navigation.ts'
import { can } from './request.ts'
import type { Render } from './views.ts'

/** What every page's model has. */
export type Page = { title: string }

export type Site = { name: string; municipality: string; demo: boolean }

export type Renderer = { site: Site; asset: (name: string) => string; clock: () => Date; render: Render }

/** Renders `view` with its typed model inside the layout and answers with it. */
export function page<T extends Page>(request: Request, response: Response, view: string, model: T, status = 200): void {
  const { render } = request.app.locals.renderer as Renderer
  send(response, render(view, sharedFor(request, model)), status)
}

/** A piece of a page, for a script to put in its place; `locals` as an includer would give them. */
export function fragment(request: Request, response: Response, view: string, locals: Record<string, unknown>): void {
  const { render } = request.app.locals.renderer as Renderer
  send(response, render(view, sharedFor(request, {}), locals))
}

function sharedFor(request: Request, model: object) {
  const { site, asset, clock } = request.app.locals.renderer as Renderer
  return {
    page: model,
    t: request.t,
    lang: request.language,
    site,
    me: signedIn(request),
    nav: navigation(request),
    csrf: request.actor ? csrfToken(request) : (request.session?.csrfToken ?? ''),
    can: can(request.actor?.role),
    asset,
    addresses,
    path: request.originalUrl.split('?')[0],
    ...dates(request.language, clock),
  }
}

function send(response: Response, html: Buffer, status = 200): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Length', html.length)
  response.end(html)
}

function signedIn(request: Request) {
  if (!request.actor || !request.account) return null
  return {
    name: request.account.name,
    role: request.actor.role,
    roleLabel: request.t(`web.role.${request.actor.role}`),
    roles: request.account.roles.map((role) => ({ role, label: request.t(`web.role.${role}`) })),
  }
}
