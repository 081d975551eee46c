import type { Request } from 'express'
import type { Services } from '../services.ts'
import { actorOf } from '../web/request.ts'
import type { Reader } from './presenter.ts'

/** What a presenter needs of who reads: the language, the clock, the keys. */
export function reader(request: Request, services: Services): Reader {
  return {
    keys: services.keys,
    t: request.t,
    language: request.language,
    clock: services.clock,
    own: actorOf(request).role === 'pupil',
  }
}
