import { type Request, type Response, Router } from 'express'
import type { Actor } from '../database/as-actor.ts'
import {
  amongGoals,
  type Filter,
  filterChoices,
  filterFrom,
  type OfferedGoal,
  queryOf,
  type Wanted,
  wantedBy,
} from '../documentation/filter.ts'
import { idOf, rowOf } from '../documentation/line.ts'
import { type ChildRow, readDocument, readGoals, readTimeline } from '../documentation/queries.ts'
import { pageLength } from '../documentation/reading.ts'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { dates } from '../web/dates.ts'
import { idFrom } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { turns } from '../web/turns.ts'
import { itemOnPaper, itemRoom } from './item-on-paper.ts'
import { mark, notice, type Occasion, paper, rule, styles } from './paper.ts'
import { contentsOf, type PaperRow, type Scale, scaleOf } from './queries.ts'
import { send } from './send.ts'

/** R25: the family's own copy on paper, of one item, of what is chosen, or of all there is about a child. */
export function exportRoutes(services: Services): Router {
  const { actors, clock } = services
  const router = Router()
  const inTurn = turns(2, 20)

  router.get('/children/:id/export', allow('documentation.export'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const goals = await readGoals(actors.asking(actor), id)
    const filter = amongGoals(filterFrom(request.query), goals)
    const { child, scale } = await measured(actor, id, wantedBy(filter, clock()), false)
    const own = actor.role === 'pupil'
    const path = addresses.export(child.id)
    page(request, response, 'export/child', {
      title: request.t(own ? 'export.own-title' : 'export.title', { name: child.given_name }),
      scale,
      back: { href: `${addresses.child(child.id)}${query(queryOf(filter))}`, label: request.t('export.back') },
      filter: { action: path, ...filterChoices(filter, spoken(request), own, goals), opened: false },
      action: path,
      hidden: Object.entries(filter).filter(([, value]) => value),
      // Some 130 ms an item with a large picture on a busy machine (bench/papers.ts).
      seconds: Math.max(5, Math.ceil(scale.items / 40) * 5),
    })
  })

  router.post('/children/:id/export', allow('documentation.export'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const asked = filterFrom(request.body)
    const goals = asked.goal ? await readGoals(actors.asking(actor), id) : null
    const filter = amongGoals(asked, goals)
    const wanted = wantedBy(filter, clock())
    // Asked when its turn has come: what the reader loses while waiting is not in it.
    await inTurn(async () => {
      const { child, scale } = await measured(actor, id, wanted, true)
      if (scale.items === 0) return response.redirect(303, `${addresses.export(id)}${query(queryOf(filter))}`)
      await whole(request, response, { child, scale, wanted, filter, goals })
    })
  })

  router.post('/documents/:id/export', allow('documentation.export'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    await inTurn(async () => {
      const { home } = await readDocument(actors.asking(actor), id)
      const [row] = await actors.read(actor, async (tx) => {
        await tx.audit('documentation.exported', { subject: home?.id ?? null, object: id })
        return contentsOf(tx, [id], null)
      })
      if (!row) throw new NotFound()
      await single(request, response, row)
    })
  })

  // What there would be, and that it was taken out (R3: seen in the log).
  async function measured(
    actor: Actor,
    id: string,
    wanted: Wanted,
    taken: boolean,
  ): Promise<{ child: ChildRow; scale: Scale }> {
    const { child } = await readTimeline(actors.asking(actor), id, undefined, wanted)
    const scale = await actors.read(actor, async (tx) => {
      if (taken) await tx.audit('documentation.exported', { subject: id })
      return scaleOf(tx, child.scopes, wanted)
    })
    return { child, scale }
  }

  async function whole(
    request: Request,
    response: Response,
    given: { child: ChildRow; scale: Scale; wanted: Wanted; filter: Filter; goals: OfferedGoal[] | null },
  ): Promise<void> {
    const { child, scale, wanted, filter, goals } = given
    const { t, language } = request
    const occasion = occasionOf(request)
    const { date, month } = dates(language, clock)
    const sheet = await paper(occasion)
    await send(response, sheet, scale.items, async (onward) => {
      const { doc, say } = sheet
      doc.y = 150
      mark(sheet, 64)
      say('H1', styles.title, child.name)
      say('P', styles.lead, t('export.paper.lead', { municipality: services.municipality.name }))
      doc.y += 18
      const { chosen } = filterChoices(filter, spoken(request), false, goals)
      const span = [scale.first!, scale.last!].map(date)
      say('P', styles.strong, t('export.paper.items', { count: scale.items, from: span[0], to: span[1] }))
      say(
        'P',
        styles.body,
        chosen.length ? t('export.paper.chosen', { chosen: chosen.join(', ') }) : t('export.paper.all'),
      )
      say('P', styles.body, occasion.foot[0])
      doc.y += 16
      notice(sheet, occasion.foot[1])
      say('P', styles.small, controllerIn(request))
      doc.addPage()

      let shownMonth = ''
      let done = 0
      let bookmarks = doc.outline
      for await (const row of itemsOf(actorOf(request), child.id, wanted)) {
        if (done > 0) rule(sheet, itemRoom)
        if (shownMonth !== month(row.published_at)) {
          shownMonth = month(row.published_at)
          sheet.part()
          say('H2', styles.month, capital(shownMonth))
          doc.y += 8
          bookmarks = doc.outline.addItem(capital(shownMonth))
        }
        await itemOnPaper(sheet, row, services, { t, language, tag: 'H3', bookmarks })
        done += 1
        await onward(done)
      }
    })
  }

  async function single(request: Request, response: Response, row: PaperRow): Promise<void> {
    const { t, language } = request
    const occasion = occasionOf(request)
    const sheet = await paper(occasion)
    await send(response, sheet, 1, async (onward) => {
      mark(sheet, 40)
      await itemOnPaper(sheet, row, services, { t, language, tag: 'H1', bookmarks: sheet.doc.outline })
      rule(sheet, 150)
      sheet.part()
      sheet.say('P', styles.body, occasion.foot[0])
      sheet.doc.y += 8
      notice(sheet, occasion.foot[1])
      sheet.say('P', styles.small, controllerIn(request))
      await onward(1)
    })
  }

  /** A page of the timeline at a time, each in the reader's own name: a right that ends meanwhile ends the paper. */
  async function* itemsOf(actor: Actor, childId: string, wanted: Wanted): AsyncGenerator<PaperRow> {
    let before: { at: Date; id: string } | undefined
    do {
      const { items } = await readTimeline(actors.asking(actor), childId, before, wanted)
      const shown = items.slice(0, pageLength)
      // One by one, as each is drawn: what is taken back meanwhile is not among them.
      for (const line of shown) yield* await actors.read(actor, (tx) => contentsOf(tx, [idOf(line)], childId))
      const last = shown.at(-1)
      before = items.length > pageLength && last ? { at: rowOf(last).published_at, id: idOf(last) } : undefined
    } while (before)
  }

  function spoken({ t, language }: Request) {
    return { t, language, now: clock() }
  }

  function occasionOf(request: Request): Occasion {
    const { t, language } = request
    return {
      t,
      language,
      name: t('export.paper.name'),
      // R7: whom it was made for and what one may not do with it.
      foot: [
        t('export.paper.made-for', { name: request.account!.name, when: dates(language, clock).dateTime(clock()) }),
        t('documentation.reminder'),
      ],
      now: clock(),
    }
  }

  function controllerIn(request: Request): string {
    const { controller, phone } = services.municipality
    return request.t('export.paper.controller', { controller: controller[request.language], phone })
  }

  return router
}

const query = (text: string) => (text ? `?${text}` : '')
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
