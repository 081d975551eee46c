import { stemmer } from '@orama/stemmers/swedish'

/** The words of a text as Swedish stems, each once: `bokstäver` and `bokstaven` meet in the same one. */
export function stemsOf(text: string): string[] {
  return [...new Set(text.toLocaleLowerCase('sv').match(/\p{L}+/gu) ?? [])].map((word) => stemmer(word))
}
