import { type Request, type Response, Router } from 'express'
import { may } from '../access/roles.ts'
import { withheldByCorrection } from '../consent/lacking.ts'
import type { Read } from '../database/as-actor.ts'
import { openItemKey } from '../documentation/content.ts'
import { itemPage } from '../documentation/item-page.ts'
import { reader } from '../documentation/reader.ts'
import { typedLists } from '../documentation/schema.ts'
import { signatureOf } from '../documentation/signature.ts'
import { childrenIn, concernedBy, groupsOf, readersOf } from '../documentation/staff-queries.ts'
import { textsOf } from '../documentation/texts.ts'
import { Conflict, NotFound } from '../errors.ts'
import { unknownGoals } from '../goals/presenter.ts'
import { captionsOf } from '../media/captions.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { swedishDay } from '../web/dates.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { remarksOn, Unworded } from '../wording/guard.ts'
import { type Answers, answersFrom } from '../wording/overrides.ts'
import { captionsAfter, newCaptions } from './captions.ts'
import { correct, Misplaced, placeFor, putBack, recall, undoPublication } from './commands.ts'
import {
  type Around,
  correctPage,
  recalledPage,
  recallPage,
  reviewPage,
  type Typed,
  typedFrom,
  versionsPage,
} from './presenter.ts'
import { type Captioned, findAmendable, namesOf, type Published, recalledItems, versionsOf } from './queries.ts'
import { type Correction, correctionForm, recallForm } from './schema.ts'

/** After publishing: undone within ten minutes, corrected as a new version, taken back with a reason. */
export function correctionsRoutes(services: Services): Router {
  const { actors, keys } = services
  const { mediaDirectory } = services.config
  const router = Router()
  const around = ({ t, language }: Request): Around => ({ keys, t, language, day: swedishDay(services.clock()) })

  router.post('/staff/documents/:id/undo', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const answer = await actors.write(actorOf(request), (tx) => undoPublication(tx, keys, id))
    if (answer === 'done') return response.redirect(303, `${addresses.draft(id)}?undone`)
    const model = await itemPage(request, services, id, null)
    page(request, response, 'documentation/item', { ...model, refused: request.t(`corrections.undo.${answer}`) }, 409)
  })

  router.get('/staff/documents/:id/recall', allow('documentation.write'), async (request, response) => {
    const item = await actors.read(actorOf(request), (tx) => getAmendable(tx, idFrom(request.params.id)))
    page(request, response, 'corrections/recall', recallPage(item, keys, { reason: '', errors: {} }, request.t))
  })

  router.post('/staff/documents/:id/recall', allow('documentation.write'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const form = parseForm(recallForm, request.body, request.t)
    const answers = answersFrom(request.body)
    const again = async (errors: Errors, unworded?: Unworded) => {
      const item = await actors.read(actor, (tx) => getAmendable(tx, id))
      const { remarks, acknowledged } = unworded ?? { remarks: [], acknowledged: true }
      const given = { ...typed(request.body, 'reason'), errors, remarks, acknowledged, answers: unworded && answers }
      page(request, response, 'corrections/recall', recallPage(item, keys, given, request.t), 422)
    }
    if (!form.ok) return again(form.errors)
    try {
      await actors.write(actor, async (tx) => {
        const signature = await signed(request, tx, id)
        await recall(tx, keys, id, form.values.reason, signature, answers)
      })
    } catch (error) {
      if (!(error instanceof Unworded)) throw error
      const stop = error.remarks.find(({ level }) => level === 'STOP')
      return again(stop ? { reason: request.t(stop.reason) } : {}, error)
    }
    response.redirect(303, `${addresses.recalled}?recalled`)
  })

  router.get(addresses.recalled, allow('staff.read'), async (request, response) => {
    const actor = actorOf(request)
    const rows = await actors.read(actor, async (tx) => {
      await tx.audit('documentation.listed')
      return recalledItems(tx)
    })
    const { query } = request
    const model = recalledPage(
      rows,
      {
        restores: may(actor.role, 'documentation.review-unit'),
        recalled: query.recalled !== undefined,
        putBack: query.putBack !== undefined,
      },
      reader(request, services),
    )
    page(request, response, 'corrections/recalled', model)
  })

  router.post('/staff/recalled/:id', allow('documentation.review-unit'), async (request, response) => {
    await actors.write(actorOf(request), (tx) => putBack(tx, idFrom(request.params.id)))
    response.redirect(303, `${addresses.recalled}?putBack`)
  })

  router.get('/staff/documents/:id/versions', allow('staff.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const [found, names] = await actors.read(actorOf(request), async (tx) => {
      const every = await versionsOf(tx, id)
      if (!every) throw new NotFound()
      await tx.audit('documentation.read', { object: id })
      const children = [...new Set(every.versions.flatMap((version) => version.scopes))]
      return [every, await namesOf(tx, children)] as const
    })
    page(request, response, 'corrections/versions', versionsPage(found, names, around(request)))
  })

  router.get('/staff/documents/:id/correct', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const item = await correctable(request, id)
    await write(request, response, item, typedFrom(item, keys), {}, 200)
  })

  router.post('/staff/documents/:id/correct', allow('documentation.write'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const item = await correctable(request, id)
    const values = typedIn(request.body, item)
    const given = { ...request.body, alts: values.alts, captions: values.captions }
    const form = parseForm(correctionForm, given, request.t)
    if (!form.ok) return write(request, response, item, values, form.errors, 422)
    if (form.values.action === 'edit') return write(request, response, item, values, {}, 200)
    const { captions, errors: unread } = newCaptions(form.values.captions, item.media, item.captions, request.t)
    const errors = { ...(await problemsOf(request, item, form.values)), ...unread }
    if (Object.keys(errors).length > 0) return write(request, response, item, values, errors, 422)
    if (form.values.revision !== item.revision) return outrun(request, response, item, values)
    const change = { ...form.values, captions }
    if (change.action === 'review') return review(request, response, item, change, values)
    const answers = answersFrom(request.body)
    try {
      await actors.write(actor, async (tx) =>
        correct(tx, { keys, mediaDirectory }, item, change, await signed(request, tx, id), answers),
      )
    } catch (error) {
      if (error instanceof Unworded) return review(request, response, item, change, values, answers)
      if (!(error instanceof Conflict)) throw error
      if (error instanceof Misplaced)
        return write(request, response, item, values, { audience: request.t('corrections.problem.audience') }, 422)
      const latest = await correctable(request, id)
      return outrun(request, response, latest, values)
    }
    response.redirect(303, `${addresses.document(id)}?corrected`)
  })

  async function correctable(request: Request, id: string): Promise<Captioned> {
    const item = await actors.read(actorOf(request), (tx) => getAmendable(tx, id))
    return { ...item, captions: await captionsOf(mediaDirectory, openItemKey(keys, item), item.media) }
  }

  // Somebody was first: what was typed stays in the form, beside what stands there now, and is sent on that.
  async function outrun(request: Request, response: Response, item: Captioned, values: Typed): Promise<void> {
    const now = { ...values, revision: String(item.revision) }
    await write(request, response, item, now, { form: request.t('corrections.problem.conflict') }, 409)
  }

  async function write(
    request: Request,
    response: Response,
    item: Captioned,
    values: Typed,
    errors: Errors,
    status: number,
  ): Promise<void> {
    const children = await actors.read(actorOf(request), (tx) => childrenIn(tx, item.group_id))
    const model = correctPage(item, values, { children, errors, latest: status === 409 }, around(request))
    page(request, response, 'corrections/correct', model, status)
  }

  async function review(
    request: Request,
    response: Response,
    item: Captioned,
    change: Correction,
    values: Typed,
    answers?: Answers,
  ): Promise<void> {
    const itemKey = openItemKey(keys, item)
    const found = await actors.read(actorOf(request), async (tx) => {
      const tagged = item.tagged.map((child) => child.id)
      const readers = async (audience: Published['audience'], chosen: string[]) => {
        const { concerned, place } = await concernedBy(tx, { ...item, audience }, chosen)
        // Also of those it is about already who are in another group by now.
        const about = audience === 'child' ? chosen : concerned.map((child) => child.id)
        return { concerned, place, readers: await readersOf(tx, [...new Set(about)], item.unit_id, audience) }
      }
      const before = await readers(item.audience, tagged)
      const after = await readers(change.audience, change.children)
      const staying = item.media.filter((medium) => !change.remove.includes(medium.id))
      const written = textsOf(itemKey, change, staying, captionsAfter(item.captions, change))
      const alts = staying.flatMap(({ id }) => (id in change.alts ? [[`alt.${id}`, change.alts[id]!]] : []))
      const texts = { ...written, ...Object.fromEntries(alts) }
      const about = change.audience === 'child' ? change.children : []
      const said = await remarksOn(tx, texts, placeFor(item, change.audience, about))
      const names = [...item.tagged, ...after.concerned].filter((child) => change.children.includes(child.id))
      return {
        concerned: [...new Map(names.map((child) => [child.id, child])).values()],
        place: after.place,
        before: before.readers,
        after: after.readers,
        lacking: await withheldByCorrection(tx, item.id, change.audience, about),
        ...said,
      }
    })
    // As it will be stored: without what a browser adds at line ends.
    const { title, text, words, alts, captions } = change
    const shown = { ...values, title, text, words, alts, captions: { ...values.captions, ...captions } }
    const model = reviewPage(item, shown, { ...found, answers }, around(request))
    page(request, response, 'corrections/review', model, answers ? 422 : 200)
  }

  async function problemsOf(request: Request, item: Published, change: Correction): Promise<Errors> {
    const errors: Errors = {}
    if (!change.text && !change.words) errors.text = request.t('documentation.problem.text-missing')
    if (unknownGoals(change.goals, item.curriculum, swedishDay(services.clock()), item.goals).length > 0)
      errors.goals = request.t('goals.problem.unknown')
    if (change.audience !== 'child') return errors
    if (change.children.length === 0)
      return { ...errors, children: request.t('documentation.problem.children-missing') }
    const here = await actors.read(actorOf(request), (tx) => childrenIn(tx, item.group_id))
    const known = new Set([...item.tagged, ...here].map((child) => child.id))
    if (change.children.some((id) => !known.has(id))) errors.children = request.t('documentation.problem.child-left')
    return errors
  }

  async function signed(request: Request, tx: Read, id: string): Promise<string> {
    const unit = await tx.maybe<{ unit_id: string }>`select unit_id from document where id = ${id}`
    const groups = await groupsOf(tx)
    return signatureOf(request, groups.find((group) => group.unit_id === unit?.unit_id) ?? groups[0] ?? { title: null })
  }

  return router
}

async function getAmendable(tx: Read, id: string): Promise<Published> {
  const item = await findAmendable(tx, id)
  if (!item) throw new NotFound()
  return item
}

function typedIn(body: unknown, item: Published): Typed {
  const named = (kind: string) => {
    const given = typed(body, ...item.media.map(({ id }) => `${kind}.${id}`))
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.slice(kind.length + 1), value]))
  }
  return {
    ...typed(body, 'revision', 'title', 'text', 'words', 'audience'),
    ...typedLists.parse(body ?? {}),
    alts: named('alt'),
    captions: named('captions'),
  }
}
