import { type Request, type Response, Router } from 'express'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom, parseForm } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { decideOnItem, reportItem } from './commands.ts'
import { reportPage, reportsPage } from './presenter.ts'
import { reportable, reportedItems } from './queries.ts'
import { decisionForm, reportForm } from './schema.ts'

/** Readers say that a text is wrong, it is hidden at once, and a principal decides. */
export function reportsRoutes({ actors, keys }: Services): Router {
  const router = Router()

  router.get('/documents/:id/report', allow('reports.make'), async (request, response) => {
    await ask(request, response, idFrom(request.params.id))
  })

  router.post('/documents/:id/report', allow('reports.make'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(reportForm, request.body, request.t)
    if (!form.ok) return ask(request, response, id, form.errors)
    const done = await actors.write(actorOf(request), (tx) => reportItem(tx, id, form.values.reason))
    if (!done) return ask(request, response, id)
    response.redirect(303, addresses.reportReceived)
  })

  router.get(addresses.reportReceived, allow('reports.make'), (request, response) => {
    page(request, response, 'reports/received', { title: request.t('reports.received.title') })
  })

  router.get(addresses.reports, allow('reports.follow'), list)

  router.post('/staff/reports/:id', allow('reports.decide'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(decisionForm, request.body, request.t)
    if (!form.ok) return list(request, response, id, form.errors)
    await actors.write(actorOf(request), (tx) => decideOnItem(tx, id, form.values.decision))
    response.redirect(303, addresses.reports)
  })

  async function ask(request: Request, response: Response, id: string, errors: Errors = {}): Promise<void> {
    const item = await actors.read(actorOf(request), (tx) => reportable(tx, id))
    page(
      request,
      response,
      'reports/new',
      reportPage(item, keys, errors, request.t),
      item.before ? 409 : status(errors),
    )
  }

  async function list(request: Request, response: Response, about?: unknown, errors: Errors = {}): Promise<void> {
    const actor = actorOf(request)
    const rows = await actors.read(actor, reportedItems)
    if (typeof about === 'string' && !rows.some((row) => row.id === about)) throw new NotFound()
    const model = reportsPage(rows, keys, actor.role === 'principal', errors, request.t)
    page(request, response, 'reports/list', model, status(errors))
  }

  return router
}

const status = (errors: Errors) => (Object.keys(errors).length > 0 ? 422 : 200)
