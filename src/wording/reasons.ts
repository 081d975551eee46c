import type { Category, Level } from './categories.ts'

/** The catalogue's key for why something should not stand there and how it could be written instead. */
export function reasonFor(category: Category, term: string): string {
  return `wording.reason.${reasonOfTerm.get(term) ?? category}`
}

/** The groups and rules with a sentence of their own. */
const reasonOfTerm = new Map(
  Object.entries({
    praise: ['praising', 'praising-if-said', 'persons-praised', 'praise-nouns-if-said', 'praising-in-words'],
    difficulty: ['said-of', 'qualities', 'qualities-had'],
    concern: ['concern', 'concern-phrases', 'concern-roots', 'violence'],
    'protected-detail': ['door-code'],
    initials: ['initials'],
    'name-not-here': ['name-not-here'],
    language: ['mother-tongue'],
    illness: ['sick', 'illness'],
    politics: ['politics'],
    'number-part': ['personal-number-apart', 'personal-number-last-four', 'personal-number-masked'],
  }).flatMap(([reason, terms]) => terms.map((term) => [term, reason] as const)),
)

/** What the category and the level are called, as keys. */
export const categoryKey = (category: Category) => `wording.category.${category}`
export const levelKey = (level: Level) => `wording.level.${level.toLowerCase()}`
