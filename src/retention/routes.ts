import { Router } from 'express'
import { nextNight } from '../jobs/nights.ts'
import { filmQueue } from '../media/queries.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { presentOverview } from './presenter.ts'
import { dueAhead, latestRuns, ruleInForce } from './queries.ts'

/** `/admin/retention`: the administrator follows the house's own work: what goes when, what waits to be converted, and the alarms of both. */
export function retentionRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.retention, allow('retention.administer'), async (request, response) => {
    const overview = await services.actors.read(actorOf(request), async (tx) => {
      const [rule, runs, films] = await Promise.all([ruleInForce(tx), latestRuns(tx), filmQueue(tx)])
      const due = rule ? await dueAhead(tx, nextNight(tx.now), rule.years) : undefined
      return { rule, runs, films, due, now: tx.now }
    })
    page(request, response, 'retention/overview', presentOverview(overview, request.language, request.t))
  })

  return router
}
