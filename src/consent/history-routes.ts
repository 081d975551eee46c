import { type Request, type Response, Router } from 'express'
import type { Services } from '../services.ts'
import { type Errors, idFrom } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { type ChildHistory, historyOf } from './history.ts'
import { presentHistory } from './history-presenter.ts'
import { type GivenText, textsSoFar } from './paper.ts'

/** The history of one child, answer by answer with its text and author, and the papers that answers came on. */
export function historyRoutes({ actors }: Services): Router {
  const router = Router()

  router.get('/admin/consents/:id', allow('consent.administer'), async (request, response) => {
    const found = await actors.read(actorOf(request), async (tx) => {
      const history = await historyOf(tx, idFrom(request.params.id))
      await tx.audit('consent.listed', { subject: history.id })
      return { history, texts: await textsSoFar(tx) }
    })
    showHistory(request, response, found, {}, {})
  })

  return router
}

type Found = { history: ChildHistory; texts: GivenText[] }

/** The page, with what was typed where it could not be entered. */
export function showHistory(
  request: Request,
  response: Response,
  found: Found,
  values: Record<string, string>,
  errors: Errors,
  status = 200,
): void {
  const { t, query } = request
  const done = (['saved', 'entered', 'countersigned'] as const).find((each) => query[each] !== undefined) ?? null
  const model = presentHistory(found.history, found.texts, actorOf(request).role, t)
  page(request, response, 'consent/history', { ...model, done, values, errors }, status)
}
