import { type Request, type Response, Router } from 'express'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { Unworded } from '../wording/guard.ts'
import { answersFrom } from '../wording/overrides.ts'
import { stopBeside } from '../wording/presenter.ts'
import { decideOnComment, decideOnItem, reportComment, reportItem } from './commands.ts'
import { reportCommentPage, reportPage, reportsPage, type TriedDecision } from './presenter.ts'
import { reportable, reportableComment, reportedComments, reportedItems } from './queries.ts'
import { commentDecisionForm, commentReportForm, decisionForm, reportForm } from './schema.ts'

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

  router.get('/comments/:id/report', allow('reports.make'), async (request, response) => {
    await askOfComment(request, response, idFrom(request.params.id))
  })

  router.post('/comments/:id/report', allow('reports.make'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(commentReportForm, request.body, request.t)
    if (!form.ok) return askOfComment(request, response, id, form.errors)
    const done = await actors.write(actorOf(request), (tx) => reportComment(tx, id, form.values.reason))
    if (!done) return askOfComment(request, response, id)
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

  router.post('/staff/reports/comments/:id', allow('reports.decide'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(commentDecisionForm, request.body, request.t)
    const answers = answersFrom(request.body)
    const tried = { comment: id, reason: typed(request.body, 'reason').reason ?? '', answers }
    if (!form.ok) return list(request, response, id, form.errors, tried)
    try {
      await actors.write(actorOf(request), (tx) => decideOnComment(tx, keys, id, form.values, answers))
    } catch (error) {
      if (!(error instanceof Unworded)) throw error
      return list(request, response, id, stopBeside(error, 'reason', request.t), { ...tried, unworded: error })
    }
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

  async function askOfComment(request: Request, response: Response, id: string, errors: Errors = {}): Promise<void> {
    const comment = await actors.read(actorOf(request), (tx) => reportableComment(tx, id))
    const model = reportCommentPage(comment, keys, errors, request.t)
    page(request, response, 'reports/new', model, comment.before ? 409 : status(errors))
  }

  /** `about` is what somebody tried to decide on. NotFound where it is not in the list. */
  async function list(
    request: Request,
    response: Response,
    about?: unknown,
    errors: Errors = {},
    tried?: TriedDecision,
  ): Promise<void> {
    const actor = actorOf(request)
    const deciding = actor.role === 'principal'
    const found = await actors.read(actor, async (tx) => ({
      items: await reportedItems(tx),
      comments: deciding ? await reportedComments(tx) : [],
    }))
    const there: { id: string }[] = tried ? found.comments : found.items
    if (typeof about === 'string' && !there.some((row) => row.id === about)) throw new NotFound()
    const model = reportsPage(found, keys, deciding, { errors, tried }, request.t)
    page(request, response, 'reports/list', model, tried ? 422 : status(errors))
  }

  return router
}

const status = (errors: Errors) => (Object.keys(errors).length > 0 ? 422 : 200)
