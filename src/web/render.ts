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
  const locals = localsFor(request, model)
  const html = render('layouts/page', { ...locals, body: render(view, locals) })
  response.status(status).type('html').send(html)
}

/** A piece of a page, for a script to put in its place. */
export function fragment<T extends object>(request: Request, response: Response, view: string, model: T): void {
  const { render } = request.app.locals.renderer as Renderer
  response.type('html').send(render(view, { ...localsFor(request, model), ...model }))
}

function localsFor(request: Request, model: object) {
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

function signedIn(request: Request) {
  if (!request.actor || !request.account) return null
  return {
    name: request.account.name,
    role: request.actor.role,
    roleLabel: request.t(`web.role.${request.actor.role}`),
    roles: request.account.roles.map((role) => ({ role, label: request.t(`web.role.${role}`) })),
  }
}
