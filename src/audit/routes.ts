import { Router } from 'express'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { onwardsFrom } from '../web/pages.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { addressOf, presentAudit } from './presenter.ts'
import { auditEventsOf } from './queries.ts'
import { auditFilterFrom } from './schema.ts'

/** Who did and saw what, for the data protection officer. */
export function auditRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.audit, allow('audit.read'), async (request, response) => {
    const filter = auditFilterFrom(request.query)
    const { rows, onwards } = await services.actors.read(actorOf(request), async (tx) => {
      const rows = await auditEventsOf(tx, filter)
      const onwards = onwardsFrom(rows, filter.stretch)
      if (onwards === null) await tx.audit('audit.listed')
      return { rows, onwards }
    })
    // A stretch without such an event is nothing to show: the browser goes on by itself.
    if (onwards !== null) return response.redirect(303, addressOf(filter, onwards, filter.stretch + 1))
    page(request, response, 'audit/list', presentAudit(filter, rows, request.t))
  })

  return router
}
