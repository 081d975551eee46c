import { setTimeout as pause } from 'node:timers/promises'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Read } from '../database/as-actor.ts'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Ahead, aheadOr, pathOfId } from '../web/ahead.ts'
import { dates } from '../web/dates.ts'
import { type Errors, idFrom, list, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { fieldsThatStop } from '../wording/guard.ts'
import { proveDetail, saveContactDetails, type Ways } from './commands.ts'
import { confirmCode } from './confirm.ts'
import { type ProvenField, provenFields } from './details.ts'
import { type Own, presentDetails } from './details-presenter.ts'
import { deliver, letterState } from './letters.ts'
import { cardsOf, presentContacts } from './presenter.ts'
import { besideDetails, entriesAsOthersSee, ownChildren, ownDetails, readContacts } from './queries.ts'
import { codeForm, contactForm, proofForm } from './schema.ts'
import { vcards } from './vcard.ts'

export const contactsAhead: Ahead[] = [{ path: pathOfId('/groups/', '/contacts'), read: readContacts }]
const patience = 5_000

/** The group's contact list (R4, R5), and what a guardian says of themself and lets others see (R6). */
export function contactsRoutes(services: Services): Router {
  const router = Router()

  router.get('/groups/:id/contacts', allow('contacts.read'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const list = await aheadOr(request, readContacts, id, () => readContacts(services.actors.asking(actor), id))
    const reader = { id: actor.id, guardian: actor.role === 'guardian', t: request.t, keys: services.keys }
    page(request, response, 'contacts/list', presentContacts(list, reader))
  })

  // R7: written down, made for somebody, and nobody's name in the file's.
  router.get('/groups/:id/contacts/cards', allow('contacts.read'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const list = await readContacts(services.actors.asking(actor), id)
    const entries = cardsOf(list, { id: actor.id, keys: services.keys })
    if (entries.length === 0) throw new NotFound()
    await services.actors.read(actor, (tx) => tx.audit('contacts.downloaded', { object: id }))
    const day = dates(request.language, services.clock).date(services.clock())
    response.set('Content-Disposition', 'attachment; filename="insyn-kontakter.vcf"')
    response.type('text/vcard')
    response.send(vcards(entries, request.t('contacts.cards.note', { name: request.account!.name, day })))
  })

  router.get(addresses.contactDetails, allow('contacts.change-own'), async (request, response) => {
    const own = await services.actors.read(actorOf(request), ownContacts)
    page(request, response, 'contacts/details', present(request, own, request.query.saved === '1'))
  })

  router.post(addresses.contactDetails, allow('contacts.change-own'), async (request, response) => {
    const form = parseForm(contactForm, request.body, request.t)
    if (!form.ok) return answerAgain(request, response, form.errors)
    // R28: what others read of somebody is no place for a personnummer either.
    const { email, street, city } = form.values
    const stopped = fieldsThatStop({ email, street, city }, services.clock())
    if (stopped.length > 0) {
      const errors = stopped.map((field) => [field, request.t('wording.reason.personnummer')])
      return answerAgain(request, response, Object.fromEntries(errors))
    }
    const { posted, tooMany } = await services.actors.write(actorOf(request), (tx) =>
      saveContactDetails(tx, services.keys, form.values, waysOf(services)),
    )
    delete request.session.detailsDue
    const errors = await sent(request, posted)
    for (const field of tooMany) errors[field] = request.t('contacts.problem.codes')
    if (Object.keys(errors).length > 0) return answerAgain(request, response, errors, true)
    response.redirect(303, `${addresses.contactDetails}?saved=1`)
  })

  // What was stored before codes could be sent there.
  router.post(addresses.contactProof, allow('contacts.change-own'), async (request, response) => {
    const form = parseForm(proofForm, request.body, request.t)
    const again = async (errors: Errors) => {
      const own = await services.actors.read(actorOf(request), ownContacts)
      page(request, response, 'contacts/details', { ...present(request, own, false), errors }, 422)
    }
    if (!form.ok) return again(form.errors)
    const { field } = form.values
    if (!waysOf(services)[field]) throw new NotFound()
    const answer = await services.actors.write(actorOf(request), (tx) => proveDetail(tx, services.keys, field))
    const errors =
      answer === 'too-many'
        ? { [field]: request.t('contacts.problem.codes') }
        : await sent(request, answer === 'posted' ? [field] : [])
    if (Object.keys(errors).length > 0) return again(errors)
    response.redirect(303, addresses.contactDetails)
  })

  // A new address or number counts when its code has come back; the one before it is told.
  router.post(addresses.contactCode, allow('contacts.change-own'), async (request, response) => {
    const form = parseForm(codeForm, request.body, request.t)
    const field: ProvenField = typed(request.body, 'field').field === 'phone' ? 'phone' : 'email'
    const again = async (errors: Errors) => {
      const own = await services.actors.read(actorOf(request), ownContacts)
      const model = present(request, own, false)
      // Where no code is waited for any more there is no field for it either.
      const waits = model.waiting.some((each) => each.field === field)
      const beside = waits
        ? { [`code-${field}`]: errors.code ?? errors.field! }
        : { [field]: request.t('contacts.problem.code-over') }
      page(request, response, 'contacts/details', { ...model, errors: beside }, 422)
    }
    if (!form.ok) return again(form.errors)
    const answer = await services.actors.write(actorOf(request), (tx) =>
      confirmCode(tx, services.keys, form.values.field, form.values.code),
    )
    if (answer.said !== 'right') return again({ code: request.t(`contacts.problem.code-${answer.said}`) })
    await handOver([form.values.field])
    response.redirect(303, `${addresses.contactDetails}?saved=1`)
  })

  // Once a year: everything is right as it stands.
  router.post(addresses.contactStill, allow('contacts.change-own'), async (request, response) => {
    await services.actors.write(actorOf(request), async (tx) => {
      await tx.rows`select access.details_reviewed()`
      await tx.audit('contacts.details-changed', { object: tx.actor.id })
    })
    delete request.session.detailsDue
    response.redirect(303, `${addresses.contactDetails}?saved=1`)
  })

  // Whoever sits before the page learns at once how it went with what they wait for; a slow server does not keep them.
  function handOver(awaited: readonly ProvenField[]): Promise<unknown> {
    const going = provenFields.map((field) => ({ field, done: deliver(services, [field]) }))
    const theirs = going.filter(({ field }) => awaited.includes(field)).map(({ done }) => done)
    return Promise.race([Promise.all(theirs), pause(patience, undefined, { ref: false })])
  }

  async function sent(request: Request, posted: ProvenField[]): Promise<Errors> {
    const errors: Errors = {}
    await handOver(posted)
    for (const field of posted) {
      const state = await services.actors.read(actorOf(request), (tx) => letterState(tx, field))
      // Nothing is written to who is protected: they are told the same.
      if (state === 'refused' || state === 'unneeded') errors[field] = request.t(`contacts.problem.not-sent-${field}`)
    }
    return errors
  }

  // `rest`: nothing but what stands in `errors` is left to save.
  async function answerAgain(request: Request, response: Response, errors: Errors, rest = false): Promise<void> {
    const own = await services.actors.read(actorOf(request), ownContacts)
    const values = typed(request.body, 'phone', 'email', 'street', 'postalCode', 'city')
    const show = list(z.string().catch('')).safeParse((request.body as { show?: unknown } | undefined)?.show)
    const again = { values, show: show.data ?? [], remind: typed(request.body, 'remind').remind === 'yes', errors }
    page(request, response, 'contacts/details', { ...present(request, own, false, again), rest }, 422)
  }

  function present(request: Request, own: Own, saved: boolean, again?: Parameters<typeof presentDetails>[3]) {
    return presentDetails(
      own,
      { id: actorOf(request).id, t: request.t, keys: services.keys, now: services.clock(), ways: waysOf(services) },
      saved,
      again,
    )
  }

  return router
}

function waysOf({ mail, texts }: Services): Ways {
  return { email: mail !== undefined, phone: texts !== undefined }
}

// R6: the preview is the list's own query over the guardian's own groups, with the eyes of another family.
async function ownContacts(tx: Read): Promise<Own> {
  const [children, details] = [await ownChildren(tx), await ownDetails(tx)]
  const groups = [...new Set(children.flatMap((child) => child.groups.map((group) => group.id)))]
  const [entries, beside] = [await entriesAsOthersSee(tx, groups), await besideDetails(tx)]
  return { children, details, entries, beside }
}
