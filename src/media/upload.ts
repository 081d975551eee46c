import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Request, Response } from 'express'
import multer from 'multer'
import { writeSealedFile } from '../crypto/sealed-file.ts'
import { mediaKey } from '../documentation/content.ts'
import { Invalid } from '../errors.ts'
import type { Services } from '../services.ts'
import { requireCsrf } from '../web/csrf.ts'
import type { Translate } from '../web/language.ts'
import { mediaPath, removeMediaFiles, variants } from './files.ts'
import { PictureProblem, redraw } from './pictures.ts'

export type Upload = { buffer: Buffer }[]
export type KeptPicture = { id: string; width: number; height: number; alt: string }

const largestFile = 20 * 1024 * 1024

/**
 * Reads a multipart form: fields into request.body, pictures into memory (never plain on disk), within limits; then
 * checks the form's token, which could not be read before. Throws Invalid (413) beyond the limits.
 */
export async function readUpload(request: Request, response: Response, mostFiles: number): Promise<Upload> {
  if (!request.is('multipart/form-data')) throw new Invalid('not a multipart form', 415)
  const middleware = multer({
    storage: multer.memoryStorage(),
    limits: {
      fileSize: largestFile,
      files: mostFiles,
      fields: 1000,
      fieldSize: 200_000,
      fieldNameSize: 100,
      parts: 1010,
    },
  }).array('picture', mostFiles)
  await new Promise<void>((resolve, reject) =>
    middleware(request, response, (error?: unknown) => (error ? reject(asInvalid(error)) : resolve())),
  )
  await new Promise<void>((resolve, reject) =>
    requireCsrf(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
  )
  // A file field left empty arrives as a nameless file of no bytes.
  return ((request.files ?? []) as Express.Multer.File[]).filter((file) => file.size > 0)
}

function asInvalid(error: unknown): unknown {
  if (error instanceof multer.MulterError) return error
  return new Invalid('broken upload')
}

/**
 * Redraws and seals pictures to their files, before any row tells of them. One that cannot be used becomes a
 * `problem` in words; the others are kept.
 */
export async function keepPictures(
  services: Services,
  upload: Upload,
  itemKey: Buffer,
  room: number,
  alt: string,
  t: Translate,
): Promise<{ pictures: KeptPicture[]; problem: string | undefined }> {
  const pictures: KeptPicture[] = []
  let problem: string | undefined
  if (upload.length > room) problem = t('media.problem.too-many', { count: room })
  try {
    for (const file of upload.slice(0, Math.max(0, room))) {
      const drawn = await redraw(file.buffer).catch((error) => {
        if (!(error instanceof PictureProblem)) throw error
        problem = t(error.key)
        return undefined
      })
      if (!drawn) continue
      const id = randomUUID()
      pictures.push({ id, width: drawn.width, height: drawn.height, alt })
      for (const variant of variants) {
        const path = mediaPath(services.config.mediaDirectory, id, variant)
        await mkdir(dirname(path), { recursive: true })
        await writeSealedFile(path, mediaKey(itemKey, id), `${id}.${variant}`, drawn.files[variant])
      }
    }
  } catch (error) {
    await removePictures(services, pictures)
    throw error
  }
  return { pictures, problem }
}

/** Takes back files whose rows were not written. */
export async function removePictures(services: Services, pictures: KeptPicture[]): Promise<void> {
  for (const picture of pictures) await removeMediaFiles(services.config.mediaDirectory, picture.id)
}
