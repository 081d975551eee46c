import { Router } from 'express'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { page } from '../web/render.ts'

/** The design language on one page: every component in every state. In the demo only. */
export function operationsRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.design, (request, response) => {
    if (!services.config.demo) throw new NotFound()
    page(request, response, 'operations/design', { title: request.t('operations.design.title') })
  })

  return router
}
