import { Router } from 'express'
import { blindIndex } from '../crypto/blind-index.ts'
import type { Read } from '../database/as-actor.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { isChild, presentPerson, presentSearch } from './presenter.ts'
import { describe, findByName, findByNumber, getPerson, relationsOf } from './queries.ts'
import { type Search, searchForm } from './schema.ts'

/** People and how they belong together, for the municipal administrator. */
export function peopleRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.people, allow('people.administer'), (request, response) => {
    page(request, response, 'people/list', presentSearch(request.t, '', null))
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
    const id = idFrom(request.params.id)
    const { person, relations } = await services.actors.read(actorOf(request), async (tx) => {
      const person = await getPerson(tx, id)
      const relations = await relationsOf(tx, id)
      await tx.audit('people.read', { subject: isChild(relations) ? id : null, object: id })
      return { person, relations }
    })
    page(request, response, 'people/person', presentPerson(person, relations, request.t, services.keys))
  })

  function search(tx: Read, wanted: Search, pageNumber: number) {
    if (wanted.by === 'name') return findByName(tx, wanted.words, pageNumber)
    return findByNumber(tx, blindIndex(services.keys.get('index.personnummer'), wanted.digits))
  }

  return router
}
