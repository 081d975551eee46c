import { z } from 'zod'
import { longestText, longestTitle, longestWords } from '../documentation/schema.ts'
import { goalsField } from '../goals/schema.ts'
import { mostMedia } from '../media/limits.ts'
import { list, uuid } from '../web/forms.ts'
import { freeText, requiredFreeText } from '../wording/free-text.ts'

export const longestReason = 500
export const longestAlt = 500
export const longestCaptions = 60_000

/** Why something is taken back: for colleagues, never for families. */
export const recallForm = z.object({
  reason: requiredFreeText(longestReason, 'corrections.problem.reason'),
})

/** The fields of a correction; `revision` is the version that was read. */
export const correctionForm = z.object({
  revision: z.coerce.number().int().min(1).max(1_000_000),
  title: freeText(longestTitle),
  text: freeText(longestText),
  words: freeText(longestWords),
  audience: z.enum(['child', 'group', 'unit'], 'documentation.problem.audience'),
  children: list(uuid),
  goals: goalsField,
  /** The media's alternative texts, by `alt.<id>`. */
  alts: z.record(uuid, freeText(longestAlt)),
  /** The films' captions, by `captions.<id>`. */
  captions: z.record(uuid, freeText(longestCaptions)),
  remove: list(uuid, mostMedia),
  action: z.enum(['edit', 'review', 'publish']).catch('review'),
})

export type Correction = z.infer<typeof correctionForm>
