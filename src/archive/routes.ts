import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { KeyStoreError } from '../crypto/errors.ts'
import { unwrapItemKey } from '../crypto/item-key.ts'
import type { KeyStore } from '../crypto/key-store.ts'
import { readSealedFile, sealedFileSize } from '../crypto/sealed-file.ts'
import { NotFound } from '../errors.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import { type Errors, idFrom, parseForm, typed } from '../web/forms.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'
import { noteFetched, Other, receive, Unfetched } from './commands.ts'
import { packagePath } from './place.ts'
import { packagesPage } from './presenter.ts'
import { type Fetchable, fetchable, packages } from './queries.ts'
import { receiptForm } from './schema.ts'

/** `/archive`: what the municipality's archive takes over, fetched by the records officer and signed for before it goes. */
export function archiveRoutes({ actors, config, keys }: Services): Router {
  const router = Router()

  router.get(addresses.archive, allow('archive.hand-over'), (request, response) => list(request, response))

  router.get('/archive/:id', allow('archive.hand-over'), async (request, response) => {
    const actor = actorOf(request)
    const found = await actors.write(actor, async (tx) => {
      const each = await fetchable(tx, idFrom(request.params.id))
      await tx.audit('archive.fetched', { object: each.id })
      return each
    })
    const path = packagePath(config.mediaDirectory, found.id)
    // A file that is gone is made anew in the night.
    await sealedFileSize(path).catch((error) => {
      throw error.code === 'ENOENT' ? new NotFound() : error
    })
    const key = keyOf(keys, found)
    response.set({
      'Content-Type': 'application/zip',
      'Content-Length': String(found.bytes),
      // Neutral: a name in the download list tells of nobody.
      'Content-Disposition': `attachment; filename="insyn-arkivpaket-${found.id.slice(0, 8)}.zip"`,
      'Content-Security-Policy': "sandbox; default-src 'none'",
    })
    const source = readSealedFile(path, key, found.id)
    await sent(source, response, () => actors.write(actor, (tx) => noteFetched(tx, found.id)))
  })

  router.post('/archive/:id/receipt', allow('archive.hand-over'), async (request, response) => {
    const id = idFrom(request.params.id)
    const form = parseForm(receiptForm, request.body, request.t)
    if (!form.ok) return list(request, response, id, form.errors)
    const { t } = request
    try {
      await actors.write(actorOf(request), (tx) => receive(tx, id, form.values))
    } catch (error) {
      if (error instanceof Other) return list(request, response, id, { checksum: t('archive.problem.other') })
      if (error instanceof Unfetched) return list(request, response, id, { checksum: t('archive.problem.unfetched') })
      throw error
    }
    response.redirect(303, addresses.archive)
  })

  async function list(request: Request, response: Response, of?: string, errors: Errors = {}): Promise<void> {
    const found = await actors.read(actorOf(request), packages)
    if (
      of &&
      !found.some(({ id, fetched_at, received_at, closed_at }) => id === of && fetched_at && !received_at && !closed_at)
    )
      throw new NotFound()
    const form = { of, errors, typed: typed(request.body, 'receipt', 'checksum') }
    page(request, response, 'archive/packages', packagesPage(found, form, request.t), of ? 422 : 200)
  }

  return router
}

// On a database that was read back from a backup: what it still says is here has gone, and its key with it.
function keyOf(keys: KeyStore, { id, key_month, sealed_key }: Fetchable): Buffer {
  try {
    return unwrapItemKey(keys, key_month, sealed_key, id)
  } catch (error) {
    throw error instanceof KeyStoreError ? new NotFound() : error
  }
}

// Before the last piece leaves it says that it has left; who is cut off before that fetches it again.
async function sent(source: Readable, response: Response, leaving: () => Promise<void>): Promise<void> {
  const pieces = async function* () {
    let last: Buffer | undefined
    for await (const piece of source) {
      if (last) yield last
      last = piece
    }
    await leaving()
    if (last) yield last
  }
  try {
    await pipeline(pieces, response)
  } catch (error) {
    // Whoever leaves in the middle is no failure of ours.
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return
    response.destroy()
    throw error
  }
}
