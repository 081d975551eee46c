import { type Request, type Response, Router } from 'express'
import { may } from '../access/roles.ts'
import { type ByteRange, plainPieces, sealedFileSize } from '../crypto/sealed-file.ts'
import { mediaKey, openItemKey } from '../documentation/content.ts'
import { Forbidden, NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { isUsed } from '../uses/queries.ts'
import { addresses } from '../web/addresses.ts'
import { idFrom } from '../web/forms.ts'
import { actorOf, allow } from '../web/request.ts'
import { type FileKind, mediaPath, type Variant, variants } from './files.ts'
import { handOverAll } from './hand-over.ts'
import { maskRoutes } from './mask-routes.ts'
import { makeMiddle } from './middle.ts'
import { getMedium } from './queries.ts'
import { wanted } from './range.ts'
import { middleOf } from './sizes.ts'
import { uploadRoutes } from './upload-routes.ts'

const types: Record<FileKind, string> = {
  large: 'image/webp',
  middle: 'image/webp',
  small: 'image/webp',
  'large-jpeg': 'image/jpeg',
  'middle-jpeg': 'image/jpeg',
  'small-jpeg': 'image/jpeg',
  film: 'video/mp4',
  sound: 'audio/mp4',
  captions: 'text/vtt; charset=utf-8',
}
/** What is asked for; whether a picture comes as WebP or as JPEG is between the browser and fileFor(). */
const shown = [...variants, 'film', 'sound', 'captions'] as const
type Shown = (typeof shown)[number]
/** Neutral: a name in the download list tells of nobody. */
const names: Partial<Record<FileKind, string>> = { film: 'insyn-film.mp4', sound: 'insyn-ljud.m4a' }

/** An open-ended range is answered this much at a time; whoever lost the right meanwhile gets no more. */
const atATime = 4 * 1024 * 1024

/** Pictures, film and sound, opened on the way out. The right to each is asked anew with each request and each range, and nothing is kept by caches. */
export function mediaRoutes(services: Services): Router {
  const router = Router()

  router.get('/media/:id/:size', allow('media.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const size = shown.find((each) => each === request.params.size)
    if (!size) throw new NotFound()
    // Only our own pages show them (ASVS 3.5.8); a browser that says nothing is let through to the other checks.
    const site = request.get('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Forbidden('cross-site picture')
    const row = await services.actors.read(actorOf(request), (tx) => getMedium(tx, id))
    if (size === 'captions' && !row.captioned) throw new NotFound()
    // Staff take out what is registered as used, and nothing else (R19, R21); families' copies are their own.
    if (request.query.download !== undefined && row.published && may(actorOf(request).role, 'uses.register')) {
      const used = await services.actors.read(actorOf(request), (tx) => isUsed(tx, id))
      if (!used) return response.redirect(303, addresses.use(id))
    }
    const { mediaDirectory } = services.config
    const { kind, length } = await fileFor(request, mediaDirectory, id, size)
    const key = mediaKey(openItemKey(services.keys, { ...row, id: row.document_id }), id)
    const path = mediaPath(mediaDirectory, id, kind)
    await send(request, response, { id, kind, length }, (range) => plainPieces(path, key, `${id}.${kind}`, range))
    if (size !== 'middle' || kind.startsWith('middle') || !middleOf({ width: row.width ?? 1, height: row.height ?? 1 }))
      return
    const still = () =>
      services.actors
        .read(actorOf(request), (tx) => getMedium(tx, id))
        .then(
          () => true,
          () => false,
        )
    makeMiddle({ directory: mediaDirectory, id, key }, still).catch((error) =>
      services.log.warn({ reason: error.code ?? error.name }, 'a middle size was not made'),
    )
  })

  router.use(maskRoutes(services))
  router.use(uploadRoutes(services))
  return router
}

// WebP for a browser that takes it, JPEG for any other and for keeping; the large one for a middle one that there is not.
async function fileFor(
  request: Request,
  directory: string,
  id: string,
  size: Shown,
): Promise<{ kind: FileKind; length: number }> {
  const webp = request.query.download === undefined && request.accepts(['image/webp', 'image/jpeg']) !== 'image/jpeg'
  const sizes = size === 'middle' ? (['middle', 'large'] as const) : [size]
  const order = sizes.flatMap((each): FileKind[] => (isPicture(each) && !webp ? [`${each}-jpeg`, each] : [each]))
  for (const kind of order) {
    const length = await sealedFileSize(mediaPath(directory, id, kind)).catch((error) => {
      if (error.code !== 'ENOENT') throw error
      return undefined
    })
    if (length !== undefined) return { kind, length }
  }
  throw new NotFound()
}

function isPicture(size: Shown): size is Variant {
  return (variants as readonly string[]).includes(size)
}

async function send(
  request: Request,
  response: Response,
  { id, kind, length }: { id: string; kind: FileKind; length: number },
  open: (range?: ByteRange) => AsyncIterable<Buffer>,
): Promise<void> {
  const saved = request.query.download !== undefined
  const name = names[kind] ?? (types[kind] === 'image/webp' ? 'insyn-bild.webp' : 'insyn-bild.jpg')
  // What is played never changes under its name; If-Range asks by it.
  const tag = `"${id}.${kind}"`
  response.set({
    'Content-Type': types[kind],
    'Content-Disposition': saved ? `attachment; filename="${name}"` : 'inline',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Accept-Ranges': 'bytes',
    Vary: 'Accept',
    ...(kind === 'film' || kind === 'sound' ? { ETag: tag } : {}),
  })
  const condition = request.get('if-range')
  const stands = condition === undefined || condition === tag
  const range = stands ? wanted(request.get('range'), length, atATime) : 'whole'
  if (range === 'outside') {
    response.status(416).set('Content-Range', `bytes */${length}`).end()
    return
  }
  const bytes = range === 'whole' ? length : range.end - range.start + 1
  if (range !== 'whole') response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${length}`)
  response.set('Content-Length', String(bytes))
  // A reader who leaves, before or during, is no failure.
  if (request.method === 'HEAD' || response.closed) return void response.end()
  try {
    if (await handOverAll(response, open(range === 'whole' ? undefined : range))) response.end()
  } catch (error) {
    response.destroy()
    throw error
  }
}
