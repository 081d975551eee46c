import { type Request, type Response, Router } from 'express'
import { blindIndex } from '../crypto/blind-index.ts'
import type { Read } from '../database/as-actor.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { fieldsThatStop } from '../wording/guard.ts'
import {
  addPerson,
  blockGuardian,
  endBlock,
  endDuty,
  giveDuty,
  keepBlock,
  noteNumberShown,
  prolongDuty,
  putNameRight,
} from './commands.ts'
import {
  type Again,
  isChild,
  openNumber,
  presentAdd,
  presentPerson,
  presentReview,
  presentSearch,
} from './presenter.ts'
import { besidePerson, describe, dueForReview, findByName, findByNumber, getPerson, relationsOf } from './queries.ts'
import {
  addForm,
  blockForm,
  endBlockForm,
  endDutyForm,
  giveForm,
  keepBlockForm,
  nameForm,
  numberForm,
  prolongForm,
  type Search,
  searchForm,
} from './schema.ts'
import { isTestNumber } from './test-numbers.ts'
import { allUnits, presentUnit, presentUnits, wholeUnit } from './units.ts'

/** People and how they belong together, for the municipal administrator. */
export function peopleRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.people, allow('people.administer'), async (request, response) => {
    const due = await services.actors.read(actorOf(request), dueForReview)
    page(request, response, 'people/list', presentSearch(request.t, '', null, {}, due.length))
  })

  router.get(addresses.peopleReview, allow('people.administer'), async (request, response) => {
    const due = await services.actors.read(actorOf(request), dueForReview)
    page(request, response, 'people/review', presentReview(due, request.t))
  })

  router.get(addresses.peopleUnits, allow('people.administer'), async (request, response) => {
    const units = await services.actors.read(actorOf(request), allUnits)
    page(request, response, 'people/units', presentUnits(units, request.t))
  })

  router.get('/admin/people/units/:id', allow('people.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const unit = await services.actors.read(actorOf(request), async (tx) => {
      const unit = await wholeUnit(tx, id)
      await tx.audit('people.read', { object: id })
      return unit
    })
    page(request, response, 'people/unit', presentUnit(unit, request.t))
  })

  router.get(addresses.addPerson, allow('people.administer'), (request, response) => {
    page(request, response, 'people/add', presentAdd(request.t))
  })

  router.post(addresses.addPerson, allow('people.administer'), async (request, response) => {
    const { clock, config, keys } = services
    const form = parseForm(addForm(swedishDay(clock())), request.body, request.t)
    const words = typed(request.body, 'givenName', 'familyName', 'number', 'reason')
    const again = (errors: Errors) => page(request, response, 'people/add', presentAdd(request.t, words, errors), 422)
    if (!form.ok) return again(form.errors)
    const { givenName, familyName, number } = form.values
    const stopped = fieldsThatStop({ givenName, familyName }, clock())
    if (stopped.length > 0)
      return again(Object.fromEntries(stopped.map((field) => [field, request.t('wording.reason.personnummer')])))
    if (number && config.production && isTestNumber(number))
      return again({ number: request.t('people.problem.number') })
    const id = await services.actors.write(actorOf(request), (tx) => addPerson(tx, keys, form.values))
    if (!id) return again({ number: request.t('people.problem.taken') })
    response.redirect(303, `${addresses.person(id)}?saved=1`)
  })

  // A search is a POST that changes nothing: neither name nor number comes to stand in an address or a log.
  router.post(addresses.people, allow('people.administer'), async (request, response) => {
    const form = parseForm(searchForm(swedishDay(services.clock())), request.body, request.t)
    const { q } = typed(request.body, 'q')
    if (!form.ok) return page(request, response, 'people/list', presentSearch(request.t, q, null, form.errors), 422)
    const result = await services.actors.read(actorOf(request), async (tx) => {
      const hits = await search(tx, form.values.q, form.values.page)
      await tx.audit('people.searched')
      return { hits, people: await describe(tx, hits.ids) }
    })
    page(request, response, 'people/list', presentSearch(request.t, q, result))
  })

  router.get('/admin/people/:id', allow('people.administer'), async (request, response) => {
    await show(request, response, { saved: request.query.saved === '1' })
  })

  router.post('/admin/people/:id/name', allow('people.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(nameForm, request.body, request.t)
    const words = typed(request.body, 'givenName', 'familyName', 'reason')
    if (!form.ok) return await show(request, response, { errors: form.errors, typed: words, form: 'name' }, 422)
    // R28: a name is no place for a personnummer either.
    const { givenName, familyName } = form.values
    const stopped = fieldsThatStop({ givenName, familyName }, services.clock())
    if (stopped.length > 0) {
      const errors = Object.fromEntries(stopped.map((field) => [field, request.t('wording.reason.personnummer')]))
      return await show(request, response, { errors, typed: words, form: 'name' }, 422)
    }
    await services.actors.write(actorOf(request), (tx) => putNameRight(tx, id, form.values))
    response.redirect(303, `${addresses.person(id)}?saved=1`)
  })

  router.post('/admin/people/:id/block', allow('people.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(blockForm(swedishDay(services.clock())), request.body, request.t)
    const words = typed(request.body, 'guardian', 'reason', 'reference', 'reviewOn')
    if (!form.ok) return await show(request, response, { errors: form.errors, typed: words, form: 'block' }, 422)
    await services.actors.write(actorOf(request), (tx) => blockGuardian(tx, id, form.values))
    response.redirect(303, `${addresses.person(id)}?saved=1`)
  })

  router.post('/admin/people/:id/unblock', allow('people.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(endBlockForm, request.body, request.t)
    const words = typed(request.body, 'guardian')
    if (!form.ok)
      return await show(request, response, { errors: form.errors, typed: words, form: formOf('unblock', words) }, 422)
    const { guardian, reason } = form.values
    await services.actors.write(actorOf(request), (tx) => endBlock(tx, id, guardian, reason))
    response.redirect(303, `${addresses.person(id)}?saved=1`)
  })

  for (const [what, schema, command, fields] of [
    ['duty', giveForm, giveDuty, ['group', 'title', 'first', 'last', 'reason']],
    ['prolong', prolongForm, prolongDuty, ['duty', 'last', 'reason']],
    ['end-duty', () => endDutyForm, endDuty, ['duty', 'reason']],
    ['keep-block', keepBlockForm, keepBlock, ['guardian', 'reviewOn', 'reason']],
  ] as const)
    router.post(`/admin/people/:id/${what}`, allow('people.administer'), async (request, response) => {
      const id = idFrom(request.params.id)
      const form = parseForm(schema(swedishDay(services.clock())), request.body, request.t)
      const words = typed(request.body, ...fields)
      if (!form.ok)
        return await show(request, response, { errors: form.errors, typed: words, form: formOf(what, words) }, 422)
      await services.actors.write(actorOf(request), (tx) => command(tx, id, form.values as never))
      response.redirect(303, `${addresses.person(id)}?saved=1`)
    })

  // R15: a POST, so that the number is in the answer to it and nowhere else; the reason is written down first.
  router.post('/admin/people/:id/number', allow('people.administer'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(numberForm, request.body, request.t)
    if (!form.ok) return await show(request, response, { errors: form.errors, form: 'number' }, 422)
    const person = await services.actors.write(actorOf(request), async (tx) => {
      const person = await getPerson(tx, id)
      await noteNumberShown(tx, id, form.values.reason)
      return person
    })
    const number = person.personnummer ? openNumber(id, person.personnummer, services.keys) : null
    await show(request, response, { number: number && `${number.slice(0, 8)}-${number.slice(8)}` })
  })

  async function show(request: Request, response: Response, again: Again, status = 200): Promise<void> {
    const id = idFrom(request.params.id)
    const shown = await services.actors.read(actorOf(request), async (tx) => {
      const person = await getPerson(tx, id)
      const [relations, beside] = await Promise.all([relationsOf(tx, id), besidePerson(tx, id)])
      await tx.audit('people.read', { subject: isChild(relations) ? id : null, object: id })
      return { person, relations, ...beside }
    })
    page(request, response, 'people/person', presentPerson(shown, request.t, services.keys, again), status)
  }

  function search(tx: Read, wanted: Search, pageNumber: number) {
    if (wanted.by === 'name') return findByName(tx, wanted.words, pageNumber)
    return findByNumber(tx, blindIndex(services.keys.get('index.personnummer'), wanted.digits))
  }

  return router
}

// Several of a kind on one page: which of them it was.
function formOf(what: string, { duty, guardian }: { duty?: string; guardian?: string }): string {
  return [what, duty ?? guardian].filter(Boolean).join('-')
}
