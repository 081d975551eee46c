import { Router } from 'express'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { page } from '../web/render.ts'
import { presentAccessibility } from './accessibility.ts'
import { presentContact } from './contact.ts'
import { presentPrivacy } from './privacy.ts'
import { publicUnits } from './queries.ts'

/** What anyone may read without signing in: rights (R22–R24), how to reach us (R30), and how accessible the service is. */
export function informationRoutes(services: Services): Router {
  const { config, database, municipality } = services
  const router = Router()

  router.get(addresses.privacy, (request, response) => {
    page(request, response, 'information/privacy', presentPrivacy(municipality, config, request.language, request.t))
  })

  router.get(addresses.contact, async (request, response) => {
    const units = await publicUnits(database)
    page(request, response, 'information/contact', presentContact(municipality, units, request.language, request.t))
  })

  router.get(addresses.accessibility, (request, response) => {
    page(request, response, 'information/accessibility', presentAccessibility(municipality, request.t))
  })

  return router
}
