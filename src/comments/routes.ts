import { type Request, type Response, Router } from 'express'
import { openContent, openItemKey } from '../documentation/content.ts'
import { itemPage } from '../documentation/item-page.ts'
import { headingOf, signatureOf } from '../documentation/presenter.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { Unworded } from '../wording/guard.ts'
import { answersFrom } from '../wording/overrides.ts'
import { stopBeside } from '../wording/presenter.ts'
import { decide, hide, say, withdraw } from './commands.ts'
import type { Tried } from './presenter.ts'
import { getComment, recentComments } from './queries.ts'
import { commentForm, hideForm, openingForm } from './schema.ts'
import { openSaid } from './sealing.ts'

/** What families and staff say about an item, where the unit has opened for it. */
export function commentsRoutes(services: Services): Router {
  const { actors, keys } = services
  const router = Router()

  router.post('/documents/:id/comments', allow('comments.write'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const form = parseForm(commentForm, request.body, request.t)
    const again = (errors: Errors, said?: Tried['said']) =>
      tryAgain(request, response, id, { ...typed(request.body, 'child', 'text'), errors, said })
    if (!form.ok) return again(form.errors)
    const signature = `${request.account!.name}, ${request.t(`web.role.${actor.role}`).toLowerCase()}`
    const { child, text } = form.values
    const answers = answersFrom(request.body)
    try {
      await actors.write(actor, (tx) => say(tx, keys, id, child, { text, signature }, answers))
    } catch (error) {
      if (!(error instanceof Unworded)) throw error
      return again(stopBeside(error, 'text', request.t), { ...error, answers })
    }
    response.redirect(303, `${addresses.document(id)}#comments`)
  })

  router.post('/comments/:id/withdraw', allow('comments.write'), async (request, response) => {
    const item = await actors.write(actorOf(request), (tx) => withdraw(tx, idFrom(request.params.id)))
    response.redirect(303, `${addresses.document(item)}#comments`)
  })

  router.post('/comments/:id/hide', allow('comments.moderate'), async (request, response) => {
    const actor = actorOf(request)
    const id = idFrom(request.params.id)
    const form = parseForm(hideForm, request.body, request.t)
    const again = async (errors: Errors, said?: Tried['said']) => {
      const { document_id } = await actors.read(actor, (tx) => getComment(tx, id))
      return tryAgain(request, response, document_id, { comment: id, ...typed(request.body, 'reason'), errors, said })
    }
    if (!form.ok) return again(form.errors)
    const answers = answersFrom(request.body)
    let item: string
    try {
      item = await actors.write(actor, (tx) => hide(tx, keys, id, form.values.reason, answers))
    } catch (error) {
      if (!(error instanceof Unworded)) throw error
      return again(stopBeside(error, 'reason', request.t), { ...error, answers })
    }
    response.redirect(303, `${addresses.document(item)}#comments`)
  })

  router.get(addresses.staffComments, allow('comments.moderate'), async (request, response) => {
    const rows = await actors.read(actorOf(request), async (tx) => {
      await tx.audit('comments.listed')
      return recentComments(tx)
    })
    page(request, response, 'comments/recent', {
      title: request.t('comments.recent.title'),
      comments: rows.map((row) => {
        const itemKey = openItemKey(keys, { ...row, id: row.document_id })
        const { text, signature } = openSaid(itemKey, row.id, row.sealed_text)
        return {
          href: `${addresses.document(row.document_id)}#comments`,
          title: headingOf(openContent(itemKey, { ...row, id: row.document_id }), request.t),
          child: row.child_name,
          text,
          signature: signatureOf(signature, row.author_hidden),
          writtenAt: row.written_at,
          hidden: row.sealed_reason !== null || row.reported,
        }
      }),
    })
  })

  router.post('/staff/units/:id/comments', allow('comments.open'), async (request, response) => {
    const id = idFrom(request.params.id)
    const open = openingForm.safeParse(request.body).data?.open === 'yes'
    await actors.write(actorOf(request), (tx) => decide(tx, id, open))
    response.redirect(303, `${addresses.staffUnit(id)}#comments`)
  })

  async function tryAgain(request: Request, response: Response, item: string, tried: Tried): Promise<void> {
    page(request, response, 'documentation/item', await itemPage(request, services, item, null, tried), 422)
  }

  return router
}
