import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import type { Read } from '../database/as-actor.ts'
import { unitsOf } from '../documentation/staff-queries.ts'
import { Conflict, NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed, uuid } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { requireWording, Unworded } from '../wording/guard.ts'
import { answersFrom } from '../wording/overrides.ts'
import { beginNote, writeOn } from './commands.ts'
import {
  editPage,
  groupPage,
  itemsOf,
  latestOf,
  noteKey,
  notePage,
  placesPage,
  quietDays,
  type Reader,
  unitPage,
} from './presenter.ts'
import {
  chancesOf,
  findNote,
  getNote,
  groupPlace,
  type Item,
  itemsAmong,
  itemsToLeanOn,
  type Note,
  type Offer,
  type Place,
  quietSince,
  unitPlace,
  workOf,
} from './queries.ts'
import { aboutQuery, noteForm, offerForm, typedItems } from './schema.ts'
import { type Term, termFrom } from './terms.ts'

/** R1: what a group or a unit has worked with over a term, what it has held for each child, and the staff's analysis. */
export function followUpRoutes(services: Services): Router {
  const { actors, keys, clock } = services
  const router = Router()
  const today = () => swedishDay(clock())

  router.get(addresses.followUp, allow('follow-up.read'), async (request, response) => {
    const units = await actors.read(actorOf(request), (tx) => unitsOf(tx))
    page(request, response, 'follow-up/places', placesPage(units, request.t))
  })

  router.get('/staff/follow-up/groups/:id', allow('follow-up.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const term = termFrom(request.query.term, today())
    const [place, work, chances] = await actors.read(actorOf(request), async (tx) => {
      const found = await groupPlace(tx, id, term)
      await tx.audit('follow-up.listed', { object: id })
      return [found, await workOf(tx, [id], term), await chancesOf(tx, found, term)] as const
    })
    page(request, response, 'follow-up/place', groupPage(place, term, work, chances, reader(request)))
  })

  router.get('/staff/follow-up/units/:id', allow('follow-up.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const term = termFrom(request.query.term, today())
    const since = new Date(clock().getTime() - quietDays * 86_400_000)
    const [place, work, quiet] = await actors.read(actorOf(request), async (tx) => {
      const found = await unitPlace(tx, id, term)
      const groups = found.groups.map((group) => group.id)
      await tx.audit('follow-up.listed', { object: id })
      return [found, await workOf(tx, groups, term), await quietSince(tx, groups, since)] as const
    })
    page(request, response, 'follow-up/place', unitPage(place, term, work, quiet, reader(request)))
  })

  router.get('/staff/follow-up/notes/new', allow('follow-up.write'), async (request, response) => {
    const { place, term, choice } = await actors.read(actorOf(request), async (tx) => {
      const fresh = await newAbout(tx, request.query)
      return { ...fresh, choice: await choiceIn(tx, fresh, [], 'latest') }
    })
    const values = { title: '', analysis: '', next: '', items: [] }
    show(request, response, { id: randomUUID(), version: 0, about: about(place), term: term.key, values, choice })
  })

  router.get('/staff/follow-up/notes/:id', allow('follow-up.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const [note, items] = await actors.read(actorOf(request), async (tx) => {
      const found = await getNote(tx, id)
      await tx.audit('follow-up.read', { object: id })
      return [found, await itemsAmong(tx, itemsOf(found, keys))] as const
    })
    const saved = request.query.saved !== undefined
    page(request, response, 'follow-up/note', notePage(note, items, saved, reader(request)))
  })

  router.get('/staff/follow-up/notes/:id/edit', allow('follow-up.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const [note, choice] = await actors.read(actorOf(request), async (tx) => {
      const found = await getNote(tx, id)
      return [found, await choiceOn(tx, found, itemsOf(found, keys), 'latest')] as const
    })
    // Its page says that it cannot be opened: there is nothing to write on.
    if (!noteKey(note, keys)) return response.redirect(303, addresses.note(id))
    const { version } = note.versions[0]!
    const values = latestOf(note, keys) ?? { title: '', analysis: '', next: '', items: [] }
    show(request, response, { id, version, about: aboutNote(note), term: note.term, values, choice })
  })

  router.post('/staff/follow-up/notes/:id', allow('follow-up.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const note = await actors.read(actorOf(request), (tx) => findNote(tx, id))
    // What is new says what it is about; what is there already knows.
    const fresh = note ? undefined : await actors.read(actorOf(request), (tx) => newAbout(tx, request.body))
    // More to choose from: nothing is saved, and what is typed stays.
    if (offerForm.parse(request.body).offer) return again(request, response, id, note, fresh, {}, 200)
    const form = parseForm(noteForm, request.body, request.t)
    if (!form.ok) return again(request, response, id, note, fresh, form.errors, 422)
    if (note && !noteKey(note, keys))
      return again(request, response, id, note, fresh, { form: request.t('follow-up.problem.closed') }, 409)

    const { version, title, analysis, next } = form.values
    const answers = answersFrom(request.body)
    const role = request.t(`web.role.${actorOf(request).role}`)
    const signature = `${request.account!.name}, ${role.toLowerCase()}`
    try {
      await actors.write(actorOf(request), async (tx) => {
        const items = (await itemsAmong(tx, form.values.items)).map((item) => item.id)
        // One that went, or came under protection, while the page lay open is left out; any other is not there.
        const before = note ? itemsOf(note, keys) : []
        const strange = form.values.items.filter((each) => !items.includes(each) && !before.includes(each))
        if (strange.length > 0) throw new NotFound()
        // R28, R29: what is saved here is read by colleagues at once.
        const scope = note ? (note.group_id ?? note.unit_id) : (fresh!.place.group?.id ?? fresh!.place.unit.id)
        const where = { scope, unit: false, about: 'everybody' } as const
        await requireWording(tx, { title, analysis, next }, where, answers)
        const content = { title, analysis, next, signature, items }
        if (note) return writeOn(tx, keys, note, version, content)
        const { place, term } = fresh!
        const about = { id, unitId: place.unit.id, groupId: place.group?.id ?? null, term: term.key }
        return beginNote(tx, keys, about, content)
      })
    } catch (error) {
      if (error instanceof Unworded)
        return again(request, response, id, note, fresh, {}, 422, {
          remarks: error.remarks,
          acknowledged: error.acknowledged,
          answers,
        })
      // Also a new one sent twice in one breath, where the other was first.
      const first = await actors.read(actorOf(request), (tx) => findNote(tx, id))
      if (!first || !(error instanceof Conflict || (error instanceof NotFound && !note))) throw error
      return again(request, response, id, first, undefined, { form: request.t('follow-up.problem.conflict') }, 409)
    }
    response.redirect(303, `${addresses.note(id)}?saved`)
  })

  type Fresh = { place: Place; term: Term }
  type Choice = { items: Item[]; more: boolean }

  async function newAbout(tx: Read, query: unknown): Promise<Fresh> {
    const asked = aboutQuery.parse(query ?? {})
    const term = termFrom(asked.term, today())
    if (!asked.group && !asked.unit) throw new NotFound()
    const place = asked.group ? await groupPlace(tx, asked.group, term) : await unitPlace(tx, asked.unit!, term)
    return { place, term }
  }

  function choiceIn(tx: Read, { place, term }: Fresh, chosen: string[], offer: Offer): Promise<Choice> {
    const groups = place.groups.map((group) => group.id)
    return itemsToLeanOn(tx, groups, term, chosen, offer)
  }

  async function choiceOn(tx: Read, note: Note, chosen: string[], offer: Offer): Promise<Choice> {
    // A term that is no longer offered has no items left to choose but those that are chosen.
    const term = termFrom(note.term, today())
    if (term.key !== note.term) return { items: await itemsAmong(tx, chosen), more: false }
    const place = note.group_id ? undefined : await unitPlace(tx, note.unit_id, term)
    const groups = place ? place.groups.map((group) => group.id) : [note.group_id!]
    return itemsToLeanOn(tx, groups, term, chosen, offer)
  }

  async function again(
    request: Request,
    response: Response,
    id: string,
    note: Note | undefined,
    fresh: Fresh | undefined,
    errors: Errors,
    status: number,
    said?: Parameters<typeof editPage>[0]['said'],
  ): Promise<void> {
    const values = { ...typed(request.body, 'title', 'analysis', 'next'), ...typedItems.parse(request.body) }
    const chosen = values.items.filter((each) => uuid.safeParse(each).success)
    const { offer, shown } = offerForm.parse(request.body)
    const wide = offer ?? shown ?? 'latest'
    const choice = await actors.read(actorOf(request), (tx) =>
      note ? choiceOn(tx, note, [...itemsOf(note, keys), ...chosen], wide) : choiceIn(tx, fresh!, chosen, wide),
    )
    // What the page began from, until its writer is told that there is more.
    const latest = note ? note.versions[0]!.version : 0
    const version = status === 409 ? latest : Math.min(latest, Number(typed(request.body, 'version').version) || 0)
    const where = note ? aboutNote(note) : about(fresh!.place)
    const term = note?.term ?? fresh!.term.key
    const all = wide === 'all'
    show(request, response, { id, version, about: where, term, values, choice, all, errors, status, said })
  }

  function show(
    request: Request,
    response: Response,
    given: Omit<Parameters<typeof editPage>[0], 'place' | 'errors'> & {
      about: Parameters<typeof editPage>[0]['place']
      errors?: Errors
      status?: number
    },
  ): void {
    const model = editPage({ ...given, place: given.about, errors: given.errors ?? {} }, reader(request))
    page(request, response, 'follow-up/edit', model, given.status)
  }

  function reader(request: Request): Reader {
    return { keys, t: request.t, language: request.language, now: clock() }
  }

  return router
}

function about({ unit, group }: Place) {
  return { unitId: unit.id, unitName: unit.name, groupId: group?.id ?? null, groupName: group?.name ?? null }
}

function aboutNote(note: Note) {
  return { unitId: note.unit_id, unitName: note.unit_name, groupId: note.group_id, groupName: note.group_name }
}
