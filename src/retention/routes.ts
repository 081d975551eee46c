import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { NotFound } from '../errors.ts'
import { nextNight } from '../jobs/nights.ts'
import { filmQueue } from '../media/queries.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { endHold, placeHold } from './commands.ts'
import { presentOverview } from './presenter.ts'
import { protocolOf } from './protocol.ts'
import { protocolPaper } from './protocol-paper.ts'
import { dueAhead, latestRuns, recordOf, standing } from './queries.ts'
import { holdForm } from './schema.ts'

/**
 * `/admin/retention`: the administrator follows the house's own work: what goes when, what is held, what waits to be
 * converted, and the alarms.
 */
export function retentionRoutes({ actors, municipality }: Services): Router {
  const router = Router()

  router.get(addresses.retention, allow('retention.administer'), (request, response) => overview(request, response))

  router.post(addresses.holds, allow('retention.administer'), async (request, response) => {
    const form = parseForm(holdForm, request.body, request.t)
    if (!form.ok) return overview(request, response, form.errors)
    const { t } = request
    try {
      await actors.write(actorOf(request), async (tx) => {
        if (form.values.until <= swedishDay(tx.now)) throw new Early()
        await placeHold(tx, form.values)
      })
    } catch (error) {
      if (error instanceof Early) return overview(request, response, { until: t('retention.problem.until') })
      if (error instanceof NotFound) return overview(request, response, { about: t('retention.problem.about-nowhere') })
      throw error
    }
    response.redirect(303, `${addresses.retention}#holds`)
  })

  router.post('/admin/retention/holds/:id/end', allow('retention.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    await actors.write(actorOf(request), (tx) => endHold(tx, id))
    response.redirect(303, `${addresses.retention}#holds`)
  })

  router.get('/admin/retention/runs/:id/pdf', allow('retention.administer'), async (request, response) => {
    const protocol = await protocolFor(request)
    saveAs(response, 'application/pdf', 'gallringsprotokoll.pdf')
    await pipeline(await protocolPaper(protocol, request.language, request.t), response)
  })

  router.get('/admin/retention/runs/:id/json', allow('retention.administer'), async (request, response) => {
    const protocol = await protocolFor(request)
    saveAs(response, 'application/json', 'gallringsprotokoll.json')
    response.send(JSON.stringify(protocol, null, 2))
  })

  async function protocolFor(request: Request) {
    const id = idFrom(request.params.id)
    return protocolOf(await actors.read(actorOf(request), (tx) => recordOf(tx, id)), municipality)
  }

  async function overview(request: Request, response: Response, errors: Errors = {}): Promise<void> {
    const found = await actors.read(actorOf(request), async (tx) => {
      const [{ rules, holds, archive }, runs, films] = await Promise.all([standing(tx), latestRuns(tx), filmQueue(tx)])
      const rule = rules.find(({ kind }) => kind === 'documentation')
      const due = rule && (await dueAhead(tx, nextNight(tx.now), rule.years))
      return { rules, holds, archive, runs, films, due, now: tx.now }
    })
    const form = { errors, typed: typed(request.body, 'about', 'cause', 'reference', 'until') }
    const status = Object.keys(errors).length > 0 ? 422 : 200
    page(request, response, 'retention/overview', presentOverview(found, form, request.language, request.t), status)
  }

  return router
}

// A name that tells nothing but what it is; the protocol itself says of which run.
function saveAs(response: Response, type: string, name: string): void {
  response.set({ 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` })
}

/** The last day has passed already. */
class Early extends Error {}
