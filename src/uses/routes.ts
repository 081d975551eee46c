import { type Request, type Response, Router } from 'express'
import { Unconsented } from '../consent/lacking.ts'
import { openAlt, openItemKey } from '../documentation/content.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { fieldsThatStop } from '../wording/guard.ts'
import { completeTakeDown, registerUse } from './commands.ts'
import { presentUses } from './presenter.ts'
import { getPublished, type Published, useKinds, usesOf } from './queries.ts'
import { proofForm, useForm } from './schema.ts'

/** Uses outside the portal: what may be taken out and is registered, and what has to come down (R19 to R21, decision 6). */
export function usesRoutes(services: Services): Router {
  const { actors, clock, keys } = services
  const router = Router()

  router.get('/staff/uses', allow('uses.register'), async (request, response) => {
    const found = await actors.read(actorOf(request), usesOf)
    page(request, response, 'uses/list', presentUses(found, reader(request), {}, request.query.saved !== undefined))
  })

  router.get('/staff/media/:id/use', allow('uses.register'), async (request, response) => {
    const medium = await mediumOf(request)
    const values = {
      kind: '',
      place: '',
      used_on: swedishDay(clock()),
      owner: actorOf(request).id,
      about: '',
      named: '',
    }
    form(request, response, medium, values, {})
  })

  router.post('/staff/media/:id/use', allow('uses.register'), async (request, response) => {
    const parsed = parseForm(useForm, request.body, request.t)
    const values = typed(request.body, 'kind', 'place', 'used_on', 'owner', 'about', 'named')
    const again = async (errors: Errors) => form(request, response, await mediumOf(request), values, errors, 422)
    if (!parsed.ok) return again(parsed.errors)
    if (fieldsThatStop({ place: parsed.values.place }, clock()).length > 0)
      return again({ place: request.t('wording.reason.personnummer') })
    try {
      await actors.write(actorOf(request), (tx) => registerUse(tx, idFrom(request.params.id), parsed.values))
    } catch (error) {
      // Postgres says the same where somebody changed their mind in between.
      if (!(error instanceof Unconsented || (error as { code?: string }).code === 'RC001')) throw error
      return again({ form: request.t('uses.problem.consent') })
    }
    response.redirect(303, `${addresses.uses}?saved`)
  })

  router.post('/staff/take-downs/:id', allow('uses.register'), async (request, response) => {
    const id = idFrom(request.params.id)
    const parsed = parseForm(proofForm, request.body, request.t)
    const stops = parsed.ok && fieldsThatStop(parsed.values, clock()).length > 0
    if (parsed.ok && !stops) {
      await actors.write(actorOf(request), (tx) => completeTakeDown(tx, id, parsed.values.proof))
      return response.redirect(303, `${addresses.uses}?saved`)
    }
    const errors = parsed.ok ? { proof: request.t('wording.reason.personnummer') } : parsed.errors
    const found = await actors.read(actorOf(request), usesOf)
    const tried = { id, errors, proof: typed(request.body, 'proof').proof }
    page(request, response, 'uses/list', presentUses(found, reader(request), tried, false), 422)
  })

  function reader(request: Request) {
    return { t: request.t, language: request.language, clock, mail: services.config.mail !== undefined }
  }

  function mediumOf(request: Request): Promise<Published> {
    return actors.read(actorOf(request), (tx) => getPublished(tx, idFrom(request.params.id)))
  }

  function form(
    request: Request,
    response: Response,
    medium: Published,
    values: Record<string, string>,
    errors: Errors,
    status = 200,
  ): void {
    const { t } = request
    const inWords = (each: Published['lacking'][number]) =>
      each.status === 'unmarked'
        ? t('uses.form.unmarked')
        : t('uses.form.lacking', {
            name: each.name ?? t('consent.lacking.someone'),
            medium: t(`consent.label.medium.${each.medium}`).toLowerCase(),
            status: t(`consent.label.status.${each.status}`).toLowerCase(),
          })
    const model = {
      title: t('uses.form.title'),
      action: addresses.use(medium.id),
      back: { href: addresses.document(medium.document_id), label: t('uses.form.back') },
      picture: medium.kind === 'sound' ? null : addresses.media(medium.id, 'small'),
      alt: openAlt(openItemKey(keys, { ...medium, id: medium.document_id }), medium.id, medium.sealed_alt),
      width: medium.width,
      height: medium.height,
      lacking: medium.lacking.filter((each) => !each.named).map(inWords),
      nameless: medium.lacking.filter((each) => each.named).map(inWords),
      kinds: useKinds.map((value) => ({ value, label: t(`uses.kind.${value}`), hint: t(`uses.kindHint.${value}`) })),
      staff: medium.staff.map(({ id, name }) => ({ value: id, label: name })),
      values,
      errors,
    }
    page(request, response, 'uses/form', model, status)
  }

  return router
}
