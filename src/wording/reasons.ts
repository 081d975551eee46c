import type { Category } from './categories.ts'

/** The catalogue's key for why something should not stand there and how it could be written instead. */
export function reasonFor(category: Category, term: string): string {
  return `wording.reason.${special.get(term) ?? category}`
}

const special = new Map<string, string>([
  ['praising', 'praise'],
])
