import { Router } from 'express'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { presentAudit } from './presenter.ts'
import { auditEventsOf } from './queries.ts'
import { auditFilterFrom } from './schema.ts'

/** Who did and saw what, for the data protection officer. */
export function auditRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.audit, allow('audit.read'), async (request, response) => {
    const filter = auditFilterFrom(request.query)
    const rows = await services.actors.read(actorOf(request), async (tx) => {
      const rows = await auditEventsOf(tx, filter)
      await tx.audit('audit.listed')
      return rows
    })
    page(request, response, 'audit/list', presentAudit(filter, rows, request.t))
  })

  return router
}
