import { type Request, type Response, Router } from 'express'
import type { Read } from '../database/as-actor.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { answerSitting } from './commands.ts'
import { showTexts } from './queries.ts'
import { type Sitting, sittingFrom } from './schema.ts'
import { type SittingChild, sittingOf } from './sitting.ts'
import { presentSitting } from './sitting-presenter.ts'

/** Several children in one sitting: answers child by child, one text read once, one receipt for all. */
export function sittingRoutes({ actors, clock }: Services): Router {
  const router = Router()

  router.get(addresses.sitting, allow('consent.answer-several'), async (request, response) => {
    const [children, texts] = await actors.read(actorOf(request), (tx) => asked(tx, request.language))
    page(request, response, 'consent/sitting', {
      ...presentSitting(children, texts, reader(request), request.query.saved === '1'),
      unchanged: request.query.unchanged === '1',
    })
  })

  router.post(addresses.sitting, allow('consent.answer-several'), async (request, response) => {
    const sitting = sittingFrom(request.body, request.t)
    if (Object.keys(sitting.errors).length > 0) return again(request, response, sitting, sitting.errors)
    if (sitting.children.length === 0)
      return again(request, response, sitting, { form: request.t('consent.sitting.nothing') })
    // One that is no id is not there, as one that is somebody else's.
    for (const { id } of sitting.children) idFrom(id)
    const outcome = await actors.write(actorOf(request), (tx) => answerSitting(tx, sitting.text, sitting.children))
    if (outcome === 'outdated')
      return again(request, response, sitting, { text: request.t('consent.problem.outdated') })
    response.redirect(303, `${addresses.sitting}?${outcome === 'stored' ? 'saved' : 'unchanged'}=1`)
  })

  async function again(request: Request, response: Response, { chosen }: Sitting, errors: Errors): Promise<void> {
    const [children, texts] = await actors.read(actorOf(request), (tx) => asked(tx, request.language))
    page(
      request,
      response,
      'consent/sitting',
      presentSitting(children, texts, reader(request), false, { chosen, errors }),
      422,
    )
  }

  function reader(request: Request) {
    return { t: request.t, language: request.language, now: clock() }
  }

  return router
}

async function asked(tx: Read, language: string): Promise<[SittingChild[], Awaited<ReturnType<typeof showTexts>>]> {
  const children = await sittingOf(tx)
  const waiting = children.filter(({ unanswered, anew }) => unanswered + anew > 0).map(({ id }) => id)
  return [children, await showTexts(tx, waiting, language)]
}
