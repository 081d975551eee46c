import type { Request, Response } from 'express'
import type multer from 'multer'
import { z } from 'zod'
import { readMultipart } from '../media/upload.ts'
import { day } from '../web/forms.ts'
import { questions } from './questions.ts'
import { largestScan } from './scan.ts'

const answer = z.enum(['', 'yes', 'no'], 'consent.problem.contradiction').optional()

/** What somebody said on paper or by telephone: who, to which text, and for paper the day it was signed. */
export const paperForm = z
  .object({
    guardian: z.uuid('consent.paper.noGuardian'),
    origin: z.enum(['paper', 'phone'], 'consent.paper.noOrigin'),
    text: z.uuid('consent.paper.noText'),
    said_on: z.union([z.literal(''), day('consent.paper.noDay')], 'consent.paper.noDay').default(''),
    ...Object.fromEntries(questions.map(({ input }) => [input, answer])),
  })
  .refine(({ origin, said_on }) => origin === 'phone' || said_on !== '', {
    path: ['said_on'],
    message: 'consent.paper.noDay',
  }) as unknown as z.ZodType<PaperValues>

export type PaperValues = { guardian: string; origin: 'paper' | 'phone'; text: string; said_on: string } & Record<
  string,
  string | undefined
>

/** Reads the form, with or without a file, into request.body; the file's bytes, at most one more than is taken. */
export async function readPaper(request: Request, response: Response): Promise<Buffer> {
  if (!request.is('multipart/form-data')) return Buffer.alloc(0)
  let scan = Buffer.alloc(0)
  const storage: multer.StorageEngine = {
    _handleFile: (_request, file, done) => {
      gathered(file.stream, largestScan + 1).then(
        (body) => {
          if (file.fieldname === 'scan') scan = body
          done(null, {})
        },
        (error) => done(error),
      )
    },
    _removeFile: (_request, _file, done) => done(null),
  }
  await readMultipart(request, response, storage, { files: 1, bytes: largestScan + 1024 * 1024 })
  return scan
}

async function gathered(stream: NodeJS.ReadableStream, most: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    if (size < most) chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
  }
  return Buffer.concat(chunks)
}
