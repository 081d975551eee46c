import { type Request, type Response, Router } from 'express'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { idFrom, parseForm } from '../web/forms.ts'
import { fragment, page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { acknowledge, hasAcknowledged } from './acknowledge.ts'
import { type Place, remarksOn } from './guard.ts'
import { sayingForm, writingForm } from './live.ts'
import { linesByField, overridesPage, writingPage } from './presenter.ts'
import { overridesIn } from './queries.ts'

/** How we write, what the check says while one writes, and for the principal how often its advice was not taken. */
export function wordingRoutes({ actors }: Services): Router {
  const router = Router()

  router.get(addresses.writing, allow('documentation.write'), async (request, response) => {
    const done = await actors.read(actorOf(request), hasAcknowledged)
    page(request, response, 'wording/writing', writingPage(done, request.t))
  })

  router.post(addresses.writing, allow('documentation.write'), async (request, response) => {
    await actors.write(actorOf(request), acknowledge)
    response.redirect(303, addresses.writing)
  })

  // The text is looked at and forgotten: neither stored nor logged.
  router.post(addresses.wordingCheck, allow('documentation.write'), async (request, response) => {
    const form = parseForm(writingForm, request.body, request.t)
    if (!form.ok) throw new NotFound()
    const { group, unit, about, audience, children, field, text } = form.values
    const scope = group ?? unit
    if (!scope) throw new NotFound()
    const place = { scope, unit: audience === 'unit', about: about ?? (audience === 'child' ? children : []) }
    await answer(request, response, { field, text }, place)
  })

  router.post(addresses.commentWording, allow('comments.write'), async (request, response) => {
    const form = parseForm(sayingForm, request.body, request.t)
    if (!form.ok) throw new NotFound()
    const { child } = form.values
    await answer(request, response, form.values, { scope: child, unit: false, about: [child] })
  })

  router.get('/staff/units/:id/wording', allow('documentation.review-unit'), async (request, response) => {
    const id = idFrom(request.params.id)
    const counts = await actors.read(actorOf(request), (tx) =>
      overridesIn(tx, id, new Date(tx.now.getTime() - quarter)),
    )
    page(request, response, 'wording/overrides', overridesPage(id, counts, request.t))
  })

  async function answer(
    request: Request,
    response: Response,
    { field, text }: { field: string[]; text: string[] },
    place: Place,
  ): Promise<void> {
    const texts = Object.fromEntries(field.map((name, at) => [name, text[at] ?? '']))
    const { remarks } = await actors.read(actorOf(request), (tx) => remarksOn(tx, texts, place))
    const lines = linesByField(remarks, request.t)
    const fields = field.map((name) => ({ name, remarks: lines[name] ?? [] }))
    fragment(request, response, 'wording/live', { fields })
  }

  return router
}

const quarter = 90 * 24 * 60 * 60_000
