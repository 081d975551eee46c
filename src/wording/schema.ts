import { z } from 'zod'
import { categories } from './categories.ts'

const day = z.iso.date({ error: 'ska vara ett datum, till exempel "2026-11-26"' })
const word = z.string().trim().min(1, { error: 'får inte vara tomt' }).max(80, { error: 'får vara högst 80 tecken' })
const words = z.array(word, { error: 'ska vara en lista av ord, till exempel ["ett", "två"]' })
const period = { from: day.optional(), to: day.optional() }
const inOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => !from || !to || from <= to
const outOfOrder = { error: 'får inte vara tidigare än from', path: ['to'] }

/** When a word counts. docs/wording.md tells each in words. */
export const conditions = [
  'always',
  'topic',
  'person',
  'said',
  'predicate',
  'address',
  'lacking',
  'lasting',
  'habitual',
] as const
export type Condition = (typeof conditions)[number]

const group = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z-]*$/, { error: 'ska bestå av små bokstäver a–z och bindestreck' }),
    kind: z.enum(['adj', 'noun', 'verb', 'fixed', 'phrase', 'root'], {
      error: 'ska vara adj, noun, verb, fixed, phrase eller root',
    }),
    when: z.enum(conditions, { error: `ska vara något av ${conditions.join(', ')}` }),
    compounds: z
      .enum(['none', 'first', 'last', 'both'], { error: 'ska vara none, first, last eller both' })
      .default('none'),
    level: z.enum(['stop', 'warn', 'hint'], { error: 'ska vara stop, warn eller hint' }),
    ...period,
    words,
  })
  .refine(inOrder, outOfOrder)
export type Group = z.infer<typeof group>

/** A file of words for one category, or of words that a municipality takes away. */
export const listFile = z
  .strictObject({
    category: z.enum(categories, { error: `ska vara något av ${categories.join(', ')}` }),
    about: z.string().optional(),
    ...period,
    groups: z.array(group).default([]),
    /** Words of this category, from any file, that are not to count. */
    without: words.default([]),
  })
  .refine(inOrder, outOfOrder)

export const exceptionsFile = z.strictObject({ about: z.string().optional(), ...period, phrases: words })
export const namesFile = z.strictObject({ about: z.string().optional(), given: words, alsoWords: words })
export const languageFile = z.strictObject({
  about: z.string().optional(),
  roles: z.record(z.string(), z.strictObject({ kind: z.enum(['noun', 'fixed', 'phrase', 'name']), words })),
  same: z.record(z.string(), words),
  spoken: z.record(z.string(), z.string()),
})
export type Language = z.infer<typeof languageFile>
