import type { Express } from 'express'

export type Route = { method: string; path: string; permission: string | undefined }

type Layer = {
  route?: { path: string; stack: { method: string; handle: { permission?: string } }[] }
  handle?: { stack?: Layer[] }
}

/** Every route that the application answers, with the permission its guard asks for. */
export function routesOf(app: Express): Route[] {
  return walk((app as unknown as { router: { stack: Layer[] } }).router.stack)
}

function walk(stack: Layer[]): Route[] {
  return stack.flatMap((layer) => {
    if (layer.handle?.stack && !layer.route) return walk(layer.handle.stack)
    if (!layer.route) return []
    const { path, stack: handlers } = layer.route
    const permission = handlers.map((handler) => handler.handle.permission).find(Boolean)
    const methods = new Set(handlers.map((handler) => handler.method.toUpperCase()))
    return [...methods].map((method) => ({ method, path, permission }))
  })
}
