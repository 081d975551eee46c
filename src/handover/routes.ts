import { type Request, type Response, Router } from 'express'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { answerHandover, registerAnswer, setWaiting } from './commands.ts'
import { waitingPage } from './presenter.ts'
import { handovers, schools, setting } from './queries.ts'
import { answerForm, paperForm, schoolFilter, settingForm } from './schema.ts'

/**
 * Decision 8: what goes along from preschool to school can be made to wait for a guardian. Guardians answer from the start
 * page; the administrator chooses, and follows what waits.
 */
export function handoverRoutes({ actors }: Services): Router {
  const router = Router()

  router.post('/children/:id/handover', allow('handover.answer'), async (request, response) => {
    const id = idFrom(request.params.id)
    // Two buttons and nothing to type: anything else is no answer.
    const form = parseForm(answerForm, request.body, request.t)
    if (form.ok) await actors.write(actorOf(request), (tx) => answerHandover(tx, id, form.values.answer))
    response.redirect(303, `${addresses.start}#child-${id}`)
  })

  router.get(addresses.handovers, allow('handover.administer'), (request, response) => list(request, response))

  router.post(addresses.handovers, allow('handover.administer'), async (request, response) => {
    const form = parseForm(settingForm, request.body, request.t)
    if (!form.ok) return list(request, response, { errors: { form: Object.values(form.errors)[0]! } })
    await actors.write(actorOf(request), (tx) => setWaiting(tx, form.values.waits === 'yes'))
    response.redirect(303, addresses.handovers)
  })

  router.post('/admin/handover/:id', allow('handover.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(paperForm, request.body, request.t)
    if (!form.ok) return list(request, response, { of: id, errors: form.errors })
    await actors.write(actorOf(request), (tx) => registerAnswer(tx, id, form.values))
    const { school } = schoolFilter.parse(request.body)
    response.redirect(303, school ? `${addresses.handovers}?school=${school}` : addresses.handovers)
  })

  async function list(
    request: Request,
    response: Response,
    { of, errors }: { of?: string; errors?: Errors } = {},
  ): Promise<void> {
    const { school = null } = schoolFilter.parse(request.method === 'POST' ? request.body : request.query)
    const found = await actors.read(actorOf(request), async (tx) => {
      const [chosen, every, coming] = await Promise.all([setting(tx), schools(tx), handovers(tx, school)])
      return { chosen, schools: every, coming, now: tx.now }
    })
    if (of && !found.coming.some(({ child_id }) => child_id === of)) throw new NotFound()
    const form = { of, errors: errors ?? {}, typed: typed(request.body, 'guardian', 'answer', 'origin') }
    const among = { schools: found.schools, school }
    const model = waitingPage(found.chosen, found.coming, among, form, found.now, request.language, request.t)
    page(
      request,
      response,
      'handover/waiting',
      { ...model, problem: of ? null : (errors?.form ?? null) },
      errors ? 422 : 200,
    )
  }

  return router
}
