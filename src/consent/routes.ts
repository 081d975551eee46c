import { type Request, type Response, Router } from 'express'
import type { Read } from '../database/as-actor.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { presentAdministration, tableOf } from './admin-presenter.ts'
import { childrenIn, placesToChoose } from './admin-queries.ts'
import { answerSitting, withdrawConsent } from './commands.ts'
import { csv } from './csv.ts'
import { latestOf, type Own, presentConsent } from './presenter.ts'
import { getOwnChild, myAnswers, showTexts, statusOf } from './queries.ts'
import { questions } from './questions.ts'
import { consentForm, filterFrom } from './schema.ts'

/** Consent to photo, film and sound: the guardian's answers (R16 to R22) and the administrator's list of them. */
export function consentRoutes(services: Services): Router {
  const router = Router()

  router.get('/children/:id/consent', allow('consent.read-own'), async (request, response) => {
    const own = await services.actors.read(actorOf(request), (tx) =>
      ownConsent(tx, idFrom(request.params.id), request.language),
    )
    page(request, response, 'consent/child', {
      ...presentConsent(own, reader(request), request.query.saved === '1'),
      unchanged: request.query.unchanged === '1',
    })
  })

  router.post('/children/:id/consent', allow('consent.answer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(consentForm, request.body, request.t)
    if (!form.ok) return answerAgain(request, response, id, form.errors)
    const outcome = await services.actors.write(actorOf(request), async (tx) => {
      if (!form.values.withdraw) return answerSitting(tx, form.values.text, [{ id, answers: form.values.answers }])
      await withdrawConsent(tx, id, request.language)
      return 'stored'
    })
    if (outcome === 'outdated') {
      return answerAgain(request, response, id, { text: request.t('consent.problem.outdated') })
    }
    response.redirect(303, `${addresses.consent(id)}?${outcome === 'stored' ? 'saved' : 'unchanged'}=1`)
  })

  async function answerAgain(request: Request, response: Response, id: string, errors: Errors): Promise<void> {
    const own = await services.actors.read(actorOf(request), (tx) => ownConsent(tx, id, request.language))
    const inputs = typed(request.body, ...questions.map(({ input }) => input))
    const chosen = Object.fromEntries(
      Object.entries(inputs).map(([input, value]) => [input, !errors[input] && isAnswer(value) ? value : null]),
    )
    page(request, response, 'consent/child', presentConsent(own, reader(request), false, { chosen, errors }), 422)
  }

  router.get('/admin/consents', allow('consent.administer'), async (request, response) => {
    const filter = filterFrom(request.query, swedishDay(services.clock()))
    const { places, found } = await services.actors.read(actorOf(request), async (tx) => {
      const places = await placesToChoose(tx)
      const found = await childrenIn(tx, filter)
      await tx.audit('consent.listed', { object: filter.group ?? filter.unit })
      return { places, found }
    })
    page(
      request,
      response,
      'consent/admin',
      presentAdministration(filter, places, found, services.config.mail !== undefined, reader(request)),
    )
  })

  // For a spreadsheet: all of what the filter leaves, at most as many as a municipality has children.
  router.get('/admin/consents.csv', allow('consent.administer'), async (request, response) => {
    const filter = { ...filterFrom(request.query, swedishDay(services.clock())), page: 1 }
    const found = await services.actors.read(actorOf(request), async (tx) => {
      const all = await childrenIn(tx, filter, 20_000)
      await tx.audit('consent.listed', { object: filter.group ?? filter.unit })
      return all
    })
    response.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="insyn-samtycken.csv"',
    })
    response.end(csv(tableOf(filter, found, request.t)))
  })

  function reader(request: Request) {
    return { t: request.t, language: request.language, now: services.clock() }
  }

  return router
}

async function ownConsent(tx: Read, childId: string, language: string): Promise<Own> {
  const child = await getOwnChild(tx, childId)
  const mine = await myAnswers(tx, [childId])
  const texts = await showTexts(tx, [childId], language)
  return { child, texts, mine, own: tx.actor.role === 'pupil', ...(await statusOf(tx, childId, latestOf(mine))) }
}

function isAnswer(value: string): value is 'yes' | 'no' {
  return value === 'yes' || value === 'no'
}
