import { z } from 'zod'
import { NotFound } from '../errors.ts'
import type { Translate } from './language.ts'

export type Errors = Record<string, string>

/** The one string type: refuses what Postgres cannot store (NUL) and what is no text (lone surrogates). */
export const text = (max: number) =>
  z
    .string('web.problem.text')
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'web.problem.characters')
    .transform((value) => value.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .refine((value) => value.length <= max, { error: 'web.problem.too-long', params: { max } })

export const required = (max: number, message: string) => text(max).refine((value) => value !== '', message)

export const uuid = z.uuid('web.problem.choice')

/** YYYY-MM-DD. Postgres knows no year 0. */
export const day = (message?: string) => z.iso.date(message).refine((value) => value >= '0001-01-01', message)

/** One checkbox or many: nothing, a value or a list, as a list. */
export const list = <T extends z.ZodType>(item: T, max = 500) =>
  z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(item).max(max))

/** A row's id from the address; anything else is simply not there. */
export function idFrom(value: unknown): string {
  const parsed = uuid.safeParse(value)
  if (!parsed.success) throw new NotFound()
  return parsed.data.toLowerCase()
}

export type Parsed<T> = { ok: true; values: T } | { ok: false; errors: Errors }

/** What was typed as values, or a message beside each field in the reader's language. Messages are catalogue keys. */
export function parseForm<T extends z.ZodType>(schema: T, body: unknown, t: Translate): Parsed<z.infer<T>> {
  const parsed = schema.safeParse(plain(body))
  if (parsed.success) return { ok: true, values: parsed.data }
  const errors: Errors = {}
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? 'form')
    const variables = 'params' in issue ? (issue.params as Record<string, unknown>) : {}
    errors[field] ??= t(issue.message.includes('.') ? issue.message : 'web.problem.choice', variables)
  }
  return { ok: false, errors }
}

/** What was typed, for showing again: the first value of each named field, always text. */
export function typed<K extends string>(body: unknown, ...fields: K[]): Record<K, string> {
  const source = plain(body)
  return Object.fromEntries(
    fields.map((field) => {
      const value = Array.isArray(source[field]) ? source[field][0] : source[field]
      return [field, typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : '']
    }),
  ) as Record<K, string>
}

// Own properties only: `__proto__` and its like are fields like any other, and unknown ones are ignored.
function plain(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== '__proto__'))
}
