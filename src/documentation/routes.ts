import { type Request, Router } from 'express'
import { may } from '../access/roles.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Ahead, aheadOr, pathOfId } from '../web/ahead.ts'
import { idFrom } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { amongGoals, filterFrom, offersGoals, wantedBy } from './filter.ts'
import { itemPage } from './item-page.ts'
import { family, timeline } from './presenter.ts'
import { readDocument, readFamily, readGoals, readTimeline } from './queries.ts'
import { reader } from './reader.ts'
import { childFrom, cursorFrom } from './schema.ts'
import { staffRoutes } from './staff-routes.ts'

/** Whole, without a choice or a place to go on from: those are read from what follows the path. */
export const documentationAhead: Ahead[] = [
  { path: pathOfId('/children/'), read: readTimeline },
  { path: pathOfId('/documents/'), read: readDocument },
]

/** Reading: a child's timeline and one item (R2, R3). Writing is in staff-routes.ts. */
export function documentationRoutes(services: Services): Router {
  const { actors, clock } = services
  const router = Router()

  router.get('/children/:id', allow('documentation.read'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const before = cursorFrom(request.query.before)
    const { filter, goals } = await choiceOf(request, id)
    const { child, items } = await aheadOr(request, readTimeline, id, () =>
      readTimeline(actors.asking(actor), id, before, wantedBy(filter, clock())),
    )
    const model = timeline(child, items, reader(request, services), {
      own: actor.role === 'pupil',
      filter,
      goals,
      first: before === undefined,
      consent: may(actor.role, 'consent.answer'),
      contacts: may(actor.role, 'contacts.read'),
      export: may(actor.role, 'documentation.export'),
    })
    page(request, response, 'documentation/timeline', model)
  })

  router.get(addresses.family, allow('documentation.read-family'), async (request, response) => {
    const { filter, goals } = await choiceOf(request, null)
    const before = cursorFrom(request.query.before)
    const { children, items } = await readFamily(actors.asking(actorOf(request)), before, wantedBy(filter, clock()))
    const model = family(children, items, reader(request, services), {
      filter,
      goals,
      first: before === undefined,
      own: false,
    })
    page(request, response, 'documentation/family', model)
  })

  router.get('/documents/:id', allow('documentation.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    page(request, response, 'documentation/item', await itemPage(request, services, id, childFrom(request.query.child)))
  })

  router.use(staffRoutes(services))
  return router

  // Goals are asked for where they are chosen among: the page as most read it pays nothing for them.
  async function choiceOf(request: Request, child: string | null) {
    const filter = filterFrom(request.query)
    if (!offersGoals(request.query, filter)) return { filter, goals: null }
    const goals = await readGoals(actors.asking(actorOf(request)), child)
    return { filter: amongGoals(filter, goals), goals }
  }
}
