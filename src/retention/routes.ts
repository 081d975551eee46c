import { Router } from 'express'
import { nextNight } from '../jobs/nights.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { presentOverview } from './presenter.ts'
import { dueAhead, latestRuns, ruleInForce } from './queries.ts'

/** `/admin/retention`: the administrator follows what goes when, and sees an alarm when it did not. */
export function retentionRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.retention, allow('retention.administer'), async (request, response) => {
    const overview = await services.actors.read(actorOf(request), async (tx) => {
      const [rule, runs] = await Promise.all([ruleInForce(tx), latestRuns(tx)])
      const due = rule ? await dueAhead(tx, nextNight(tx.now), rule.years) : undefined
      return { rule, runs, due, now: tx.now }
    })
    page(request, response, 'retention/overview', presentOverview(overview, request.language, request.t))
  })

  return router
}
