import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Request, Response } from 'express'
import multer from 'multer'
import { writeSealedFile } from '../crypto/sealed-file.ts'
import { mediaKey } from '../documentation/content.ts'
import { AppError, Forbidden, Invalid } from '../errors.ts'
import type { Services } from '../services.ts'
import { holdsToken, requireCsrf } from '../web/csrf.ts'
import type { Translate } from '../web/language.ts'
import { mediaPath, removeMediaFiles, variants } from './files.ts'
import { largestFile, largestMegabytes, largestUpload } from './limits.ts'
import { PictureProblem, redraw } from './pictures.ts'

export type Upload = { buffer: Buffer; problem?: string }[]
export type KeptPicture = { id: string; width: number; height: number; alt: string }

/**
 * Reads a multipart form: fields into request.body, pictures into memory (never plain on disk). A file that is empty,
 * too large or one too many is dropped and named a problem, so that what was typed beside it is read all the same.
 * The form's token must stand before the first file (Forbidden). Throws Invalid (413) when the whole is beyond limits.
 */
export async function readUpload(request: Request, response: Response, mostFiles: number): Promise<Upload> {
  if (!request.is('multipart/form-data')) throw new Invalid('not a multipart form', 415)
  if (Number(request.get('content-length') ?? 0) > largestUpload) throw new Invalid('upload limits', 413)
  const middleware = multer({
    storage: inMemory(mostFiles),
    fileFilter: (_request, _file, done) => (holdsToken(request) ? done(null, true) : done(new Forbidden('csrf'))),
    limits: { files: 50, fields: 1000, fieldSize: 200_000, fieldNameSize: 100, parts: 1050 },
  }).array('picture')
  await new Promise<void>((resolve, reject) =>
    middleware(request, response, (error?: unknown) => (error ? reject(asInvalid(error)) : resolve())),
  )
  await new Promise<void>((resolve, reject) =>
    requireCsrf(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
  )
  // A file field left empty arrives as a nameless file of no bytes.
  const files = ((request.files ?? []) as Express.Multer.File[]).filter((file) => file.size > 0 || file.originalname)
  return files.map(({ buffer, size }) => {
    if (size === 0) return { buffer, problem: 'media.problem.empty' }
    return size > largestFile ? { buffer, problem: 'media.problem.too-large' } : { buffer }
  })
}

function inMemory(mostFiles: number): multer.StorageEngine {
  let files = 0
  let all = 0
  return {
    _handleFile: (_request, file, done) => {
      const wanted = files < mostFiles
      files += 1
      const chunks: Buffer[] = []
      let size = 0
      file.stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        all += chunk.length
        if (all > largestUpload) return file.stream.destroy(new Invalid('upload limits', 413))
        if (size > largestFile) chunks.length = 0
        else if (wanted) chunks.push(chunk)
      })
      file.stream.once('error', done)
      file.stream.once('end', () => done(null, { buffer: Buffer.concat(chunks), size }))
    },
    _removeFile: (_request, _file, done) => done(null),
  }
}

function asInvalid(error: unknown): unknown {
  if (error instanceof AppError) return error
  const beyond = error instanceof multer.MulterError && error.code.startsWith('LIMIT_')
  return beyond ? new Invalid('upload limits', 413) : new Invalid('broken upload')
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
  const problems = new Set<string>()
  if (upload.length > room) problems.add(t('media.problem.too-many', { count: Math.max(0, room) }))
  try {
    for (const file of upload.slice(0, Math.max(0, room))) {
      if (file.problem) problems.add(t(file.problem, { max: largestMegabytes }))
      if (file.problem) continue
      const drawn = await redraw(file.buffer).catch((error) => {
        if (!(error instanceof PictureProblem)) throw error
        problems.add(t(error.key))
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
  return { pictures, problem: [...problems].join(' ') || undefined }
}

/** Takes back files whose rows were not written. */
export async function removePictures(services: Services, pictures: KeptPicture[]): Promise<void> {
  for (const picture of pictures) await removeMediaFiles(services.config.mediaDirectory, picture.id)
}
