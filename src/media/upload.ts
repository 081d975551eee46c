import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import multer from 'multer'
import { mediaKey } from '../documentation/content.ts'
import { AppError, Forbidden, Invalid } from '../errors.ts'
import type { Services } from '../services.ts'
import { holdsToken, requireCsrf } from '../web/csrf.ts'
import type { Translate } from '../web/language.ts'
import { cleanCaptions } from './captions.ts'
import type { NewMedium } from './commands.ts'
import { removeMediaFiles, removePieces } from './files.ts'
import {
  largestCaptions,
  largestFilm,
  largestFilmMegabytes,
  largestMegabytes,
  largestUpload,
  longestMinutes,
  mostMedia,
} from './limits.ts'
import { storePieces } from './pieces.ts'
import { MediaProblem } from './problem.ts'
import { keepFile, settle } from './settle.ts'

/** What a form brought: files that lie in sealed pieces, in their order, and captions by the film they are for. */
export type Upload = { files: { id: string; size: number }[]; captions: { film: string; body: Buffer }[] }

const captionsFor = /^captions\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/**
 * Reads a multipart form: fields into request.body, files straight into sealed pieces (R9), so that a film of any size
 * passes with little memory. Files beyond `mostMedia` are read past, and so is the rest of one that is too large: what
 * was typed beside them is wanted all the same. The form's token must stand before the first file (Forbidden). Throws
 * Invalid (413) when the whole is beyond limits; nothing is left then.
 */
export async function readUpload(
  services: Services,
  request: Request,
  response: Response,
  itemKey: Buffer,
): Promise<Upload> {
  const storage = inPieces(services.config.mediaDirectory, itemKey)
  try {
    await readMultipart(request, response, storage.engine, { files: 100, bytes: largestUpload })
    return storage.upload
  } catch (error) {
    await storage.idle()
    await forget(services, storage.upload)
    throw error
  }
}

/**
 * A multipart form: fields into request.body, files into `storage`, so long as the form's token stood before them
 * (Forbidden). Throws Invalid: 413 beyond limits, 415 for another kind of body.
 */
export async function readMultipart(
  request: Request,
  response: Response,
  storage: multer.StorageEngine,
  most: { files: number; bytes: number },
): Promise<void> {
  if (!request.is('multipart/form-data')) throw new Invalid('not a multipart form', 415)
  if (Number(request.get('content-length') ?? 0) > most.bytes) throw new Invalid('upload limits', 413)
  const middleware = multer({
    storage,
    fileFilter: (_request, _file, done) => (holdsToken(request) ? done(null, true) : done(new Forbidden('csrf'))),
    limits: { files: most.files, fields: 2000, fieldSize: 200_000, fieldNameSize: 100, parts: 2100 },
  }).any()
  await new Promise<void>((resolve, reject) =>
    middleware(request, response, (error?: unknown) => (error ? reject(asInvalid(error)) : resolve())),
  )
  await new Promise<void>((resolve, reject) =>
    requireCsrf(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
  )
}

function inPieces(directory: string, itemKey: Buffer) {
  const upload: Upload = { files: [], captions: [] }
  const writing = new Set<Promise<void>>()
  let all = 0
  const store = async (file: Express.Multer.File): Promise<void> => {
    const film = captionsFor.exec(file.fieldname)?.[1]
    if (film) {
      const body = await gathered(file.stream)
      if (body.length > 0) upload.captions.push({ film, body })
      return
    }
    const medium = { id: randomUUID(), size: 0 }
    // A file field left empty arrives as a nameless file of no bytes.
    const wanted = file.fieldname === 'picture' && upload.files.length < mostMedia + 1
    if (wanted) upload.files.push(medium)
    const place = { directory, id: medium.id, key: mediaKey(itemKey, medium.id) }
    const fits = wanted && upload.files.length <= mostMedia
    const beyond = (bytes: number) => !fits || bytes > largestFilm
    medium.size = await storePieces(
      place,
      counted(file.stream, (bytes) => (all += bytes)),
      beyond,
    )
    if (wanted && medium.size === 0 && !file.originalname) upload.files.splice(upload.files.indexOf(medium), 1)
  }
  const engine: multer.StorageEngine = {
    _handleFile: (_request, file, done) => {
      const work = store(file).then(
        () => done(null, {}),
        (error) => done(error),
      )
      writing.add(work)
      work.finally(() => writing.delete(work))
    },
    _removeFile: (_request, _file, done) => done(null),
  }
  return { engine, upload, idle: () => Promise.all(writing) }
}

async function* counted(stream: NodeJS.ReadableStream, count: (bytes: number) => number): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    if (count((chunk as Buffer).length) > largestUpload) throw new Invalid('upload limits', 413)
    yield chunk as Buffer
  }
}

async function gathered(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += (chunk as Buffer).length
    // One byte more than allowed is enough to know.
    if (size <= largestCaptions + 70_000) chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

function asInvalid(error: unknown): unknown {
  if (error instanceof AppError) return error
  const beyond = error instanceof multer.MulterError && error.code.startsWith('LIMIT_')
  return beyond ? new Invalid('upload limits', 413) : new Invalid('broken upload')
}

/**
 * Makes of each file what it is to be, before any row tells of it: pictures redrawn, film and sound ready to wait for the
 * worker. One that cannot be used becomes a `problem` in words; the others are kept.
 */
export async function keepMedia(
  services: Services,
  upload: Upload,
  itemKey: Buffer,
  room: number,
  alt: string,
  t: Translate,
): Promise<{ added: NewMedium[]; problem: string | undefined }> {
  const { mediaDirectory, ffmpeg } = services.config
  const added: NewMedium[] = []
  const problems = new Set<string>()
  const fits = Math.max(0, room)
  if (upload.files.length > fits) problems.add(t('media.problem.too-many', { count: fits }))
  try {
    for (const [index, { id, size }] of upload.files.entries()) {
      const place = { directory: mediaDirectory, id, key: mediaKey(itemKey, id) }
      try {
        if (index >= fits) continue
        if (size === 0) throw new MediaProblem('empty')
        if (size > largestFilm) throw new MediaProblem('film-too-large')
        added.push({ id, alt, bytes: size, ...(await settle(place, ffmpeg)) })
      } catch (error) {
        if (!(error instanceof MediaProblem)) throw error
        problems.add(inWords(error, t))
      } finally {
        if (added.at(-1)?.id !== id) await removePieces(mediaDirectory, id)
      }
    }
  } catch (error) {
    await forget(services, upload)
    throw error
  }
  return { added, problem: [...problems].join(' ') || undefined }
}

/** Captions for the films of a draft, written anew; those that are none become a problem in words. */
export function readCaptions(
  upload: Upload,
  films: string[],
  t: Translate,
): { captions: Map<string, string>; problems: Record<string, string> } {
  const captions = new Map<string, string>()
  const problems: Record<string, string> = {}
  for (const { film, body } of upload.captions) {
    if (!films.includes(film)) continue
    try {
      captions.set(film, cleanCaptions(body))
    } catch (error) {
      if (!(error instanceof MediaProblem)) throw error
      problems[`captions.${film}`] = inWords(error, t)
    }
  }
  return { captions, problems }
}

/** Keeps them beside their films, in place of what was there. */
export async function writeCaptions(
  services: Services,
  itemKey: Buffer,
  captions: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [film, text] of captions) {
    const place = { directory: services.config.mediaDirectory, id: film, key: mediaKey(itemKey, film) }
    await keepFile(place, 'captions', Buffer.from(text))
  }
}

/** Takes back files whose rows were not written. */
export async function forget(services: Services, upload: { files: { id: string }[] }): Promise<void> {
  for (const { id } of upload.files) await removeMediaFiles(services.config.mediaDirectory, id)
}

export function inWords(problem: MediaProblem, t: Translate): string {
  const limits = { max: largestMegabytes, maxFilm: largestFilmMegabytes, minutes: longestMinutes }
  return t(`media.problem.${problem.word}`, limits)
}
