import { randomBytes } from 'node:crypto'
import type { ErrorRequestHandler, Request } from 'express'
import type { Logger } from 'pino'
import { AppError, Invalid, NotFound, TooMany } from '../errors.ts'
import { largestMegabytes } from '../media/limits.ts'
import { addresses } from './addresses.ts'
import { translator } from './language.ts'
import { page } from './render.ts'

/** The one place where what went wrong becomes a page: plain words, an id to quote where it was our fault, no traces. */
export function problems(log: Logger): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const error = recognise(thrown)
    const errorId = error ? null : randomBytes(5).toString('hex')
    if (errorId) log.error({ errorId, err: describe(thrown), route: request.route?.path }, 'unexpected')
    // The route let somebody through whom the database then refused: one of the two is wrong.
    else if (error!.cause)
      log.warn({ reason: error!.message, err: describe(error!.cause), route: request.route?.path }, 'refused')
    else if (error!.status === 503) log.warn({ reason: error!.message }, 'unavailable')
    // Half an answer cannot be mended; Express would print the stack.
    if (response.headersSent) return void response.destroy()
    if (error instanceof TooMany) response.set('Retry-After', String(error.retryAfterSeconds))
    if (error?.status === 503) response.set('Retry-After', '5')
    // Where the failure came before the language was known.
    request.language ??= 'sv'
    request.t ??= translator(request.language)
    const view = error?.view ?? 'errors/unexpected'
    page(request, response, view, problemPage(request, view, errorId, error), error?.status ?? 500)
  }
}

/** Where even the page that says so could not be made: words alone, and never Express's own page with its stack. */
export function lastResort(log: Logger): ErrorRequestHandler {
  return (thrown, _request, response, _next) => {
    log.error({ err: describe(thrown) }, 'unexpected while telling of a problem')
    if (response.headersSent) return void response.destroy()
    response.status(500).type('text/plain').send('Något gick fel hos oss. / Something went wrong on our side.\n')
  }
}

function problemPage(request: Request, view: string, errorId: string | null, error: AppError | undefined) {
  const name = view.replace('errors/', '')
  const minutes = error instanceof TooMany ? Math.ceil(error.retryAfterSeconds / 60) : undefined
  const heading = request.t(`web.error.${name}.heading`)
  return {
    title: heading,
    heading,
    explanation: request.t(`web.error.${name}.explanation`, { count: minutes, minutes, max: largestMegabytes }),
    errorId,
    links: [
      { href: addresses.start, label: request.t('web.error.link.start') },
      { href: addresses.contact, label: request.t('web.error.link.contact') },
    ],
  }
}

// Body parsers and the router raise errors of their own for malformed requests; a status below 500 says whose fault.
function recognise(thrown: unknown): AppError | undefined {
  if (thrown instanceof AppError) return thrown
  const { status, code } = thrown as { status?: number; code?: string }
  if (thrown instanceof URIError || code === 'ERR_INVALID_URL') return new Invalid('malformed address')
  if (typeof code === 'string' && code.startsWith('LIMIT_')) return new Invalid('upload limits', 413)
  if (status === 404) return new NotFound()
  if (status !== undefined && status >= 400 && status < 500) return new Invalid('malformed request', status)
  return undefined
}

// Postgres puts the refused row in `detail`; only what cannot hold anybody's words is logged.
function describe(thrown: unknown) {
  const error = thrown as { name?: string; message?: string; code?: string; stack?: string; cause?: unknown }
  const place = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6)
    .map((line) => line.trim())
  return { name: error.name, code: error.code, message: error.code ? undefined : error.message?.slice(0, 200), place }
}
