import { type Request, type Response, Router } from 'express'
import { takesComments } from '../comments/queries.ts'
import { Unconsented } from '../consent/lacking.ts'
import { undoMinutes } from '../corrections/limits.ts'
import { justPublished } from '../corrections/queries.ts'
import { NotFound } from '../errors.ts'
import { mediaProblem } from '../media/presenter.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { idFrom, parseForm } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { Unworded } from '../wording/guard.ts'
import { type Answers, answersFrom } from '../wording/overrides.ts'
import { discardDraft, narrowToChild, publish, SavedSince } from './commands.ts'
import { openContent, openItemKey } from './content.ts'
import { draftRoutes } from './draft-routes.ts'
import { reader } from './reader.ts'
import { cursorFrom, groupFilter, publishForm } from './schema.ts'
import { signatureOf } from './signature.ts'
import { groupPage, groupsPage, reviewPage, unitPage } from './staff-presenter.ts'
import {
  childrenIn,
  concernedBy,
  type Draft,
  draftsOf,
  findDraft,
  groupsOf,
  itemsOf,
  readersOf,
  unitsOf,
  whatWaits,
} from './staff-queries.ts'
import { checked } from './texts.ts'

/** Staff: their groups, reviewing who will read, publishing; for the principal the whole unit. Writing is in draft-routes.ts. */
export function staffRoutes(services: Services): Router {
  const { actors, keys } = services
  const { mediaDirectory } = services.config
  const router = Router()

  router.get(addresses.staff, allow('staff.read'), async (request, response) => {
    const actor = actorOf(request)
    const since = new Date(services.clock().getTime() - undoMinutes * 60_000)
    const [units, drafts, waits, just] = await actors.read(
      actor,
      async (tx) =>
        [await unitsOf(tx), await draftsOf(tx), await whatWaits(tx), await justPublished(tx, since)] as const,
    )
    page(
      request,
      response,
      'documentation/groups',
      groupsPage(units, drafts, waits, just, reader(request, services), actor),
    )
  })

  router.get('/staff/groups/:id', allow('staff.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const [group, children, rows] = await actors.read(actorOf(request), async (tx) => {
      const found = (await groupsOf(tx)).find((each) => each.id === id)
      if (!found) throw new NotFound()
      const present = await childrenIn(tx, id)
      const items = await itemsOf(tx, [id], cursorFrom(request.query.before))
      await tx.audit('documentation.listed', { object: id })
      return [found, present, items] as const
    })
    page(request, response, 'documentation/group', groupPage(group, children, rows, reader(request, services)))
  })

  router.get('/staff/units/:id', allow('documentation.review-unit'), async (request, response) => {
    const id = idFrom(request.params.id)
    const { group } = groupFilter.parse({ group: request.query.group || undefined })
    const before = cursorFrom(request.query.before)
    const [unit, rows, comments] = await actors.read(actorOf(request), async (tx) => {
      const found = (await unitsOf(tx)).find((each) => each.id === id)
      if (!found || (group && !found.groups.some((each) => each.id === group))) throw new NotFound()
      const groups = group ? [group] : found.groups.map((each) => each.id)
      const items = await itemsOf(tx, groups, before)
      await tx.audit('documentation.listed', { object: id })
      return [found, items, await takesComments(tx, id)] as const
    })
    page(request, response, 'documentation/unit', unitPage(unit, group, rows, comments, reader(request, services)))
  })

  router.use(draftRoutes(services))

  router.get('/staff/documents/:id/review', allow('documentation.write'), async (request, response) => {
    await review(request, response, idFrom(request.params.id))
  })

  // `answers`: what was said of the check's warnings, when something was sent and did not go out; `since`: it was saved
  // since it was reviewed, and stands here as it is now.
  async function review(request: Request, response: Response, id: string, answers?: Answers, since = false) {
    const found = await actors.read(actorOf(request), async (tx) => {
      const draft = await findDraft(tx, id)
      if (!draft) throw new NotFound()
      const { content, remarks, acknowledged } = await checked(services, tx, draft)
      const chosen = content.children ?? []
      const { concerned, place, lacking } = await concernedBy(tx, draft, chosen)
      const children = [...new Set(concerned.map((child) => child.id))]
      const readers = await readersOf(tx, children, draft.unit_id, draft.audience)
      return { draft, chosen, concerned, readers, remarks, acknowledged, place, lacking }
    })
    const { draft, chosen, concerned } = found
    const problems = problemsOf(request, draft, chosen.length, concerned.length)
    const reader = { keys, t: request.t, language: request.language, clock: services.clock }
    const model = reviewPage({ ...found, problems, answers: since ? undefined : answers, since }, reader)
    page(request, response, 'documentation/review', model, since ? 409 : answers ? 422 : 200)
  }

  router.post('/staff/documents/:id/publish', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(publishForm, request.body, request.t)
    if (!form.ok) throw new NotFound()
    const answers = answersFrom(request.body)
    try {
      await actors.write(actorOf(request), (tx) =>
        publish(tx, { keys, mediaDirectory }, id, form.values.revision, answers, async (draft) =>
          signatureOf(request, (await groupsOf(tx)).find((group) => group.id === draft.group_id) ?? { title: null }),
        ),
      )
    } catch (error) {
      if (!(error instanceof Unworded || error instanceof Unconsented || error instanceof SavedSince)) throw error
      return review(request, response, id, answers, error instanceof SavedSince)
    }
    response.redirect(303, `${addresses.document(id)}?published`)
  })

  router.post('/staff/documents/:id/narrow', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    await actors.write(actorOf(request), (tx) => narrowToChild(tx, keys, id, idFrom(request.body.child)))
    response.redirect(303, addresses.review(id))
  })

  router.post('/staff/documents/:id/discard', allow('documentation.write'), async (request, response) => {
    await actors.write(actorOf(request), (tx) => discardDraft(tx, idFrom(request.params.id)))
    response.redirect(303, addresses.staff)
  })

  function problemsOf(request: Request, draft: Draft, chosen: number, concerned: number): string[] {
    const { text, words } = openContent(openItemKey(keys, draft), draft)
    const problems: string[] = []
    if (text === '' && !words) problems.push(request.t('documentation.problem.text-missing'))
    if (draft.audience === 'child' && chosen === 0) problems.push(request.t('documentation.problem.children-missing'))
    if (draft.audience === 'child' && concerned < chosen) problems.push(request.t('documentation.problem.child-left'))
    const media = mediaProblem(draft.media, request.t)
    if (media) problems.push(media)
    return problems
  }

  return router
}
