import { type Request, Router } from 'express'
import { may } from '../access/roles.ts'
import type { Services } from '../services.ts'
import { idFrom } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { item, type Reader, timeline } from './presenter.ts'
import { readDocument, readTimeline } from './queries.ts'
import { cursorFrom } from './schema.ts'
import { staffRoutes } from './staff-routes.ts'

/** Reading: a child's timeline and one item (R2, R3). Writing is in staff-routes.ts. */
export function documentationRoutes(services: Services): Router {
  const { actors } = services
  const router = Router()

  router.get('/children/:id', allow('documentation.read'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const before = cursorFrom(request.query.before)
    const { child, items } = await readTimeline(actors.asking(actor), id, before)
    const model = timeline(child, items, reader(request, services), {
      own: actor.role === 'pupil',
      first: before === undefined,
      consent: may(actor.role, 'consent.answer'),
      contacts: may(actor.role, 'contacts.read'),
    })
    page(request, response, 'documentation/timeline', model)
  })

  router.get('/documents/:id', allow('documentation.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const row = await readDocument(actors.asking(actorOf(request)), id)
    const notice = request.query.published === undefined ? null : request.t('documentation.item.published')
    page(request, response, 'documentation/item', item(row, reader(request, services), notice))
  })

  router.use(staffRoutes(services))
  return router
}

export function reader(request: Request, services: Services): Reader {
  const since = request.session.since
  return {
    keys: services.keys,
    t: request.t,
    language: request.language,
    since: since ? new Date(since) : null,
    clock: services.clock,
  }
}
