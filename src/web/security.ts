import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { Forbidden } from '../errors.ts'

/** Headers for every answer. Nothing is fetched from elsewhere, nothing inline runs, nothing is kept by caches. */
export function securityHeaders(secure: boolean): RequestHandler {
  const headers: [name: string, value: string][] = [
    ...helmetHeaders(secure),
    ['Cache-Control', 'private, no-store'],
    ['X-Robots-Tag', 'noindex, nofollow'],
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), interest-cohort=()'],
  ]
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value)
    next()
  }
}

// Helmet's headers are the same for every answer: asked once, for an answer that only notes them.
function helmetHeaders(secure: boolean): [name: string, value: string][] {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'media-src': ["'self'"],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        // Breaks plain http on localhost in Safari, so only where the address is https.
        ...(secure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 63_072_000, includeSubDomains: true, preload: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    xFrameOptions: { action: 'deny' },
  })
  const headers: [string, string][] = []
  const noting = { setHeader: (name: string, value: string) => headers.push([name, value]), removeHeader: () => {} }
  protect({} as IncomingMessage, noting as unknown as ServerResponse, (error) => {
    if (error) throw error
  })
  return headers
}

/**
 * A change must come from our own page: Sec-Fetch-Site says so, or Origin does where a browser lacks it. Neither: refused.
 * `baseUrl` undefined (the demo): our own origin is what the request calls us.
 */
export function sameOrigin(baseUrl: string | undefined): RequestHandler {
  return (request, _response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    const site = request.get('sec-fetch-site')
    if (site !== undefined) {
      if (site === 'same-origin' || site === 'none') return next()
      throw new Forbidden('cross-site request')
    }
    const own = baseUrl ? new URL(baseUrl).origin : `${request.protocol}://${request.get('host')}`
    if (request.get('origin') === own) return next()
    throw new Forbidden('request without an origin of ours')
  }
}
