import { type Request, type Response, Router } from 'express'
import { Conflict } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, parseForm } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { presentRoster } from './presenter.ts'
import { changesIn, latestRuns, problemsIn } from './queries.ts'
import { orderForm } from './schema.ts'

/** `/admin/roster`: people from the register, for the municipal administrator: looked at first, brought in, followed. */
export function rosterRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.roster, allow('roster.administer'), async (request, response) => {
    await show(request, response, {})
  })

  router.post(addresses.roster, allow('roster.administer'), async (request, response) => {
    const form = parseForm(orderForm, request.body, request.t)
    if (!form.ok) return await show(request, response, form.errors, 422)
    if (!services.roster) throw new Conflict('the register is not set up here')
    const actor = actorOf(request)
    await services.actors.write(actor, (tx) => tx.audit('roster.started'))
    const { order } = form.values
    const begun = await services.roster.begin({
      dryRun: order === 'look',
      acceptLosses: order === 'go-on',
      startedBy: actor.id,
    })
    response.redirect(303, begun ? addresses.roster : `${addresses.roster}?busy=1`)
  })

  async function show(request: Request, response: Response, errors: Errors, status = 200): Promise<void> {
    const report = await services.actors.read(actorOf(request), async (tx) => {
      const runs = await latestRuns(tx)
      const id = runs[0]?.finished_at ? runs[0].id : null
      const [changes, problems] = id ? await Promise.all([changesIn(tx, id), problemsIn(tx, id)]) : [[], []]
      await tx.audit('roster.read', { object: id })
      return { runs, changes, problems }
    })
    const busy = request.query.busy === '1'
    page(
      request,
      response,
      'roster/overview',
      presentRoster(report, Boolean(services.roster), busy, errors, request.t),
      status,
    )
  }

  return router
}
