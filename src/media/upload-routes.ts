import { randomUUID } from 'node:crypto'
import { type Request, Router } from 'express'
import { z } from 'zod'
import { newItemKey } from '../crypto/item-key.ts'
import { beginDraft } from '../documentation/commands.ts'
import { mediaKey, openContent, openItemKey } from '../documentation/content.ts'
import { signatureOf } from '../documentation/signature.ts'
import { childrenIn, findDraft, groupsOf } from '../documentation/staff-queries.ts'
import { Invalid, NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { idFrom, parseForm, uuid } from '../web/forms.ts'
import { fragment } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { addMedia, refuseMedium, settleMedium } from './commands.ts'
import { removeMediaFiles } from './files.ts'
import { largestFilm, mostMedia } from './limits.ts'
import { type Place, pieceLength, piecesOf, piecesThere, storePiece } from './pieces.ts'
import { storedMedia } from './presenter.ts'
import { MediaProblem } from './problem.ts'
import { findSent, getReceiving } from './queries.ts'
import { comeSoFar, printOf, sentAs } from './resume.ts'
import { settle } from './settle.ts'
import { inWords } from './upload.ts'

const announcement = z.object({
  size: z.coerce.number().int().min(0),
  group: uuid,
  audience: z.enum(['child', 'group', 'unit']).catch('child'),
  /** What the file is known by when it is chosen again (media.js), and its name for its sender. */
  print: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .catch(''),
  name: z
    .string()
    .transform((name) => [...name.replace(/\p{C}/gu, '')].slice(0, 200).join(''))
    .catch(''),
})

/**
 * Files from the editor's script, one by one and piece by piece, so that a lost line costs a piece and not a film: announce,
 * send the pieces in any order and as often as needed, finish. What has come is asked for and told in JSON.
 */
export function uploadRoutes(services: Services): Router {
  const { actors, keys, config } = services
  const router = Router()

  router.post('/staff/documents/:id/media', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(announcement, request.body, request.t)
    if (!form.ok) throw new Invalid('not an announcement', 422)
    const { size, group, audience, print, name } = form.values
    const refuse = (word: string) => response.status(422).json({ problem: word })
    if (size === 0) return void refuse(inWords(new MediaProblem('empty'), request.t))
    if (size > largestFilm) return void refuse(inWords(new MediaProblem('film-too-large'), request.t))
    const medium = {
      id: randomUUID(),
      alt: '',
      bytes: size,
      kind: 'photo',
      state: 'receiving',
      width: null,
      height: null,
    } as const
    const begin = () =>
      actors.write(actorOf(request), async (tx) => {
        const draft = await findDraft(tx, id)
        const known = draft && print && (await findSent(tx, id, size, printOf(openItemKey(keys, draft), print)))
        if (known) return { id: known.id, revision: draft.revision }
        if (draft && draft.media.length >= mostMedia) return undefined
        const place = (await groupsOf(tx)).find((each) => each.id === (draft?.group_id ?? group))
        if (!place) throw new NotFound()
        const itemKey = draft ? openItemKey(keys, draft) : newItemKey()
        // The first thing that comes of a text may be its film: the draft begins with it.
        if (!draft) {
          const content = { title: '', text: '', children: [] }
          const media = { removed: [], alts: {}, subjects: { shown: [], ticked: [], nobody: [] }, captioned: [] }
          const where = { id, groupId: place.id, unitId: place.unit_id, audience }
          const change = { ...where, content, signature: signatureOf(request, place), form: null, added: [], media }
          await beginDraft(tx, keys, change, itemKey)
        }
        await addMedia(tx, id, itemKey, [{ ...medium, sent: sentAs(itemKey, medium.id, print, name) }])
        return { id: medium.id, revision: draft?.revision ?? 1 }
      })
    // Two files of a new draft in one breath: the other one began it.
    const begun = await begin().catch((error) => {
      if (!(error instanceof NotFound)) throw error
      return begin()
    })
    if (begun === undefined) return void refuse(request.t('media.problem.too-many', { count: 0 }))
    // One that goes on is there already: the script asks which pieces have come.
    const resumed = begun.id !== medium.id
    response.status(resumed ? 200 : 201).json({ ...begun, resumed })
  })

  // The editor's list of media as it stands now: a piece of the page, for the script.
  router.get('/staff/documents/:id/media', allow('documentation.write'), async (request, response) => {
    const id = idFrom(request.params.id)
    const [draft, children] = await actors.read(actorOf(request), async (tx) => {
      const found = await findDraft(tx, id)
      if (!found) throw new NotFound()
      return [found, await childrenIn(tx, found.group_id)] as const
    })
    const itemKey = openItemKey(keys, draft)
    const chosen = openContent(itemKey, draft).children ?? []
    const come = await comeSoFar(config.mediaDirectory, itemKey, draft.media)
    const about = { audience: draft.audience, chosen, children }
    const stored = storedMedia(itemKey, draft.media, about, come, {}, request.t)
    fragment(request, response, 'media/stored', { stored, errors: {} })
  })

  router.get('/staff/media/:id', allow('documentation.write'), async (request, response) => {
    const [, place] = await receiving(request)
    response.json({ received: await piecesThere(place) })
  })

  router.put('/staff/media/:id/pieces/:number', allow('documentation.write'), async (request, response) => {
    const [row, place] = await receiving(request)
    const number = /^\d{1,4}$/.test(String(request.params.number)) ? Number(request.params.number) : -1
    if (number < 0 || number >= piecesOf(row.bytes)) throw new NotFound()
    const bytes = pieceLength(row.bytes, number)
    if (!request.is('application/octet-stream')) throw new Invalid('not a piece', 415)
    if (Number(request.get('content-length') ?? bytes) !== bytes) throw new Invalid('not the piece’s length', 413)
    await storePiece(place, number, bytes, request)
    response.status(204).end()
  })

  router.post('/staff/media/:id/finish', allow('documentation.write'), async (request, response) => {
    const [row, place] = await receiving(request)
    const missing = (await piecesThere(place)).length !== piecesOf(row.bytes)
    if (missing)
      return void response.status(409).json({ problem: inWords(new MediaProblem('missing-pieces'), request.t) })
    try {
      const settled = await settle(place, config.ffmpeg)
      await actors.write(actorOf(request), (tx) => settleMedium(tx, place.id, settled))
      response.json({ kind: settled.kind, state: settled.state })
    } catch (error) {
      if (error instanceof NotFound) await removeMediaFiles(config.mediaDirectory, place.id)
      if (!(error instanceof MediaProblem)) throw error
      await actors.write(actorOf(request), (tx) => refuseMedium(tx, place.id))
      await removeMediaFiles(config.mediaDirectory, place.id)
      response.status(422).json({ problem: inWords(error, request.t) })
    }
  })

  async function receiving(request: Request): Promise<[Awaited<ReturnType<typeof getReceiving>>, Place]> {
    const id = idFrom(request.params.id)
    const row = await actors.read(actorOf(request), (tx) => getReceiving(tx, id))
    const itemKey = openItemKey(keys, { ...row, id: row.document_id })
    return [row, { directory: config.mediaDirectory, id, key: mediaKey(itemKey, id) }]
  }

  return router
}
