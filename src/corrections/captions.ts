import { type Captions, cleanCaptions } from '../media/captions.ts'
import { MediaProblem } from '../media/problem.ts'
import type { MediaRow } from '../media/queries.ts'
import { inWords } from '../media/upload.ts'
import type { Errors } from '../web/forms.ts'
import type { Translate } from '../web/language.ts'
import { longestCaptions } from './schema.ts'

/** Whether a correction may change a film's captions, `before` being what they say; longer ones than a form holds stand. */
export function takesCaptions({ id, kind, state }: MediaRow, before: Captions): boolean {
  return kind === 'film' && state !== 'failed' && state !== 'withheld' && (before[id] ?? '').length <= longestCaptions
}

/** What the films that stay will say. */
export function captionsAfter(
  before: Captions,
  { captions, remove }: { captions: Captions; remove: readonly string[] },
): Captions {
  const staying = Object.entries(before).filter(([id]) => !remove.includes(id))
  return { ...Object.fromEntries(staying), ...captions }
}

/** What is new among the captions that were typed, written anew; what cannot be is said beside its field. */
export function newCaptions(
  typed: Captions,
  media: MediaRow[],
  before: Captions,
  t: Translate,
): { captions: Captions; errors: Errors } {
  const captions: Captions = {}
  const errors: Errors = {}
  for (const film of media.filter((medium) => takesCaptions(medium, before))) {
    const [text, was] = [typed[film.id]?.trim() ?? '', before[film.id]?.trim() ?? '']
    if (text === was) continue
    try {
      if (text === '') errors[`captions.${film.id}`] = t('corrections.problem.captions-away')
      else captions[film.id] = cleanCaptions(Buffer.from(text))
    } catch (error) {
      if (!(error instanceof MediaProblem)) throw error
      errors[`captions.${film.id}`] = inWords(error, t)
    }
  }
  return { captions, errors }
}
