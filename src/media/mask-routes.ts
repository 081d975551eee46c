import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { openAlt, openItemKey } from '../documentation/content.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { idFrom, list, uuid } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { turns } from '../web/turns.ts'
import { getOwnPhoto, maskColumns, masked, maskRows, type OwnPhoto, replaceByMasked } from './mask.ts'

const form = z.object({
  cell: list(z.coerce.number().int().min(0).max(287), 288).catch([]),
  hidden: list(uuid, 100).catch([]),
  action: z.enum(['preview', 'replace']).catch('preview'),
})

/** A child without consent is made unrecognisable in a picture of one's own draft: chosen square by square, seen, kept. */
export function maskRoutes(services: Services): Router {
  const { actors } = services
  const router = Router()
  const inTurn = turns(1, 10)

  router.get('/staff/media/:id/mask', allow('documentation.write'), async (request, response) => {
    show(request, response, await photoOf(request), cellsFrom(request.query.cells), {})
  })

  router.get('/staff/media/:id/mask/preview', allow('documentation.write'), async (request, response) => {
    const photo = await photoOf(request)
    const { files } = await inTurn(() => masked(services, photo, cellsFrom(request.query.cells)))
    response.set({ 'Content-Type': 'image/webp', 'Content-Security-Policy': "sandbox; default-src 'none'" })
    response.end(files.small)
  })

  router.post('/staff/media/:id/mask', allow('documentation.write'), async (request, response) => {
    const photo = await photoOf(request)
    const { cell, hidden, action } = form.parse(request.body)
    const most = maskColumns * maskRows(photo.width, photo.height)
    const cells = [...new Set(cell)].filter((each) => each < most).sort((a, b) => a - b)
    if (cells.length === 0)
      return show(request, response, photo, [], { cell: request.t('media.mask.none') }, 422, hidden)
    if (action === 'preview') {
      const query = new URLSearchParams({ cells: cells.join('.') })
      return response.redirect(303, `${addresses.maskMedia(photo.id)}?${query}`)
    }
    await inTurn(() => replaceByMasked(services, (work) => actors.write(actorOf(request), work), photo, cells, hidden))
    response.redirect(303, addresses.review(photo.document_id))
  })

  function photoOf(request: Request): Promise<OwnPhoto> {
    return actors.read(actorOf(request), (tx) => getOwnPhoto(tx, idFrom(request.params.id)))
  }

  function show(
    request: Request,
    response: Response,
    photo: OwnPhoto,
    cells: number[],
    errors: Record<string, string>,
    status = 200,
    hidden?: string[],
  ): void {
    const rows = maskRows(photo.width, photo.height)
    const chosen = new Set(cells)
    const itemKey = openItemKey(services.keys, { ...photo, id: photo.document_id })
    const model = {
      title: request.t('media.mask.title'),
      back: { href: addresses.review(photo.document_id), label: request.t('media.mask.back') },
      action: addresses.maskMedia(photo.id),
      src: addresses.media(photo.id, 'large'),
      alt: openAlt(itemKey, photo.id, photo.sealed_alt),
      width: photo.width,
      height: photo.height,
      preview: cells.length > 0 ? `${addresses.maskMedia(photo.id)}/preview?cells=${cells.join('.')}` : null,
      cells: Array.from({ length: maskColumns * rows }, (_, index) => ({
        index,
        label: request.t('media.mask.cell', {
          row: Math.floor(index / maskColumns) + 1,
          column: (index % maskColumns) + 1,
        }),
        checked: chosen.has(index),
      })),
      // One child alone in it is the one it is about.
      subjects: photo.subjects.map((child) => ({
        ...child,
        checked: hidden?.includes(child.id) ?? photo.subjects.length === 1,
      })),
      errors,
    }
    page(request, response, 'media/mask', model, status)
  }

  return router
}

/** Squares in an address, `1.2.14`; what is none is not there. */
function cellsFrom(value: unknown): number[] {
  if (typeof value !== 'string') return []
  const cells = value.split('.').filter((each) => /^\d{1,3}$/.test(each))
  return [...new Set(cells.map(Number))].filter((each) => each < 288).slice(0, 288)
}
