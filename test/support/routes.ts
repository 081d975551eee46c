import type { Express, RequestHandler } from 'express'

type Step = { method?: string; handle: RequestHandler & { permission?: string } }

export type Route = {
  method: string
  path: string
  permission: string | undefined
  /** The route's own list of handlers, to break on purpose. */
  stack: Step[]
}

type Layer = { route?: { path: string | string[]; stack: Step[] }; handle?: { stack?: Layer[] }; slash?: boolean }

/**
 * Every route that the application answers, with the permission its guard asks for, however deep the router it stands
 * in. Throws where a router is mounted below a path: addresses stand whole in every feature.
 */
export function routesOf(app: Express): Route[] {
  return walk((app as unknown as { router: { stack: Layer[] } }).router.stack)
}

/** `GET /children/:id` */
export function nameOf({ method, path }: Route): string {
  return `${method} ${path}`
}

function walk(stack: Layer[]): Route[] {
  return stack.flatMap((layer) => {
    if (layer.route) return describe(layer.route)
    if (!layer.handle?.stack) return []
    if (!layer.slash) throw new Error('a router is mounted below a path: its addresses cannot be read')
    return walk(layer.handle.stack)
  })
}

function describe({ path, stack }: NonNullable<Layer['route']>): Route[] {
  const methods = [...new Set(stack.map(({ method }) => (method ?? 'all').toUpperCase()))]
  const permission = stack.map(({ handle }) => handle.permission).find(Boolean)
  return [path].flat().flatMap((each) => methods.map((method) => ({ method, path: each, permission, stack })))
}
