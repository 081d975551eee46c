import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { readSealedFile, sealedFileSize } from '../crypto/sealed-file.ts'
import { mediaKey, openItemKey } from '../documentation/content.ts'
import { Forbidden, NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { idFrom } from '../web/forms.ts'
import { actorOf, allow } from '../web/request.ts'
import { mediaPath, type Variant, variants } from './files.ts'
import { readPhotosOnly } from './pictures.ts'

/** Pictures, opened on the way out. The right to each is asked anew with each request, and nothing is kept by caches. */
export function mediaRoutes(services: Services): Router {
  readPhotosOnly()
  const router = Router()

  router.get('/media/:id/:size', allow('media.read'), async (request, response) => {
    const id = idFrom(request.params.id)
    const size = variants.find((variant) => variant === request.params.size)
    if (!size) throw new NotFound()
    // Only our own pages show them (ASVS 3.5.8); a browser that says nothing is let through to the other checks.
    const site = request.get('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Forbidden('cross-site picture')
    const row = await services.actors.read(
      actorOf(request),
      (tx) =>
        tx.one<{ id: string; key_month: string; sealed_key: Buffer }>`
        select d.id, d.key_month, d.sealed_key from media m join document d on d.id = m.document_id where m.id = ${id}`,
    )
    const path = mediaPath(services.config.mediaDirectory, id, size satisfies Variant)
    const length = await sealedFileSize(path).catch((error) => {
      if (error.code === 'ENOENT') throw new NotFound()
      throw error
    })
    response.set({
      'Content-Type': 'image/webp',
      'Content-Length': String(length),
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "sandbox; default-src 'none'",
    })
    // A reader who leaves, before or during, is no failure.
    if (response.closed) return
    const source = readSealedFile(path, mediaKey(openItemKey(services.keys, row), id), `${id}.${size}`)
    await pipeline(source, response).catch((error) => {
      if (!response.closed) throw error
    })
  })

  return router
}
