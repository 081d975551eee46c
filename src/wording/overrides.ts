import type { Category } from './categories.ts'

/** Why a warning may be passed, by category: a few reasons to choose from, and none to write. */
const reasons: Record<Category, readonly string[]> = {
  'contact-details': ['public', 'misread'],
  health: ['general', 'misread'],
  insult: ['general', 'misread'],
  origin: ['general', 'misread'],
  'other-child': ['no-child', 'general', 'misread'],
  personnummer: ['misread'],
  religion: ['general', 'misread'],
  sexuality: ['general', 'misread'],
  'social-services': ['general', 'misread'],
  trait: ['general', 'own-words', 'misread'],
}

export const overrideReasons = (category: Category): readonly string[] => reasons[category]

/** What was answered in the form that publishes: why warnings may be passed, and that one has read how we write. */
export type Answers = { reasons: Partial<Record<Category, string>>; acknowledged: boolean }

/** `reason.<category>` and `acknowledged`; anything that is not one of the reasons is no answer. */
export function answersFrom(body: unknown): Answers {
  const given = new Map(Object.entries((body ?? {}) as Record<string, unknown>))
  const chosen = Object.fromEntries(
    Object.entries(reasons).flatMap(([category, known]) => {
      const answer = given.get(`reason.${category}`)
      return typeof answer === 'string' && known.includes(answer) ? [[category, answer]] : []
    }),
  )
  return { reasons: chosen, acknowledged: given.get('acknowledged') === 'yes' }
}
