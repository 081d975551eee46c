import { parseCookie } from 'cookie'
import type { Request } from 'express'

/** The request's cookies; a malformed header is no cookies. */
export function cookies(request: Request): Record<string, string | undefined> {
  return parseCookie(request.headers.cookie ?? '')
}
