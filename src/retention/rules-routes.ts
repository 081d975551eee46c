import { type Request, type Response, Router } from 'express'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { dates, swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { noticeDays } from './kinds.ts'
import { problemOf, ruleFields, ruleForm } from './rule-form.ts'
import { confirmRule, enteredRules, proposeRule, rulesPage, tooSoon, withdrawRule } from './rules-page.ts'

/** `/admin/retention/rules`: how long each kind is kept is entered by one and confirmed by another (law A1, A5). */
export function rulesRoutes({ actors, clock }: Services): Router {
  const router = Router()

  router.get(addresses.rules, allow('retention.rules'), (request, response) => list(request, response))

  router.post(addresses.rules, allow('retention.rules'), async (request, response) => {
    const { t } = request
    const form = parseForm(ruleForm, request.body, t)
    if (!form.ok) return list(request, response, { errors: form.errors })
    const problems = problemOf(form.values, swedishDay(clock()))
    if (problems) {
      const errors = Object.fromEntries(Object.entries(problems).map(([field, message]) => [field, t(message)]))
      return list(request, response, { errors })
    }
    const soon = await actors.write(actorOf(request), async (tx) => {
      if (await tooSoon(tx, form.values)) return true
      await proposeRule(tx, form.values)
      return false
    })
    if (soon) {
      const { date } = dates(request.language, clock)
      const day = date(new Date(clock().getTime() + noticeDays * 86_400_000))
      return list(request, response, { errors: { valid_from: t('retention.problem.from-notice', { day }) } })
    }
    response.redirect(303, addresses.rules)
  })

  router.post('/admin/retention/rules/:id/confirm', allow('retention.rules'), async (request, response) => {
    const id = idFrom(request.params.id)
    const answer = await actors.write(actorOf(request), (tx) => confirmRule(tx, id))
    if (answer !== 'done') return list(request, response, { problem: request.t(`retention.problem.confirm-${answer}`) })
    response.redirect(303, addresses.rules)
  })

  router.post('/admin/retention/rules/:id/withdraw', allow('retention.rules'), async (request, response) => {
    const id = idFrom(request.params.id)
    await actors.write(actorOf(request), (tx) => withdrawRule(tx, id))
    response.redirect(303, addresses.rules)
  })

  async function list(
    request: Request,
    response: Response,
    { errors = {}, problem = null }: { errors?: Errors; problem?: string | null } = {},
  ): Promise<void> {
    const found = await actors.read(actorOf(request), enteredRules)
    const form = { errors, problem, typed: typed(request.body, ...ruleFields) }
    const model = rulesPage(found, swedishDay(clock()), form, request.language, request.t)
    page(request, response, 'retention/rules', model, problem ? 409 : Object.keys(errors).length > 0 ? 422 : 200)
  }

  return router
}
